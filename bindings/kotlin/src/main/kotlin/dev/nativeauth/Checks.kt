package dev.nativeauth

import kotlin.time.Duration
import kotlin.time.toJavaDuration

// What the generated code would refuse half-way into a call, when it already holds a client, an account or a step for it, and
// would go on holding it. So it is looked at before.

/** Whether no character of it is half there, as in a text that was cut within an emoji: that cannot be sent. */
internal fun isWhole(text: String): Boolean = Charsets.UTF_8.newEncoder().canEncode(text)

/** The text, if it [is whole][isWhole]. `name` is what its caller calls it. */
internal fun whole(name: String, text: String): String {
    require(isWhole(text)) {
        "$name: half of a character (an unpaired surrogate), as in a text that was cut within an emoji"
    }
    return text
}

/** As [whole], for a text that may be missing. */
internal fun wholeIfAny(name: String, text: String?): String? = text?.let { whole(name, it) }

/** As [whole], for each of them. */
internal fun allWhole(name: String, texts: List<String>): List<String> = texts.onEach { whole(name, it) }

/** The time as the library takes it, which knows none below nothing. */
internal fun notNegative(name: String, time: Duration?): java.time.Duration? {
    require(time == null || !time.isNegative()) { "$name is negative" }
    return time?.toJavaDuration()
}
