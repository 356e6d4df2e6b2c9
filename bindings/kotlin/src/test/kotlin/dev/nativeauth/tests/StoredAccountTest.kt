package dev.nativeauth.tests

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuth
import dev.nativeauth.SignedIn
import dev.nativeauth.TokenStorage
import dev.nativeauth.passphrase
import dev.nativeauth.sealedFile

class StoredAccountTest : WithEmulator() {
    @Test
    fun `who has signed in is there in the next run`(@TempDir directory: Path) = runBlocking {
        emulator.addUser("ada@example.com", PASSWORD)
        fun client(passphrase: String) = emulator.client {
            storage = TokenStorage.passphrase("$directory", "default", passphrase)
        }
        client("six words").use { it.signIn("ada@example.com", PASSWORD).expect<SignedIn>() }
        client("six words").use { client ->
            val account = client.accounts().single()
            assertEquals("ada@example.com", account.username())
            assertNull(account.claims())
            account.load()
            assertEquals("ada@example.com", account.claims()?.preferredUsername)
            account.signOut()
            assertNull(account.username())
            assertFails(ErrorKind.SIGN_IN_REQUIRED, "account_signed_out", failure { account.load() })
        }
    }

    @Test
    fun `a sealed file opens with the key that the app keeps`(@TempDir directory: Path) = runBlocking {
        emulator.addUser("bo@example.com", PASSWORD)
        fun client(key: ByteArray) = emulator.client { storage = TokenStorage.sealedFile("$directory", "default", key) }
        val key = NativeAuth.generateSealingKey()
        client(key).use { it.signIn("bo@example.com", PASSWORD).expect<SignedIn>() }
        client(key).use { assertEquals("bo@example.com", it.accounts().single().username()) }
        assertEquals(ErrorKind.CONFIGURATION, failure { client(ByteArray(31)) }.kind)
    }
}
