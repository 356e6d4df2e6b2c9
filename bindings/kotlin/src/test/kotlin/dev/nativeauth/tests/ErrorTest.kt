package dev.nativeauth.tests

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.Language
import dev.nativeauth.NativeAuth
import dev.nativeauth.PasswordFault
import dev.nativeauth.PasswordRequired
import dev.nativeauth.Recovery
import dev.nativeauth.Retry
import dev.nativeauth.StepUpRequest
import dev.nativeauth.TokenStorage
import dev.nativeauth.checkNewPassword
import dev.nativeauth.customAttributeName

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

private const val CORRELATION = "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64"
