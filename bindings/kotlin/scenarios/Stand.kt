package dev.nativeauth.scenarios

import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import org.json.JSONArray
import org.json.JSONObject

import dev.nativeauth.Account
import dev.nativeauth.AccountEvent
import dev.nativeauth.AccountId
import dev.nativeauth.Attributes
import dev.nativeauth.AttributesRequired
import dev.nativeauth.AuthenticationMethod
import dev.nativeauth.CodeRequired
import dev.nativeauth.Completed
import dev.nativeauth.MethodRequired
import dev.nativeauth.NativeAuth
import dev.nativeauth.NativeAuthException
import dev.nativeauth.PasswordRequired
import dev.nativeauth.RegistrationRequired
import dev.nativeauth.SignedIn
import dev.nativeauth.Step
import dev.nativeauth.StepUpRequest
import dev.nativeauth.checkNewPassword

/** What a player keeps from command to command. */
class Stand(private val scope: CoroutineScope) {
    private var open: NativeAuth? = null
    private var step: Step? = null
    private var signedIn: Account? = null
    private val events = Channel<AccountEvent>(Channel.UNLIMITED)
    private var observing: Job? = null

    private val client get() = open ?: error("no client")
    private val account get() = signedIn ?: error("no account")

    /** Does what the command says, and gives the answer. */
    suspend fun obey(call: String, with: JSONObject): Answer =
        try {
            when (val came = ofState(call, with) ?: ofAccount(call, with) ?: ofClient(call, with)) {
                is Step -> of(came).also { arrive(came) }
                else -> @Suppress("UNCHECKED_CAST") (came as Answer)
            }
        } catch (e: NativeAuthException) {
            mapOf("error" to of(e))
        }

    fun end() {
        observing?.cancel()
    }

    private fun arrive(at: Step) {
        step = at
        if (at is SignedIn) signedIn = at.account
    }

    /** A command of a state; null if it is none. */
    private suspend fun ofState(call: String, with: JSONObject): Any? {
        val step = step
        return when (call) {
            "submit_code" -> if (step is CodeRequired) step.submitCode(with.getString("code")) else MISPLACED
            "resend_code" -> if (step is CodeRequired) step.resendCode() else MISPLACED
            "choose_another_method" -> if (step is CodeRequired) step.chooseAnotherMethod() ?: NOTHING else MISPLACED
            "submit_password" -> if (step is PasswordRequired) step.submitPassword(with.getString("password")) else MISPLACED
            "submit_attributes" -> if (step is AttributesRequired) step.submitAttributes(with.attributes("values")) else MISPLACED
            "validate" -> when (step) {
                is AttributesRequired -> mapOf("faults" to step.validate(with.attributes("values")).mapValues { of(it.value) })
                else -> MISPLACED
            }
            "choose_method" -> if (step is MethodRequired) step.chooseMethod(with.method(step.methods)) else MISPLACED
            "register" -> when (step) {
                is RegistrationRequired -> step.register(with.method(step.methods), with.getString("contact"))
                else -> MISPLACED
            }
            "sign_in_after" -> if (step is Completed) step.signIn() ?: NOTHING else MISPLACED
            else -> null
        }
    }

    /** A command of the account; null if it is none. */
    private suspend fun ofAccount(call: String, with: JSONObject): Any? =
        when (call) {
            "access_token" -> {
                val token = account.accessToken(
                    scopes = with.texts("scopes"),
                    minimumTtl = with.number("minimum_ttl")?.seconds,
                    forceRefresh = with.optBoolean("force_refresh"),
                    claims = with.text("claims"),
                    staleInOutage = with.optBoolean("stale_in_outage"),
                )
                mapOf("token" to mapOf("scopes" to token.scopes, "stale" to token.isStale))
            }
            "peek_token" -> account.peekToken(with.getString("scopes"))?.let { mapOf("peeked" to true) } ?: NOTHING
            "claims" -> account.claims()?.let {
                mapOf("claims" to mapOf("name" to it.name, "preferred_username" to it.preferredUsername, "email" to it.email))
            } ?: NOTHING
            "step_up" -> {
                val tryRefresh = with.optBoolean("try_refresh", true)
                val request = StepUpRequest.fromClaims(with.getString("claims"), with.texts("scopes"), tryRefresh = tryRefresh)
                account.stepUp(request, with.text("password"))
            }
            "sign_out" -> DONE.also { account.signOut() }
            else -> null
        }

    private suspend fun ofClient(call: String, with: JSONObject): Any =
        when (call) {
            "client" -> DONE.also { open = openClient(with) }
            "sign_in" ->
                client.signIn(with.getString("username"), with.text("password"), with.texts("scopes"), with.text("claims"))
            "sign_up" -> client.signUp(
                with.getString("username"),
                with.text("password"),
                with.attributes("attributes"),
                with.optBoolean("sign_in", true),
                with.texts("scopes"),
            )
            "reset_password" ->
                client.resetPassword(with.getString("username"), with.optBoolean("sign_in", true), with.texts("scopes"))
            "suspend" -> {
                val key = NativeAuth.generateSealingKey()
                val sealed = client.suspend(step ?: error("no step"), key)
                File(with.getString("file")).writeBytes(sealed)
                File(with.getString("file") + ".key").writeBytes(key)
                DONE
            }
            "resume" -> {
                val file = with.getString("file")
                client.resume(File(file).readBytes(), File("$file.key").readBytes())
            }
            "accounts" -> mapOf("accounts" to of(client.accounts()))
            "account" -> found(client.account(with.id()))
            "account_by_username" -> found(client.accountByUsername(with.getString("username")))
            "remove_account" -> DONE.also { client.removeAccount(with.id()) }
            "observe" -> DONE.also {
                observing = scope.launch(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.collect(events::send) }
            }
            "events" -> mapOf("events" to List(with.getInt("count")) { of(events.receive()) })
            "export_msal_cache" -> DONE.also { File(with.getString("file")).writeText(client.exportMsalCache()) }
            "import_msal_cache" -> {
                val taken = client.importMsalCache(File(with.getString("file")).readText())
                mapOf("accounts" to of(taken.accounts), "skipped" to taken.skipped, "malformed" to taken.malformed)
            }
            "check_new_password" ->
                checkNewPassword(with.getString("password"))?.let { mapOf("fault" to word(it)) } ?: NOTHING
            "close" -> DONE.also { client.close() }
            else -> error("no command $call")
        }

    private fun found(account: Account?): Answer {
        signedIn = account ?: return NOTHING
        return mapOf("account" to of(account.id))
    }
}

internal fun JSONObject.text(name: String): String? = if (isNull(name)) null else getString(name)

internal fun JSONObject.number(name: String): Long? = if (isNull(name)) null else getLong(name)

internal fun JSONObject.texts(name: String): List<String> = optJSONArray(name)?.texts().orEmpty()

internal fun JSONArray.texts(): List<String> = (0 until length()).map(::getString)

private fun JSONObject.id() = AccountId(getString("tenant_id"), getString("object_id"))

private fun JSONObject.attributes(name: String): Attributes {
    val values = optJSONObject(name) ?: JSONObject()
    return Attributes {
        for (attribute in values.keys()) {
            when (val value = values[attribute]) {
                is String -> this[attribute] = value
                is Boolean -> this[attribute] = value
                is Number -> this[attribute] = value.toLong()
                else -> error("no value of an attribute")
            }
        }
    }
}

/** The id that the command names, or that of the method at its index. */
private fun JSONObject.method(methods: List<AuthenticationMethod>): String =
    text("id") ?: methods[getInt("index")].id
