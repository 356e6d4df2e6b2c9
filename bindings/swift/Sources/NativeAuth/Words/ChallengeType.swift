internal import NativeAuthGenerated

/// A way of proving who somebody is, as the client declares what it can do.
///
/// The raw value is its name in logs and in the other languages.
public enum ChallengeType: String, Sendable, Hashable, Codable, CaseIterable {
    /// A one-time code sent by e-mail or SMS ("out of band").
    case oob
    /// A password.
    case password
    /// The browser takes over.
    case redirect
}

extension ChallengeType {
    init(_ generated: NativeAuthGenerated.ChallengeType) {
        self = switch generated {
        case .oob: .oob
        case .password: .password
        case .redirect: .redirect
        }
    }

    var generated: NativeAuthGenerated.ChallengeType {
        switch self {
        case .oob: .oob
        case .password: .password
        case .redirect: .redirect
        }
    }
}
