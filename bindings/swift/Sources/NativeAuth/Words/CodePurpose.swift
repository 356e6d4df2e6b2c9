internal import NativeAuthGenerated

/// What a one-time code proves.
///
/// The raw value is its name in logs and in the other languages.
public enum CodePurpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// Who signs in: the code is the first factor.
    case firstFactor = "first_factor"
    /// That the e-mail address of a new account is theirs.
    case signUp = "sign_up"
    /// Who wants a new password.
    case resetPassword = "reset_password"
    /// Who signs in, after the first factor.
    case secondFactor = "second_factor"
    /// That an authentication method to be registered is theirs.
    case registration
}

extension CodePurpose {
    init(_ generated: NativeAuthGenerated.CodePurpose) {
        self = switch generated {
        case .firstFactor: .firstFactor
        case .signUp: .signUp
        case .resetPassword: .resetPassword
        case .secondFactor: .secondFactor
        case .registration: .registration
        }
    }
}
