#if canImport(Security)
import Foundation
import Security

extension TokenStorage {
    /// In the Keychain of this device: see ``KeychainStorage``.
    public static func keychain(
        service: String,
        accessGroup: String? = nil,
        locks: URL? = nil
    ) -> TokenStorage {
        .custom(KeychainStorage(service: service, accessGroup: accessGroup, locks: locks))
    }
}

/// Tokens in the Keychain: items of this device alone, which come to no other one by a backup, readable once the device was
/// unlocked after its start, so that an app can renew them in the background. They outlive the app: who deletes it and installs
/// it again is still signed in.
///
/// On macOS, and wherever there is an access group, the app has to be signed with a Keychain entitlement. Without it, calls fail
/// with the kind ``ErrorKind/storage``.
public struct KeychainStorage: Storage {
    private let service: String
    private let accessGroup: String?
    private let locks: FileLocks

    /// - Parameters:
    ///   - service: Names the app, once and for all: `com.example.app`.
    ///   - accessGroup: Shares the items among the apps and extensions of one group (`keychain-access-groups`).
    ///   - locks: The directory of the locks that keep two processes from renewing the same tokens. An app and its extension
    ///     name one in the container of their app group; by default it is one in the app's own caches. iOS ends an app that it
    ///     suspends with such a lock in a shared container, so there an app that may be renewing tokens when it goes to the
    ///     background asks for time (`beginBackgroundTask`).
    public init(service: String, accessGroup: String? = nil, locks: URL? = nil) {
        self.service = service
        self.accessGroup = accessGroup
        let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
        let own = (caches ?? FileManager.default.temporaryDirectory).appendingPathComponent("dev.nativeauth.locks")
        self.locks = FileLocks(directory: locks ?? own)
    }

    public func load(_ key: String) throws -> Data? {
        var query = item(key)
        query[kSecReturnData] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound {
            return nil
        }
        try check(status)
        // Never `nil`: that would say that nothing was saved.
        guard let bytes = found as? Data else { throw StorageFailure.failed }
        return bytes
    }

    public func save(_ bytes: Data, under key: String) throws {
        let value: [CFString: Any] = [
            kSecValueData: bytes,
            kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        let status = SecItemUpdate(item(key) as CFDictionary, value as CFDictionary)
        guard status == errSecItemNotFound else {
            return try check(status)
        }
        let added = SecItemAdd(item(key).merging(value) { $1 } as CFDictionary, nil)
        if added == errSecDuplicateItem {
            // Another process was faster.
            try check(SecItemUpdate(item(key) as CFDictionary, value as CFDictionary))
        } else {
            try check(added)
        }
    }

    public func delete(_ key: String) throws {
        let status = SecItemDelete(item(key) as CFDictionary)
        if status != errSecItemNotFound {
            try check(status)
        }
    }

    public func keys(withPrefix prefix: String) throws -> [String] {
        var query = common
        query[kSecMatchLimit] = kSecMatchLimitAll
        query[kSecReturnAttributes] = true
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound {
            return []
        }
        try check(status)
        guard let items = found as? [[String: Any]] else { throw StorageFailure.failed }
        return items.compactMap { $0[kSecAttrAccount as String] as? String }.filter { $0.hasPrefix(prefix) }
    }

    public func lock(_ name: String, patience: Duration) throws -> (any StorageLock)? {
        try locks.lock(name, patience: patience)
    }

    private var common: [CFString: Any] {
        var query: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrSynchronizable: false,
            kSecUseDataProtectionKeychain: true,
        ]
        if let accessGroup {
            query[kSecAttrAccessGroup] = accessGroup
        }
        return query
    }

    private func item(_ key: String) -> [CFString: Any] {
        common.merging([kSecAttrAccount: key]) { $1 }
    }

    private func check(_ status: OSStatus) throws {
        switch status {
        case errSecSuccess: return
        case errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled: throw StorageFailure.locked
        case errSecDiskFull: throw StorageFailure.full
        case errSecReadOnly: throw StorageFailure.readOnly
        case errSecNotAvailable, errSecNoSuchKeychain, errSecMissingEntitlement: throw StorageFailure.unreachable
        default: throw StorageFailure.failed
        }
    }
}
#endif
