internal import NativeAuthGenerated

/// Whether running the same action of the same state again can help, and when.
///
/// It speaks of that action alone; the recovery says what else leads on. The library itself never sends a request twice, so
/// trying again is always the app's decision.
public enum Retry: Sendable, Hashable, Codable {
    /// It cannot help: the answer would be the same.
    case never
    /// Once something else was entered or chosen; the same input would be refused again.
    case afterChange
    /// Once the action under way has ended, which frees the state.
    case whenFree
    /// At once, or as soon as what the message names is mended, such as the connection.
    case now
    /// After this long: what the server asked for in its answer, or else what is usual for this error.
    case after(Duration)
}

extension Retry {
    init(_ generated: NativeAuthGenerated.Retry) {
        self = switch generated {
        case .never: .never
        case .afterChange: .afterChange
        case .whenFree: .whenFree
        case .now: .now
        case .after(let seconds): .after(Duration(seconds))
        }
    }
}
