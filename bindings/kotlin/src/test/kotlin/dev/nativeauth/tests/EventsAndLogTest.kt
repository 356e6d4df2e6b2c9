package dev.nativeauth.tests

import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.AccountEvent
import dev.nativeauth.ErrorKind
import dev.nativeauth.LogEntry
import dev.nativeauth.LogLevel
import dev.nativeauth.LogSink
import dev.nativeauth.RequestHeaders
import dev.nativeauth.SignedIn

class EventsAndLogTest : WithEmulator() {
    @Test
    fun `events are a flow, for each who collects it`() = runBlocking {
        emulator.addUser("ada@example.com", PASSWORD)
        emulator.client().use { client ->
            val all = async(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.take(3).toList() }
            val first = async(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.first() }
            val account = client.signIn("ada@example.com", PASSWORD).expect<SignedIn>().account
            account.accessToken(forceRefresh = true)
            account.signOut()
            assertEquals(AccountEvent.SignedIn(account.id), first.await())
            assertEquals(
                listOf(
                    AccountEvent.SignedIn(account.id),
                    AccountEvent.Refreshed(account.id),
                    AccountEvent.SignedOut(account.id),
                ),
                all.await(),
            )
        }
    }

    @Test
    fun `the flow ends with the client`() = runBlocking {
        val client = emulator.client()
        val events = async(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.toList() }
        client.close()
        assertEquals(emptyList<Any>(), events.await())
        assertEquals(ErrorKind.MISUSE, failure { client.accountEvents.first() }.kind)
    }

    @Test
    fun `a collector that is cancelled, or fails, leaves the others alone`() = runBlocking {
        emulator.addUser("bo@example.com", PASSWORD)
        emulator.client().use { client ->
            val gone = launch(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.collect {} }
            val failing = async(start = CoroutineStart.UNDISPATCHED) {
                runCatching { client.accountEvents.collect { error("canary") } }
            }
            val one = async(start = CoroutineStart.UNDISPATCHED) { client.accountEvents.first() }
            gone.cancel()
            client.signIn("bo@example.com", PASSWORD).expect<SignedIn>()
            one.await()
            assertEquals("canary", failing.await().exceptionOrNull()?.message)
        }
    }

    @Test
    fun `the log comes in order, at the level asked for`() = runBlocking {
        emulator.addUser("cy@example.com", PASSWORD)
        val lines = ConcurrentLinkedQueue<LogEntry>()
        val client = emulator.client {
            logSink = LogSink(lines::add)
            logLevel = LogLevel.DEBUG
        }
        client.use { it.signIn("cy@example.com", PASSWORD).expect<SignedIn>() }
        // It is told on a thread of its own.
        while (lines.none { it.level == LogLevel.DEBUG }) Thread.onSpinWait()
        assertTrue(lines.none { it.level == LogLevel.TRACE })
    }

    @Test
    fun `a sink that throws, or never comes back, holds nobody up`() = runBlocking {
        emulator.addUser("dee@example.com", PASSWORD)
        val end = CountDownLatch(1)
        val sinks = listOf(LogSink { error("canary") }, LogSink { throw NotImplementedError() }, LogSink { end.await() })
        for (sink in sinks) {
            val client = emulator.client {
                logSink = sink
                logLevel = LogLevel.TRACE
            }
            client.use { it.signIn("dee@example.com", PASSWORD).expect<SignedIn>() }
        }
        end.countDown()
    }

    @Test
    fun `headers of the app's own are sent, and missing ones do no harm`() = runBlocking(Dispatchers.Default) {
        SilentServer(ByteArray(0)).use { server ->
            for ((source, expected) in mapOf(
                RequestHeaders { mapOf("x-risk" to "17") } to true,
                RequestHeaders { error("canary") } to false,
                RequestHeaders { throw NotImplementedError() } to false,
            )) {
                server.client { requestHeaders = source }.use { client -> failure { client.signIn("ada@example.com") } }
                assertEquals(expected, server.asked().request.contains("x-risk: 17", ignoreCase = true))
            }
        }
    }
}
