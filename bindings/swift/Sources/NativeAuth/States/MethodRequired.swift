internal import NativeAuthGenerated

/// A second factor is wanted: the person chooses by which of their methods they get a code.
public final class MethodRequired: Sendable {
    let generated: NativeAuthGenerated.MethodRequired

    init(_ generated: NativeAuthGenerated.MethodRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// The person's methods, in the server's order; never empty.
    public var methods: [AuthenticationMethod] { generated.methods().map { AuthenticationMethod($0) } }

    /// Sends a code by this method.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/methodBlocked`` if the method cannot be used now, after which
    ///   this state can be used again for another one, and of those that any request can meet; `CancellationError`.
    public func chooseMethod(_ method: AuthenticationMethod) async throws -> Step {
        try await chooseMethod(id: method.id)
    }

    /// Sends a code by the method with this id.
    ///
    /// - Throws: As ``chooseMethod(_:)``; besides, ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if no method has this
    ///   id.
    public func chooseMethod(id: String) async throws -> Step {
        try await waiting { Step(try await generated.chooseMethod(id: id, cancel: $0)) }
    }
}

extension MethodRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("MethodRequired", [
            "flow": flow, "methods": methods.map(\.channel), "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
