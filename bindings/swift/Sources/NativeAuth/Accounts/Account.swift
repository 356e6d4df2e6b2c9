internal import NativeAuthGenerated

/// Somebody who is signed in on this device. It is a handle: once the account has signed out, every handle of it says so.
public final class Account: Sendable, Identifiable {
    let generated: NativeAuthGenerated.Account

    init(_ generated: NativeAuthGenerated.Account) {
        self.generated = generated
    }

    /// Who: tenant and object id. Never an e-mail address.
    public var id: AccountId { AccountId(generated.id()) }

    /// What the person signs in with: for a list to choose from. It can change hands: what is kept about a person is kept by
    /// ``id``. `nil` once signed out, and where no ID token said it.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if the client was closed, or made before a fork.
    public func username() throws -> String? {
        try atOnce { try generated.username() }
    }

    /// Reads what is stored of the account, if that has not been done yet. Nothing is sent. Only who was listed by
    /// ``NativeAuthClient/accounts()`` need do this, and only for ``claims()`` and the ID token, which wait for nothing.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/signInRequired`` if it is no longer there, or cannot be read
    ///   because it is damaged. Besides, as ``NativeAuthClient/accounts()``.
    public func load() async throws {
        try await waiting { try await generated.load(cancel: $0) }
    }

    /// What the newest ID token says, which was verified when it came. `nil` once signed out, and before anything was read of
    /// an account that was listed: see ``load()``.
    ///
    /// - Throws: As ``username()``.
    public func claims() throws -> IdTokenClaims? {
        try atOnce { try generated.claims().map { IdTokenClaims($0) } }
    }

    /// The newest raw ID token, for an API that wants it, which has to verify it itself; `nil` as for
    /// ``claims()``. Never log, print or store it.
    ///
    /// - Throws: As ``username()``.
    public func exposeIdToken() throws -> String? {
        try atOnce { try generated.exposeIdToken() }
    }

    /// The text of a token that is in memory, covers these scopes (none at all means those of the sign-in) and lives for five
    /// more minutes: at once, without a request, and without waiting. `nil` if there is none: ask
    /// ``accessToken(scopes:options:)`` then. It is renewed in the background once most of its life is over. Never log, print
    /// or store it.
    ///
    /// - Throws: As ``username()``.
    public func peekToken(scopes: [String] = []) throws -> String? {
        try atOnce { try generated.peekToken(scopes: scopes.joined(separator: " ")) }
    }

    /// A token for an API: from memory if one that covers the scopes lives for at least five more minutes, else by refresh.
    /// No scopes at all means those of the sign-in. Callers who ask for the same at the same time share one refresh, which
    /// goes on even if they all give up.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/signInRequired`` if only the person can go on,
    ///   ``ErrorKind/browserRequired``, ``ErrorKind/consentMissing``, and everything that any request can meet. While the
    ///   device is offline that is ``ErrorKind/network``, and the account stays signed in. `CancellationError`.
    public func accessToken(
        scopes: [String] = [],
        options: TokenOptions = TokenOptions()
    ) async throws -> AccessToken {
        try await waiting {
            let token = try await generated.accessToken(
                scopes: scopes, options: options.generated, claims: options.claims, cancel: $0)
            return AccessToken(token)
        }
    }

    /// Proves more, because an API or a policy wants it: by a refresh if that is enough, else by the steps of a sign-in at
    /// whose end the same account has to stand.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/signInRequired`` if the account has signed out, or if another
    ///   account stands at the end; ``ErrorKind/misuse`` for claims that are no JSON object. Besides, everything that a
    ///   sign-in can meet. `CancellationError`.
    public func stepUp(_ request: StepUpRequest, password: String? = nil) async throws -> Step {
        try await waiting {
            let step = try await generated.stepUp(
                request: request.generated, password: password, cancel: $0)
            return Step(step)
        }
    }

    /// Signs out: forgets every token of this account on this device, without a request. Other accounts stay. Signing out
    /// twice is no error.
    ///
    /// - Throws: ``NativeAuthError`` of the kinds ``ErrorKind/storageUnavailable`` and ``ErrorKind/storage`` if the tokens may
    ///   still be in the storage. This process has forgotten them all the same. `CancellationError`.
    public func signOut() async throws {
        try await waiting { try await generated.signOut(cancel: $0) }
    }
}

extension Account: Hashable {
    /// Whether both are handles of one account.
    public static func == (left: Account, right: Account) -> Bool {
        left.id == right.id
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }
}

extension Account: CustomStringConvertible, CustomReflectable {
    private var facts: Facts { Facts("Account", ["id": id]) }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
