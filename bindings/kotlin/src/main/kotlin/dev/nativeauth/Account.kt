package dev.nativeauth

import kotlin.time.Duration

import dev.nativeauth.ffi.TokenOptions

/**
 * Somebody who is signed in on this device. It is a handle: once the account has signed out, every handle of it says so. It
 * ends with the client, and need not be closed.
 */
public class Account internal constructor(
    internal val shared: Shared,
    internal val native: dev.nativeauth.ffi.Account,
) {
    /** Who: tenant and object id. Never an e-mail address. */
    public val id: AccountId = native.id()

    /**
     * What the person signs in with: for a list to choose from. It can change hands: what is kept about a person is kept by
     * [id]. Null once signed out, and where no ID token said it.
     *
     * @throws NativeAuthException as [claims].
     */
    public fun username(): String? = shared.call { native.username() }

    /**
     * Reads what is stored of the account, if that has not been done yet. Nothing is sent. Only who was listed by
     * [NativeAuth.accounts] need do this, and only for [claims] and [exposeIdToken], which wait for nothing.
     *
     * @throws NativeAuthException `SIGN_IN_REQUIRED` if it is no longer there, or cannot be read because it is damaged.
     *   Besides, as [NativeAuth.accounts].
     */
    public suspend fun load(): Unit = shared.run { native.load() }

    /**
     * What the newest ID token says, which was verified when it came. Null once signed out, and before anything was read of an
     * account that was listed: see [load].
     *
     * @throws NativeAuthException `MISUSE` if the client was closed.
     */
    public fun claims(): IdTokenClaims? = shared.call { native.claims() }?.use(::IdTokenClaims)

    /**
     * The newest raw ID token, for an API that wants it, which has to verify it itself; null as for [claims]. Never log, print or
     * store it.
     *
     * @throws NativeAuthException as [claims].
     */
    public fun exposeIdToken(): String? = shared.call { native.exposeIdToken() }

    /**
     * The text of a token that is in memory, covers these [scopes] (separated by spaces; none at all means those of the
     * sign-in) and lives for five more minutes: at once, without a request, and without waiting. Null if there is none: ask
     * [accessToken] then. It is renewed in the background once most of its life is over. Never log, print or store it.
     *
     * @throws NativeAuthException as [claims].
     */
    public fun peekToken(scopes: String = ""): String? = shared.call { native.peekToken(whole("scopes", scopes)) }

    /**
     * A token for an API: from memory if one that covers the scopes lives long enough, else by refresh. Callers who ask for the
     * same at the same time share one refresh, which goes on even if they all give up.
     *
     * @param scopes those of one API; none at all means those of the sign-in.
     * @param minimumTtl how long it has to live at least; five minutes by default.
     * @param forceRefresh whether to fetch a new one although there is one that serves.
     * @param claims an OpenID Connect claims request: a JSON object as text. No token that is there already meets it.
     * @param staleInOutage whether a token whose life is over may be used while the service is down, if the service allowed
     *   that.
     * @param renewInBackground whether a token that serves is renewed in the background once most of its life is over. A
     *   program that ends at once turns it off.
     * @throws NativeAuthException `SIGN_IN_REQUIRED` if only the person can go on, `BROWSER_REQUIRED`, `CONSENT_MISSING`, and
     *   everything that any request can meet. While the device is offline that is `NETWORK`, and the account stays signed in.
     */
    public suspend fun accessToken(
        scopes: List<String> = emptyList(),
        minimumTtl: Duration? = null,
        forceRefresh: Boolean = false,
        claims: String? = null,
        staleInOutage: Boolean = false,
        renewInBackground: Boolean = true,
    ): AccessToken {
        val ttl = notNegative("minimumTtl", minimumTtl)
        val options = TokenOptions(ttl, forceRefresh, staleInOutage, renewInBackground)
        val asked = wholeIfAny("claims", claims)
        return shared.run { native.accessToken(allWhole("scopes", scopes), options, asked) }.use(::AccessToken)
    }

    /**
     * Proves more, because an API or a policy wants it: by a refresh if that is enough, else by the steps of a sign-in at whose
     * end the same account has to stand.
     *
     * @throws NativeAuthException `SIGN_IN_REQUIRED` if the account has signed out, or if another account stands at the end.
     *   `MISUSE` for claims that are no JSON object. Besides, everything that a sign-in can meet.
     */
    public suspend fun stepUp(request: StepUpRequest, password: String? = null): Step =
        shared.run { shared.step(native.stepUp(request.native, wholeIfAny("password", password))) }

    /**
     * Signs out: forgets every token of this account on this device, without a request. Other accounts stay. Signing out twice
     * is no error.
     *
     * @throws NativeAuthException `STORAGE_UNAVAILABLE` or `STORAGE` if the tokens may still be in the storage. This process
     *   has forgotten them all the same.
     */
    public suspend fun signOut(): Unit = shared.run { native.signOut() }

    override fun toString(): String = "Account(id=$id)"
}
