internal import NativeAuthGenerated

/// The tenant wants to know something before the account can exist.
public final class AttributesRequired: Sendable {
    let generated: NativeAuthGenerated.AttributesRequired

    init(_ generated: NativeAuthGenerated.AttributesRequired) {
        self.generated = generated
    }

    /// Which flow this is.
    public var flow: FlowKind { FlowKind(generated.flow()) }

    /// The flow's correlation id, to quote to support.
    public var correlationId: String { generated.correlationId() }

    /// What is wanted; never empty.
    public var attributes: [RequiredAttribute] { generated.attributes().map { RequiredAttribute($0) } }

    /// What the server would refuse of these values, by name, as far as that can be told without it. It is a courtesy:
    /// ``submitAttributes(_:)`` sends what it is given.
    public func validate(_ values: [String: AttributeValue]) -> [String: AttributeFault] {
        generated.validate(values: values.mapValues(\.generated)).mapValues { AttributeFault($0) }
    }

    /// Submits values, all wanted ones at once. Optional attributes of the tenant may be among them: it is their last chance.
    /// If some are still missing, it leads to a new state that names them.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/invalidAttributes`` if the server refuses a value, after which
    ///   this state can be used again, and of those that any request can meet; `CancellationError`.
    public func submitAttributes(_ values: [String: AttributeValue]) async throws -> Step {
        try await waiting {
            Step(try await generated.submitAttributes(values: values.mapValues(\.generated), cancel: $0))
        }
    }
}

extension AttributesRequired: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("AttributesRequired", [
            "flow": flow, "attributes": attributes.map(\.name), "correlationId": correlationId,
        ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
