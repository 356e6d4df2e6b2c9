package dev.nativeauth.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kotlin.time.Duration.Companion.seconds

import dev.nativeauth.StorageException
import dev.nativeauth.StorageFailure

/**
 * A key in Android's Keystore, made when it is first needed, and anew when it is lost: what the lost one sealed is not there any
 * more, and people sign in again.
 *
 * @param locks under one of which a key is made, so that two processes of the app do not make two.
 */
internal class KeystoreKey(private val alias: String, private val locks: FileLocks) : Seal {
    override fun seal(bytes: ByteArray, about: ByteArray): ByteArray = reporting {
        // The Keystore draws the nonce itself, and refuses any other.
        val cipher = Cipher.getInstance(TRANSFORMATION)
        try {
            cipher.init(Cipher.ENCRYPT_MODE, kept() ?: made())
        } catch (e: GeneralSecurityException) {
            if (!isLost(e)) throw e
            cipher.init(Cipher.ENCRYPT_MODE, made(lost = true))
        }
        cipher.updateAAD(about)
        cipher.iv + cipher.doFinal(bytes)
    }

    override fun open(sealed: ByteArray, about: ByteArray): ByteArray? = reporting {
        if (sealed.size < NONCE) return null
        val cipher = Cipher.getInstance(TRANSFORMATION)
        try {
            val key = kept() ?: return null
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(8 * TAG, sealed, 0, NONCE))
            cipher.updateAAD(about)
            cipher.doFinal(sealed, NONCE, sealed.size - NONCE)
        } catch (_: AEADBadTagException) {
            null
        } catch (e: GeneralSecurityException) {
            if (isLost(e)) null else throw e
        }
    }

    private fun store() = KeyStore.getInstance(PROVIDER).apply { load(null) }

    private fun kept(): SecretKey? = store().getKey(alias, null) as SecretKey?

    /** The key that somebody else has made meanwhile, or a new one. */
    private fun made(lost: Boolean = false): SecretKey {
        val turn = locks.lock("keystore-key", PATIENCE) ?: throw StorageException(StorageFailure.UNREACHABLE)
        return turn.use {
            if (lost) store().deleteEntry(alias)
            kept() ?: make()
        }
    }

    private fun make(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val about = KeyGenParameterSpec.Builder(alias, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(about) }.generateKey()
    }

    private inline fun <T> reporting(work: () -> T): T =
        try {
            work()
        } catch (e: UserNotAuthenticatedException) {
            throw StorageException(StorageFailure.LOCKED, e)
        } catch (e: GeneralSecurityException) {
            throw StorageException(StorageFailure.UNREACHABLE, e)
        } catch (e: ProviderException) {
            // A Keystore that is busy, for one.
            throw StorageException(StorageFailure.UNREACHABLE, e)
        }
}

/** Whether the key is there and will never work again. `getKey` has one exception for that and for a Keystore in trouble. */
private fun isLost(e: GeneralSecurityException): Boolean =
    when {
        e is KeyPermanentlyInvalidatedException -> true
        e !is UnrecoverableKeyException -> false
        Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU -> true
        else -> (e.cause as? android.security.KeyStoreException)?.isTransientFailure != true
    }

private const val PROVIDER = "AndroidKeyStore"
private const val TRANSFORMATION = "AES/GCM/NoPadding"

/** How long another process may take to make the key. */
private val PATIENCE = 10.seconds

/** In bytes. */
private const val NONCE = 12

/** In bytes. */
private const val TAG = 16
