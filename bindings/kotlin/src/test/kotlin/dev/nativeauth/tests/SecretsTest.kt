package dev.nativeauth.tests

import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.Attributes
import dev.nativeauth.AttributesRequired
import dev.nativeauth.CodeRequired
import dev.nativeauth.HttpRequest
import dev.nativeauth.HttpResponse
import dev.nativeauth.LogLevel
import dev.nativeauth.LogSink
import dev.nativeauth.PasswordRequired
import dev.nativeauth.RegistrationRequired
import dev.nativeauth.SignedIn
import dev.nativeauth.StepUpRequest
import dev.nativeauth.TokenStorage
import dev.nativeauth.Transport
import dev.nativeauth.TransportException
import dev.nativeauth.TransportFailure
import dev.nativeauth.UrlConnectionTransport

class SecretsTest : WithEmulator() {
    /** Everything that was said, and what must be in none of it. */
    private val said = ConcurrentLinkedQueue<String>()
    private val secrets = mutableListOf(MAIL, CONTACT, PASSWORD, NAME, "Wrong-River-41")

    private fun say(vararg things: Any?) = things.forEach {
        said += "$it"
        if (it is Throwable) said += it.stackTraceToString() + it.localizedMessage
    }

    @Test
    fun `nothing that prints itself prints a secret`() = runBlocking {
        val platform = UrlConnectionTransport()
        val bodies = ConcurrentLinkedQueue<ByteArray>()
        val client = emulator.client("mfa") {
            transport = Transport { request: HttpRequest ->
                val response = platform.send(request)
                say(request, response)
                bodies += listOf(request.body, response.body)
                response
            }
            logSink = LogSink { say(it.message, it) }
            logLevel = LogLevel.TRACE
            say(this)
        }
        say(client)
        val code = client.signUp(MAIL).expect<CodeRequired>()
        secrets += emulator.code(MAIL)
        val password = code.submitCode(emulator.code(MAIL)).expect<PasswordRequired>()
        say(code, password, failure { password.submitPassword("Wrong-River-41 ø") })
        val attributes = password.submitPassword(PASSWORD).expect<AttributesRequired>()
        val values = Attributes {
            this["displayName"] = NAME
            this["city"] = "1$NAME"
        }
        val refused = failure { attributes.submitAttributes(values) }
        say(attributes, values, attributes.validate(values), refused, refused.server)
        values["city"] = NAME
        val registration = attributes.submitAttributes(values).expect<RegistrationRequired>()
        val proof = registration.register(registration.methods.first(), CONTACT).expect<CodeRequired>()
        secrets += emulator.code(CONTACT)
        val signedIn = proof.submitCode(emulator.code(CONTACT)).expect<SignedIn>()
        val account = signedIn.account
        val token = account.accessToken(forceRefresh = true)
        secrets += listOf(token.expose(), account.exposeIdToken()!!)
        say(registration, registration.methods, proof, signedIn, account, account.claims(), token, client.accounts())
        emulator.fault("endpoint" to "oauth2/v2.0/initiate", "status" to 400, "body" to mapOf(
            "error" to "invalid_grant", "error_description" to "AADSTS50034: $MAIL is not there.",
        ))
        val unknown = failure { client.signIn(MAIL) }
        assertTrue(unknown.server!!.description!!.contains(MAIL))
        say(unknown, unknown.server, unknown.kind, unknown.retry)
        say(TransportException(TransportFailure.TLS), TokenStorage.inMemory(), StepUpRequest.fromClaims("""{"$NAME":1}""", listOf()))
        say(client.importMsalCache(client.exportMsalCache()))
        client.close()

        assertTrue(bodies.any { String(it).contains("refresh_token") }, "the flow was not whole")
        secrets += bodies.flatMap { SECRET_FIELDS.findAll(String(it)).map { found -> found.groupValues[1] } }
        assertTrue(secrets.size > 12 && said.size > 50, "there was too little to look for, or at")
        for (text in said) assertEquals(emptyList<String>(), secrets.filter { text.contains(it, ignoreCase = true) }, text)
    }

    @Test
    fun `a proxy's password and a passphrase are nowhere`() {
        val failure = failure {
            emulator.client {
                proxy = "socks9://somebody:$NAME@127.0.0.1:1"
                say(this)
            }
        }
        say(failure)
        assertTrue(said.isNotEmpty() && said.none { it.contains(NAME) }, said.joinToString())
    }
}

private const val MAIL = "canary.person@example.com"
private const val CONTACT = "canary.contact@example.org"
private const val NAME = "Canaryname"

/** The values of what is secret in an answer of the service. */
private val SECRET_FIELDS = Regex("\"(?:continuation_token|access_token|refresh_token|id_token)\" *: *\"([^\"]+)\"")
