internal import NativeAuthGenerated

/// What an account has to prove more than it did, and for what. A description of it shows nothing.
public final class StepUpRequest: Sendable {
    let generated: NativeAuthGenerated.StepUpRequest

    private init(_ generated: NativeAuthGenerated.StepUpRequest) {
        self.generated = generated
    }

    /// What an API asks for with HTTP 401: `challenge` is its `WWW-Authenticate` header as it came (RFC 9110, section
    /// 11.6.1), `scopes` those of the token that was not enough. With `username` the sign-in is made under this name instead
    /// of the one that the account's ID token tells; without `tryRefresh` the person is asked at once.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if the header holds no such challenge.
    public convenience init(
        challenge: String, scopes: [String], username: String? = nil, tryRefresh: Bool = true
    ) throws {
        let generated = try atOnce {
            try NativeAuthGenerated.StepUpRequest.fromChallenge(
                wwwAuthenticate: challenge, scopes: scopes, username: username, tryRefresh: tryRefresh)
        }
        self.init(generated)
    }

    /// What a refresh could not give: the claims of an error of ``Account/accessToken(scopes:options:)``, and the scopes that
    /// it was asked for. The person is asked at once, with `username` under this name.
    ///
    /// - Throws: ``NativeAuthError`` of the kind ``ErrorKind/misuse`` if the error names no claims; the same error again if
    ///   it is of the kind ``ErrorKind/internal``.
    public convenience init(error: NativeAuthError, scopes: [String], username: String? = nil) throws {
        guard let refused = error.library else {
            throw error
        }
        let generated = try atOnce {
            try NativeAuthGenerated.StepUpRequest.fromError(error: refused, scopes: scopes, username: username)
        }
        self.init(generated)
    }

    /// A claims request of the app's own: a JSON object as text. `username` and `tryRefresh` as for a challenge.
    public convenience init(claims: String, scopes: [String] = [], username: String? = nil, tryRefresh: Bool = true) {
        self.init(
            .fromClaims(claims: claims, scopes: scopes, username: username, tryRefresh: tryRefresh)
        )
    }
}

extension StepUpRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("StepUpRequest").text }

    public var customMirror: Mirror { Facts("StepUpRequest").mirror(of: self) }
}
