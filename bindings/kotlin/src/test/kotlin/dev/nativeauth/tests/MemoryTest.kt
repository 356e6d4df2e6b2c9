package dev.nativeauth.tests

import com.sun.jna.Function
import com.sun.jna.Platform
import com.sun.jna.Structure
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.Transport
import dev.nativeauth.TransportException
import dev.nativeauth.TransportFailure

class MemoryTest : WithEmulator() {
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

/** How much is in use once cleaners have done their work and it falls no further, or the first look that is good `enough`. */
private fun settled(enough: Long): Long {
    var least = Long.MAX_VALUE
    var looks = 0
    while (looks < LOOKS) {
        System.gc()
        val runtime = Runtime.getRuntime()
        val now = runtime.totalMemory() - runtime.freeMemory() + allocated()
        if (now <= enough) return now
        // What other tests left is freed bit by bit, and must not hide what these leave.
        looks = if (now < least - STILL) 0 else looks + 1
        least = minOf(least, now)
    }
    return least
}

/** How often it is looked whether it still falls. */
private const val LOOKS = 20

/** By how many bytes it has to fall to be still falling. */
private const val STILL = 16L * 1024

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
