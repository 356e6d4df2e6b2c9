import Foundation
internal import NativeAuthGenerated

/// The app's storage as the library wants one.
final class StorageBridge: NativeAuthGenerated.Storage {
    private let storage: any Storage

    init(_ storage: any Storage) {
        self.storage = storage
    }

    func load(key: String) throws -> Data? {
        try failing { try storage.load(key) }
    }

    func save(key: String, bytes: Data) throws -> Bool {
        try failing { try storage.save(bytes, under: key) }
        return true
    }

    func delete(key: String) throws -> Bool {
        try failing { try storage.delete(key) }
        return true
    }

    func keys(prefix: String) throws -> [String] {
        try failing { try storage.keys(withPrefix: prefix) }
    }

    func lock(name: String, patience: TimeInterval) throws -> (any NativeAuthGenerated.StorageLock)? {
        try failing { try storage.lock(name, patience: Duration(patience)).map(LockBridge.init) }
    }
}

/// The app's lock as the library wants one.
final class LockBridge: NativeAuthGenerated.StorageLock {
    private let lock: any StorageLock

    init(_ lock: any StorageLock) {
        self.lock = lock
    }

    func release() throws {
        try failing { try lock.release() }
    }
}

/// Does the app's work. What it throws besides a `StorageFailure` may hold anything, so that is dropped.
private func failing<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let failure as StorageFailure {
        throw failure.generated
    } catch {
        throw NativeAuthGenerated.StorageFailure.Failed
    }
}
