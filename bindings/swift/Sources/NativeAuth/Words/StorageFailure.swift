internal import NativeAuthGenerated

/// Why the app's place for tokens cannot be used. Whatever else is thrown counts as ``failed``.
///
/// The raw value is its name in logs and in the other languages.
public enum StorageFailure: String, Error, Sendable, Hashable, Codable, CaseIterable {
    /// It is locked; the person has to unlock it.
    case locked
    /// There is no room left.
    case full
    /// It may be read and not written.
    case readOnly = "read_only"
    /// It cannot be reached.
    case unreachable
    /// Anything else.
    case failed
}

extension StorageFailure {
    var generated: NativeAuthGenerated.StorageFailure {
        switch self {
        case .locked: .Locked
        case .full: .Full
        case .readOnly: .ReadOnly
        case .unreachable: .Unreachable
        case .failed: .Failed
        }
    }
}
