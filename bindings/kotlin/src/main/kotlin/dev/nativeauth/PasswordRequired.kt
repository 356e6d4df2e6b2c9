package dev.nativeauth

import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/** A password is wanted. */
public class PasswordRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.PasswordRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** Whether it is the account's password or a new one. */
    public val purpose: PasswordPurpose = native.purpose()

    /** How long the person has to enter it, counted from when this step came, if the server says. Later the flow has expired. */
    public val expiresIn: Duration? = native.expiresIn()?.toKotlinDuration()

    /**
     * Submits the password exactly as typed.
     *
     * @throws NativeAuthException `INVALID_CREDENTIALS` for a wrong one and `PASSWORD_REJECTED` for a new one that breaks the
     *   rules, after which this step can be used again, and everything that any request can meet.
     */
    public suspend fun submitPassword(password: String): Step =
        shared.run { shared.step(native.submitPassword(whole("password", password))) }

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "PasswordRequired(flow=$flow, purpose=$purpose)"
}

/**
 * Checks a new password as far as that is possible without the server, for instance while the person types: null if nothing
 * is wrong with it. A password that passes may still be refused, one that fails surely is.
 */
public fun checkNewPassword(password: String): PasswordFault? {
    CallbackThreads.areDaemons()
    return if (isWhole(password)) dev.nativeauth.ffi.checkNewPassword(password) else PasswordFault.DISALLOWED_CHARACTER
}
