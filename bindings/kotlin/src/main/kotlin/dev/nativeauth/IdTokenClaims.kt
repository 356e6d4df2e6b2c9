package dev.nativeauth

/** What an ID token says about an account, which was verified when it came. It prints nothing of it. */
public class IdTokenClaims internal constructor(native: dev.nativeauth.ffi.IdTokenClaims) {
    /** The display name. */
    public val name: String? = native.name()

    /** The user name, to show to its owner; it may change. */
    public val preferredUsername: String? = native.preferredUsername()

    /** The e-mail address, if the tenant tells it; it may change. */
    public val email: String? = native.email()

    /** The subject: who, for this app alone. */
    public val subject: String? = native.subject()

    /** Whether an emulator made the token. */
    public val isFromEmulator: Boolean = native.isFromEmulator()

    /** Every claim by its name, as JSON text. */
    public val all: Map<String, String> = native.names().associateWith { native.claim(it).orEmpty() }

    override fun toString(): String = "IdTokenClaims(names=${all.keys})"
}
