package dev.nativeauth

import kotlin.time.Duration

import dev.nativeauth.ffi.ClientOptions

/** How a [NativeAuth] is set up. What is left alone has the usual value. */
public class Configuration internal constructor() {
    /**
     * Where tokens are kept. Without one that is a sealed file with its key in the key store of the operating system; on a
     * platform without that (Android), the client refuses to be made.
     */
    public var storage: TokenStorage? = null

    /** Sends the requests, in place of the built-in transport. The settings of the network below are then the app's own. */
    public var transport: Transport? = null

    /** Gives headers that the app adds to requests. */
    public var requestHeaders: RequestHeaders? = null

    /** Where the log goes; nowhere by default. */
    public var logSink: LogSink? = null

    /** How much of the log there is. */
    public var logLevel: LogLevel = LogLevel.INFO

    /** The tenant's id (a GUID), which every sign-in then has to be of. */
    public var tenantId: String? = null

    /** The ways of proving that the app has screens for; all of them by default. */
    public var challengeTypes: List<ChallengeType>? = null

    /** What else the app has screens for; everything by default. */
    public var capabilities: List<Capability>? = null

    /** Permits plain `http` to this machine, for a tenant emulator. There is no way to permit it to anywhere else. */
    public var allowHttpLoopback: Boolean = false

    /** How long making a connection may take; 10 seconds by default. */
    public var connectTimeout: Duration? = null

    /** How long one request and its whole answer may take; 30 seconds by default. */
    public var exchangeTimeout: Duration? = null

    /** How long waiting for the server to finish something may take; 5 minutes by default. */
    public var pollingTimeout: Duration? = null

    /** How long another process of the app that renews the same tokens is waited for; 10 seconds by default. */
    public var lockTimeout: Duration? = null

    /** How long a flow may stay suspended, in whole seconds; 10 minutes by default. */
    public var suspensionLifetime: Duration? = null

    /** One more root certificate (PEM; several in one text are all added), beside those of the system. */
    public var rootCertificate: ByteArray? = null

    /** Takes the system's root certificates from where `SSL_CERT_FILE` and `SSL_CERT_DIR` point, if they are set. */
    public var rootCertificatesFromEnvironment: Boolean = false

    /** The address of a proxy. It may carry a user name and a password, which are never shown. */
    public var proxy: String? = null

    /** Takes the proxy from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. */
    public var proxyFromEnvironment: Boolean = false

    override fun toString(): String = "Configuration"

    internal fun options(tenant: String, clientId: String) =
        ClientOptions(
            tenant = whole("tenant", tenant),
            clientId = whole("clientId", clientId),
            tenantId = wholeIfAny("tenantId", tenantId),
            challengeTypes = challengeTypes,
            capabilities = capabilities,
            allowHttpLoopback = allowHttpLoopback,
            connectTimeout = notNegative("connectTimeout", connectTimeout),
            exchangeTimeout = notNegative("exchangeTimeout", exchangeTimeout),
            pollingTimeout = notNegative("pollingTimeout", pollingTimeout),
            lockTimeout = notNegative("lockTimeout", lockTimeout),
            suspensionLifetime = notNegative("suspensionLifetime", suspensionLifetime),
            sku = SKU,
            rootCertificate = rootCertificate,
            rootCertificatesFromEnvironment = rootCertificatesFromEnvironment,
            proxyFromEnvironment = proxyFromEnvironment,
        )
}

/** How this library names itself to the service. */
private const val SKU = "native-auth.kotlin"
