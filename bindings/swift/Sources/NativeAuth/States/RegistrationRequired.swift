internal import NativeAuthGenerated

/// A strong authentication method has to be registered: the person chooses a kind and says where it reaches them.
public final class RegistrationRequired: Sendable {
    let generated: NativeAuthGenerated.RegistrationRequired

    init(_ generated: NativeAuthGenerated.RegistrationRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// What can be registered, in the server's order; never empty. A hint is a suggestion to fill the field with.
    public var methods: [AuthenticationMethod] { generated.methods().map { AuthenticationMethod($0) } }

    /// Registers this method: `contact` is the e-mail address, or the phone number with `+` and country code. It leads to
    /// ``Step/codeRequired(_:)``, or straight on if the address was verified in this flow already.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/invalidContact`` and ``ErrorKind/methodBlocked``, after which
    ///   this state can be used again, and of those that any request can meet; `CancellationError`.
    public func register(_ method: AuthenticationMethod, contact: String) async throws -> Step {
        try await register(id: method.id, contact: contact)
    }

    /// Registers the method with this id.
    ///
    /// - Throws: As ``register(_:contact:)``; besides, ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if no method has
    ///   this id.
    public func register(id: String, contact: String) async throws -> Step {
        try await waiting {
            Step(try await generated.register(id: id, contact: contact, cancel: $0))
        }
    }
}

extension RegistrationRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("RegistrationRequired", [
            "flow": flow, "methods": methods.map(\.channel), "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
