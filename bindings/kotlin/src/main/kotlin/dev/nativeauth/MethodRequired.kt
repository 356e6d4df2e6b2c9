package dev.nativeauth

/** A second factor is wanted: the person chooses by which of their methods they get a code. */
public class MethodRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.MethodRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** The person's methods, in the server's order; never empty. */
    public val methods: List<AuthenticationMethod> = native.methods().map(::AuthenticationMethod)

    /**
     * Sends a code by the method with this [id][AuthenticationMethod.id].
     *
     * @throws NativeAuthException `METHOD_BLOCKED` if the method cannot be used now, after which this step can be used again
     *   for another one, `MISUSE` if no method has this id, and everything that any request can meet.
     */
    public suspend fun chooseMethod(id: String): Step =
        shared.run { shared.step(native.chooseMethod(whole("id", id))) }

    /** Sends a code by this method, one of [methods]. As with its id. */
    public suspend fun chooseMethod(method: AuthenticationMethod): Step = chooseMethod(method.id)

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "MethodRequired(flow=$flow, methods=$methods)"
}

/** One way of proving who somebody is. */
public class AuthenticationMethod internal constructor(native: dev.nativeauth.ffi.AuthenticationMethod) {
    /** Its id, to choose it by. */
    public val id: String = native.id()

    /** How it reaches the person. */
    public val channel: ChallengeChannel = native.channel().toKotlin()

    /** Where it reaches the person, masked by the server, or a suggestion to fill the field with, if there is one. */
    public val hint: String? = native.hint()

    init {
        native.destroy()
    }

    /** The channel alone: a hint may be an address. */
    override fun toString(): String = "AuthenticationMethod(channel=$channel)"
}
