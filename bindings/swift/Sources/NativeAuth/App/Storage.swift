import Foundation

/// A place of the app's own for tokens: bytes by key, for ``TokenStorage/custom(_:)``.
///
/// Its methods may block; they are called on threads where that is allowed, from several at once. The keys hold the authority,
/// the client id, tenant and object ids and scopes. **The bytes are secret**: whoever reads them can act in the person's name,
/// so the place has to protect them.
///
/// A method that cannot do its work throws a ``StorageFailure``; whatever else it throws counts as
/// ``StorageFailure/failed``.
public protocol Storage: Sendable {
    /// What was saved last under the key; `nil` if nothing was, or it was deleted.
    func load(_ key: String) throws -> Data?

    /// Keeps the bytes in the place of those before. On return they are durable: they survive a crash and a power cut. On
    /// failure what was there before stays.
    func save(_ bytes: Data, under key: String) throws

    /// Forgets what is under the key, durably. A key without anything is no error.
    func delete(_ key: String) throws

    /// Every key that begins with `prefix`, in any order.
    func keys(withPrefix prefix: String) throws -> [String]

    /// Takes the lock of this name, so that one process at a time refreshes an account: waits for it up to `patience` and
    /// gives `nil` if somebody else has it for longer. It ends when it is released, and when its holder dies. The names are
    /// the library's; a lock of the app's own there has one that begins with `app|`.
    func lock(_ name: String, patience: Duration) throws -> (any StorageLock)?
}

/// Holds a lock of a ``Storage``.
public protocol StorageLock: Sendable {
    /// Gives the lock up; called once.
    func release() throws
}
