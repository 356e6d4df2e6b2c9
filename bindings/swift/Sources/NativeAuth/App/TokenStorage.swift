import Foundation
internal import NativeAuthGenerated

/// Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place. Files and directories are
/// those of this device: file URLs.
public struct TokenStorage: Sendable {
    let generated: NativeAuthGenerated.TokenStorage

    /// In memory: tokens end with the process.
    public static func inMemory() -> TokenStorage {
        TokenStorage(generated: .inMemory())
    }

    /// In a place of the app's own. Clients that are given one place share what is in it.
    public static func custom(_ storage: any Storage) -> TokenStorage {
        TokenStorage(generated: .custom(storage: StorageBridge(storage)))
    }

    /// In a sealed file of this user's below `directory`, with a key that is wrapped with a passphrase (Argon2id). The
    /// passphrase should come from the person, or from where the platform keeps secrets for a service.
    public static func passphrase(directory: URL, profile: String, passphrase: String) -> TokenStorage {
        TokenStorage(generated: .passphrase(directory: directory.path, profile: profile, passphrase: passphrase))
    }

    /// In a sealed file of this user's below `directory`, with a key that the app keeps in a key store of its own choice.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/configuration`` if the key has not exactly 32 bytes.
    public static func sealedFile(
        directory: URL, profile: String, key: SealingKey
    ) throws -> TokenStorage {
        try atOnce {
            TokenStorage(generated: try .sealedFile(directory: directory.path, profile: profile, key: key.expose()))
        }
    }

    /// In a cache file of Microsoft's clients, such as MSAL Python has with `msal_extensions.FilePersistence`: they and this
    /// client share one sign-in. **The file is not encrypted.** The XCFramework for Apple's systems is built without this: there
    /// the first call that needs the storage fails with the kind ``ErrorKind/configuration``.
    public static func msalFile(at file: URL) -> TokenStorage {
        TokenStorage(generated: .msalFile(path: file.path))
    }

    #if !canImport(Security)
    /// In a sealed file of this user's, with its key in the key store of the operating system: the Credential Manager on
    /// Windows, the Secret Service elsewhere. On Apple's systems there is `keychain` in its place.
    ///
    /// `app` names the app, once and for all (`com.example.app`). A profile is a file with a key of its own: letters, digits,
    /// `-`, `_` and `.`. Several processes may have it open, and share what is in it. The file lies below `directory`, or in
    /// the user's data directory.
    public static func keyStore(app: String, profile: String, directory: URL? = nil) -> TokenStorage {
        if let directory {
            TokenStorage(generated: .keyStoreIn(directory: directory.path, app: app, profile: profile))
        } else {
            TokenStorage(generated: .keyStore(app: app, profile: profile))
        }
    }
    #endif
}

extension TokenStorage: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("TokenStorage").text }

    public var customMirror: Mirror { Facts("TokenStorage").mirror(of: self) }
}
