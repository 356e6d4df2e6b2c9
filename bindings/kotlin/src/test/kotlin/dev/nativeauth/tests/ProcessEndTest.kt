package dev.nativeauth.tests

import java.io.File
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

import dev.nativeauth.LogLevel
import dev.nativeauth.LogSink
import dev.nativeauth.NativeAuth
import dev.nativeauth.RequestHeaders
import dev.nativeauth.StepUpRequest
import dev.nativeauth.TokenStorage
import dev.nativeauth.checkNewPassword
import dev.nativeauth.customAttributeName

class ProcessEndTest : WithEmulator() {
    /** Without a limit of time: a process that does not end keeps the test. */
    @ParameterizedTest
    @ValueSource(strings = ["log", "headers", "headers after a password", "headers after a name", "headers after a request"])
    fun `code of the app's that never comes back does not keep the process`(which: String) {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val main = ::main.javaClass.packageName + ".ProcessEndTestKt"
        val arguments = listOf(which, emulator.authority, emulator.clientId("password"))
        val process = ProcessBuilder(listOf(java, "-cp", System.getProperty("java.class.path"), main) + arguments)
            .redirectErrorStream(true)
            .start()
        val said = process.inputStream.readAllBytes().decodeToString()
        assertEquals(Pair(0, "$which is called\n"), Pair(process.waitFor(), said))
    }
}

/** Ends while code of its own is called and does not come back. */
fun main(arguments: Array<String>) {
    val (which, authority, id) = arguments
    // What is the first to load the library.
    when (which.substringAfter(" after ")) {
        "a password" -> checkNewPassword(PASSWORD)
        "a name" -> customAttributeName("", "")
        "a request" -> StepUpRequest.fromClaims("{}", emptyList())
    }
    val called = CountDownLatch(1)
    fun never() {
        called.countDown()
        CountDownLatch(1).await()
    }
    val client = NativeAuth(authority, id) {
        allowHttpLoopback = true
        storage = TokenStorage.inMemory()
        logLevel = LogLevel.TRACE
        if (which == "log") logSink = LogSink { never() }
        if (which != "log") requestHeaders = RequestHeaders { emptyMap<String, String>().also { never() } }
    }
    Thread { runBlocking { client.signIn("ada@example.com") } }.apply { isDaemon = true }.start()
    called.await()
    println("$which is called")
}
