package dev.nativeauth.android

import java.io.File
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.WRITE
import java.security.MessageDigest
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration
import kotlin.time.TimeSource

/** Locks that hold among threads and among processes, and end with the process that holds them. */
internal class FileLocks(private val directory: File) {
    fun lock(name: String, patience: Duration): AutoCloseable? {
        val until = TimeSource.Monotonic.markNow() + patience
        // A lock on a file is the process's, and two of one process are an error; so its threads take turns first.
        val turn = turns.computeIfAbsent(file(name).path) { Semaphore(1) }
        if (!turn.tryAcquire(patience.inWholeMilliseconds, TimeUnit.MILLISECONDS)) return null
        var held: AutoCloseable? = null
        try {
            Files.createDirectories(directory.toPath())
            val channel = FileChannel.open(file(name).toPath(), CREATE, WRITE)
            try {
                // There is no waiting for a file's lock with a limit.
                while (channel.tryLock() == null) {
                    if (until.hasPassedNow()) return null
                    Thread.sleep(PAUSE)
                }
                return Held(channel, turn).also { held = it }
            } finally {
                if (held == null) channel.close()
            }
        } finally {
            if (held == null) turn.release()
        }
    }

    /** Closing it twice gives up nothing of who holds the lock by then. */
    private class Held(private val channel: FileChannel, private val turn: Semaphore) : AutoCloseable {
        private val isHeld = AtomicBoolean(true)

        override fun close() {
            if (!isHeld.compareAndSet(true, false)) return
            try {
                channel.close()
            } finally {
                turn.release()
            }
        }
    }

    private fun file(name: String): File {
        val hash = MessageDigest.getInstance("SHA-256").digest(name.toByteArray())
        return File(directory, hash.joinToString("") { "%02x".format(it) } + ".lock")
    }

    private companion object {
        /** In milliseconds. */
        const val PAUSE = 20L
        val turns = ConcurrentHashMap<String, Semaphore>()
    }
}
