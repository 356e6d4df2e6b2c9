import Foundation
internal import NativeAuthGenerated

/// A token to call an API with: `Authorization: Bearer …`. A description of it does not show it.
public final class AccessToken: Sendable {
    let generated: NativeAuthGenerated.AccessToken

    init(_ generated: NativeAuthGenerated.AccessToken) {
        self.generated = generated
    }

    /// The token's text, to put behind `Bearer`. Never log, print or store it.
    public func expose() -> String { generated.expose() }

    /// What was granted, which may differ from what was asked.
    public var scopes: [String] { generated.scopes() }

    /// When it ends, by this device's clock.
    public var expiresAt: Date { generated.expiresAt() }

    /// Whether its life is over and it is for use while the service is down only.
    public var isStale: Bool { generated.isStale() }
}

extension AccessToken: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts("AccessToken", ["scopes": scopes, "expiresAt": expiresAt, "isStale": isStale])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}

/// What an access token has to be like. A description of it does not show the claims request.
public struct TokenOptions: Sendable, Hashable {
    /// How long it has to live at least.
    public var minimumLifetime: Duration
    /// Whether to fetch a new one although there is one that serves.
    public var forceRefresh: Bool
    /// An OpenID Connect claims request: a JSON object as text. No token that is there already meets it.
    public var claims: String?
    /// Whether a token whose life is over may be used while the service is down, if the service allowed that.
    public var staleInOutage: Bool
    /// Whether a token that serves is renewed in the background once most of its life is over. A program that ends at once
    /// turns it off.
    public var renewInBackground: Bool

    /// The usual token, but for what is said here.
    public init(
        minimumLifetime: Duration = .seconds(300),
        forceRefresh: Bool = false,
        claims: String? = nil,
        staleInOutage: Bool = false,
        renewInBackground: Bool = true
    ) {
        self.minimumLifetime = minimumLifetime
        self.forceRefresh = forceRefresh
        self.claims = claims
        self.staleInOutage = staleInOutage
        self.renewInBackground = renewInBackground
    }

    var generated: NativeAuthGenerated.TokenOptions {
        NativeAuthGenerated.TokenOptions(
            minimumTtl: minimumLifetime.seconds,
            forceRefresh: forceRefresh,
            staleInOutage: staleInOutage,
            renewInBackground: renewInBackground
        )
    }
}

extension TokenOptions: CustomStringConvertible, CustomReflectable {
    private var facts: Facts {
        Facts(
            "TokenOptions",
            [
                "minimumLifetime": minimumLifetime, "forceRefresh": forceRefresh, "hasClaims": claims != nil,
                "staleInOutage": staleInOutage, "renewInBackground": renewInBackground,
            ])
    }

    public var description: String { facts.text }

    public var customMirror: Mirror { facts.mirror(of: self) }
}
