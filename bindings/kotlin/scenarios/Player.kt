// The Kotlin player of the scenarios: see `tests/scenarios/README.md`. Of ours it knows `dev.nativeauth` alone.
package dev.nativeauth.scenarios

import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import org.json.JSONObject

fun main() {
    val output = System.out.writer(Charsets.UTF_8)
    runBlocking {
        val stand = Stand(this)
        for (line in generateSequence(System.`in`.bufferedReader(Charsets.UTF_8)::readLine)) {
            val command = JSONObject(line)
            val answer = stand.obey(command.getString("call"), command.optJSONObject("with") ?: JSONObject())
            output.write(answer.asJson() + "\n")
            output.flush()
        }
        stand.end()
    }
    exitProcess(0)
}

/** One line of JSON: members in alphabetical order, no spaces between. */
private fun Any?.asJson(): String =
    when (this) {
        null -> "null"
        is Map<*, *> -> entries.sortedBy { it.key as String }.joinToString(",", "{", "}") { "${it.key.asJson()}:${it.value.asJson()}" }
        is List<*> -> joinToString(",", "[", "]") { it.asJson() }
        is String -> asJsonText()
        is Boolean, is Int, is Long -> toString()
        else -> error("${this::class} is nothing that is answered")
    }

private fun String.asJsonText(): String =
    asIterable().joinToString("", "\"", "\"") {
        when {
            it == '"' || it == '\\' -> "\\$it"
            it == '\n' -> "\\n"
            it == '\r' -> "\\r"
            it == '\t' -> "\\t"
            it == '\b' -> "\\b"
            it == '\u000c' -> "\\f"
            it < ' ' -> "\\u%04x".format(it.code)
            else -> "$it"
        }
    }
