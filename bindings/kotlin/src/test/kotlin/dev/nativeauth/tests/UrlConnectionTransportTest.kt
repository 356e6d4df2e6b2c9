package dev.nativeauth.tests

import java.net.CookieHandler
import java.net.CookieManager
import java.net.ServerSocket
import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.ErrorKind
import dev.nativeauth.NativeAuth
import dev.nativeauth.SignedIn
import dev.nativeauth.TokenStorage
import dev.nativeauth.UrlConnectionTransport

class UrlConnectionTransportTest {
    @Test
    fun `a whole flow over TLS`() = runBlocking<Unit> {
        Emulator("--tls").use { emulator ->
            emulatorUser(emulator)
            client(emulator, UrlConnectionTransport(sslSocketFactory = trusting(emulator))).use {
                it.signIn("ada@example.com", PASSWORD).expect<SignedIn>().account.accessToken(forceRefresh = true)
            }
            client(emulator, UrlConnectionTransport()).use {
                val failure = failure { it.signIn("ada@example.com", PASSWORD) }
                assertEquals(ErrorKind.CERTIFICATE, failure.kind)
            }
        }
    }

    @Test
    fun `an answer of every status is read`() {
        // Every one of them is a whole answer, so it is the core that does not know it.
        for (status in listOf(200, 302, 401, 407, 500)) {
            val failure = failureWith("HTTP/1.1 $status X\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\n{}")
            assertEquals(status, failure.status, "$failure")
        }
    }

    @Test
    fun `a redirect is not followed`() = runBlocking {
        val elsewhere = SilentServer()
        val answer = "HTTP/1.1 302 Found\r\nLocation: ${elsewhere.origin}/\r\nContent-Length: 0\r\n\r\n"
        failureWith(answer)
        assertEquals(0, elsewhere.unfinished())
        elsewhere.close()
    }

    @Test
    fun `what is no whole answer says so`() {
        assertEquals("connection_lost", failureWith("").code)
        assertEquals("reply_truncated", failureWith("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}").code)
        assertEquals("reply_truncated", failureWith("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{").code)
        // The platform has another stream for the body of an error.
        assertEquals("reply_truncated", failureWith("HTTP/1.1 400 X\r\nContent-Length: 20\r\n\r\n{}").code)
        val large = "x".repeat((1 shl 20) + 1)
        assertEquals("reply_too_large", failureWith("HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n$large").code)
    }

    @Test
    fun `a request is never sent a second time`() = runBlocking {
        SilentServer(ByteArray(0)).use { server ->
            server.client { transport = UrlConnectionTransport() }.use { client ->
                assertEquals(ErrorKind.NETWORK, failure { client.signIn("ada@example.com") }.kind)
            }
            assertTrue(server.asked().request.startsWith("POST "))
            assertEquals(0, server.unfinished())
        }
    }

    @Test
    fun `a server that is not there, or silent, is told apart`() = runBlocking {
        val gone = ServerSocket(0).use { it.localPort }
        val client = NativeAuth("http://127.0.0.1:$gone/contoso.onmicrosoft.com", CLIENT) {
            allowHttpLoopback = true
            storage = TokenStorage.inMemory()
            transport = UrlConnectionTransport()
        }
        client.use { assertEquals("host_unreachable", failure { it.signIn("ada@example.com") }.code) }
        SilentServer().use { server ->
            server.client { transport = UrlConnectionTransport(readTimeout = 20.milliseconds) }.use {
                assertEquals(ErrorKind.TIMEOUT, failure { it.signIn("ada@example.com") }.kind)
            }
        }
    }

    @Test
    fun `limits of time are taken as far as the platform knows them`() = runBlocking<Unit> {
        for (none in listOf(Duration.ZERO, (-1).seconds)) {
            assertThrows(IllegalArgumentException::class.java) { UrlConnectionTransport(connectTimeout = none) }
            assertThrows(IllegalArgumentException::class.java) { UrlConnectionTransport(readTimeout = none) }
        }
        SilentServer(ByteArray(0)).use { server ->
            val endless = UrlConnectionTransport(Duration.INFINITE, Duration.INFINITE)
            server.client { transport = endless }.use { client -> failure { client.signIn("ada@example.com") } }
            server.asked()
        }
        SilentServer().use { server ->
            server.client { transport = UrlConnectionTransport(readTimeout = 1.nanoseconds) }.use {
                assertEquals(ErrorKind.TIMEOUT, failure { it.signIn("ada@example.com") }.kind)
            }
        }
    }

    @Test
    fun `nothing is sent where cookies would be`() = runBlocking {
        SilentServer(ByteArray(0)).use { server ->
            CookieHandler.setDefault(CookieManager())
            try {
                server.client { transport = UrlConnectionTransport() }.use {
                    assertEquals("host_unreachable", failure { it.signIn("ada@example.com") }.code)
                }
            } finally {
                CookieHandler.setDefault(null)
            }
            assertEquals(0, server.unfinished())
        }
    }

    @Test
    fun `requests carry the name of this library`() = runBlocking {
        SilentServer(ByteArray(0)).use { server ->
            server.client { transport = UrlConnectionTransport() }.use { client -> failure { client.signIn("ada@example.com") } }
            val request = server.asked().request
            assertTrue(Regex("(?i)x-client-sku: native-auth.kotlin").containsMatchIn(request), request)
            assertFalse(Regex("(?i)\r\ncookie").containsMatchIn(request))
        }
    }

    private fun failureWith(answer: String) = runBlocking {
        SilentServer(answer.toByteArray()).use { server ->
            server.client { transport = UrlConnectionTransport() }.use { failure { it.signIn("ada@example.com") } }
        }
    }
}

private const val CLIENT = "9f8002af-97cd-4991-9108-7fe4a40bb9f4"

private fun emulatorUser(emulator: Emulator) {
    emulator.trust(trustingContext(emulator))
    emulator.addUser("ada@example.com", PASSWORD)
}

private fun client(emulator: Emulator, urlConnection: UrlConnectionTransport) =
    NativeAuth(emulator.authority, emulator.clientId("password")) {
        storage = TokenStorage.inMemory()
        transport = urlConnection
    }

private fun trusting(emulator: Emulator) = trustingContext(emulator).socketFactory

private fun trustingContext(emulator: Emulator): SSLContext {
    val certificate = emulator.certificate.inputStream().use(CertificateFactory.getInstance("X.509")::generateCertificate)
    val store = KeyStore.getInstance(KeyStore.getDefaultType())
    store.load(null)
    store.setCertificateEntry("emulator", certificate)
    val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
    trust.init(store)
    return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
}
