internal import NativeAuthGenerated

/// Why there is no complete answer.
///
/// The raw value is its name in logs and in the other languages.
public enum TransportFailure: String, Error, Sendable, Hashable, Codable, CaseIterable {
    /// No connection could be made: nothing was sent.
    case unreachable
    /// No connection could be made in time: nothing was sent.
    case connectTimedOut = "connect_timed_out"
    /// The proxy could not be reached or refused: nothing was sent.
    case proxy
    /// The server's certificate is not trusted: nothing was sent.
    case certificate
    /// No secure connection could be agreed on: nothing was sent.
    case tls
    /// The connection broke before the answer began. The server may have taken the request.
    case connectionLost = "connection_lost"
    /// The answer took too long. The server may have taken the request.
    case timedOut = "timed_out"
    /// The answer broke off.
    case truncated
    /// The answer is larger than is ever read.
    case tooLarge = "too_large"
}

extension TransportFailure {
    var generated: NativeAuthGenerated.TransportFailure {
        switch self {
        case .unreachable: .unreachable
        case .connectTimedOut: .connectTimedOut
        case .proxy: .proxy
        case .certificate: .certificate
        case .tls: .tls
        case .connectionLost: .connectionLost
        case .timedOut: .timedOut
        case .truncated: .truncated
        case .tooLarge: .tooLarge
        }
    }
}
