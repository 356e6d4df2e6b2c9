internal import NativeAuthGenerated

/// One way of proving who somebody is. A description of it shows its channel alone.
public final class AuthenticationMethod: Sendable, Identifiable {
    let generated: NativeAuthGenerated.AuthenticationMethod

    init(_ generated: NativeAuthGenerated.AuthenticationMethod) {
        self.generated = generated
    }

    /// Its id, to choose it by.
    public var id: String { generated.id() }

    /// How it reaches the person.
    public var channel: ChallengeChannel { ChallengeChannel(generated.channel()) }

    /// Where it reaches the person, masked by the server, or a suggestion to fill the field with, if there is one.
    public var hint: String? { generated.hint() }
}

extension AuthenticationMethod: CustomStringConvertible, CustomReflectable {
    private var facts: Facts { Facts("AuthenticationMethod", ["channel": channel]) }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
