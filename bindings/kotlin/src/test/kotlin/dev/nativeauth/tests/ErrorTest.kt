package dev.nativeauth.tests

import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.AccountId
import dev.nativeauth.Attributes
import dev.nativeauth.ErrorKind
import dev.nativeauth.Language
import dev.nativeauth.NativeAuth
import dev.nativeauth.NativeAuthException
import dev.nativeauth.PasswordFault
import dev.nativeauth.PasswordRequired
import dev.nativeauth.Recovery
import dev.nativeauth.Retry
import dev.nativeauth.SignedIn
import dev.nativeauth.StepUpRequest
import dev.nativeauth.TokenStorage
import dev.nativeauth.checkNewPassword
import dev.nativeauth.customAttributeName
import dev.nativeauth.passphrase

class ErrorTest : WithEmulator() {
    @Test
    fun `an error says what happened and what to do`() = runTest {
        emulator.client().use { client ->
            val error = failure { client.signIn("nobody@example.com", correlationId = CORRELATION) }
            assertFails(ErrorKind.USER_NOT_FOUND, "user_not_found", error)
            assertEquals(Recovery.CHOOSE_ANOTHER, error.recovery)
            assertEquals(Retry.AfterChange, error.retry)
            assertEquals(400, error.status)
            assertEquals(CORRELATION, error.correlationId)
            assertEquals("user_not_found", error.server?.error)
            assertTrue(error.server!!.codes.contains(50034))
            assertTrue(error.toString().endsWith(error.message!!))
            assertTrue(error.localizedMessage(Language.ENGLISH) != error.localizedMessage(Language.GERMAN))
            assertTrue(error.stackTrace.any { it.className.startsWith("dev.nativeauth.tests") })
        }
    }

    @Test
    fun `how long to wait is a duration`() = runTest {
        emulator.addUser("bo@example.com", PASSWORD)
        emulator.client().use { client ->
            emulator.fault("username" to "bo@example.com", "retry_after" to 30)
            val error = failure { client.signIn("bo@example.com") }
            assertEquals(ErrorKind.THROTTLED, error.kind)
            assertEquals(30.seconds, error.retryAfter)
            assertEquals(Retry.After(30.seconds), error.retry)
        }
    }

    @Test
    fun `a service that is down, and an answer that is none`() = runTest {
        emulator.addUser("cy@example.com", PASSWORD)
        emulator.client().use { client ->
            val step = client.signIn("cy@example.com").expect<PasswordRequired>()
            emulator.fault("endpoint" to "oauth2/v2.0/token", "status" to 503)
            assertEquals(ErrorKind.SERVER_UNAVAILABLE, failure { step.submitPassword(PASSWORD) }.kind)
            emulator.fault("endpoint" to "oauth2/v2.0/token", "drop" to "before")
            assertEquals(ErrorKind.NETWORK, failure { step.submitPassword(PASSWORD) }.kind)
            emulator.fault("endpoint" to "oauth2/v2.0/token", "body" to "[]")
            assertEquals(ErrorKind.UNEXPECTED_REPLY, failure { step.submitPassword(PASSWORD) }.kind)
        }
    }

    @Test
    fun `a client that is set up wrong`() {
        fun opening(tenant: String, clientId: String) =
            failure { NativeAuth(tenant, clientId) { storage = TokenStorage.inMemory() } }
        assertEquals(ErrorKind.CONFIGURATION, opening("contoso", "no guid").kind)
        assertEquals(ErrorKind.CONFIGURATION, opening("http://contoso.example/", CORRELATION).kind)
        val unused = failure {
            emulator.client {
                transport = dev.nativeauth.UrlConnectionTransport()
                proxy = "http://127.0.0.1:9"
            }
        }
        assertEquals(ErrorKind.CONFIGURATION, unused.kind)
    }

    @Test
    fun `texts of a mebibyte are refused or sent, and nothing breaks`() = runTest {
        val long = "x".repeat(1 shl 20)
        emulator.client().use { client ->
            assertEquals(ErrorKind.UNEXPECTED_REPLY, failure { client.signIn(long + "@example.com") }.kind)
            assertEquals(ErrorKind.FLOW_EXPIRED, failure { client.resume(long.toByteArray(), ByteArray(32)) }.kind)
            assertEquals(ErrorKind.MISUSE, failure { client.importMsalCache(long) }.kind)
            assertNull(client.peekAccount(long))
        }
        assertEquals(PasswordFault.TOO_LONG, checkNewPassword(long))
        assertEquals(ErrorKind.MISUSE, failure { StepUpRequest.fromChallenge(long, emptyList()) }.kind)
    }

