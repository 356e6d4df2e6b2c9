package dev.nativeauth

import kotlinx.coroutines.flow.Flow

import dev.nativeauth.ffi.NativeAuthClient

/**
 * Runs the flows of one app in one tenant and keeps its accounts: the way into this library.
 *
 * ```
 * NativeAuth("contoso", "00000000-0000-0000-0000-000000000000") { storage = TokenStorage.inMemory() }.use { client ->
 *     val step = client.signIn("somebody@example.com")
 * }
 * ```
 *
 * It may be used from every thread. Cancelling the coroutine that waits for a call ends the call at once, and the state that
 * it was made on is free again. Closing it ends everything that came from it, see [close].
 *
 * @param tenant the tenant's subdomain (`contoso`), its host (`contoso.ciamlogin.com`) or its full authority address.
 * @param clientId the app's id (a GUID) from its registration.
 * @param configure sets up what shall differ from the usual.
 * @throws NativeAuthException `CONFIGURATION`; its message names what is wrong.
 */
public class NativeAuth(
    tenant: String,
    clientId: String,
    configure: Configuration.() -> Unit = {},
) : AutoCloseable {
    private val shared = Shared(Configuration().apply(configure).open(tenant, clientId))

    /**
     * Begins a sign-in. With the [password] it can be one call.
     *
     * @param scopes what the access token shall be for, those of one API.
     * @param claims an OpenID Connect claims request: a JSON object as text.
     * @param correlationId a GUID to find the flow by in the service's logs; one is made up otherwise.
     * @throws NativeAuthException `INVALID_USERNAME`, `USER_NOT_FOUND`, `INVALID_CREDENTIALS`, and everything that any request
     *   can meet.
     */
    public suspend fun signIn(
        username: String,
        password: String? = null,
        scopes: List<String> = emptyList(),
        claims: String? = null,
        correlationId: String? = null,
    ): Step = shared.runClient {
        shared.step(
            it.signIn(
                whole("username", username),
                wholeIfAny("password", password),
                allWhole("scopes", scopes),
                wholeIfAny("claims", claims),
                wholeIfAny("correlationId", correlationId),
            ),
        )
    }

    /**
     * Begins a sign-up. What is known already saves a step; an optional attribute can be given only here, or together with
     * required ones. With [signIn] the person is signed in as soon as the account exists.
     *
     * @throws NativeAuthException `INVALID_USERNAME`, `USER_EXISTS`, `PASSWORD_REJECTED`, `INVALID_ATTRIBUTES`, and everything
     *   that any request can meet.
     */
    public suspend fun signUp(
        username: String,
        password: String? = null,
        attributes: Attributes = Attributes(),
        signIn: Boolean = true,
        scopes: List<String> = emptyList(),
        claims: String? = null,
        correlationId: String? = null,
    ): Step = shared.runClient {
        shared.step(
            it.signUp(
                whole("username", username),
                wholeIfAny("password", password),
                attributes.toNative(),
                signIn,
                allWhole("scopes", scopes),
                wholeIfAny("claims", claims),
                wholeIfAny("correlationId", correlationId),
            ),
        )
    }

    /**
     * Begins a password reset. With [signIn] the person is signed in as soon as the new password is in force.
     *
     * @throws NativeAuthException `INVALID_USERNAME`, `USER_NOT_FOUND`, `NO_PASSWORD`, and everything that any request can
     *   meet.
     */
    public suspend fun resetPassword(
        username: String,
        signIn: Boolean = true,
        scopes: List<String> = emptyList(),
        correlationId: String? = null,
    ): Step = shared.runClient {
        shared.step(
            it.resetPassword(
                whole("username", username),
                signIn,
                allWhole("scopes", scopes),
                wholeIfAny("correlationId", correlationId),
            ),
        )
    }

    /**
     * Seals a step that waits for the person with a key of 32 random bytes ([generateSealingKey]), so that the app can keep it
     * and be killed: [resume] makes it a step again. Nothing is sent, and the step itself stays usable. What comes out may be
     * kept anywhere; the key belongs into the key store of the platform.
     *
     * @throws NativeAuthException `MISUSE` for a step after which nothing can be gone on with, for a stale state and for
     *   another client's; `IN_PROGRESS` while an action of the step is under way; `CONFIGURATION` for a key of another length.
     */
    public fun suspend(step: Step, key: ByteArray): ByteArray =
        shared.client { client -> step.lent { client.suspend(it, key) } }

    /**
     * Makes a step of what [suspend] sealed, in this or an earlier run of the app. Nothing is sent.
     *
     * @throws NativeAuthException `FLOW_EXPIRED`, with a code of its own each, if it was tampered with or sealed with another
     *   key, is of another version, too old, or another app's or tenant's; `CONFIGURATION` for a key of another length.
     */
    public fun resume(sealed: ByteArray, key: ByteArray): Step = shared.client { shared.step(it.resume(sealed, key)) }

    /**
     * The accounts that are signed in, in no particular order, those that other processes have signed in included.
     * Listing reads no tokens: what is known of an account by now is its [Account.id] and its [Account.username].
     *
     * @throws NativeAuthException `STORAGE_UNAVAILABLE` or `STORAGE` if the storage cannot tell.
     */
    public suspend fun accounts(): List<Account> = shared.runClient { it.accounts() }.map(::bound)

    /**
     * The account of this identity, if it is signed in.
     *
     * @throws NativeAuthException as [accounts].
     */
    public suspend fun account(id: AccountId): Account? = shared.runClient { it.account(whole(id)) }?.let(::bound)

    /**
     * The account with this user name, if it is signed in; case does not matter. User names change hands: what belongs to a
     * person is kept by [Account.id].
     *
     * @throws NativeAuthException `MISUSE` if several accounts have it. Besides, as [accounts].
     */
    public suspend fun accountByUsername(username: String): Account? =
        shared.runClient { it.accountByUsername(whole("username", username)) }?.let(::bound)

    /**
     * The account with this user name if it is known in memory: at once and without waiting. Null means nothing more than that:
     * ask [accountByUsername] then.
     *
     * @throws NativeAuthException `MISUSE` if several accounts have it.
     */
    public fun peekAccount(username: String): Account? =
        shared.client { it.peekAccount(whole("username", username)) }?.let(::bound)

    /**
     * Signs the account of this identity out. One that is not there is no error.
     *
     * @throws NativeAuthException as [Account.signOut].
     */
    public suspend fun removeAccount(id: AccountId): Unit = shared.runClient { it.removeAccount(whole(id)) }

    /**
     * What happens to the accounts, in this process or in another one with the same storage, from when the flow is collected
     * on. Each collector is told everything. The flow ends when the client is closed.
     *
     * @throws NativeAuthException when it is collected: `MISUSE` if the client was closed.
     */
    public val accountEvents: Flow<AccountEvent> = accountEvents(shared)

    /**
     * The accounts of this client as a token cache of Microsoft's clients, in the JSON that MSAL for Python, Node and .NET
     * share. **It holds every token in the clear.**
     *
     * @throws NativeAuthException as [accounts].
     */
    public suspend fun exportMsalCache(): String = shared.runClient { it.exportMsalCache() }

    /**
     * Takes accounts over from such a cache. The ID tokens in it are not believed: what is known about a person comes with the
     * next refresh. Nothing is sent.
     *
     * @throws NativeAuthException `MISUSE` if the text is no such cache. Besides, as [accounts].
     */
    public suspend fun importMsalCache(cache: String): MsalImport {
        val taken = shared.runClient { it.importMsalCache(whole("cache", cache)) }
        return MsalImport(taken.accounts.map(::bound), taken.skipped.toLong(), taken.malformed.toLong())
    }

    /**
     * Closes the client and everything that came from it: calls under way fail with the code `client_closed`, as do later ones
     * of the client, its steps and its accounts; flows of events end. Accounts stay signed in, and a refresh that has begun
     * goes on, since its tokens would be lost. Closing twice is no error.
     */
    override fun close(): Unit = shared.close()

    override fun toString(): String = "NativeAuth"

    private fun bound(account: dev.nativeauth.ffi.Account) = Account(shared, shared.adopt(account))

    public companion object {
        init {
            CallbackThreads.areDaemons()
        }

        /** A new key for [suspend]: 32 random bytes, to be kept in the key store of the platform. */
        public fun generateSealingKey(): ByteArray = dev.nativeauth.ffi.generateSealingKey()
    }
}

/** What was taken over from a cache of Microsoft's clients. */
public class MsalImport internal constructor(
    /** The accounts that are signed in now. */
    public val accounts: List<Account>,
    /** How many entities belong to other apps or tenants, or to no account. */
    public val skipped: Long,
    /** How many entities lack something or cannot be read. */
    public val malformed: Long,
) {
    override fun toString(): String = "MsalImport(accounts=$accounts, skipped=$skipped, malformed=$malformed)"
}

private fun whole(id: AccountId): AccountId =
    id.also { whole("tenantId", it.tenantId) }.also { whole("objectId", it.objectId) }

private fun Configuration.open(tenant: String, clientId: String) =
    translated {
        NativeAuthClient(
            options = options(tenant, clientId),
            storage = storage?.native,
            transport = transport?.let(::TransportAdapter),
            requestHeaders = requestHeaders?.let(::RequestHeadersAdapter),
            proxy = wholeIfAny("proxy", proxy),
            logSink = logSink?.let(::LogSinkAdapter),
            logLevel = logLevel,
        )
    }
