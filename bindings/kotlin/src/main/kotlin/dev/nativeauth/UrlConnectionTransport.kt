package dev.nativeauth

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.net.CookieHandler
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URL
import java.security.cert.CertificateException
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLException
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.SSLSocketFactory
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext

/**
 * Sends requests with `java.net.HttpURLConnection`, which every JVM and every Android has: with the platform's trust, proxies
 * and, on Android, its network security configuration.
 *
 * Redirects are not followed, no request with a body is sent twice, and an answer is read up to 1 MiB. `HttpURLConnection`
 * offers no way around the [CookieHandler] of a process, so nothing is sent while there is one: requests fail as
 * [TransportFailure.UNREACHABLE].
 *
 * @param connectTimeout how long making a connection may take, in whole milliseconds.
 * @param readTimeout how long the server may stay silent, in whole milliseconds.
 * @param sslSocketFactory makes the secure connections; the platform's by default.
 */
public class UrlConnectionTransport(
    private val connectTimeout: Duration = 10.seconds,
    private val readTimeout: Duration = 30.seconds,
    private val sslSocketFactory: SSLSocketFactory? = null,
) : Transport {
    init {
        require(connectTimeout.isPositive()) { "connectTimeout must be longer than nothing" }
        require(readTimeout.isPositive()) { "readTimeout must be longer than nothing" }
    }

    override suspend fun send(request: HttpRequest): HttpResponse =
        withContext(Dispatchers.IO) {
            val connection = open(request)
            // Everything below blocks, so the only way to end it is to take the connection away.
            suspendCancellableCoroutine { waiting ->
                // Not on the thread that cancels: ending TLS sends something, which Android forbids on its main thread.
                waiting.invokeOnCancellation { thread(isDaemon = true, name = "native-auth end") { connection.disconnect() } }
                waiting.resumeWith(runCatching { exchange(connection, request, waiting) })
            }
        }

    private fun open(request: HttpRequest): HttpURLConnection {
        if (CookieHandler.getDefault() != null) {
            throw TransportException(
                TransportFailure.UNREACHABLE,
                IllegalStateException("this process has a CookieHandler, which HttpURLConnection would use"),
            )
        }
        val connection = URL(request.url).openConnection() as HttpURLConnection
        connection.instanceFollowRedirects = false
        connection.useCaches = false
        connection.connectTimeout = connectTimeout.inMilliseconds()
        connection.readTimeout = readTimeout.inMilliseconds()
        connection.requestMethod = request.method
        if (connection is HttpsURLConnection && sslSocketFactory != null) connection.sslSocketFactory = sslSocketFactory
        request.headers.forEach { (name, value) -> connection.setRequestProperty(name, value) }
        if (request.method == "POST") {
            connection.doOutput = true
            // Without a length that is fixed before, it would send the body again when a connection breaks.
            connection.setFixedLengthStreamingMode(request.body.size)
        }
        return connection
    }

    private fun exchange(
        connection: HttpURLConnection,
        request: HttpRequest,
        waiting: CancellableContinuation<HttpResponse>,
    ): HttpResponse {
        connect(connection)
        if (!waiting.isActive) {
            connection.disconnect()
            throw TransportException(TransportFailure.UNREACHABLE)
        }
        val status = answered(connection, request)
        val headers = connection.headerFields
            .filterKeys { it != null }
            .mapValues { (_, values) -> values.joinToString(", ") }
        return HttpResponse(status, headers, body(connection, status))
    }

    /** Nothing has been sent when this fails. */
    private fun connect(connection: HttpURLConnection) =
        try {
            connection.connect()
        } catch (e: SocketTimeoutException) {
            throw TransportException(TransportFailure.CONNECT_TIMED_OUT, e)
        } catch (e: SSLException) {
            throw TransportException(if (e.isAboutTrust()) TransportFailure.CERTIFICATE else TransportFailure.TLS, e)
        } catch (e: IOException) {
            val failure = if (connection.usingProxy()) TransportFailure.PROXY else TransportFailure.UNREACHABLE
            throw TransportException(failure, e)
        }

    private fun answered(connection: HttpURLConnection, request: HttpRequest): Int =
        try {
            if (connection.doOutput) connection.outputStream.use { it.write(request.body) }
            connection.responseCode.also { if (it == -1) throw IOException("no HTTP") }
        } catch (e: SocketTimeoutException) {
            throw TransportException(TransportFailure.TIMED_OUT, e)
        } catch (e: IOException) {
            throw TransportException(TransportFailure.CONNECTION_LOST, e)
        }

    private fun body(connection: HttpURLConnection, status: Int): ByteArray {
        val body = ByteArrayOutputStream()
        try {
            val stream = (if (status < 400) connection.inputStream else connection.errorStream) ?: return ByteArray(0)
            stream.use {
                val piece = ByteArray(8 * 1024)
                while (true) {
                    val size = it.read(piece)
                    if (size < 0) break
                    body.write(piece, 0, size)
                    if (body.size() > LARGEST_BODY) {
                        connection.disconnect()
                        throw TransportException(TransportFailure.TOO_LARGE)
                    }
                }
            }
        } catch (e: TransportException) {
            throw e
        } catch (e: SocketTimeoutException) {
            throw TransportException(TransportFailure.TIMED_OUT, e)
        } catch (e: IOException) {
            throw TransportException(TransportFailure.TRUNCATED, e)
        }
        // Not every implementation minds an answer that ends early.
        if (body.size() < connection.contentLengthLong) throw TransportException(TransportFailure.TRUNCATED)
        return body.toByteArray()
    }
}

/** None would be for ever. */
private fun Duration.inMilliseconds() = inWholeMilliseconds.coerceIn(1, Int.MAX_VALUE.toLong()).toInt()

/** In bytes. No answer of the service comes near it. */
private const val LARGEST_BODY = 1024 * 1024

private fun SSLException.isAboutTrust() =
    this is SSLPeerUnverifiedException || generateSequence<Throwable>(this) { it.cause }.any { it is CertificateException }
