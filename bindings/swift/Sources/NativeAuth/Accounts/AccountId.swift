internal import NativeAuthGenerated

/// Who: tenant and object id, which stay the same for as long as the account exists. Never an e-mail address.
public struct AccountId: Sendable, Hashable, Codable {
    /// The tenant's id, a GUID in lower case.
    public let tenantId: String
    /// The person's id in the tenant, a GUID in lower case.
    public let objectId: String

    /// An identity that the app has kept.
    public init(tenantId: String, objectId: String) {
        self.tenantId = tenantId
        self.objectId = objectId
    }
}

extension AccountId: CustomStringConvertible {
    public var description: String { "AccountId(tenantId: \(tenantId), objectId: \(objectId))" }
}

extension AccountId {
    init(_ generated: NativeAuthGenerated.AccountId) {
        self.init(tenantId: generated.tenantId, objectId: generated.objectId)
    }

    var generated: NativeAuthGenerated.AccountId {
        NativeAuthGenerated.AccountId(tenantId: tenantId, objectId: objectId)
    }
}
