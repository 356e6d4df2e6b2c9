package dev.nativeauth

import dev.nativeauth.ffi.AttributeValue

/**
 * Facts about a person, by the tenant's names for them: text, whole numbers, and yes or no.
 *
 * ```
 * Attributes {
 *     this["displayName"] = "Ada Lovelace"
 *     this["extension_…_newsletter"] = true
 * }
 * ```
 *
 * It prints the names alone. The wire name of a custom attribute comes from [customAttributeName].
 */
public class Attributes {
    private val values = LinkedHashMap<String, AttributeValue>()

    /** The names that have a value. */
    public val names: Set<String> get() = values.keys.toSet()

    /** Text; also one of several choices, or some of them with commas between. */
    public operator fun set(name: String, value: String) {
        put(name, AttributeValue.Text(whole("the value of $name", value)))
    }

    /** A whole number. */
    public operator fun set(name: String, value: Long) {
        put(name, AttributeValue.Integer(value))
    }

    /** A whole number. */
    public operator fun set(name: String, value: Int) {
        this[name] = value.toLong()
    }

    /** Yes or no, such as the consent to terms of use. */
    public operator fun set(name: String, value: Boolean) {
        put(name, AttributeValue.Boolean(value))
    }

    /** The names, without the values: those are about a person. */
    override fun toString(): String = "Attributes(names=${values.keys})"

    internal fun toNative(): Map<String, AttributeValue> = values.toMap()

    private fun put(name: String, value: AttributeValue) {
        values[whole("the name of an attribute", name)] = value
    }
}

/** Attributes that `fill` sets. It may suspend, to ask the person. */
public inline fun Attributes(fill: Attributes.() -> Unit): Attributes = Attributes().apply(fill)

/**
 * The wire name of a custom attribute: `extension_{app id}_{name}`. [extensionsAppId] is the application (client) id of the
 * tenant's `b2c-extensions-app`, with or without hyphens; null if it is no GUID.
 */
public fun customAttributeName(extensionsAppId: String, shortName: String): String? {
    CallbackThreads.areDaemons()
    return dev.nativeauth.ffi.customAttributeName(whole("extensionsAppId", extensionsAppId), whole("shortName", shortName))
}
