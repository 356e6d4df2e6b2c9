internal import NativeAuthGenerated

/// What the client declares it can do beyond challenges.
///
/// The raw value is its name in logs and in the other languages.
public enum Capability: String, Sendable, Hashable, Codable, CaseIterable {
    /// It can run the second-factor steps.
    case mfaRequired = "mfa_required"
    /// It can run the steps that register a strong authentication method.
    case registrationRequired = "registration_required"
}

extension Capability {
    init(_ generated: NativeAuthGenerated.Capability) {
        self = switch generated {
        case .mfaRequired: .mfaRequired
        case .registrationRequired: .registrationRequired
        }
    }

    var generated: NativeAuthGenerated.Capability {
        switch self {
        case .mfaRequired: .mfaRequired
        case .registrationRequired: .registrationRequired
        }
    }
}
