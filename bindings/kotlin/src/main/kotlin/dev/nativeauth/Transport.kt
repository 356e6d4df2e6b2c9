package dev.nativeauth

import java.io.IOException

/**
 * Sends requests with the app's own HTTP stack.
 *
 * Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**, redirects are
 * never followed, and cookies are neither stored nor sent. An answer's body should be capped at 1 MiB.
 * [UrlConnectionTransport] is one over `java.net.HttpURLConnection`.
 */
public fun interface Transport {
    /**
     * Sends the request, and gives the whole answer, whatever its status. It is called in coroutines on threads where it may
     * block (`Dispatchers.IO`); its coroutine is cancelled when nobody waits for the answer any more.
     *
     * @throws TransportException if there is no complete answer, and why. Whatever else is thrown counts as
     *   [TransportFailure.CONNECTION_LOST].
     */
    public suspend fun send(request: HttpRequest): HttpResponse
}

/** A request. Its body may hold a password, so it prints the method and the address alone. */
public class HttpRequest internal constructor(
    /** `GET` or `POST`. */
    public val method: String,
    /** The full address. */
    public val url: String,
    /** The headers to send, each name once. */
    public val headers: Map<String, String>,
    /** The body to send; empty for none. Never log it. */
    public val body: ByteArray,
) {
    override fun toString(): String = "HttpRequest($method $url)"
}

/**
 * An answer. Its body may hold tokens, so it prints the status alone.
 *
 * @param status the HTTP status.
 * @param headers the headers, each name once; several values of one are joined with commas (RFC 9110, section 5.3).
 * @param body the whole body.
 */
public class HttpResponse(
    public val status: Int,
    public val headers: Map<String, String>,
    public val body: ByteArray,
) {
    init {
        require(status in 100..999) { "a status has three digits" }
    }

    override fun toString(): String = "HttpResponse($status)"
}

/** Why a [Transport] has no complete answer. */
public class TransportException(
    /** Which of the reasons it is; it decides whether the request may have reached the server. */
    public val failure: TransportFailure,
    cause: Throwable? = null,
) : IOException("there is no complete answer: $failure", cause)
