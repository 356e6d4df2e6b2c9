package dev.nativeauth

/** The tenant wants to know something before the account can exist. */
public class AttributesRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.AttributesRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** What is wanted; never empty. */
    public val attributes: List<RequiredAttribute> = native.attributes()

    /**
     * What the server would refuse of these values, by name, as far as that can be told without it. It is a courtesy:
     * [submitAttributes] sends what it is given.
     */
    public fun validate(values: Attributes): Map<String, AttributeFault> =
        shared.call { native.validate(values.toNative()) }.mapValues { it.value.toKotlin() }

    /**
     * Submits values, all wanted ones at once. Optional attributes of the tenant may be among them: it is their last chance.
     * If some are still missing, it leads to a new step that names them.
     *
     * @throws NativeAuthException `INVALID_ATTRIBUTES` if the server refuses a value, after which this step can be used again,
     *   and everything that any request can meet.
     */
    public suspend fun submitAttributes(values: Attributes): Step =
        shared.run { shared.step(native.submitAttributes(values.toNative())) }

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "AttributesRequired(flow=$flow, attributes=${attributes.map { it.name }})"
}
