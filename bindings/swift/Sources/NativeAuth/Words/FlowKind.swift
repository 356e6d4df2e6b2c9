internal import NativeAuthGenerated

/// What kind of flow a state belongs to.
///
/// The raw value is its name in logs and in the other languages.
public enum FlowKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Somebody with an account signs in.
    case signIn = "sign_in"
    /// Somebody new creates an account.
    case signUp = "sign_up"
    /// Somebody who forgot their password chooses a new one.
    case resetPassword = "reset_password"
}

extension FlowKind {
    init(_ generated: NativeAuthGenerated.FlowKind) {
        self = switch generated {
        case .signIn: .signIn
        case .signUp: .signUp
        case .resetPassword: .resetPassword
        }
    }
}
