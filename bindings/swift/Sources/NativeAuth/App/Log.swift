internal import NativeAuthGenerated

/// One line of the log. It holds no secret and no e-mail address.
public struct LogEntry: Sendable, Hashable, Codable {
    /// How much it matters.
    public let level: LogLevel
    /// The part of the library that it comes from.
    public let target: String
    /// What happened, with the facts about it behind.
    public let message: String
}

/// Hands the lines on to the app.
final class LogBridge: NativeAuthGenerated.LogSink {
    private let take: @Sendable (LogEntry) -> Void

    init(_ take: @escaping @Sendable (LogEntry) -> Void) {
        self.take = take
    }

    func log(entry: NativeAuthGenerated.LogEntry) {
        take(LogEntry(level: LogLevel(entry.level), target: entry.target, message: entry.message))
    }
}
