internal import NativeAuthGenerated

/// That stored tokens are lost, or can for now not be kept, and why.
///
/// The raw value is its name in logs and in the other languages.
public enum StorageLoss: String, Sendable, Hashable, Codable, CaseIterable {
    /// The file was cut short or changed. It is kept aside, and what could be read of it goes on being
    /// used.
    case damaged
    /// The file is none of this library, or of another profile. It is kept aside.
    case foreign
    /// A later version of this library wrote the file. It is kept aside.
    case futureVersion = "future_version"
    /// The key store no longer has the key that the file is sealed with. The file is kept aside.
    case keyLost = "key_lost"
    /// The tokens could not be written; they are in memory, and the next save tries again.
    case notWritten = "not_written"
}

extension StorageLoss {
    init(_ generated: NativeAuthGenerated.StorageLoss) {
        self = switch generated {
        case .damaged: .damaged
        case .foreign: .foreign
        case .futureVersion: .futureVersion
        case .keyLost: .keyLost
        case .notWritten: .notWritten
        }
    }
}
