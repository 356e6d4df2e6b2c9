package dev.nativeauth

/** A strong authentication method has to be registered before the person can be signed in. */
public class RegistrationRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.RegistrationRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** What can be registered, in the server's order; never empty. A hint is a suggestion to fill the field with. */
    public val methods: List<AuthenticationMethod> = native.methods().map(::AuthenticationMethod)

    /**
     * Registers the method with this [id][AuthenticationMethod.id]: [contact] is the e-mail address, or the phone number with
     * `+` and country code. It leads to [CodeRequired], or straight on if the address was verified in this flow already.
     *
     * @throws NativeAuthException `INVALID_CONTACT` or `METHOD_BLOCKED`, after which this step can be used again, and
     *   everything that any request can meet.
     */
    public suspend fun register(id: String, contact: String): Step =
        shared.run { shared.step(native.register(whole("id", id), whole("contact", contact))) }

    /** Registers this method, one of [methods]. As with its id. */
    public suspend fun register(method: AuthenticationMethod, contact: String): Step = register(method.id, contact)

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "RegistrationRequired(flow=$flow, methods=$methods)"
}
