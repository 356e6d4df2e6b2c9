package dev.nativeauth.android

import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.security.MessageDigest

import dev.nativeauth.StorageException
import dev.nativeauth.StorageFailure

/** Seals bytes, and opens what it sealed. */
internal interface Seal {
    /** `about` is not in the result, and has to be the same to open it. */
    fun seal(bytes: ByteArray, about: ByteArray): ByteArray

    /** Null if it was sealed by another, or was changed. */
    fun open(sealed: ByteArray, about: ByteArray): ByteArray?
}

/** Sealed files in one directory, one for each entry: its name is a hash of the key, and the key is sealed with the bytes. */
internal class SealedFiles(private val directory: File, private val seal: Seal) {
    /** Null for what cannot be opened, too: it is of a key that is lost. */
    fun load(key: String): ByteArray? = reporting { read(file(key))?.second }

    /** A file takes the place of the one before in one step, once it is on the disk itself. */
    fun save(key: String, bytes: ByteArray): Unit = reporting {
        Files.createDirectories(directory.toPath())
        val target = file(key)
        val plain = ByteArrayOutputStream()
        DataOutputStream(plain).apply {
            writeUTF(key)
            write(bytes)
        }
        val fresh = File.createTempFile("new", ".$UNFINISHED", directory)
        try {
            val sealed = seal.seal(plain.toByteArray(), target.name.toByteArray())
            FileChannel.open(fresh.toPath(), StandardOpenOption.WRITE).use { file ->
                val rest = ByteBuffer.wrap(sealed)
                while (rest.hasRemaining()) file.write(rest)
                file.force(true)
            }
            Files.move(fresh.toPath(), target.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
            syncDirectory()
        } finally {
            Files.deleteIfExists(fresh.toPath())
        }
    }

    fun delete(key: String): Unit = reporting {
        if (Files.deleteIfExists(file(key).toPath())) syncDirectory()
    }

    fun keys(): List<String> = reporting {
        if (!directory.exists()) return emptyList()
        val files = directory.listFiles() ?: throw IOException("the directory cannot be listed")
        files.filter { it.extension == UNFINISHED }.forEach(::deleteIfOld)
        files.filter { it.extension == "sealed" }.mapNotNull { read(it)?.first }
    }

    /** What a process left behind that ended while it saved. A new one is somebody's who is at it. */
    private fun deleteIfOld(file: File) {
        if (file.lastModified() < System.currentTimeMillis() - OLD) file.delete()
    }

    private fun read(file: File): Pair<String, ByteArray>? {
        val sealed = try {
            // Of `java.io`, a file that cannot be opened for whatever reason would seem not to be there.
            Files.readAllBytes(file.toPath())
        } catch (_: NoSuchFileException) {
            return null
        }
        val plain = seal.open(sealed, file.name.toByteArray()) ?: return null
        val input = DataInputStream(ByteArrayInputStream(plain))
        return Pair(input.readUTF(), input.readBytes())
    }

    private fun file(key: String): File {
        val hash = MessageDigest.getInstance("SHA-256").digest(key.toByteArray())
        return File(directory, hash.joinToString("") { "%02x".format(it) } + ".sealed")
    }

    /** So that a name outlives a power cut, too. */
    private fun syncDirectory() =
        FileChannel.open(directory.toPath(), StandardOpenOption.READ).use { it.force(true) }

    private inline fun <T> reporting(work: () -> T): T =
        try {
            work()
        } catch (e: StorageException) {
            throw e
        } catch (e: IOException) {
            throw StorageException(if (isFull()) StorageFailure.FULL else StorageFailure.FAILED, e)
        }

    /** Of a directory that does not exist yet, the space of where it would be counts. */
    private fun isFull() = generateSequence(directory) { it.parentFile }.first { it.exists() }.usableSpace < LEAST_SPACE
}

private const val UNFINISHED = "tmp"

/** In milliseconds: an hour. */
private const val OLD = 60L * 60 * 1000

/** In bytes. With less of it, want of room is why a file cannot be written. */
private const val LEAST_SPACE = 64L * 1024
