package dev.nativeauth

import java.time.Instant

/** A token to call an API with: `Authorization: Bearer …`. It does not print itself. */
public class AccessToken internal constructor(native: dev.nativeauth.ffi.AccessToken) {
    private val text = native.expose()

    /** What was granted, which may differ from what was asked. */
    public val scopes: List<String> = native.scopes()

    /** When it ends, by this device's clock. */
    public val expiresAt: Instant = native.expiresAt()

    /** Whether its life is over and it is for use while the service is down only. */
    public val isStale: Boolean = native.isStale()

    /** The token's text, to put behind `Bearer`. Never log, print or store it. */
    public fun expose(): String = text

    override fun toString(): String = "AccessToken(scopes=$scopes, expiresAt=$expiresAt, isStale=$isStale)"
}
