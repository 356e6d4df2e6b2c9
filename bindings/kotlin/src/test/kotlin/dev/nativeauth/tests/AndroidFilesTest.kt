package dev.nativeauth.tests

import java.io.File
import java.util.concurrent.Executors
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

import dev.nativeauth.StorageException
import dev.nativeauth.StorageFailure
import dev.nativeauth.android.FileLocks
import dev.nativeauth.android.Seal
import dev.nativeauth.android.SealedFiles

/** What of the storage for Android needs no Android: all but the key itself. */
class AndroidFilesTest {
    @TempDir
    lateinit var directory: File

    @Test
    fun `entries are kept, replaced and forgotten`() {
        val files = SealedFiles(directory, Key())
        assertNull(files.load("a"))
        files.save("a", byteArrayOf(1))
        files.save("a", byteArrayOf(2, 3))
        files.save("b/ø", ByteArray(100_000))
        assertEquals(listOf<Byte>(2, 3), files.load("a")?.toList())
        assertEquals(setOf("a", "b/ø"), files.keys().toSet())
        files.delete("a")
        files.delete("a")
        assertEquals(listOf("b/ø"), files.keys())
        assertTrue(directory.list()!!.all { it.endsWith(".sealed") })
    }

    @Test
    fun `neither keys nor bytes can be read from outside`() {
        SealedFiles(directory, Key()).save("canarykey", "canarybytes".toByteArray())
        val file = directory.listFiles()!!.single()
        assertTrue(!file.name.contains("canary") && !file.readText(Charsets.ISO_8859_1).contains("canary"))
    }

    @Test
    fun `what another key sealed, or somebody changed or moved, is not there`() {
        val key = Key()
        val files = SealedFiles(directory, key)
        files.save("a", byteArrayOf(1))
        assertNull(SealedFiles(directory, Key()).load("a"))
        val file = directory.listFiles()!!.single()
        val sealed = file.readBytes()
        file.writeBytes(sealed.copyOf(sealed.size - 1))
        assertNull(files.load("a"))
        file.writeBytes(sealed)
        assertNotNull(files.load("a"))
        files.save("b", byteArrayOf(2))
        directory.listFiles()!!.first { it != file }.writeBytes(sealed)
        assertNull(files.load("b"))
        assertEquals(listOf("a"), files.keys())
    }

    @Test
    fun `what cannot be read is not taken for what is not there`() {
        val files = SealedFiles(directory, Key())
        files.save("a", byteArrayOf(1))
        val file = directory.listFiles()!!.single()
        // As one that the system does not open; a person who may do everything cannot be refused a file.
        file.delete()
        file.mkdir()
        assertEquals(StorageFailure.FAILED, failureOf { files.load("a") })
        assertEquals(StorageFailure.FAILED, failureOf { files.keys() })
        val noDirectory = File(directory, "file").apply { writeText("") }
        assertEquals(StorageFailure.FAILED, failureOf { SealedFiles(noDirectory, Key()).keys() })
        assertEquals(StorageFailure.FAILED, failureOf { SealedFiles(File(noDirectory, "below"), Key()).save("a", byteArrayOf(1)) })
        assertEquals(emptyList<String>(), SealedFiles(File(directory, "none"), Key()).keys())
    }

    @Test
    fun `what a process left behind goes, and what one is at stays`() {
        val files = SealedFiles(directory, Key())
        val left = File(directory, "new1.tmp").apply { writeText("") }
        val fresh = File(directory, "new2.tmp").apply { writeText("") }
        assertTrue(left.setLastModified(System.currentTimeMillis() - 2 * 60 * 60 * 1000))
        assertEquals(emptyList<String>(), files.keys())
        assertEquals(listOf(fresh), directory.listFiles()!!.toList())
    }

    @Test
    fun `a lock that is given up twice is not taken from the next`() {
        val locks = FileLocks(directory)
        val first = locks.lock("a", 1.minutes)!!
        first.close()
        val second = locks.lock("a", 1.minutes)!!
        first.close()
        assertNull(locks.lock("a", 1.milliseconds))
        second.close()
    }

    private fun failureOf(work: () -> Any?) = assertThrows(StorageException::class.java) { work() }.failure

    @Test
    fun `one holds a lock at a time`() {
        val locks = FileLocks(directory)
        val held = locks.lock("a", 1.minutes)!!
        assertNull(FileLocks(directory).lock("a", 1.milliseconds))
        locks.lock("b", 1.milliseconds)!!.close()
        val thread = Executors.newSingleThreadExecutor()
        val waiting = thread.submit<AutoCloseable?> { FileLocks(directory).lock("a", 1.minutes) }
        held.close()
        waiting.get()!!.close()
        thread.shutdown()
        locks.lock("a", 1.milliseconds)!!.close()
    }
}

/** As the Keystore seals, with a key of this process. */
private class Key : Seal {
    private val key: SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()

    override fun seal(bytes: ByteArray, about: ByteArray): ByteArray {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, key) }
        cipher.updateAAD(about)
        return cipher.iv + cipher.doFinal(bytes)
    }

    override fun open(sealed: ByteArray, about: ByteArray): ByteArray? {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(128, sealed, 0, 12))
        cipher.updateAAD(about)
        return try {
            cipher.doFinal(sealed, 12, sealed.size - 12)
        } catch (_: AEADBadTagException) {
            null
        }
    }
}
