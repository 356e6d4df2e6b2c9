package dev.nativeauth.scenarios

import dev.nativeauth.Account
import dev.nativeauth.AccountEvent
import dev.nativeauth.AccountId
import dev.nativeauth.AttributeFault
import dev.nativeauth.AttributesRequired
import dev.nativeauth.AuthenticationMethod
import dev.nativeauth.BrowserRequired
import dev.nativeauth.ChallengeChannel
import dev.nativeauth.CodeRequired
import dev.nativeauth.Completed
import dev.nativeauth.FlowStep
import dev.nativeauth.Language
import dev.nativeauth.MethodRequired
import dev.nativeauth.NativeAuthException
import dev.nativeauth.PasswordRequired
import dev.nativeauth.RegistrationRequired
import dev.nativeauth.Retry
import dev.nativeauth.SignedIn
import dev.nativeauth.Step

typealias Answer = Map<String, Any?>

val DONE: Answer = mapOf("done" to true)
val NOTHING: Answer = mapOf("nothing" to true)
val MISPLACED: Answer = mapOf("misplaced" to true)

fun of(id: AccountId): Answer = mapOf("object_id" to id.objectId, "tenant_id" to id.tenantId)

fun of(accounts: List<Account>): List<Answer> = accounts.map { it.id }.sortedBy { it.objectId }.map(::of)

fun of(error: NativeAuthException): Answer =
    mapOf(
        "kind" to word(error.kind),
        "code" to error.code,
        "recovery" to word(error.recovery),
        "retry" to mapOf("when" to word(error.retry), "seconds" to (error.retry as? Retry.After)?.delay?.inWholeSeconds),
        "status" to error.status,
        "detail" to error.detail,
        "claims" to error.claims,
        "message" to error.localizedMessage(Language.ENGLISH),
        "message_key" to error.messageKey,
        "text" to error.message,
        "server" to error.server?.let {
            mapOf(
                "error" to it.error,
                "suberror" to it.suberror,
                "codes" to it.codes,
                "invalid_attributes" to it.invalidAttributes,
            )
        },
    )

fun of(fault: AttributeFault): Answer =
    when (fault) {
        is AttributeFault.TooLong -> mapOf("kind" to "too_long", "longest" to fault.longest)
        else -> mapOf("kind" to word(fault))
    }

fun of(event: AccountEvent): Answer =
    when (event) {
        is AccountEvent.SignedIn -> mapOf("kind" to "signed_in", "account" to of(event.account))
        is AccountEvent.Refreshed -> mapOf("kind" to "refreshed", "account" to of(event.account))
        is AccountEvent.SignedOut -> mapOf("kind" to "signed_out", "account" to of(event.account))
        is AccountEvent.StorageLost -> mapOf("kind" to "storage_lost", "loss" to word(event.loss))
    }

fun of(step: Step): Answer {
    val facts = when (step) {
        is CodeRequired -> mapOf(
            "purpose" to word(step.purpose),
            "channel" to word(step.channel),
            "target" to step.target,
            "code_length" to step.codeLength,
            "resend_after" to step.resendAfter?.let { true },
            "can_choose_another_method" to step.canChooseAnotherMethod,
        )
        is PasswordRequired -> mapOf(
            "purpose" to word(step.purpose),
            "expires_in" to step.expiresIn?.let { true },
        )
        is AttributesRequired -> mapOf(
            "attributes" to step.attributes.map {
                mapOf(
                    "name" to it.name,
                    "data_type" to it.dataType,
                    "required" to it.required,
                    "regex" to it.regex,
                    "choices" to it.choices,
                )
            },
        )
        is MethodRequired -> mapOf("methods" to step.methods.map(::of))
        is RegistrationRequired -> mapOf("methods" to step.methods.map(::of))
        is BrowserRequired -> mapOf(
            "reason" to word(step.reason),
            "account_exists" to step.accountExists,
            "server_text" to step.serverText,
            "advice" to step.advice,
            "challenge_types" to step.challengeTypes.map(::word),
            "capabilities" to step.capabilities.map(::word),
        )
        is SignedIn -> mapOf("account" to of(step.account.id))
        is Completed -> mapOf(
            "can_sign_in" to step.canSignIn,
            "sign_in_error" to step.signInError?.let(::of),
        )
    }
    val flow = if (step is FlowStep) mapOf("flow" to word(step.flow)) else emptyMap()
    return facts + flow + mapOf("step" to word(step))
}

private fun of(method: AuthenticationMethod): Answer =
    mapOf("id" to method.id, "channel" to word(method.channel), "hint" to method.hint)

/** `INVALID_CODE`, and the class `InvalidCode`, as `invalid_code`; a channel that is unknown in its own word. */
fun word(value: Any): String =
    when (value) {
        is Enum<*> -> value.name.lowercase()
        is ChallengeChannel.Other -> value.word
        else -> value::class.simpleName!!.replace(Regex("(?<=.)(?=[A-Z])"), "_").lowercase()
    }
