/// What an object shows of itself, in a description, in `dump` and to `Mirror` alike: nothing else in it is ever shown, since
/// that may be a secret or name a person.
struct Facts {
    let type: String
    let members: KeyValuePairs<String, Any>

    init(_ type: String, _ members: KeyValuePairs<String, Any> = [:]) {
        self.type = type
        self.members = members
    }

    var text: String {
        let shown = members.map { name, value in "\(name): \(value)" }
        return shown.isEmpty ? type : "\(type)(\(shown.joined(separator: ", ")))"
    }

    func mirror<Subject>(of subject: Subject) -> Mirror {
        Mirror(subject, children: members, ancestorRepresentation: .suppressed)
    }
}

/// An optional fact without the word `Optional` around it.
func orNone(_ value: (some Any)?) -> Any {
    value.map { $0 as Any } ?? "none"
}
