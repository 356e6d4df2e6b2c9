package dev.nativeauth.tests

import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestInstance

import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuthException
import dev.nativeauth.Step

const val PASSWORD = "Quiet-River-42"

/** Tests that share one emulator; each of them makes people of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithEmulator {
    protected val emulator = Emulator()

    @AfterAll
    fun stop() = emulator.close()
}

/** The step, which has to be of this kind. */
inline fun <reified S : Step> Step?.expect(): S = this as? S ?: throw AssertionError("a ${S::class.simpleName} was expected, and not $this")

/** The exception that `work` has to end in. */
inline fun failure(work: () -> Any?): NativeAuthException {
    val outcome = try {
        work()
    } catch (e: NativeAuthException) {
        return e
    }
    throw AssertionError("an exception was expected, and not $outcome")
}

fun assertFails(kind: ErrorKind, code: String, failure: NativeAuthException) {
    assertEquals(Pair(kind, code), Pair(failure.kind, failure.code), failure.message)
}
