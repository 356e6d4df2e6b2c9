package dev.nativeauth

/** Why the server would refuse the value of an attribute, as far as that can be told without it. */
public sealed interface AttributeFault {
    /** The attribute is required, and there is no value for it. */
    public data object Missing : AttributeFault

    /** The attribute is required, and its value is empty or blank. */
    public data object Empty : AttributeFault

    /** The value has more characters than the service keeps, which are [longest]. */
    public data class TooLong(public val longest: Long) : AttributeFault

    /** The attribute is a yes or no; `true` and `false` are taken. */
    public data object NotABoolean : AttributeFault

    /** The attribute is a whole number. */
    public data object NotANumber : AttributeFault

    /** The value does not match the pattern that the tenant set. */
    public data object DoesNotMatch : AttributeFault

    /** The value is none of those that the tenant offers. */
    public data object NotAChoice : AttributeFault
}

internal fun dev.nativeauth.ffi.AttributeFault.toKotlin(): AttributeFault =
    when (this) {
        is dev.nativeauth.ffi.AttributeFault.Missing -> AttributeFault.Missing
        is dev.nativeauth.ffi.AttributeFault.Empty -> AttributeFault.Empty
        is dev.nativeauth.ffi.AttributeFault.TooLong -> AttributeFault.TooLong(longest.toLong())
        is dev.nativeauth.ffi.AttributeFault.NotABoolean -> AttributeFault.NotABoolean
        is dev.nativeauth.ffi.AttributeFault.NotANumber -> AttributeFault.NotANumber
        is dev.nativeauth.ffi.AttributeFault.DoesNotMatch -> AttributeFault.DoesNotMatch
        is dev.nativeauth.ffi.AttributeFault.NotAChoice -> AttributeFault.NotAChoice
    }
