import Foundation

@testable import NativeAuth

/// What was seen on any thread, in order.
final class Seen<Value: Sendable>: Sendable {
    private let values = Locked<[Value]>([])

    var all: [Value] { values.with { $0 } }

    func add(_ value: Value) {
        values.with { $0.append(value) }
    }
}

/// A transport that sends with `URLSession` and tells of each request.
struct RecordingTransport: Transport {
    private let inner = URLSessionTransport()
    let see: @Sendable (TransportRequest) -> Void

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        see(request)
        return try await inner.send(request)
    }
}

/// A transport that does what it is told.
struct ScriptedTransport: Transport {
    let script: @Sendable (TransportRequest) async throws -> TransportResponse

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await script(request)
    }
}

/// A storage in memory, with a hook that may throw or block before everything it does.
final class HookedStorage: Storage {
    enum Call: Sendable {
        case load, save, delete, keys, lock
    }

    private let items = Locked<[String: Data]>([:])
    private let before: @Sendable (Call) throws -> Void

    init(before: @escaping @Sendable (Call) throws -> Void = { _ in }) {
        self.before = before
    }

    func load(_ key: String) throws -> Data? {
        try before(.load)
        return items.with { $0[key] }
    }

    func save(_ bytes: Data, under key: String) throws {
        try before(.save)
        items.with { $0[key] = bytes }
    }

    func delete(_ key: String) throws {
        try before(.delete)
        _ = items.with { $0.removeValue(forKey: key) }
    }

    func keys(withPrefix prefix: String) throws -> [String] {
        try before(.keys)
        return items.with { $0.keys.filter { $0.hasPrefix(prefix) } }
    }

    func lock(_ name: String, patience: Duration) throws -> (any StorageLock)? {
        try before(.lock)
        return NoLock()
    }

    struct NoLock: StorageLock {
        func release() {}
    }
}

/// What an app's own code may throw: its text must not come out anywhere.
struct AppError: Error, CustomStringConvertible {
    static let secret = "canary-in-an-error-of-the-app"

    var description: String { Self.secret }
}

/// Opened once, for all who wait at it.
final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false

    func open() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }

    /// Blocks the thread.
    func wait() {
        condition.lock()
        while !isOpen {
            condition.wait()
        }
        condition.unlock()
    }
}
