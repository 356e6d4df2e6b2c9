package dev.nativeauth.tests

import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

import dev.nativeauth.CodeRequired
import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuth
import dev.nativeauth.SignedIn

class SuspensionTest : WithEmulator() {
    private val key = NativeAuth.generateSealingKey()

    @Test
    fun `a step outlives the client that it came from`() = runTest {
        emulator.addUser("ada@example.com")
        val sealed = emulator.client("otp").use { it.suspend(it.signIn("ada@example.com"), key) }
        emulator.client("otp").use { client ->
            val code = client.resume(sealed, key).expect<CodeRequired>()
            code.submitCode(emulator.code("ada@example.com")).expect<SignedIn>()
        }
    }

    @Test
    fun `what was sealed opens with its key alone`() = runTest {
        emulator.addUser("bo@example.com")
        emulator.client("otp").use { client ->
            val sealed = client.suspend(client.signIn("bo@example.com"), key)
            assertEquals(ErrorKind.FLOW_EXPIRED, failure { client.resume(sealed, NativeAuth.generateSealingKey()) }.kind)
            sealed[sealed.size - 1] = (sealed.last() + 1).toByte()
            assertEquals(ErrorKind.FLOW_EXPIRED, failure { client.resume(sealed, key) }.kind)
            assertEquals(ErrorKind.CONFIGURATION, failure { client.resume(sealed, ByteArray(5)) }.kind)
        }
    }

    @Test
    fun `the end of a flow cannot be kept`() = runTest {
        emulator.addUser("cy@example.com", PASSWORD)
        emulator.client().use { client ->
            val end = client.signIn("cy@example.com", PASSWORD)
            assertEquals(ErrorKind.MISUSE, failure { client.suspend(end, key) }.kind)
        }
    }
}
