internal import NativeAuthGenerated

/// The flow has done what it was for, and nobody is signed in: it was not asked for, or it failed.
public final class Completed: Sendable {
    let generated: NativeAuthGenerated.Completed

    init(_ generated: NativeAuthGenerated.Completed) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// Why signing in failed; `nil` if it was not asked for.
    public var signInError: NativeAuthError? { generated.signInError().map { NativeAuthError($0) } }

    /// Whether ``signIn()`` goes on where the server left a way.
    public var canSignIn: Bool { generated.canSignIn() }

    /// Signs in without asking the person for what they have given already. `nil` where the server left no way; sign in as
    /// usual then.
    ///
    /// - Throws: ``NativeAuthError``, everything that a sign-in can meet; `CancellationError`.
    public func signIn() async throws -> Step? {
        try await waiting { try await generated.signIn(cancel: $0).map { Step($0) } }
    }
}

extension Completed: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("Completed", [
            "flow": flow, "canSignIn": canSignIn, "signInError": orNone(signInError?.code),
            "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
