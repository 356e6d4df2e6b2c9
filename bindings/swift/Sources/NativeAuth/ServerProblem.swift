internal import NativeAuthGenerated

/// What the server said, in its own words: for a developer's eyes. The text may name the person, and is not shown in a
/// description of this.
public final class ServerProblem: Sendable {
    let generated: NativeAuthGenerated.ServerProblem

    init(_ generated: NativeAuthGenerated.ServerProblem) {
        self.generated = generated
    }

    /// The server's word for what happened (`error`).
    public var error: String { generated.error() }

    /// Which case of it (`suberror`).
    public var suberror: String? { generated.suberror() }

    /// The server's sentence, in English (`error_description`).
    public var text: String? { generated.description() }

    /// The numbers behind `AADSTS`.
    public var codes: [Int] { generated.codes().map(Int.init) }

    /// When, by the server's clock and in its form.
    public var timestamp: String? { generated.timestamp() }

    /// Where the service explains the case.
    public var errorUri: String? { generated.errorUri() }

    /// The names of the attributes whose values it refused.
    public var invalidAttributes: [String] { generated.invalidAttributes() }

    /// The attributes that it still wants, where the refusal says so.
    public var requiredAttributes: [RequiredAttribute] { generated.requiredAttributes().map { RequiredAttribute($0) } }

    /// The names of what has to be verified first.
    public var unverifiedAttributes: [String] { generated.unverifiedAttributes() }

    /// Refusals within the refusal.
    public var innerProblems: [InnerProblem] { generated.innerProblems().map { InnerProblem($0) } }
}

extension ServerProblem: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("ServerProblem", ["error": error, "suberror": orNone(suberror), "codes": codes])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}

/// A refusal within a refusal of the server's. The text may name the person, and is not shown in a description of this.
public final class InnerProblem: Sendable {
    let generated: NativeAuthGenerated.InnerProblem

    init(_ generated: NativeAuthGenerated.InnerProblem) {
        self.generated = generated
    }

    /// The server's word for what happened (`error`).
    public var error: String? { generated.error() }

    /// The server's sentence, in English (`error_description`).
    public var text: String? { generated.description() }
}

extension InnerProblem: CustomStringConvertible, CustomReflectable {
    private var facts: Facts { Facts("InnerProblem", ["error": orNone(error)]) }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
