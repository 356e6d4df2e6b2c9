internal import NativeAuthGenerated

/// Why the server would refuse the value of an attribute, as far as that can be told without it.
public enum AttributeFault: Sendable, Hashable, Codable {
    /// The attribute is required, and there is no value for it.
    case missing
    /// The attribute is required, and its value is empty or blank.
    case empty
    /// The value has more characters than the service keeps, which is this many.
    case tooLong(longest: Int)
    /// The attribute is a yes or no; `true` and `false` are taken.
    case notABoolean
    /// The attribute is a whole number.
    case notANumber
    /// The value does not match the pattern that the tenant set.
    case doesNotMatch
    /// The value is none of those that the tenant offers.
    case notAChoice
}

extension AttributeFault {
    init(_ generated: NativeAuthGenerated.AttributeFault) {
        self = switch generated {
        case .missing: .missing
        case .empty: .empty
        case .tooLong(let longest): .tooLong(longest: Int(clamping: longest))
        case .notABoolean: .notABoolean
        case .notANumber: .notANumber
        case .doesNotMatch: .doesNotMatch
        case .notAChoice: .notAChoice
        }
    }
}
