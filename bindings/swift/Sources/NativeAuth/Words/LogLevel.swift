internal import NativeAuthGenerated

/// How much a line of the log matters.
///
/// The raw value is its name in logs and in the other languages.
public enum LogLevel: String, Sendable, Hashable, Codable, CaseIterable {
    /// Something is wrong.
    case error
    /// Something may be wrong, or is not as it should be.
    case warn
    /// What happens: one line for each step.
    case info
    /// What happens on the way: one line for each request.
    case debug
    /// Everything.
    case trace
}

extension LogLevel {
    init(_ generated: NativeAuthGenerated.LogLevel) {
        self = switch generated {
        case .error: .error
        case .warn: .warn
        case .info: .info
        case .debug: .debug
        case .trace: .trace
        }
    }

    var generated: NativeAuthGenerated.LogLevel {
        switch self {
        case .error: .error
        case .warn: .warn
        case .info: .info
        case .debug: .debug
        case .trace: .trace
        }
    }
}
