internal import NativeAuthGenerated

/// The value of an attribute: text, a whole number, or yes or no. It can be written as a literal:
/// `["displayName": "Ada", "age": 36, "newsletter": true]`. A description of it does not show the value.
public enum AttributeValue: Sendable, Hashable {
    /// Text; also one of several choices, or some of them with commas between.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// Yes or no, such as the consent to terms of use.
    case boolean(Bool)
}

extension AttributeValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) {
        self = .text(value)
    }

    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    public init(booleanLiteral value: Bool) {
        self = .boolean(value)
    }
}

extension AttributeValue: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .boolean: "boolean"
        }
    }

    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .enum)
    }

    var generated: NativeAuthGenerated.AttributeValue {
        switch self {
        case .text(let value): .text(value: value)
        case .integer(let value): .integer(value: value)
        case .boolean(let value): .boolean(value: value)
        }
    }
}

/// An attribute that the tenant wants.
public struct RequiredAttribute: Sendable, Hashable, Codable, Identifiable {
    /// Its name, as the tenant spells it: `givenName`, `extension_…_loyaltyTier`.
    public let name: String
    /// The server's word for the type of the value, such as `string`, when it gave one. The vocabulary is not documented.
    public let dataType: String?
    /// Whether the account cannot be created without it.
    public let isRequired: Bool
    /// The pattern that a value must match, when there is one, as the tenant wrote it.
    public let regex: String?
    /// The values that the tenant offers, if it lists any.
    public let choices: [String]

    /// Its name.
    public var id: String { name }

    init(_ generated: NativeAuthGenerated.RequiredAttribute) {
        name = generated.name
        dataType = generated.dataType
        isRequired = generated.required
        regex = generated.regex
        choices = generated.choices
    }
}

/// The wire name of a custom attribute: `extension_{app id}_{name}`. `extensionsAppId` is the application (client) id of the
/// tenant's `b2c-extensions-app`, with or without hyphens; `nil` if it is no GUID.
public func customAttributeName(extensionsAppId: String, shortName: String) -> String? {
    NativeAuthGenerated.customAttributeName(extensionsAppId: extensionsAppId, shortName: shortName)
}

/// Checks a new password as far as that is possible without the server, for instance while the person types: `nil` if nothing
/// is wrong with it. A password that passes may still be refused, one that fails surely is.
public func checkNewPassword(_ password: String) -> PasswordFault? {
    NativeAuthGenerated.checkNewPassword(password: password).map { PasswordFault($0) }
}
