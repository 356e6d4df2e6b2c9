package dev.nativeauth

import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/** A one-time code was sent; the person is to type it. */
public class CodeRequired internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.CodeRequired,
) : FlowStep {
    override val flow: FlowKind = native.flow()
    override val correlationId: String = native.correlationId()

    /** What the code proves. */
    public val purpose: CodePurpose = native.purpose()

    /** How it was sent. */
    public val channel: ChallengeChannel = native.channel().toKotlin()

    /** Where it was sent, masked by the server, to show to the person. Its form varies: never compare it. */
    public val target: String? = native.target()

    /** How many characters the code has, if the server says. Do not assume a length, nor that it is all digits. */
    public val codeLength: Int? = native.codeLength()?.toInt()

    /** How long to wait before offering to send the code again, if the server says. */
    public val resendAfter: Duration? = native.resendAfter()?.toKotlinDuration()

    /** Whether there was a choice of methods to go back to. */
    public val canChooseAnotherMethod: Boolean = native.canChooseAnotherMethod()

    /**
     * Submits the code as typed; white space around it does not matter.
     *
     * @throws NativeAuthException `INVALID_CODE` or `CODE_EXPIRED`, after which this step can be used again, and everything
     *   that any request can meet.
     */
    public suspend fun submitCode(code: String): Step =
        shared.run { shared.step(native.submitCode(whole("code", code))) }

    /**
     * Sends a new code, which makes the one before worthless, and leads to a new step for it.
     *
     * @throws NativeAuthException `TOO_MANY_CODES` when it is asked for too often, and everything that any request can meet.
     */
    public suspend fun resendCode(): Step = shared.run { shared.step(native.resendCode()) }

    /**
     * Goes back to the choice of a method, or of the method to register; nothing is sent. Null where there was no choice.
     *
     * @throws NativeAuthException `IN_PROGRESS` and `MISUSE`, if the state is not free.
     */
    public suspend fun chooseAnotherMethod(): Step? =
        shared.run { native.chooseAnotherMethod()?.let(shared::step) }

    override fun close(): Unit = shared.free(native)

    override fun toString(): String = "CodeRequired(flow=$flow, purpose=$purpose, channel=$channel, codeLength=$codeLength)"
}
