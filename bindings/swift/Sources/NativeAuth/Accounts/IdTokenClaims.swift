internal import NativeAuthGenerated

/// What the newest ID token says about an account, which was verified when it came. A description of it shows nothing.
public final class IdTokenClaims: Sendable {
    let generated: NativeAuthGenerated.IdTokenClaims

    init(_ generated: NativeAuthGenerated.IdTokenClaims) {
        self.generated = generated
    }

    /// The display name.
    public var name: String? { generated.name() }

    /// The user name, to show to its owner; it may change.
    public var preferredUsername: String? { generated.preferredUsername() }

    /// The e-mail address, if the tenant tells it; it may change.
    public var email: String? { generated.email() }

    /// The subject: who, for this app alone.
    public var subject: String? { generated.subject() }

    /// Whether an emulator made the token.
    public var isFromEmulator: Bool { generated.isFromEmulator() }

    /// A claim, as JSON text.
    public func claim(_ name: String) -> String? { generated.claim(name: name) }

    /// The names of all claims.
    public var names: [String] { generated.names() }
}

extension IdTokenClaims: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("IdTokenClaims").text }

    public var customMirror: Mirror { Facts("IdTokenClaims").mirror(of: self) }
}
