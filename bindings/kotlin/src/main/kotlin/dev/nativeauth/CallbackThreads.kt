package dev.nativeauth

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import com.sun.jna.Structure

import dev.nativeauth.ffi.uniffiCallbackInterfaceAccountObserver
import dev.nativeauth.ffi.uniffiCallbackInterfaceLogSink
import dev.nativeauth.ffi.uniffiCallbackInterfaceRequestHeaders
import dev.nativeauth.ffi.uniffiCallbackInterfaceStorage
import dev.nativeauth.ffi.uniffiCallbackInterfaceStorageLock
import dev.nativeauth.ffi.uniffiCallbackInterfaceTransport

/** The threads on which the library calls the app's code. */
internal object CallbackThreads {
    init {
        val daemon = CallbackThreadInitializer(true, true, "native-auth callback")
        val tables = listOf<Structure>(
            uniffiCallbackInterfaceAccountObserver.vtable,
            uniffiCallbackInterfaceLogSink.vtable,
            uniffiCallbackInterfaceRequestHeaders.vtable,
            uniffiCallbackInterfaceStorage.vtable,
            uniffiCallbackInterfaceStorageLock.vtable,
            uniffiCallbackInterfaceTransport.vtable,
        )
        val callbacks = tables.flatMap { table -> table.javaClass.fields.mapNotNull { it.get(table) as? Callback } }
        callbacks.forEach { Native.setCallbackThreadInitializer(it, daemon) }
    }

    /**
     * Makes them daemons, once and for all. The JVM waits for every other thread before it ends, so code of the app's that never
     * comes back would keep the process for ever.
     *
     * Whatever can be the first to load the library says so before: JNA takes no notice of it later.
     */
    fun areDaemons() = Unit
}
