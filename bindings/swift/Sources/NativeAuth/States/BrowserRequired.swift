internal import NativeAuthGenerated

/// The tenant wants the person in a browser. There is no way on in this flow.
public final class BrowserRequired: Sendable {
    let generated: NativeAuthGenerated.BrowserRequired

    init(_ generated: NativeAuthGenerated.BrowserRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// Whether the person has an account, so that the browser is for signing in.
    public var accountExists: Bool { generated.accountExists() }

    /// Why.
    public var reason: BrowserReason { BrowserReason(generated.reason()) }

    /// The server's own words, for a developer's eyes, if it asked for it.
    public var serverText: String? { generated.serverText() }

    /// The challenge types that were declared.
    public var challengeTypes: [ChallengeType] { generated.challengeTypes().map { ChallengeType($0) } }

    /// The capabilities that were declared.
    public var capabilities: [Capability] { generated.capabilities().map { Capability($0) } }

    /// What a developer can change so that this flow goes on natively, in one sentence; `nil` if only a browser can help.
    public var advice: String? { generated.advice() }
}

extension BrowserRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("BrowserRequired", [
            "flow": flow, "reason": reason, "accountExists": accountExists, "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
