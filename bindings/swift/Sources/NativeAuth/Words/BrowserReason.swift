internal import NativeAuthGenerated

/// Why a browser is wanted.
///
/// The raw value is its name in logs and in the other languages.
public enum BrowserReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The server asked for it: what the person needs is not among the challenge types and capabilities
    /// that the client declared, or the native API cannot do it.
    case requested
    /// A second factor is wanted, which the client did not declare it can handle.
    case secondFactor = "second_factor"
    /// A strong authentication method has to be registered, which the client did not declare it can handle.
    case registration
}

extension BrowserReason {
    init(_ generated: NativeAuthGenerated.BrowserReason) {
        self = switch generated {
        case .requested: .requested
        case .secondFactor: .secondFactor
        case .registration: .registration
        }
    }
}
