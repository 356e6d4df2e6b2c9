import Foundation

/// Sends requests with the app's own HTTP stack. ``URLSessionTransport`` is one.
///
/// Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**, redirects are
/// never followed, and cookies are neither stored nor sent. An answer's body should be capped at 1 MiB.
public protocol Transport: Sendable {
    /// Sends the request and gives the whole answer, whatever its status. The task it runs in is cancelled when nobody waits
    /// for the answer any more.
    ///
    /// - Throws: A ``TransportFailure`` that tells why there is no complete answer; whatever else it throws counts as
    ///   ``TransportFailure/connectionLost``.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// A request for the app to send. A description of it shows neither headers nor body: they may hold a password.
public struct TransportRequest: Sendable {
    /// `GET` or `POST`.
    public let method: String
    /// The full address.
    public let url: URL
    /// The headers to send, each name once.
    public let headers: [String: String]
    /// The body to send; empty for none. Never log it.
    public let body: Data
}

/// The answer to a request. A description of it shows its status alone: the body may hold tokens.
public struct TransportResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The headers. Several values of one header are joined with commas (RFC 9110, section 5.3).
    public let headers: [String: String]
    /// The whole body. Never log it.
    public let body: Data

    /// The whole answer.
    public init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
    private var facts: Facts { Facts("TransportRequest", ["method": method, "path": url.path]) }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}

extension TransportResponse: CustomStringConvertible, CustomReflectable {
    private var facts: Facts { Facts("TransportResponse", ["status": status]) }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
