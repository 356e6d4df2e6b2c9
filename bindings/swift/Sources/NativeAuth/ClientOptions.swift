import Foundation
internal import NativeAuthGenerated

/// How a client is set up. Nothing in it is secret; what is left out has the usual value.
///
/// ```swift
/// var options = ClientOptions(tenant: "contoso", clientId: "00000000-0000-0000-0000-000000000000")
/// options.exchangeTimeout = .seconds(15)
/// ```
public struct ClientOptions: Sendable, Hashable {
    /// The tenant's subdomain (`contoso`), its host (`contoso.ciamlogin.com`) or its full authority address.
    public var tenant: String
    /// The app's id (a GUID) from its registration.
    public var clientId: String
    /// The tenant's id (a GUID), which every sign-in then has to be of.
    public var tenantId: String?
    /// The ways of proving that the app has screens for; all of them by default.
    public var challengeTypes: [ChallengeType]?
    /// What else the app has screens for; everything by default.
    public var capabilities: [Capability]?
    /// Permits plain `http` to this machine, for a tenant emulator. There is no way to permit it to anywhere else.
    public var allowHttpLoopback = false
    /// How long making a connection may take; 10 seconds by default. For the built-in transport alone.
    public var connectTimeout: Duration?
    /// How long one request and its whole answer may take; 30 seconds by default.
    public var exchangeTimeout: Duration?
    /// How long waiting for the server to finish something may take; 300 seconds by default.
    public var pollingTimeout: Duration?
    /// How long another process of the app that renews the same tokens is waited for; 10 seconds by default.
    public var lockTimeout: Duration?
    /// How long a flow may stay suspended, in whole seconds; 600 by default.
    public var suspensionLifetime: Duration?
    /// One more root certificate (PEM; several in one text are all added), beside those of the system. For the built-in
    /// transport alone, as are the next two.
    public var rootCertificate: Data?
    /// Takes the system's root certificates from where `SSL_CERT_FILE` and `SSL_CERT_DIR` point, if they are set.
    public var rootCertificatesFromEnvironment = false
    /// Takes the proxy from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    public var proxyFromEnvironment = false

    /// An app in a tenant, with the usual settings.
    public init(tenant: String, clientId: String) {
        self.tenant = tenant
        self.clientId = clientId
    }

    var generated: NativeAuthGenerated.ClientOptions {
        NativeAuthGenerated.ClientOptions(
            tenant: tenant,
            clientId: clientId,
            tenantId: tenantId,
            challengeTypes: challengeTypes?.map(\.generated),
            capabilities: capabilities?.map(\.generated),
            allowHttpLoopback: allowHttpLoopback,
            connectTimeout: connectTimeout?.seconds,
            exchangeTimeout: exchangeTimeout?.seconds,
            pollingTimeout: pollingTimeout?.seconds,
            lockTimeout: lockTimeout?.seconds,
            suspensionLifetime: suspensionLifetime?.seconds,
            sku: "native-auth.swift",
            rootCertificate: rootCertificate,
            rootCertificatesFromEnvironment: rootCertificatesFromEnvironment,
            proxyFromEnvironment: proxyFromEnvironment
        )
    }
}
