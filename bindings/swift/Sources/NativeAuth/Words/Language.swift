internal import NativeAuthGenerated

/// A language that the message texts exist in.
///
/// The raw value is its name in logs and in the other languages.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    /// English.
    case english
    /// German.
    case german
}

extension Language {
    var generated: NativeAuthGenerated.Language {
        switch self {
        case .english: .english
        case .german: .german
        }
    }
}
