internal import NativeAuthGenerated

/// Why a new password would be refused whatever the tenant's own lists say.
///
/// The raw value is its name in logs and in the other languages.
public enum PasswordFault: String, Sendable, Hashable, Codable, CaseIterable {
    /// It holds a character that is not allowed: letters and digits of ASCII, the space and the usual
    /// symbols are.
    case disallowedCharacter = "disallowed_character"
    /// It has fewer than 8 characters.
    case tooShort = "too_short"
    /// It has more than 256 characters.
    case tooLong = "too_long"
    /// It has fewer than three of lower case, upper case, digits and symbols.
    case tooWeak = "too_weak"
}

extension PasswordFault {
    init(_ generated: NativeAuthGenerated.PasswordFault) {
        self = switch generated {
        case .disallowedCharacter: .disallowedCharacter
        case .tooShort: .tooShort
        case .tooLong: .tooLong
        case .tooWeak: .tooWeak
        }
    }
}
