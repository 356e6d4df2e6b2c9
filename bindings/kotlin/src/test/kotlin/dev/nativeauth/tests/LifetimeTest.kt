package dev.nativeauth.tests

import java.lang.Thread.State
import java.lang.ref.WeakReference
import java.util.concurrent.ConcurrentHashMap
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.CodeRequired
import dev.nativeauth.ErrorKind
import dev.nativeauth.HttpRequest
import dev.nativeauth.HttpResponse
import dev.nativeauth.LogEntry
import dev.nativeauth.LogSink
import dev.nativeauth.NativeAuth
import dev.nativeauth.RequestHeaders
import dev.nativeauth.SignedIn
import dev.nativeauth.Step
import dev.nativeauth.Storage
import dev.nativeauth.TokenStorage
import dev.nativeauth.Transport
import dev.nativeauth.UrlConnectionTransport
import dev.nativeauth.lent

class LifetimeTest : WithEmulator() {
    @Test
    fun `closing a client closes everything that came from it`() = runBlocking {
        emulator.addUser("ada@example.com")
        emulator.addUser("bo@example.com", PASSWORD)
        val client = emulator.client("otp")
        val code = client.signIn("ada@example.com").expect<CodeRequired>()
        val signedIn = client.signIn("ada@example.com").expect<CodeRequired>().submitCode(emulator.code("ada@example.com"))
        val account = signedIn.expect<SignedIn>().account
        client.close()
        client.close()
        val calls = listOf<suspend () -> Any?>(
            { client.signIn("ada@example.com") },
            { client.signUp("new@example.com") },
            { client.resetPassword("ada@example.com") },
            { client.accounts() },
            { client.account(account.id) },
            { client.accountByUsername("ada@example.com") },
            { client.peekAccount("ada@example.com") },
            { client.removeAccount(account.id) },
            { client.suspend(code, NativeAuth.generateSealingKey()) },
            { client.resume(ByteArray(64), NativeAuth.generateSealingKey()) },
            { client.exportMsalCache() },
            { client.importMsalCache("{}") },
            { code.submitCode("12345678") },
            { code.resendCode() },
            { account.claims() },
            { account.exposeIdToken() },
            { account.peekToken() },
            { account.accessToken() },
            { account.signOut() },
        )
        for (call in calls) {
            val error = failure { call() }
            assertFails(ErrorKind.MISUSE, "client_closed", error)
            // It tells where the call was made, and not where the client was closed.
            assertTrue(error.stackTrace.any { it.className.startsWith(LifetimeTest::class.java.name) })
        }
        // What was shown can still be shown.
        assertTrue(code.codeLength != null && account.id.objectId.isNotEmpty())
    }

    @Test
    fun `a step that was closed can be looked at, and does nothing`() = runBlocking<Unit> {
        emulator.addUser("cy@example.com")
        emulator.client("otp").use { client ->
            val code = client.signIn("cy@example.com").expect<CodeRequired>()
            code.use { assertNull(it.chooseAnotherMethod()) }
            code.close()
            assertEquals(8, code.codeLength)
            val uses = listOf<suspend () -> Any?>(
                { code.submitCode("1") },
                { code.chooseAnotherMethod() },
                { client.suspend(code, NativeAuth.generateSealingKey()) },
                { emulator.client().use { it.suspend(code, NativeAuth.generateSealingKey()) } },
            )
            for (use in uses) {
                val error = assertThrows(IllegalStateException::class.java) { runBlocking { use() } }
                assertEquals("the step was closed", error.message)
            }
            client.signIn("cy@example.com").expect<CodeRequired>()
        }
    }

    @Test
    fun `a step is not freed while it is lent`() = runBlocking {
        emulator.addUser("eve@example.com", PASSWORD)
        val client = emulator.client()
        for (end in listOf<(Step) -> Unit>({ it.close() }, { client.close() })) {
            val step = client.signIn("eve@example.com")
            val freeing = step.lent {
                val thread = thread { end(step) }
                while (thread.state !in ENDS) Thread.onSpinWait()
                assertEquals(State.BLOCKED, thread.state)
                thread
            }
            freeing.join()
            assertEquals("the step was closed", assertThrows(IllegalStateException::class.java) { step.lent {} }.message)
        }
    }

    @Test
    fun `what the app gave is let go with the client`() {
        emulator.addUser("fay@example.com", PASSWORD)
        val given = used()
        while (given.get() != null) System.gc()
    }

    /** In a function of its own: while one runs, what it had in its hands is not let go. */
    private fun used(): WeakReference<OneUse> {
        val use = OneUse()
        val client = emulator.client {
            transport = use
            requestHeaders = use
            logSink = use
            storage = TokenStorage.custom(use)
        }
        client.use { runBlocking { it.signIn("fay@example.com", PASSWORD).expect<SignedIn>().account.accessToken() } }
        return WeakReference(use)
    }

    @Test
    fun `an account outlives its step`() = runBlocking {
        emulator.addUser("dee@example.com", PASSWORD)
        emulator.client().use { client ->
            val account = client.signIn("dee@example.com", PASSWORD).use { it.expect<SignedIn>().account }
            assertTrue(account.accessToken().expose().isNotEmpty())
        }
    }
}

/** Everything that an app can give a client, in one. */
private class OneUse : Transport, RequestHeaders, LogSink, Storage {
    private val platform = UrlConnectionTransport()
    private val bytes = ConcurrentHashMap<String, ByteArray>()

    override suspend fun send(request: HttpRequest): HttpResponse = platform.send(request)
    override fun headers(url: String): Map<String, String> = emptyMap()
    override fun log(entry: LogEntry) = Unit
    override fun load(key: String): ByteArray? = bytes[key]
    override fun save(key: String, bytes: ByteArray) = this.bytes.set(key, bytes)
    override fun delete(key: String) { bytes.remove(key) }
    override fun keys(prefix: String): List<String> = bytes.keys.filter { it.startsWith(prefix) }
    override fun lock(name: String, patience: Duration): AutoCloseable = AutoCloseable {}
}

/** Where a thread comes to that frees something: it waits, or it has done it. */
private val ENDS = setOf(State.BLOCKED, State.TERMINATED)
