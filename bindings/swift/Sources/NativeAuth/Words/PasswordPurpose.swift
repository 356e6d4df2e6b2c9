internal import NativeAuthGenerated

/// Which password is asked for.
///
/// The raw value is its name in logs and in the other languages.
public enum PasswordPurpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// The one the account has.
    case existing
    /// The one the account shall have from now on.
    case new
}

extension PasswordPurpose {
    init(_ generated: NativeAuthGenerated.PasswordPurpose) {
        self = switch generated {
        case .existing: .existing
        case .new: .new
        }
    }
}
