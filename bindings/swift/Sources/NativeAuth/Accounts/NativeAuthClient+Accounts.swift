internal import NativeAuthGenerated

extension NativeAuthClient {
    /// The accounts that are signed in, in no particular order, those that other processes have signed in included.
    /// Listing reads no tokens: what is known of an account by now is its ``Account/id`` and its ``Account/username()``.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/storageUnavailable`` and ``ErrorKind/storage`` if the storage
    ///   cannot tell; `CancellationError`.
    public func accounts() async throws -> [Account] {
        try await waiting { try await generated.accounts(cancel: $0).map { Account($0) } }
    }

    /// The account of this identity, if it is signed in.
    ///
    /// - Throws: As ``accounts()``.
    public func account(id: AccountId) async throws -> Account? {
        try await waiting {
            try await generated.account(id: id.generated, cancel: $0).map { Account($0) }
        }
    }

    /// The account with this user name, if it is signed in; case does not matter. User names change hands: what belongs to a
    /// person is kept by ``Account/id``.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if several accounts have it. Besides, as
    ///   ``accounts()``.
    public func account(username: String) async throws -> Account? {
        try await waiting {
            try await generated.accountByUsername(username: username, cancel: $0).map { Account($0) }
        }
    }

    /// The account with this user name if it is known in memory: at once and without waiting. `nil` means nothing more than
    /// that: ask ``account(username:)`` then.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if several accounts have it, and if the client was
    ///   closed, or made before a fork.
    public func peekAccount(username: String) throws -> Account? {
        try atOnce { try generated.peekAccount(username: username).map { Account($0) } }
    }

    /// Signs the account of this identity out. One that is not there is no error.
    ///
    /// - Throws: As ``Account/signOut()``.
    public func removeAccount(id: AccountId) async throws {
        try await waiting { try await generated.removeAccount(id: id.generated, cancel: $0) }
    }

    /// What happens to the accounts from now on, until the stream is let go or the client is closed or let go. Each call gives
    /// a stream of its own, for one reader, which keeps what is not read yet.
    ///
    /// ```swift
    /// for await event in try client.accountEvents() {
    ///     if case .signedOut = event { showSignIn() }
    /// }
    /// ```
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if the client was closed, or made before a fork.
    public func accountEvents() throws -> AsyncStream<AccountEvent> {
        let (events, continuation) = AsyncStream.makeStream(of: AccountEvent.self)
        let bridge = ObserverBridge(continuation)
        let subscription = try atOnce { try generated.observeAccounts(observer: bridge) }
        listeners.add(continuation) { subscription.end() }
        return events
    }

    /// The accounts of this client as a token cache of Microsoft's clients, in the JSON that MSAL for Python, Node and .NET
    /// share. **It holds every token in the clear.**
    ///
    /// - Throws: As ``accounts()``.
    public func exportMsalCache() async throws -> String {
        try await waiting { try await generated.exportMsalCache(cancel: $0) }
    }

    /// Takes accounts over from such a cache. The ID tokens in it are not believed: what is known about a person comes with
    /// the next refresh. Nothing is sent.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if the text is no such cache. Besides, as
    ///   ``accounts()``.
    public func importMsalCache(_ cache: String) async throws -> MsalImport {
        try await waiting { MsalImport(try await generated.importMsalCache(cache: cache, cancel: $0)) }
    }
}

/// What was taken over from a cache of Microsoft's clients.
public struct MsalImport: Sendable {
    /// The accounts that are signed in now.
    public let accounts: [Account]
    /// How many entities belong to other apps or tenants, or to no account.
    public let skipped: Int
    /// How many entities lack something or cannot be read.
    public let malformed: Int

    init(_ generated: NativeAuthGenerated.MsalImport) {
        accounts = generated.accounts.map { Account($0) }
        skipped = Int(clamping: generated.skipped)
        malformed = Int(clamping: generated.malformed)
    }
}