    @Test
    fun `a text that was cut within an emoji is refused before anything is begun`() = runTest {
        val cut = "😀".take(1)
        emulator.addUser("dee@example.com", PASSWORD)
        emulator.client().use { client ->
            val step = client.signIn("dee@example.com").expect<PasswordRequired>()
            val account = client.signIn("dee@example.com", PASSWORD).expect<SignedIn>().account
            val calls = mapOf<String, suspend () -> Any?>(
                "username" to { client.signIn(cut) },
                "password" to { client.signIn("dee@example.com", cut) },
                "scopes" to { client.signUp("dee@example.com", scopes = listOf("openid", cut)) },
                "correlationId" to { client.resetPassword("dee@example.com", correlationId = cut) },
                "objectId" to { client.account(AccountId("", cut)) },
                "cache" to { client.importMsalCache(cut) },
                "claims" to { account.accessToken(claims = cut) },
                "the value of city" to { Attributes { this["city"] = cut } },
                "the name of an attribute" to { Attributes { this[cut] = true } },
                "wwwAuthenticate" to { StepUpRequest.fromChallenge(cut, emptyList()) },
                "path" to { TokenStorage.msalFile(cut) },
                "passphrase" to { TokenStorage.passphrase("", "", cut) },
                "tenant" to { NativeAuth(cut, CORRELATION) { storage = TokenStorage.inMemory() } },
                "proxy" to { emulator.client { proxy = cut } },
            ) + mapOf("password" to { step.submitPassword(cut) })
            for ((name, call) in calls) {
                val text = assertRefused { call() }
                assertTrue(text.startsWith("$name: half of a character"), text)
            }
            step.submitPassword(PASSWORD).expect<SignedIn>()
        }
        assertEquals(PasswordFault.DISALLOWED_CHARACTER, checkNewPassword("Quiet-River-$cut"))
    }

    @Test
    fun `a time below nothing is refused, and one without end is taken`() = runTest {
        assertEquals("exchangeTimeout is negative", assertRefused { emulator.client { exchangeTimeout = (-1).seconds } })
        emulator.addUser("eve@example.com", PASSWORD)
        val client = emulator.client {
            connectTimeout = Duration.INFINITE
            exchangeTimeout = Duration.INFINITE
            pollingTimeout = Duration.INFINITE
            lockTimeout = Duration.INFINITE
            suspensionLifetime = Duration.INFINITE
        }
        client.use {
            val account = it.signIn("eve@example.com", PASSWORD).expect<SignedIn>().account
            assertEquals("minimumTtl is negative", assertRefused { account.accessToken(minimumTtl = (-1).seconds) })
            account.accessToken(minimumTtl = Duration.INFINITE)
            val key = NativeAuth.generateSealingKey()
            it.resume(it.suspend(it.signIn("eve@example.com"), key), key).expect<PasswordRequired>()
        }
    }

    @Test
    fun `an error can be serialised`() = runTest {
        emulator.addUser("fay@example.com", PASSWORD)
        emulator.client().use { client ->
            emulator.fault("username" to "fay@example.com", "retry_after" to 30)
            val error = failure { client.signIn("fay@example.com") }
            val bytes = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(error) }.toByteArray()
            val again = ObjectInputStream(bytes.inputStream()).readObject() as NativeAuthException
            assertEquals(error.toString(), again.toString())
            assertEquals(Pair(error.kind, error.code), Pair(again.kind, again.code))
            assertEquals(30.seconds, again.retryAfter)
            assertEquals(error.retry, again.retry)
            assertNull(again.server)
            assertEquals(again.message, again.localizedMessage(Language.GERMAN))
            assertRefused { StepUpRequest.fromError(again, emptyList()) }
        }
    }

    @Test
    fun `what can be told without a server`() {
        assertNull(checkNewPassword(PASSWORD))
        assertEquals(PasswordFault.TOO_SHORT, checkNewPassword("Ab1"))
        assertEquals(
            "extension_7122c8c9385e4a999003fe073e326955_tier",
            customAttributeName("7122c8c9-385e-4a99-9003-fe073e326955", "tier"),
        )
        assertNull(customAttributeName("no guid", "tier"))
    }
}

/** What is said of a wrong argument. */
private inline fun assertRefused(work: () -> Any?): String {
    val outcome = runCatching(work)
    val refusal = outcome.exceptionOrNull() as? IllegalArgumentException ?: throw AssertionError("it was not refused: $outcome")
    return refusal.message!!
}

private const val CORRELATION = "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64"
