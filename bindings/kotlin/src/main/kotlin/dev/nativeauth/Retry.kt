package dev.nativeauth

import java.io.Serializable
import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/**
 * Whether running the same action of the same state again can help, and when.
 *
 * It speaks of that action alone; the [Recovery] says what else leads on. The library never sends a request twice, so trying
 * again is always the app's decision.
 */
public sealed interface Retry : Serializable {
    /** It cannot help: the answer would be the same. */
    public data object Never : Retry

    /** Once something else was entered or chosen; the same input would be refused again. */
    public data object AfterChange : Retry

    /** Once the action under way has ended, which frees the state. */
    public data object WhenFree : Retry

    /** At once, or as soon as what the message names is mended, such as the connection. */
    public data object Now : Retry

    /** After [delay]: what the server asked for in its answer, or else what is usual for this error. */
    public data class After(public val delay: Duration) : Retry
}

internal fun dev.nativeauth.ffi.Retry.toKotlin(): Retry =
    when (this) {
        is dev.nativeauth.ffi.Retry.Never -> Retry.Never
        is dev.nativeauth.ffi.Retry.AfterChange -> Retry.AfterChange
        is dev.nativeauth.ffi.Retry.WhenFree -> Retry.WhenFree
        is dev.nativeauth.ffi.Retry.Now -> Retry.Now
        is dev.nativeauth.ffi.Retry.After -> Retry.After(v1.toKotlinDuration())
    }
