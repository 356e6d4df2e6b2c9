package dev.nativeauth

import java.io.IOException
import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/**
 * A place of the app's own for tokens, such as a file under Android's Keystore: bytes by key. [TokenStorage.custom] makes it
 * the storage of a client.
 *
 * Its methods may block; they are called on threads where that is allowed, from several at once. They must not wait for a call
 * of the client that they serve: that call would wait for them. The keys hold the authority,
 * the client id, tenant and object ids and scopes. **The bytes are secret**: whoever reads them can act in the person's name,
 * so the place has to protect them.
 *
 * All methods throw [StorageException] to say why the place cannot be used. Whatever else is thrown counts as
 * [StorageFailure.FAILED].
 */
public interface Storage {
    /** What was saved last under the key; null if nothing was, or it was deleted. */
    public fun load(key: String): ByteArray?

    /**
     * Keeps the bytes in the place of those before. On return they are durable: they survive a crash and a power cut. On failure
     * what was there before stays.
     */
    public fun save(key: String, bytes: ByteArray)

    /** Forgets what is under the key, durably. A key without anything is no error. */
    public fun delete(key: String)

    /** Every key that begins with [prefix], in any order. */
    public fun keys(prefix: String): List<String>

    /**
     * Takes the lock of this name, so that one process at a time refreshes an account: waits for it up to [patience] and gives
     * null if somebody else has it for longer. It ends when what comes back is closed, and when its holder dies. The names are
     * the library's; a lock of the app's own there has one that begins with `app|`.
     */
    public fun lock(name: String, patience: Duration): AutoCloseable?
}

/** Why a place for tokens cannot be used. */
public enum class StorageFailure {
    /** It is locked; the person has to unlock it. */
    LOCKED,

    /** There is no room left. */
    FULL,

    /** It may be read and not written. */
    READ_ONLY,

    /** It cannot be reached. */
    UNREACHABLE,

    /** Anything else. */
    FAILED,
}

/** Thrown by a [Storage] that cannot be used, and why. */
public class StorageException(
    /** Which of the reasons it is. */
    public val failure: StorageFailure,
    cause: Throwable? = null,
) : IOException("the place for tokens cannot be used: $failure", cause)

/** Runs a [Storage] for the library. */
internal class StorageAdapter(private val storage: Storage) : dev.nativeauth.ffi.Storage {
    override fun load(key: String) = stored { storage.load(key) }

    override fun save(key: String, bytes: ByteArray): Boolean = done { storage.save(key, bytes) }

    override fun delete(key: String): Boolean = done { storage.delete(key) }

    override fun keys(prefix: String) = stored { storage.keys(prefix) }

    override fun lock(name: String, patience: java.time.Duration): dev.nativeauth.ffi.StorageLock? =
        stored { storage.lock(name, patience.toKotlinDuration()) }?.let(::LockAdapter)
}

private class LockAdapter(private val lock: AutoCloseable) : dev.nativeauth.ffi.StorageLock {
    override fun release() = stored { lock.close() }
}

/** What an [Error] that leaves a callback all the same, such as a second one for want of memory, does not give: true. */
private inline fun done(work: () -> Unit): Boolean {
    stored(work)
    return true
}

/** As [guarded], in the words of a storage. */
private inline fun <T> stored(work: () -> T): T =
    try {
        work()
    } catch (e: StorageException) {
        throw when (e.failure) {
            StorageFailure.LOCKED -> dev.nativeauth.ffi.StorageFailure.Locked()
            StorageFailure.FULL -> dev.nativeauth.ffi.StorageFailure.Full()
            StorageFailure.READ_ONLY -> dev.nativeauth.ffi.StorageFailure.ReadOnly()
            StorageFailure.UNREACHABLE -> dev.nativeauth.ffi.StorageFailure.Unreachable()
            StorageFailure.FAILED -> dev.nativeauth.ffi.StorageFailure.Failed()
        }
    } catch (_: Throwable) {
        throw dev.nativeauth.ffi.StorageFailure.Failed()
    }
