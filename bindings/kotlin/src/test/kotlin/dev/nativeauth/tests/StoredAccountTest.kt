package dev.nativeauth.tests

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

import dev.nativeauth.ErrorKind
import dev.nativeauth.SignedIn
import dev.nativeauth.TokenStorage
import dev.nativeauth.passphrase

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
}
