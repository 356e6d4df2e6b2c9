package dev.nativeauth.tests

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The example is run as a program of its own, with what somebody types on its standard input. */
class ExampleTest : WithEmulator() {
    @Test
    fun `somebody types a wrong password and then the right one`() {
        emulator.addUser("ada@example.com", PASSWORD)
        val said = run("password", "ada@example.com", "Loud-River-42", PASSWORD)
        assertTrue(said.contains("the user name or the password is wrong"), said)
        assertTrue(said.contains("There is a token for: "), said)
    }

    @Test
    fun `somebody chooses a second factor`() {
        val mail = mapOf("channel" to "email", "target" to "bo@example.org")
        emulator.addUser("bo@example.com", PASSWORD, "methods" to listOf(mail))
        val example = start("mfa")
        val input = example.outputStream.bufferedWriter()
        fun type(line: String) = input.apply { appendLine(line) }.flush()
        listOf("bo@example.com", PASSWORD, "1").forEach(::type)
        val output = example.inputStream
        val said = StringBuilder()
        while (!said.contains("Code sent to")) said.append(output.read().also { check(it >= 0) { said } }.toChar())
        type(emulator.code("bo@example.org"))
        said.append(output.readAllBytes().decodeToString())
        assertEquals(0, example.waitFor(), "$said")
        assertTrue(said.contains("There is a token for: "), "$said")
    }

    @Test
    fun `it is short`() {
        val source = File(System.getProperty("nativeauth.example"), "src/main/kotlin/Main.kt").readLines()
        assertTrue(source.size < 120, "${source.size} lines")
    }

    private fun run(app: String, vararg typed: String): String {
        val example = start(app)
        example.outputStream.bufferedWriter().use { input -> typed.forEach(input::appendLine) }
        val said = example.inputStream.readAllBytes().decodeToString()
        assertEquals(0, example.waitFor(), said)
        return said
    }

    private fun start(app: String): Process {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val path = System.getProperty("java.class.path")
        return ProcessBuilder(java, "-cp", path, "MainKt", emulator.authority, emulator.clientId(app))
            .redirectErrorStream(true)
            .start()
    }
}
