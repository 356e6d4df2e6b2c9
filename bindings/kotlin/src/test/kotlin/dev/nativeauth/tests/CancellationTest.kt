@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.nativeauth.tests

import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuth
import dev.nativeauth.PasswordRequired
import dev.nativeauth.SignedIn
import dev.nativeauth.TokenStorage
import dev.nativeauth.Transport
import dev.nativeauth.UrlConnectionTransport

class CancellationTest : WithEmulator() {
    @Test
    fun `the state is free again as soon as the coroutine is cancelled`() = runBlocking {
        emulator.addUser("ada@example.com", PASSWORD)
        val gate = Gate()
        emulator.client { transport = gate }.use { client ->
            val step = client.signIn("ada@example.com").expect<PasswordRequired>()
            gate.isShut = true
            val call = launch(Dispatchers.Default) { step.submitPassword(PASSWORD) }
            gate.arrived.await()
            assertFails(ErrorKind.IN_PROGRESS, "action_in_progress", failure { step.submitPassword(PASSWORD) })
            call.cancelAndJoin()
            gate.isShut = false
            step.submitPassword(PASSWORD).expect<SignedIn>()
            // The app's own transport was told, too.
            gate.cancelled.await()
        }
    }

    @Test
    fun `no connection outlives the call`() = runBlocking {
        SilentServer().use { server ->
            server.client().use { client ->
                val call = launch(Dispatchers.Default) { client.signIn("ada@example.com") }
                val connection = server.asked()
                call.cancelAndJoin()
                connection.awaitEnd()
            }
        }
    }

    @Test
    fun `no connection outlives the call, with the platform's transport`() = runBlocking {
        SilentServer().use { server ->
            server.client { transport = UrlConnectionTransport() }.use { client ->
                val call = launch(Dispatchers.Default) { client.signIn("ada@example.com") }
                val connection = server.asked()
                call.cancelAndJoin()
                connection.awaitEnd()
            }
        }
    }

    @Test
    fun `a limit of time ends a call`() = runBlocking {
        SilentServer().use { server ->
            server.client().use { client ->
                assertThrows(TimeoutCancellationException::class.java) {
                    runBlocking { withTimeout(50.milliseconds) { client.signIn("ada@example.com") } }
                }
                server.asked().awaitEnd()
            }
        }
    }

    @Test
    fun `closing the client ends the calls under way`() = runBlocking {
        SilentServer().use { server ->
            val client = server.client()
            val outcome = CompletableDeferred<Throwable?>()
            launch(Dispatchers.Default) {
                outcome.complete(runCatching { client.signIn("ada@example.com") }.exceptionOrNull())
            }
            val connection = server.asked()
            client.close()
            assertFails(ErrorKind.MISUSE, "client_closed", failure { throw outcome.await()!! })
            connection.awaitEnd()
        }
    }

    @Test
    fun `whoever has no dispatcher does not go on in the library's thread`() = runBlocking {
        emulator.addUser("bo@example.com", PASSWORD)
        emulator.client().use { client ->
            for (context in listOf(Dispatchers.Unconfined, UnconfinedTestDispatcher())) {
                val went = async(context) {
                    client.signIn("bo@example.com").expect<PasswordRequired>()
                    // It blocks, and the library goes on.
                    runBlocking { client.signIn("bo@example.com", PASSWORD).expect<SignedIn>() }
                    Thread.currentThread().name
                }
                assertTrue(went.await().startsWith("DefaultDispatcher"), went.await())
            }
        }
    }

    @Test
    fun `a coroutine that is cancelled already begins nothing`() = runBlocking {
        SilentServer().use { server ->
            server.client().use { client ->
                var ended = false
                val call = launch(start = CoroutineStart.UNDISPATCHED) {
                    try {
                        awaitCancellation()
                    } finally {
                        ended = runCatching { client.signIn("ada@example.com") }.exceptionOrNull() is kotlinx.coroutines.CancellationException
                    }
                }
                call.cancelAndJoin()
                assertTrue(ended)
                client.close()
                assertEquals(0, server.unfinished())
            }
        }
    }
}

/** A transport that can be made to wait for ever. */
private class Gate : Transport {
    private val open = UrlConnectionTransport()
    val arrived = CompletableDeferred<Unit>()
    val cancelled = CompletableDeferred<Unit>()

    @Volatile
    var isShut = false

    override suspend fun send(request: dev.nativeauth.HttpRequest): dev.nativeauth.HttpResponse {
        if (!isShut) return open.send(request)
        arrived.complete(Unit)
        try {
            awaitCancellation()
        } finally {
            cancelled.complete(Unit)
        }
    }
}

/** A client of the tenant that this server plays. */
internal fun SilentServer.client(configure: dev.nativeauth.Configuration.() -> Unit = {}) =
    NativeAuth("$origin/contoso.onmicrosoft.com", "9f8002af-97cd-4991-9108-7fe4a40bb9f4") {
        allowHttpLoopback = true
        storage = TokenStorage.inMemory()
        configure()
    }
