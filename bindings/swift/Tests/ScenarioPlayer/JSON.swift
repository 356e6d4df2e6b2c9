import Foundation

/// JSON as the players write it: members in the order of the alphabet, no spaces, nothing escaped that need not be.
indirect enum JSON: Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case string(String)
    case list([JSON])
    case object([String: JSON])

    /// A command that cannot be read.
    struct Unreadable: Error {
        let what: String
    }

    init(parsing line: String) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(line.utf8))
    }

    /// A member; `null` where there is none.
    subscript(name: String) -> JSON {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    var asText: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var asBoolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    var asInteger: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    var asList: [JSON]? {
        if case .list(let values) = self { values } else { nil }
    }

    var asObject: [String: JSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A text that has to be there.
    func text(_ name: String) throws -> String {
        guard let text = self[name].asText else { throw Unreadable(what: name) }
        return text
    }

    /// A list of texts; none if it is not there.
    func texts(_ name: String) throws -> [String] {
        try (self[name].asList ?? []).map { value in
            guard let text = value.asText else { throw Unreadable(what: name) }
            return text
        }
    }

    /// A text, or `null`.
    static func or(_ text: String?) -> JSON {
        text.map(JSON.string) ?? .null
    }

    /// A whole number, or `null`.
    static func or(_ number: Int?) -> JSON {
        number.map { .integer(Int64($0)) } ?? .null
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }
}

extension JSON: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .string(let text): Self.quoted(text)
        case .list(let values): "[\(values.map(\.description).joined(separator: ","))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0)):\($1)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "\u{8}": "\\b"
            case "\u{c}": "\\f"
            case ..<" ": "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
