internal import NativeAuthGenerated

/// A password is wanted.
public final class PasswordRequired: Sendable {
    let generated: NativeAuthGenerated.PasswordRequired

    init(_ generated: NativeAuthGenerated.PasswordRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// Whether it is the account's password or a new one.
    public var purpose: PasswordPurpose { PasswordPurpose(generated.purpose()) }

    /// How long the person has to enter it, counted from when this state came, if the server says. Later the flow has
    /// expired.
    public var expiresIn: Duration? { generated.expiresIn().map { Duration($0) } }

    /// Submits the password exactly as typed.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/invalidCredentials`` for a wrong one and
    ///   ``ErrorKind/passwordRejected`` for a new one that breaks the rules, after which this state can be used again, and of
    ///   those that any request can meet; `CancellationError`.
    public func submitPassword(_ password: String) async throws -> Step {
        try await waiting {
            Step(try await generated.submitPassword(password: password, cancel: $0))
        }
    }
}

extension PasswordRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("PasswordRequired", [
            "flow": flow, "purpose": purpose, "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
