package dev.nativeauth

import java.util.Collections
import java.util.WeakHashMap
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext

import dev.nativeauth.ffi.Disposable
import dev.nativeauth.ffi.InternalException
import dev.nativeauth.ffi.NativeAuthClient
import dev.nativeauth.ffi.UniffiWithHandle

import dev.nativeauth.ffi.NativeAuthException as NativeException

/** What everything that came from one client shares: the client, and its end. */
internal class Shared(private val client: NativeAuthClient) {
    /** Guarded by itself. Weak: what nobody holds any more is freed by itself. */
    private val handles = Collections.newSetFromMap(WeakHashMap<Disposable, Boolean>())

    /** Guarded by [handles]. */
    private val atTheEnd = LinkedHashSet<() -> Unit>()

    /** Why nothing goes any more; null while the client is open. */
    @Volatile
    private var closed: NativeException? = null

    /** Runs one call of the client. */
    inline fun <T> client(work: (NativeAuthClient) -> T): T = call { work(client) }

    /** As [client], for a call that waits. */
    suspend fun <T> runClient(work: suspend (NativeAuthClient) -> T): T = run { work(client) }

    /**
     * Runs one call that waits.
     *
     * Without a dispatcher (`suspend fun main`, `Dispatchers.Unconfined`) the caller would go on in the thread of the library
     * that ends the wait, and there is one for everything: it goes on in a thread of its own instead.
     */
    suspend fun <T> run(work: suspend () -> T): T {
        val context = currentCoroutineContext()
        // What is cancelled already would be begun all the same.
        context.ensureActive()
        val dispatcher = context[ContinuationInterceptor] as? CoroutineDispatcher
        val isLeftAlone = dispatcher != null && dispatcher.isDispatchNeeded(context)
        return if (isLeftAlone) call { work() } else withContext(Dispatchers.Default) { call { work() } }
    }

    /** Runs one call of something that came from the client. */
    inline fun <T> call(work: () -> T): T {
        closed?.let { throw again(it) }
        return translated {
            try {
                work()
            } catch (e: IllegalStateException) {
                if (e is CancellationException) throw e
                // What the generated code says of a handle that was freed, by the client on the way to the call or before.
                throw closed?.let { again(it) } ?: IllegalStateException(STEP_CLOSED)
            }
        }
    }

    /** Makes a handle end with the client, if nothing has ended it before. */
    fun <H : Disposable> adopt(handle: H): H {
        synchronized(handles) { handles.add(handle) }
        if (closed != null) free(handle)
        return handle
    }

    /** Frees a handle. Freeing it twice is no error. */
    fun free(handle: Disposable) = synchronized(handles) { handle.destroy() }

    /** Runs a short call during which nothing is freed: one that has a handle among its arguments. */
    inline fun <T> unfreed(work: () -> T): T = synchronized(handles, work)

    /** Runs `ending` when the client is closed. What comes back takes that back. */
    fun whenClosed(ending: () -> Unit): AutoCloseable {
        synchronized(handles) { atTheEnd.add(ending) }
        if (closed != null) ending()
        return AutoCloseable { synchronized(handles) { atTheEnd.remove(ending) } }
    }

    /** Ends the calls under way and frees everything. Closing twice is no error. */
    @Synchronized
    fun close() {
        if (closed != null) return
        client.closeClient()
        // What later calls are told is what the client itself says now.
        closed = try {
            client.peekAccount("")?.destroy()
            error("a closed client answered")
        } catch (e: NativeException) {
            e
        }
        val (ended, endings) = synchronized(handles) {
            Pair(handles.toList(), atTheEnd.toList()).also {
                handles.clear()
                atTheEnd.clear()
            }
        }
        endings.forEach { it() }
        ended.forEach(::free)
        client.destroy()
    }

    /** A new exception each time: its stack trace tells who called. */
    private fun again(error: NativeException) =
        NativeAuthException(NativeException(UniffiWithHandle, error.uniffiCloneHandle()))
}

/** Runs a call, and gives its errors the shape that people see. */
internal inline fun <T> translated(work: () -> T): T =
    try {
        work()
    } catch (e: NativeException) {
        throw NativeAuthException(e)
    } catch (_: InternalException) {
        // Its text may hold anything.
        throw IllegalStateException("a defect of this library ended the call")
    }
