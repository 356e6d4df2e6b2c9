package dev.nativeauth.tests

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuthException
import dev.nativeauth.SignedIn
import dev.nativeauth.Storage
import dev.nativeauth.StorageException
import dev.nativeauth.StorageFailure
import dev.nativeauth.TokenStorage

/** What the app's own place for tokens may do, the client survives. */
class ForeignStorageTest : WithEmulator() {
    @Test
    fun `one place serves two clients`() = runBlocking {
        emulator.addUser("ada@example.com", PASSWORD)
        val place = Place()
        emulator.client { storage = TokenStorage.custom(place) }.use { it.signIn("ada@example.com", PASSWORD).expect<SignedIn>() }
        emulator.client { storage = TokenStorage.custom(place) }.use { client ->
            val account = client.accountByUsername("ada@example.com")!!
            account.accessToken(forceRefresh = true)
            assertTrue(place.locked > 0)
            account.signOut()
        }
        assertEquals(0, place.held.get())
    }

    @Test
    fun `every reason why it cannot be used has its error`() = runBlocking {
        val codes = StorageFailure.entries.associateWith { failureOf { throw StorageException(it) }.code }
        assertEquals(
            mapOf(
                StorageFailure.LOCKED to "key_store_locked",
                StorageFailure.FULL to "storage_full",
                StorageFailure.READ_ONLY to "storage_read_only",
                StorageFailure.UNREACHABLE to "storage_unreachable",
                StorageFailure.FAILED to "storage_unavailable",
            ),
            codes,
        )
    }

    @Test
    fun `whatever else is thrown counts as failed`() = runBlocking {
        for (thrown in listOf(IllegalStateException("canary"), NotImplementedError("canary"), StackOverflowError())) {
            assertEquals("storage_unavailable", failureOf { throw thrown }.code)
        }
    }

    /** As when there is no memory left to throw the library's own exception with. */
    @Test
    fun `an error that the border loses is no success`() = runBlocking {
        emulator.addUser("cy@example.com", PASSWORD)
        val losing = TokenStorage(dev.nativeauth.ffi.TokenStorage.custom(Losing))
        emulator.client { storage = losing }.use { client ->
            val account = client.signIn("cy@example.com", PASSWORD).expect<SignedIn>().account
            assertEquals("storage_unavailable", failure { account.signOut() }.code)
        }
    }

    @Test
    fun `one that blocks for ever holds nobody up`() = runBlocking {
        val arrived = CompletableDeferred<Unit>()
        val end = CountDownLatch(1)
        val blocking = Place {
            arrived.complete(Unit)
            end.await()
        }
        emulator.client { storage = TokenStorage.custom(blocking) }.use { client ->
            val call = launch(Dispatchers.Default) { client.accounts() }
            arrived.await()
            call.cancelAndJoin()
        }
        end.countDown()
    }

    @Test
    fun `one that nobody else holds is kept for as long as it is used`() = runBlocking {
        emulator.addUser("bo@example.com", PASSWORD)
        emulator.client { storage = TokenStorage.custom(Place()) }.use { client ->
            System.gc()
            client.signIn("bo@example.com", PASSWORD).expect<SignedIn>()
            System.gc()
            assertEquals(1, client.accounts().size)
        }
    }

    private suspend fun failureOf(misfortune: () -> Unit): NativeAuthException =
        emulator.client { storage = TokenStorage.custom(Place(misfortune)) }.use { client ->
            failure { client.accounts() }.also { assertTrue(it.kind in setOf(ErrorKind.STORAGE, ErrorKind.STORAGE_UNAVAILABLE)) }
        }
}

/** Throws what the generated code does not catch. */
private object Losing : dev.nativeauth.ffi.Storage {
    override fun load(key: String): ByteArray? = null

    override fun save(key: String, bytes: ByteArray): Boolean = throw OutOfMemoryError()

    override fun delete(key: String): Boolean = throw OutOfMemoryError()

    override fun keys(prefix: String): List<String> = emptyList()

    override fun lock(name: String, patience: java.time.Duration): dev.nativeauth.ffi.StorageLock? = null
}

/** Keeps the bytes in memory, once `first` let it. */
private class Place(private val first: () -> Unit = {}) : Storage {
    private val bytes = ConcurrentHashMap<String, ByteArray>()
    private val locks = ConcurrentHashMap<String, Semaphore>()
    val held = AtomicInteger()

    @Volatile
    var locked = 0

    override fun load(key: String): ByteArray? = first().let { bytes[key] }

    override fun save(key: String, bytes: ByteArray) {
        first()
        this.bytes[key] = bytes
    }

    override fun delete(key: String) {
        first()
        bytes.remove(key)
    }

    override fun keys(prefix: String): List<String> = first().let { bytes.keys.filter { it.startsWith(prefix) } }

    override fun lock(name: String, patience: Duration): AutoCloseable? {
        // It is released on another thread, so it is no lock of a thread's.
        val lock = locks.computeIfAbsent(name) { Semaphore(1) }
        if (!lock.tryAcquire(patience.inWholeMilliseconds, TimeUnit.MILLISECONDS)) return null
        locked++
        held.incrementAndGet()
        return AutoCloseable {
            held.decrementAndGet()
            lock.release()
        }
    }
}
