package dev.nativeauth.tests

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.NativeAuth

class ApiListingTest {
    private val listing = apiListing(File(NativeAuth::class.java.protectionDomain.codeSource.location.toURI()))

    @Test
    fun `what is public is as it was agreed on`() {
        val agreed = File(System.getProperty("nativeauth.api"))
        if (System.getProperty("nativeauth.api.write") == "true") {
            agreed.parentFile.mkdirs()
            agreed.writeText(listing)
        }
        assertEquals(
            agreed.takeIf { it.exists() }?.readText(),
            listing,
            "the public declarations changed; with -Dnativeauth.api.write=true the list is written anew",
        )
    }

    @Test
    fun `the machinery is not among it`() {
        assertTrue(listing.contains("suspend fun submitCode(code: String): Step"))
        for (hidden in listOf("Uniffi", "FfiConverter", "RustBuffer", "CancelToken", "handle", "Shared")) {
            assertFalse(listing.contains(hidden), hidden)
        }
    }
}
