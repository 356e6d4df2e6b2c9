internal import NativeAuthGenerated

/// A one-time code was sent; the person is to type it.
public final class CodeRequired: Sendable {
    let generated: NativeAuthGenerated.CodeRequired

    init(_ generated: NativeAuthGenerated.CodeRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// What the code proves.
    public var purpose: CodePurpose { CodePurpose(generated.purpose()) }

    /// How it was sent.
    public var channel: ChallengeChannel { ChallengeChannel(generated.channel()) }

    /// Where it was sent, masked by the server, to show to the person. Its form varies: never compare it.
    public var target: String? { generated.target() }

    /// How many characters the code has, if the server says. Do not assume a length, nor that it is all digits.
    public var codeLength: Int? { generated.codeLength().map(Int.init) }

    /// How long to wait before offering to send the code again, if the server says.
    public var resendAfter: Duration? { generated.resendAfter().map { Duration($0) } }

    /// Whether there was a choice of methods to go back to.
    public var canChooseAnotherMethod: Bool { generated.canChooseAnotherMethod() }

    /// Submits the code as typed; white space around it does not matter.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/invalidCode`` and ``ErrorKind/codeExpired``, after which this
    ///   state can be used again, and of those that any request can meet; `CancellationError`.
    public func submitCode(_ code: String) async throws -> Step {
        try await waiting { Step(try await generated.submitCode(code: code, cancel: $0)) }
    }

    /// Sends a new code, which makes the one before worthless, and leads to a new state for it.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/tooManyCodes`` when it is asked for too often, and of those that
    ///   any request can meet; `CancellationError`.
    public func resendCode() async throws -> Step {
        try await waiting { Step(try await generated.resendCode(cancel: $0)) }
    }

    /// Goes back to the choice of a method, or of the method to register; nothing is sent. `nil` where there was no choice.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/inProgress`` and ``ErrorKind/misuse``, if the state is not free.
    public func chooseAnotherMethod() async throws -> Step? {
        try await waiting { try await generated.chooseAnotherMethod(cancel: $0).map { Step($0) } }
    }
}

extension CodeRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("CodeRequired", [
            "flow": flow, "purpose": purpose, "channel": channel, "codeLength": orNone(codeLength),
            "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
