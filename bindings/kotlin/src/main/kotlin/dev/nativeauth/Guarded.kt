package dev.nativeauth

import dev.nativeauth.ffi.CallbackFailure

/**
 * Runs code of the app that the library calls. What it throws goes no further: the text may hold anything, and an [Error] that
 * leaves a callback is lost on the way to the other side.
 */
internal inline fun <T> guarded(work: () -> T): T =
    try {
        work()
    } catch (_: Throwable) {
        throw CallbackFailure.Failed()
    }
