package dev.nativeauth

import dev.nativeauth.ffi.TokenStorage as NativeStorage

// What the library for desktops and servers has besides, and the one for phones has not.

/**
 * In a sealed file of this user's below [directory], with a key that is wrapped with a passphrase (Argon2id). The passphrase
 * should come from the person, or from where the platform keeps secrets for a service.
 */
public fun TokenStorage.Companion.passphrase(directory: String, profile: String, passphrase: String): TokenStorage =
    TokenStorage(
        NativeStorage.passphrase(
            whole("directory", directory),
            whole("profile", profile),
            whole("passphrase", passphrase),
        ),
    )

/**
 * In a sealed file of this user's below [directory], with a [key] of 32 random bytes ([NativeAuth.generateSealingKey] makes
 * one) that the app keeps in a key store of its own.
 *
 * @throws NativeAuthException `CONFIGURATION` for a key of another length.
 */
public fun TokenStorage.Companion.sealedFile(directory: String, profile: String, key: ByteArray): TokenStorage =
    TokenStorage(translated { NativeStorage.sealedFile(whole("directory", directory), whole("profile", profile), key) })

/**
 * In a sealed file of this user's, with its key in the key store of the operating system: the Keychain on macOS, the Credential
 * Manager on Windows, the Secret Service elsewhere.
 *
 * @param app names the app, once and for all (`com.example.app`).
 * @param profile a file with a key of its own: letters, digits, `-`, `_` and `.`. Several processes may have it open, and share
 *   what is in it.
 */
public fun TokenStorage.Companion.keyStore(app: String, profile: String): TokenStorage =
    TokenStorage(NativeStorage.keyStore(whole("app", app), whole("profile", profile)))

/** As [keyStore], with the file below a [directory] of the app's choice. */
public fun TokenStorage.Companion.keyStoreIn(directory: String, app: String, profile: String): TokenStorage =
    TokenStorage(NativeStorage.keyStoreIn(whole("directory", directory), whole("app", app), whole("profile", profile)))
