package dev.nativeauth.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

import dev.nativeauth.StorageException
import dev.nativeauth.StorageFailure

/** A key in Android's Keystore, made when it is first needed. */
internal class KeystoreKey(private val alias: String) : Seal {
    override fun seal(bytes: ByteArray, about: ByteArray): ByteArray = reporting {
        // The Keystore draws the nonce itself, and refuses any other.
        val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, key()) }
        cipher.updateAAD(about)
        cipher.iv + cipher.doFinal(bytes)
    }

    override fun open(sealed: ByteArray, about: ByteArray): ByteArray? = reporting {
        if (sealed.size < NONCE) return null
        val cipher = Cipher.getInstance(TRANSFORMATION)
        try {
            cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(8 * TAG, sealed, 0, NONCE))
            cipher.updateAAD(about)
            cipher.doFinal(sealed, NONCE, sealed.size - NONCE)
        } catch (_: AEADBadTagException) {
            null
        } catch (_: KeyPermanentlyInvalidatedException) {
            null
        }
    }

    /** One thread makes it, so that there are never two. */
    private fun key(): SecretKey = synchronized(KeystoreKey::class.java) {
        val store = KeyStore.getInstance(PROVIDER).apply { load(null) }
        store.getKey(alias, null) as SecretKey? ?: make()
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
        }
}

private const val PROVIDER = "AndroidKeyStore"
private const val TRANSFORMATION = "AES/GCM/NoPadding"

/** In bytes. */
private const val NONCE = 12

/** In bytes. */
private const val TAG = 16
