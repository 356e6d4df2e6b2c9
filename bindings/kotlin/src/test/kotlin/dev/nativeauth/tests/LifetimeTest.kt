package dev.nativeauth.tests

import com.sun.jna.Function
import com.sun.jna.Platform
import com.sun.jna.Structure
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.CodeRequired
import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuth
import dev.nativeauth.SignedIn
import dev.nativeauth.Transport
import dev.nativeauth.TransportException
import dev.nativeauth.TransportFailure

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
            assertThrows(IllegalStateException::class.java) { runBlocking { code.submitCode("1") } }
            assertThrows(IllegalStateException::class.java) { client.suspend(code, NativeAuth.generateSealingKey()) }
            client.signIn("cy@example.com").expect<CodeRequired>()
        }
    }

    @Test
    fun `an account outlives its step`() = runBlocking {
        emulator.addUser("dee@example.com", PASSWORD)
        emulator.client().use { client ->
            val account = client.signIn("dee@example.com", PASSWORD).use { it.expect<SignedIn>().account }
            assertTrue(account.accessToken().expose().isNotEmpty())
        }
    }

    @Test
    fun `clients that come and go leave nothing behind`() {
        val grown = growth(CYCLES) { cycle() }
        println("$CYCLES cycles: memory grew by ${grown / 1024} KiB")
        assertTrue(grown <= LIMIT, "memory grew by $grown bytes")
    }

    @Test
    fun `one handle kept of each cycle is noticed`() {
        val kept = ArrayList<Any>()
        val grown = growth(CYCLES) {
            cycle()
            kept += client()
        }
        println("$CYCLES cycles, one handle kept of each: memory grew by ${grown / 1024} KiB")
        assertTrue(grown > LIMIT, "memory grew by $grown bytes only")
        assertEquals(CYCLES + WARM_UP, kept.size)
    }

    /** A client, a call that fails, a call that works, and the end. */
    private fun cycle() = runBlocking {
        client().use {
            assertEquals(ErrorKind.NETWORK, failure { it.signIn("ada@example.com") }.kind)
            assertEquals(emptyList<Any>(), it.accounts())
        }
    }

    private fun client() = emulator.client { transport = Transport { throw TransportException(TransportFailure.UNREACHABLE) } }
}

private const val CYCLES = 10_000
private const val WARM_UP = 2_000
private const val LIMIT = 2L * 1024 * 1024

/** By how many bytes the objects of the JVM and what the library allocated grow with so many rounds. */
private fun growth(rounds: Int, round: () -> Unit): Long {
    repeat(WARM_UP) { round() }
    val before = settled(Long.MIN_VALUE)
    repeat(rounds) { round() }
    return settled(before + LIMIT) - before
}

/** How much is in use once cleaners have done their work: the least of many looks, or the first one that is good `enough`. */
private fun settled(enough: Long): Long {
    var least = Long.MAX_VALUE
    repeat(20) {
        System.gc()
        val runtime = Runtime.getRuntime()
        least = minOf(least, runtime.totalMemory() - runtime.freeMemory() + allocated())
        if (least <= enough) return least
    }
    return least
}

/** What C and Rust have allocated, where the system tells. Elsewhere only the JVM's objects count. */
private fun allocated(): Long {
    if (!Platform.isLinux()) return 0
    val told = Function.getFunction("c", "mallinfo2").invoke(MallInfo.ByValue::class.java, arrayOf()) as MallInfo
    return told.uordblks + told.hblkhd
}

/** `struct mallinfo2` of glibc: `hblkhd` is in mapped blocks, `uordblks` in all others. */
@Structure.FieldOrder("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
open class MallInfo : Structure() {
    @JvmField var arena = 0L
    @JvmField var ordblks = 0L
    @JvmField var smblks = 0L
    @JvmField var hblks = 0L
    @JvmField var hblkhd = 0L
    @JvmField var usmblks = 0L
    @JvmField var fsmblks = 0L
    @JvmField var uordblks = 0L
    @JvmField var fordblks = 0L
    @JvmField var keepcost = 0L

    class ByValue : MallInfo(), Structure.ByValue
}
