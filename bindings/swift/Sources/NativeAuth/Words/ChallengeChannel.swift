internal import NativeAuthGenerated

/// How a code reaches the person.
public enum ChallengeChannel: Sendable, Hashable {
    /// By e-mail.
    case email
    /// By text message.
    case sms
    /// A channel that this version does not know; the server's own word.
    case other(String)
}

extension ChallengeChannel: RawRepresentable, Codable {
    /// The server's word.
    public var rawValue: String {
        switch self {
        case .email: "email"
        case .sms: "sms"
        case .other(let word): word
        }
    }

    /// The channel that the server means with this word.
    public init(rawValue: String) {
        self = switch rawValue {
        case "email": .email
        case "sms": .sms
        default: .other(rawValue)
        }
    }

    init(_ generated: NativeAuthGenerated.ChallengeChannel) {
        self = switch generated {
        case .email: .email
        case .sms: .sms
        case .other(let word): .other(word)
        }
    }
}
