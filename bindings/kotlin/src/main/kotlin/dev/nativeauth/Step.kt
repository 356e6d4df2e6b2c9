package dev.nativeauth

import dev.nativeauth.ffi.Step as NativeStep

/**
 * Where a flow stands: what the person is asked for, or how it ended.
 *
 * A policy of the tenant may add, repeat or reorder steps, so an app has one `when` over this and goes wherever it leads:
 *
 * ```
 * step = when (step) {
 *     is CodeRequired -> step.submitCode(askForCode())
 *     is PasswordRequired -> step.submitPassword(askForPassword())
 *     …
 * }
 * ```
 *
 * A step is used on until an action of it succeeds; an action that failed can be run again, if the error says so. What a
 * step holds in the library is freed by [close], with the client, or when nobody holds the step any more, whichever is
 * first. Closing is never needed; it is for an app that wants the flow forgotten at once. The facts that a step shows stay
 * readable.
 */
public sealed interface Step : AutoCloseable {
    /** Frees what the step holds in the library. Its actions then throw [IllegalStateException]; one under way goes on. */
    override fun close()
}

/** A step that is waiting for the person, or has come to an end without anybody being signed in. */
public sealed interface FlowStep : Step {
    /** Which flow this is. */
    public val flow: FlowKind

    /** The flow's correlation id, to quote to support. */
    public val correlationId: String
}

internal fun Shared.step(step: NativeStep): Step =
    when (step) {
        is NativeStep.CodeRequired -> CodeRequired(this, adopt(step.state))
        is NativeStep.PasswordRequired -> PasswordRequired(this, adopt(step.state))
        is NativeStep.AttributesRequired -> AttributesRequired(this, adopt(step.state))
        is NativeStep.MethodRequired -> MethodRequired(this, adopt(step.state))
        is NativeStep.RegistrationRequired -> RegistrationRequired(this, adopt(step.state))
        is NativeStep.BrowserRequired -> BrowserRequired(this, adopt(step.state))
        is NativeStep.SignedIn -> SignedIn(Account(this, adopt(step.account)))
        is NativeStep.Completed -> Completed(this, adopt(step.state))
    }

/**
 * The step as an argument, which the generated code takes without a look at whether it was freed. It is freed by the client
 * that it came from, whatever client it is lent to, so it is that one's which waits.
 */
internal fun <T> Step.lent(work: (NativeStep) -> T): T {
    val loan = when (this) {
        is CodeRequired -> Loan(shared, NativeStep.CodeRequired(native), native::uniffiIsDestroyed)
        is PasswordRequired -> Loan(shared, NativeStep.PasswordRequired(native), native::uniffiIsDestroyed)
        is AttributesRequired -> Loan(shared, NativeStep.AttributesRequired(native), native::uniffiIsDestroyed)
        is MethodRequired -> Loan(shared, NativeStep.MethodRequired(native), native::uniffiIsDestroyed)
        is RegistrationRequired -> Loan(shared, NativeStep.RegistrationRequired(native), native::uniffiIsDestroyed)
        is BrowserRequired -> Loan(shared, NativeStep.BrowserRequired(native), native::uniffiIsDestroyed)
        is SignedIn -> Loan(account.shared, NativeStep.SignedIn(account.native), account.native::uniffiIsDestroyed)
        is Completed -> Loan(shared, NativeStep.Completed(native), native::uniffiIsDestroyed)
    }
    return loan.owner.unfreed {
        check(!loan.isFreed()) { STEP_CLOSED }
        work(loan.step)
    }
}

private class Loan(val owner: Shared, val step: NativeStep, val isFreed: () -> Boolean)

/** What is said of a step that is used after its end. Nothing else can be ended without the client. */
internal const val STEP_CLOSED = "the step was closed"
