package dev.nativeauth

/** The tenant wants the person in a browser. There is no way on in this flow. */
public class BrowserRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.BrowserRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** Whether the person has an account, so that the browser is for signing in. */
    public val accountExists: Boolean = native.accountExists()

    /** Why. */
    public val reason: BrowserReason = native.reason()

    /** The server's own words, for a developer's eyes, if it asked for it. */
    public val serverText: String? = native.serverText()

    /** The challenge types that were declared. */
    public val challengeTypes: List<ChallengeType> = native.challengeTypes()

    /** The capabilities that were declared. */
    public val capabilities: List<Capability> = native.capabilities()

    /** What a developer can change so that this flow goes on natively, in one sentence; null if only a browser can help. */
    public val advice: String? = native.advice()

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "BrowserRequired(flow=$flow, reason=$reason, accountExists=$accountExists)"
}
