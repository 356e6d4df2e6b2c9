/// The streams of events that a client has given out, which end when it is closed.
final class Listeners: Sendable {
    private struct Streams {
        var isFinished = false
        var newest = 0
        var open: [Int: AsyncStream<AccountEvent>.Continuation] = [:]
    }

    private let streams = Locked(Streams())

    /// Keeps a stream until it ends, and then does what is left to do.
    func add(_ stream: AsyncStream<AccountEvent>.Continuation, onEnd end: @escaping @Sendable () -> Void) {
        let number: Int? = streams.with { streams in
            guard !streams.isFinished else { return nil }
            streams.newest += 1
            streams.open[streams.newest] = stream
            return streams.newest
        }
        guard let number else {
            end()
            stream.finish()
            return
        }
        stream.onTermination = { [weak self] _ in
            end()
            self?.forget(number)
        }
    }

    /// Ends every stream, and those that come later.
    func finish() {
        let open = streams.with { streams in
            streams.isFinished = true
            return streams.open
        }
        for stream in open.values {
            stream.finish()
        }
    }

    private func forget(_ number: Int) {
        _ = streams.with { $0.open.removeValue(forKey: number) }
    }
}
