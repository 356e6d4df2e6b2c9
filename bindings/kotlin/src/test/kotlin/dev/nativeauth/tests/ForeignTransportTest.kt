package dev.nativeauth.tests

import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.HttpRequest
import dev.nativeauth.HttpResponse
import dev.nativeauth.SignedIn
import dev.nativeauth.Transport
import dev.nativeauth.TransportException
import dev.nativeauth.TransportFailure
import dev.nativeauth.UrlConnectionTransport

/** What the app's own HTTP stack may do, the client survives. */
class ForeignTransportTest : WithEmulator() {
    private suspend fun failureOf(transport: Transport) =
        emulator.client { this.transport = transport }.use { client -> failure { client.signIn("ada@example.com") } }

    @Test
    fun `every reason why there is no answer has its error`() = runBlocking {
        val codes = TransportFailure.entries.associateWith { failureOf { _ -> throw TransportException(it) }.code }
        assertEquals(
            mapOf(
                TransportFailure.UNREACHABLE to "host_unreachable",
                TransportFailure.CONNECT_TIMED_OUT to "connect_timed_out",
                TransportFailure.PROXY to "proxy_unreachable",
                TransportFailure.CERTIFICATE to "certificate_rejected",
                TransportFailure.TLS to "tls_failed",
                TransportFailure.CONNECTION_LOST to "connection_lost",
                TransportFailure.TIMED_OUT to "exchange_timed_out",
                TransportFailure.TRUNCATED to "reply_truncated",
                TransportFailure.TOO_LARGE to "reply_too_large",
            ),
            codes,
        )
    }

    @Test
    fun `whatever else is thrown counts as a lost connection`() = runBlocking {
        val thrown = listOf(IllegalStateException("canary"), AssertionError("canary"), StackOverflowError())
        thrown.forEach { assertEquals("connection_lost", failureOf { _ -> throw it }.code) }
    }

    @Test
    fun `an answer that is none is refused`() = runBlocking {
        val failure = failureOf { HttpResponse(200, mapOf("content-type" to "text/plain"), ByteArray(0)) }
        assertEquals(ErrorKind.UNEXPECTED_REPLY, failure.kind)
        assertEquals("connection_lost", failureOf { HttpResponse(20, emptyMap(), ByteArray(0)) }.code)
    }

    @Test
    fun `one that blocks its thread for ever holds nobody up`() = runBlocking {
        val arrived = CompletableDeferred<Unit>()
        val end = CountDownLatch(1)
        val blocking = Transport { _ ->
            arrived.complete(Unit)
            end.await()
            HttpResponse(200, emptyMap(), ByteArray(0))
        }
        emulator.client { transport = blocking }.use { client ->
            val call = launch(Dispatchers.Default) { client.signIn("ada@example.com") }
            arrived.await()
            call.cancelAndJoin()
        }
        assertTrue(end.count == 1L)
        end.countDown()
    }

    @Test
    fun `one whose client is closed is cancelled`() = runBlocking {
        val arrived = CompletableDeferred<Unit>()
        val cancelled = CompletableDeferred<Unit>()
        val waiting = Transport { _ ->
            arrived.complete(Unit)
            try {
                awaitCancellation()
            } finally {
                cancelled.complete(Unit)
            }
        }
        val client = emulator.client { transport = waiting }
        val outcome = CompletableDeferred<Throwable?>()
        launch(Dispatchers.Default) { outcome.complete(runCatching { client.signIn("ada@example.com") }.exceptionOrNull()) }
        arrived.await()
        client.close()
        assertFails(ErrorKind.MISUSE, "client_closed", failure { throw outcome.await()!! })
        cancelled.await()
    }

    @Test
    fun `it sees requests that print no secret, and its answers are used`() = runBlocking {
        emulator.addUser("bo@example.com", PASSWORD)
        val seen = mutableListOf<HttpRequest>()
        val platform = UrlConnectionTransport()
        val client = emulator.client { transport = Transport { request -> platform.send(request.also(seen::add)) } }
        client.use { it.signIn("bo@example.com", PASSWORD).expect<SignedIn>() }
        assertTrue(seen.any { String(it.body).contains(PASSWORD) })
        assertTrue(seen.none { it.toString().contains(PASSWORD) })
        assertTrue(seen.filter { it.method == "POST" }.all { it.headers["x-client-SKU"] == "native-auth.kotlin" })
    }
}
