#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import Foundation

#if !os(Windows)
/// Locks among processes, one empty file each, for a ``Storage`` that has none of its own. The system gives a lock up when its
/// holder dies.
///
/// ```swift
/// func lock(_ name: String, patience: Duration) throws -> (any StorageLock)? {
///     try locks.lock(name, patience: patience)
/// }
/// ```
public struct FileLocks: Sendable {
    /// How often a lock that somebody else has is tried.
    private static let pause: useconds_t = 20_000

    private let directory: URL

    /// Locks below a directory on this device, which is made where it is missing. Processes that share a storage share it, such
    /// as an app and its extension in the container of their group.
    public init(directory: URL) {
        self.directory = directory
    }

    /// Takes the lock of this name: waits for it up to `patience`, blocking the thread, and gives `nil` if somebody else has it
    /// for longer.
    ///
    /// - Throws: ``StorageFailure`` if there can be no lock.
    public func lock(_ name: String, patience: Duration) throws -> (any StorageLock)? {
        let file = try open(name)
        let end = ContinuousClock.now + patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                close(file)
                throw StorageFailure.failed
            }
            guard ContinuousClock.now < end else {
                close(file)
                return nil
            }
            usleep(Self.pause)
        }
        return FileLock(file: file)
    }

    private func open(_ name: String) throws -> Int32 {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        } catch {
            throw StorageFailure.unreachable
        }
        let path = directory.appendingPathComponent(Self.fileName(of: name)).path
        let mode = mode_t(S_IRUSR | S_IWUSR)
        #if canImport(Darwin)
        let file = Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        #elseif canImport(Glibc)
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        #else
        let file = Musl.open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        #endif
        guard file >= 0 else {
            throw StorageFailure.unreachable
        }
        return file
    }

    /// A name may hold anything and be long, so the file has its hash (FNV-1a). Two names with one hash wait for each other
    /// without need, and that is all.
    private static func fileName(of name: String) -> String {
        let hash = name.utf8.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return "\(String(hash, radix: 16)).lock"
    }
}

private final class FileLock: StorageLock {
    private let file: Locked<Int32?>

    init(file: Int32) {
        self.file = Locked(file)
    }

    deinit {
        release()
    }

    func release() {
        if let file = file.with({ $0.take() }) {
            close(file)
        }
    }
}
#endif
