package dev.nativeauth

/** The flow has done what it was for, and nobody is signed in: it was not asked for, or it failed. */
public class Completed internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.Completed,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** Why signing in failed; null if it was not asked for. */
    public val signInError: NativeAuthException? = native.signInError()?.let(::NativeAuthException)

    /** Whether [signIn] goes on where the server left a way. */
    public val canSignIn: Boolean = native.canSignIn()

    /**
     * Signs in without asking the person for what they have given already. Null where the server left no way; sign in as usual
     * then.
     *
     * @throws NativeAuthException everything that a sign-in can meet.
     */
    public suspend fun signIn(): Step? = shared.run { native.signIn()?.let(shared::step) }

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "Completed(flow=$flow, canSignIn=$canSignIn, signInError=${signInError?.code})"
}
