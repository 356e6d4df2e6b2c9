package dev.nativeauth.android

import android.content.Context
import java.io.File
import kotlin.time.Duration

import dev.nativeauth.Storage
import dev.nativeauth.TokenStorage

/**
 * Keeps tokens in files of this app, each sealed with a key that never leaves Android's Keystore (AES-256-GCM).
 *
 * The files are in `noBackupFilesDir`: a key cannot move to another device, so what it seals must not either. Losing the key
 * (some devices lose it with a change of the screen lock) means that the people sign in again.
 *
 * Unbuilt by this project so far; see `docs/kotlin.md`.
 *
 * @param profile a set of files with a key of its own: letters, digits, `-` and `_`.
 */
public class KeystoreStorage(context: Context, profile: String = "default") : Storage {
    init {
        require(profile.matches(Regex("[A-Za-z0-9_-]+"))) { "a profile is letters, digits, - and _" }
    }

    // Not the context that was given: it may be that of a screen.
    private val app = context.applicationContext

    // Asking for it may make it, which is nothing for the main thread; and that is where apps make their storage.
    private val directory by lazy { File(app.noBackupFilesDir, "native-auth/$profile") }
    private val locks by lazy { FileLocks(File(directory, "locks")) }
    private val files by lazy { SealedFiles(File(directory, "entries"), KeystoreKey("dev.nativeauth.$profile", locks)) }

    override fun load(key: String): ByteArray? = files.load(key)

    override fun save(key: String, bytes: ByteArray): Unit = files.save(key, bytes)

    override fun delete(key: String): Unit = files.delete(key)

    override fun keys(prefix: String): List<String> = files.keys().filter { it.startsWith(prefix) }

    override fun lock(name: String, patience: Duration): AutoCloseable? = locks.lock(name, patience)
}

/** As [KeystoreStorage], for a client's configuration. */
public fun TokenStorage.Companion.keystore(context: Context, profile: String = "default"): TokenStorage =
    custom(KeystoreStorage(context, profile))
