import Foundation
internal import NativeAuthGenerated

/// Runs the flows of one app in one tenant and keeps its accounts.
///
/// ```swift
/// let client = try NativeAuthClient(
///     options: ClientOptions(tenant: "contoso", clientId: "00000000-0000-0000-0000-000000000000"),
///     storage: .keychain(service: "com.example.app")
/// )
/// let step = try await client.signIn(username: "ada@example.com")
/// ```
///
/// It may be used from every task and thread. Cancelling a task ends its call, which then throws `CancellationError`; the
/// state it was called on can be used again.
public final class NativeAuthClient: Sendable {
    let generated: NativeAuthGenerated.NativeAuthClient
    let listeners = Listeners()

    /// Sets a client up; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - options: The app and its tenant.
    ///   - storage: Where tokens are kept. Nothing else is ever used in its place.
    ///   - transport: The app's own HTTP stack, such as ``URLSessionTransport``; the built-in one by default.
    ///   - proxy: The proxy of the built-in transport. Its address may carry a user name and a password, which are never
    ///     shown.
    ///   - requestHeaders: Gives headers that the app adds to requests, such as a fraud signal for a web application firewall.
    ///     It may block for as long as a request may take. A name must begin with `x-` and not with `x-ms-`, `x-client-`,
    ///     `x-broker-` or `x-app-`; anything else is dropped with a warning in the log. If it throws, the request is sent
    ///     without them.
    ///   - logLevel: The least level of lines that `log` takes.
    ///   - log: Takes the lines of the log, which hold no secret and no e-mail address; called on a thread of its own, in
    ///     order. If it is too slow it misses lines.
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/configuration``; the text names what is wrong.
    public init(
        options: ClientOptions,
        storage: TokenStorage,
        transport: (any Transport)? = nil,
        proxy: String? = nil,
        requestHeaders: (@Sendable (URL) throws -> [String: String])? = nil,
        logLevel: LogLevel = .info,
        log: (@Sendable (LogEntry) -> Void)? = nil
    ) throws {
        generated = try atOnce {
            try NativeAuthGenerated.NativeAuthClient(
                options: options.generated,
                storage: storage.generated,
                transport: transport.map(TransportBridge.init),
                requestHeaders: requestHeaders.map(RequestHeadersBridge.init),
                proxy: proxy,
                logSink: log.map(LogBridge.init),
                logLevel: logLevel.generated
            )
        }
    }

    /// Begins a sign-in. With the password it can be one call.
    ///
    /// - Parameters:
    ///   - scopes: What the access token shall be for: scopes of one API.
    ///   - claims: An OpenID Connect claims request.
    ///   - correlationId: A GUID to follow the flow by; one is made by default.
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/invalidUsername``, ``ErrorKind/userNotFound`` and
    ///   ``ErrorKind/invalidCredentials``, and everything that any request can meet; `CancellationError`.
    public func signIn(
        username: String,
        password: String? = nil,
        scopes: [String] = [],
        claims: String? = nil,
        correlationId: String? = nil
    ) async throws -> Step {
        try await waiting {
            let step = try await generated.signIn(
                username: username, password: password, scopes: scopes, claims: claims,
                correlationId: correlationId, cancel: $0)
            return Step(step)
        }
    }

    /// Begins a sign-up. What is known already saves a step; an optional attribute can be given only here, or together with
    /// required ones. With `signIn` the person is signed in as soon as the account exists.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/invalidUsername``, ``ErrorKind/userExists``,
    ///   ``ErrorKind/passwordRejected`` and ``ErrorKind/invalidAttributes``, and everything that any request can meet;
    ///   `CancellationError`.
    public func signUp(
        username: String,
        password: String? = nil,
        attributes: [String: AttributeValue] = [:],
        signIn: Bool = true,
        scopes: [String] = [],
        claims: String? = nil,
        correlationId: String? = nil
    ) async throws -> Step {
        try await waiting {
            let step = try await generated.signUp(
                username: username, password: password, attributes: attributes.mapValues(\.generated),
                signIn: signIn, scopes: scopes, claims: claims, correlationId: correlationId, cancel: $0)
            return Step(step)
        }
    }

    /// Begins a password reset. With `signIn` the person is signed in as soon as the new password is in force.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/invalidUsername``, ``ErrorKind/userNotFound`` and
    ///   ``ErrorKind/noPassword``, and everything that any request can meet; `CancellationError`.
    public func resetPassword(
        username: String,
        signIn: Bool = true,
        scopes: [String] = [],
        correlationId: String? = nil
    ) async throws -> Step {
        try await waiting {
            let step = try await generated.resetPassword(
                username: username, signIn: signIn, scopes: scopes, correlationId: correlationId, cancel: $0)
            return Step(step)
        }
    }

    /// Closes the client: calls under way fail with the code `client_closed`, as do later ones of everything that came from
    /// it. Accounts stay signed in, and a refresh that has begun goes on, since its tokens would be lost. Closing twice is no
    /// error.
    public func close() {
        generated.closeClient()
        listeners.finish()
    }
}

extension NativeAuthClient: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("NativeAuthClient").text }

    public var customMirror: Mirror { Facts("NativeAuthClient").mirror(of: self) }
}
