import Foundation
internal import NativeAuthGenerated

/// A key that a step or a file of tokens is sealed with: 32 random bytes, to be kept in the Keychain. A description of it does not show it.
public struct SealingKey: Sendable {
    private let bytes: Data

    /// A key that the app has kept. Whether it is one shows when it is used.
    public init(_ bytes: Data) {
        self.bytes = bytes
    }

    /// A new key.
    public static func generate() -> SealingKey {
        SealingKey(NativeAuthGenerated.generateSealingKey())
    }

    /// The bytes, to keep them. Never log or print them.
    public func expose() -> Data {
        bytes
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("SealingKey").text }

    public var customMirror: Mirror { Facts("SealingKey").mirror(of: self) }
}

extension NativeAuthClient {
    /// Seals a step that waits for the person, so that the app can keep it and be killed: ``resume(_:key:)`` makes it a step
    /// again. Nothing is sent, and the step itself stays usable. What comes out may be kept anywhere.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` for a step after which nothing can be gone on with, for a
    ///   stale state and for another client's; ``ErrorKind/inProgress`` while an action of the state is under way;
    ///   ``ErrorKind/configuration`` for a key of another length.
    public func suspend(_ step: Step, key: SealingKey) throws -> Data {
        try atOnce { try generated.suspend(step: step.generated, key: key.expose()) }
    }

    /// Makes a step of what ``suspend(_:key:)`` sealed, in this or an earlier run of the app. Nothing is sent.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/flowExpired``, with a code of its own each, if it was tampered
    ///   with or sealed with another key, is of another version, too old, or another app's or tenant's;
    ///   ``ErrorKind/configuration`` for a key of another length.
    public func resume(_ sealed: Data, key: SealingKey) throws -> Step {
        try atOnce { Step(try generated.resume(sealed: sealed, key: key.expose())) }
    }
}
