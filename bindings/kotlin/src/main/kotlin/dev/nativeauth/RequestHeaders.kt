package dev.nativeauth

/** Gives headers that the app adds to requests, such as a fraud signal for a web application firewall. */
public fun interface RequestHeaders {
    /**
     * The headers for a request to this address. It may block for as long as a request may take. If it throws, the request is
     * sent without them.
     *
     * A name must begin with `x-` and not with `x-ms-`, `x-client-`, `x-broker-` or `x-app-`, and a value must be visible
     * ASCII; anything else is dropped with a warning in the log.
     */
    public fun headers(url: String): Map<String, String>
}

internal class RequestHeadersAdapter(private val source: RequestHeaders) : dev.nativeauth.ffi.RequestHeaders {
    override fun headers(url: String) = guarded { source.headers(url) }
}
