//! Every error there is: its stable code, its kind and its sentence.

use crate::ErrorKind;

/// One error: a row of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The stable string that names it in every language.
    pub code: &'static str,
    /// What happened.
    pub kind: ErrorKind,
    /// One sentence that says what to do.
    pub message: &'static str,
}

/// States the rows once, as constants to build errors from and as the list of them all, so that none is forgotten.
macro_rules! catalogue {
    ($($name:ident $code:literal $kind:ident $message:literal)*) => {
        $(
            #[doc = concat!("The error `", $code, "`:\n\n```text\n", $message, "\n```")]
            pub static $name: Entry = Entry { code: $code, kind: ErrorKind::$kind, message: $message };
        )*

        /// All rows.
        pub static CATALOGUE: &[&Entry] = &[$(&$name),*];
    };
}

// What the person entered.
catalogue! {
    USERNAME_EMPTY "username_empty" InvalidUsername
        "the user name is empty; ask for an e-mail address"
    USERNAME_INVALID "username_invalid" InvalidUsername
        "the server does not accept this user name; ask for a valid e-mail address"
    CODE_EMPTY "code_empty" InvalidCode
        "the code is empty; ask for the code that was sent"
    CODE_INVALID "code_invalid" InvalidCode
        "the code could not be validated; ask for it again, or send a new one"
    CODE_WRONG "code_wrong" InvalidCode
        "the code is wrong; ask for it again, or send a new one"
    CODE_UNKNOWN "code_unknown" InvalidCode
        "the server knows no such code; ask for it again, or send a new one"
    CODE_EXPIRED "code_expired" CodeExpired
        "the code has expired; send a new one"
    CODE_LOST "code_lost" CodeExpired
        "the server has lost the code; send a new one"
    PASSWORD_EMPTY "password_empty" InvalidCredentials
        "the password is empty; ask for it"
    CREDENTIALS_INVALID "credentials_invalid" InvalidCredentials
        "the user name or the password is wrong; ask for it again"
    NEW_PASSWORD_EMPTY "new_password_empty" PasswordRejected
        "the new password is empty; ask for one"
    PASSWORD_TOO_WEAK "password_too_weak" PasswordRejected
        "the new password is too weak; ask for at least three of lower case, upper case, digits and symbols"
    PASSWORD_TOO_SHORT "password_too_short" PasswordRejected
        "the new password is too short; ask for at least 8 characters"
    PASSWORD_TOO_LONG "password_too_long" PasswordRejected
        "the new password is too long; ask for at most 256 characters"
    PASSWORD_RECENTLY_USED "password_recently_used" PasswordRejected
        "the new password was used recently; ask for another one"
    PASSWORD_BANNED "password_banned" PasswordRejected
        "the new password holds a banned word or pattern; ask for another one"
    PASSWORD_INVALID "password_invalid" PasswordRejected
        "the new password holds characters that are not allowed; ask for another one"
    PASSWORD_REFUSED "password_refused" PasswordRejected
        "the new password does not meet the tenant's rules; ask for another one"
    PASSWORD_CHANGE_FAILED "password_change_failed" PasswordRejected
        "the new password could not be put in force; ask for another one"
    CONTACT_EMPTY "contact_empty" InvalidContact
        "the address or phone number is empty; ask for it"
    CONTACT_NOT_INTERNATIONAL "contact_not_international" InvalidContact
        "the phone number is not in international form; ask for it with + and the country code"
    CONTACT_INVALID "contact_invalid" InvalidContact
        "the server does not accept this address or phone number; ask for another one"
    ATTRIBUTES_EMPTY "attributes_empty" InvalidAttributes
        "no attribute was given; ask for those that the state lists"
    ATTRIBUTES_INVALID "attributes_invalid" InvalidAttributes
        "the server refuses the value of an attribute; ask for those that server().invalid_attributes() names again"
    ATTRIBUTES_REQUIRED_EARLY "attributes_required_early" InvalidAttributes
        "the tenant wants attributes at the very start; begin the sign-up again with them"

    // Other input is needed.
    USER_NOT_FOUND "user_not_found" UserNotFound
        "nobody has an account under this user name; offer to sign up"
    USER_VANISHED "user_vanished" UserNotFound
        "the account is gone; offer to sign up"
    USER_EXISTS "user_exists" UserExists
        "somebody has an account under this user name already; offer to sign in"
    PASSWORD_NOT_SET "password_not_set" NoPassword
        "the account has no password; sign in with a code"
    PASSWORD_OF_CODE_USER "password_of_code_user" NoPassword
        "the account signs in with codes, not with a password; sign in without one"
    PASSWORD_RESET_NOT_POSSIBLE "password_reset_not_possible" NoPassword
        "the account has no password to reset, or the tenant does not allow it; sign in with a code"
    METHOD_BLOCKED_BY_REPUTATION "method_blocked_by_reputation" MethodBlocked
        "this authentication method is blocked by its reputation; offer another one"
    METHOD_BLOCKED_BY_ADMINISTRATOR "method_blocked_by_administrator" MethodBlocked
        "an administrator has blocked this authentication method; offer another one"
    METHOD_LIMIT_REACHED "method_limit_reached" MethodBlocked
        "no more text messages are sent to this person for now; offer another method"
    METHOD_NOT_VALID_FOR_USER "method_not_valid_for_user" MethodBlocked
        "this way of signing in is not valid for the account; offer another one"
    PASSWORD_CHANGE_REQUIRED "password_change_required" ResetRequired
        "a policy wants the password changed; offer to reset it"
    PASSWORD_EXPIRED "password_expired" ResetRequired
        "the password has expired; offer to reset it"
    SIGN_UP_DISABLED "sign_up_disabled" SignUpDisabled
        "the tenant takes no new accounts; offer to sign in"

    // The flow is over.
    CONTINUATION_TOKEN_INVALID "continuation_token_invalid" FlowExpired
        "the server does not accept the flow's token here; begin again"
    CONTINUATION_TOKEN_REFUSED "continuation_token_refused" FlowExpired
        "the server refuses to go on with this flow; begin again"
    CONTINUATION_TOKEN_EXPIRED "continuation_token_expired" FlowExpired
        "the flow took too long; begin again"
    AUTHORIZATION_CODE_USED "authorization_code_used" FlowExpired
        "the authorization code was used before; begin again"
    GRANT_EXPIRED "grant_expired" FlowExpired
        "what should be turned into tokens has expired; begin again"
    PASSWORD_CHANGE_FAILED_FOR_GOOD "password_change_failed_for_good" FlowExpired
        "the new password could not be put in force, and the server left no way to try another; begin again"
    SUSPENSION_UNREADABLE "suspension_unreadable" FlowExpired
        "the suspended flow cannot be read: it was changed, or sealed with another key; begin again"
    SUSPENSION_VERSION_UNKNOWN "suspension_version_unknown" FlowExpired
        "the suspended flow was written by another version of this library; begin again"
    SUSPENSION_EXPIRED "suspension_expired" FlowExpired
        "the flow was suspended for too long; begin again"
    SUSPENSION_FOREIGN "suspension_foreign" FlowExpired
        "the suspended flow belongs to another app or tenant; begin again"
    BROWSER_REQUIRED "browser_required" BrowserRequired
        "the tenant wants a browser; sign in there"
    AUTHENTICATION_METHOD_UNSUPPORTED "authentication_method_unsupported" BrowserRequired
        "the tenant wants an authentication method that the native API does not have; use the browser"
    SECOND_FACTOR_REQUIRED "second_factor_required" BrowserRequired
        "the tenant wants a second factor, but left no way to give it here; use the browser"
    REGISTRATION_REQUIRED "registration_required" BrowserRequired
        "the tenant wants a strong authentication method registered, but left no way to do so here; use the browser"

    // Later.
    HOST_UNREACHABLE "host_unreachable" Network
        "the server cannot be reached; check the connection and the authority's host name"
    CONNECTION_LOST "connection_lost" Network
        "the connection was lost before the answer had arrived; whether the server took the step is not known"
    REPLY_TRUNCATED "reply_truncated" Network
        "the answer ended before it was complete; whether the server took the step is not known"
    PROXY_UNREACHABLE "proxy_unreachable" Network
        "the proxy cannot be reached or refuses the connection; check its address"
    CONNECT_TIMED_OUT "connect_timed_out" Timeout
        "the server did not accept a connection in time; try again later"
    POLLING_TIMED_OUT "polling_timed_out" Timeout
        "the server has not put the new password in force yet; run the same action again to go on asking"
    EXCHANGE_TIMED_OUT "exchange_timed_out" Timeout
        "the server did not answer in time; whether it took the step is not known"
    THROTTLED "throttled" Throttled
        "too many requests; wait as long as retry_after() says, or a minute"
    SLOW_DOWN "slow_down" Throttled
        "the server wants fewer requests; wait before trying again"
    CLIENT_LOOP "client_loop" Throttled
        "the same request came too often; wait before trying again, and look for a loop in the app"
    TOO_MANY_CODES "too_many_codes" TooManyCodes
        "too many codes were asked for; wait some minutes before asking for another one"
    ACCOUNT_LOCKED "account_locked" AccountLocked
        "the account is locked for a while after too many wrong passwords; try again later"
    SERVER_ERROR "server_error" ServerUnavailable
        "the service has failed; try again later"
    SERVER_BUSY "server_busy" ServerUnavailable
        "the service is busy; try again later"
    SERVER_TRANSIENT "server_transient" ServerUnavailable
        "the service has a passing trouble; try again"
    SERVER_FAILED "server_failed" ServerUnavailable
        "the service answered with a failure; try again later"
    GATEWAY_FAILED "gateway_failed" ServerUnavailable
        "a gateway in front of the service answered that it cannot be reached; try again later"
    AUTHORIZATION_PENDING "authorization_pending" ServerUnavailable
        "the service is not ready with this sign-in; try again in some seconds"
    CODE_NOT_DELIVERED "code_not_delivered" ServerUnavailable
        "the service could not deliver the code; try again later"

    // The turn of a state.
    ACTION_IN_PROGRESS "action_in_progress" InProgress
        "an action of this state is under way; let it finish"

    // The account.
    REFRESH_TOKEN_EXPIRED "refresh_token_expired" SignInRequired
        "the sign-in has expired; sign in again"
    REFRESH_TOKEN_INACTIVE "refresh_token_inactive" SignInRequired
        "the sign-in was not used for too long; sign in again"
    REFRESH_TOKEN_LIFE_OVER "refresh_token_life_over" SignInRequired
        "the sign-in has reached its fixed life; sign in again"
    REFRESH_TOKEN_REVOKED "refresh_token_revoked" SignInRequired
        "the sign-in was revoked, for instance by a new password; sign in again"
    REFRESH_TOKEN_MISSING "refresh_token_missing" SignInRequired
        "there is no refresh token to get new tokens with; sign in again"
    REFRESH_REFUSED "refresh_refused" SignInRequired
        "the server does not renew this sign-in; sign in again"
    REFRESH_NEEDS_SECOND_FACTOR "refresh_needs_second_factor" SignInRequired
        "a policy now wants a second factor, which cannot be given silently; sign in again"
    REFRESH_NEEDS_REGISTRATION "refresh_needs_registration" SignInRequired
        "a policy now wants a strong authentication method to be registered; sign in again"
    REFRESH_NEEDS_NEW_PASSWORD "refresh_needs_new_password" SignInRequired
        "a policy now wants the password changed; reset it and sign in again"
    REFRESH_BLOCKED "refresh_blocked" SignInRequired
        "a policy does not renew this sign-in; sign in again"
    SIGN_IN_TOKEN_MISSING "sign_in_token_missing" SignInRequired
        "the account exists, but the server gave no way to sign in with it at once; sign in as usual"
    ANOTHER_ACCOUNT "another_account" SignInRequired
        "the user name now belongs to another account; sign in again"
    USERNAME_UNKNOWN "username_unknown" SignInRequired
        "the account's tokens do not tell its user name; sign in again"
    ACCOUNT_SIGNED_OUT "account_signed_out" SignInRequired
        "the account is signed out; sign in again"

    // Nothing can be done here.
    ACCOUNT_DISABLED "account_disabled" AccountDisabled
        "the account is disabled"
    CONDITIONAL_ACCESS_BLOCKED "conditional_access_blocked" AccessDenied
        "a policy of the tenant blocks this sign-in"
    ACTION_NOT_ALLOWED "action_not_allowed" AccessDenied
        "a policy of the tenant does not allow this"
    ACCESS_DENIED "access_denied" AccessDenied
        "the tenant denies access"

    // Something has to be changed.
    NATIVE_AUTHENTICATION_DISABLED "native_authentication_disabled" Configuration
        "native authentication is off for this app; turn it on in the app's registration"
    PUBLIC_CLIENT_FLOW_OFF "public_client_flow_off" Configuration
        "the app demands a client secret; turn public client flows on in the app's registration"
    CLIENT_REFUSED "client_refused" Configuration
        "the service refuses this app; check its registration"
    CLIENT_UNKNOWN "client_unknown" Configuration
        "the tenant has no app with this client id; check the client id and the tenant"
    TENANT_UNKNOWN "tenant_unknown" Configuration
        "there is no such tenant; check the authority"
    CHALLENGE_TYPE_UNSUPPORTED "challenge_type_unsupported" Configuration
        "the service does not know one of the challenge types; check challenge_types"
    CHALLENGE_TYPE_LACKS_REDIRECT "challenge_type_lacks_redirect" Configuration
        "the list of challenge types lacks redirect; add it"
    SCOPE_INVALID "scope_invalid" Configuration
        "a scope is not valid, or the scopes belong to more than one API; check the scopes"
    SCOPE_MALFORMED "scope_malformed" Configuration
        "a scope is empty or holds a character that no scope may hold; give one scope an entry"
    EMULATOR_TOKENS "emulator_tokens" Configuration
        "these tokens come from a tenant emulator, but the authority is not on this machine; they are refused"
    TENANT_INVALID "tenant_invalid" Configuration
        "the tenant given to Client::builder() cannot be used"
    CLIENT_ID_INVALID "client_id_invalid" Configuration
        "the client_id given to Client::builder() must be a GUID, as the app's registration shows it"
    CHALLENGE_TYPES_EMPTY "challenge_types_empty" Configuration
        "challenge_types() is empty; name at least one the app has a screen for"
    SKU_INVALID "sku_invalid" Configuration
        "sku() must be visible ASCII without spaces"
    CONNECT_TIMEOUT_ZERO "connect_timeout_zero" Configuration
        "connect_timeout() must be longer than nothing"
    EXCHANGE_TIMEOUT_ZERO "exchange_timeout_zero" Configuration
        "exchange_timeout() must be longer than nothing"
    POLLING_TIMEOUT_ZERO "polling_timeout_zero" Configuration
        "polling_timeout() must be longer than nothing"
    SUSPENSION_LIFETIME_ZERO "suspension_lifetime_zero" Configuration
        "suspension_lifetime() must be a second or longer"
    SEALING_KEY_INVALID "sealing_key_invalid" Configuration
        "a sealing key has exactly 32 bytes"
    TRANSPORT_MISSING "transport_missing" Configuration
        "this build has no transport of its own; give one with transport(), or turn the feature reqwest on"
    ROOT_CERTIFICATE_INVALID "root_certificate_invalid" Configuration
        "what add_root_certificate() was given holds no certificate in PEM form that can be a root"
    PROXY_INVALID "proxy_invalid" Configuration
        "the address given to proxy() cannot be one; it looks like http://proxy.example:8080"
    NO_ROOT_CERTIFICATES "no_root_certificates" Configuration
        "this machine has no root certificates; install them (ca-certificates on Debian) or add one with add_root_certificate()"
    CONSENT_MISSING "consent_missing" ConsentMissing
        "nobody has consented to a scope; an administrator has to, in the tenant"
    CERTIFICATE_REJECTED "certificate_rejected" Certificate
        "the server's certificate is not trusted or not for this host; check the authority, or add the right root with add_root_certificate()"
    TLS_FAILED "tls_failed" Certificate
        "no secure connection could be agreed on; check that the authority's host and port speak TLS"
    ACTION_OF_ANOTHER_CLIENT "action_of_another_client" Misuse
        "the action was made by another client; run it on the client that made it"
    STATE_STALE "state_stale" Misuse
        "this state has already led to a next one; use the newest state"
    STEP_NOT_SUSPENDABLE "step_not_suspendable" Misuse
        "nothing can be gone on with after this step; suspend one that waits for the person"
    CLAIMS_CHALLENGE_MISSING "claims_challenge_missing" Misuse
        "this holds no claims challenge; give the API's WWW-Authenticate header as it came"
    METHOD_UNKNOWN "method_unknown" Misuse
        "the state offers no method with this id; use one of methods()"
    CLAIMS_NOT_JSON "claims_not_json" Misuse
        "a claims request must be a JSON object"
    REFRESH_INTERRUPTED "refresh_interrupted" Misuse
        "the task that renews tokens ended before its time: its runtime was shut down, or the transport panicked"
    NETWORK_SETTINGS_UNUSED "network_settings_unused" Configuration
        "transport() brings its own network; leave out proxy(), proxy_from_environment(), add_root_certificate() and root_certificates_from_environment()"
    PROXY_TWICE "proxy_twice" Configuration
        "proxy() and proxy_from_environment() exclude each other; choose one"
    PROXY_ON_LOOPBACK "proxy_on_loopback" Configuration
        "plain http to this machine never goes through a proxy, which would read it and be another machine; leave out proxy()"
    REQUEST_HEADERS_TIMED_OUT "request_headers_timed_out" Timeout
        "the app's request_headers() did not answer in time; nothing was sent"
    RUNTIME_MISSING "runtime_missing" Misuse
        "this has to be called within a tokio runtime"

    // The server answered outside the protocol.
    PARAMETER_INVALID "parameter_invalid" UnexpectedReply
        "the server finds a parameter empty or malformed; please report this"
    PARAMETER_MISSING "parameter_missing" UnexpectedReply
        "the server misses a parameter; please report this"
    REQUEST_REFUSED "request_refused" UnexpectedReply
        "the server finds the request invalid; if codes are sent by e-mail, check that the tenant allows e-mail one-time passcodes"
    GRANT_REFUSED "grant_refused" UnexpectedReply
        "the server does not accept this kind of answer at this point; please report this"
    GRANT_TYPE_UNSUPPORTED "grant_type_unsupported" UnexpectedReply
        "the server does not know this grant type; please report this"
    VERIFICATION_REQUIRED "verification_required" UnexpectedReply
        "the server wants the e-mail address verified first; begin again without attributes"
    STEP_WITHOUT_TOKEN "step_without_token" UnexpectedReply
        "the server names a next step, but not all that is needed to take it; please report this"
    UNKNOWN_REFUSAL "unknown_refusal" UnexpectedReply
        "the server refused for a reason that this version does not know; see server()"
    CONTINUATION_TOKEN_MISSING "continuation_token_missing" UnexpectedReply
        "the answer lacks the token to go on with; please report this"
    CHALLENGE_TYPE_UNKNOWN "challenge_type_unknown" UnexpectedReply
        "the server asks for a challenge that this version does not know; update, or use the browser"
    POLL_STATUS_UNKNOWN "poll_status_unknown" UnexpectedReply
        "the server names a state of the new password that this version does not know; run the same action again, or update"
    REPLY_INCOMPLETE "reply_incomplete" UnexpectedReply
        "the answer lacks something that the flow cannot go on without; please report this"
    REPLY_EMPTY "reply_empty" UnexpectedReply
        "the answer has no body; check that the authority points at the tenant, not at a proxy of something else"
    REPLY_NOT_JSON "reply_not_json" UnexpectedReply
        "the answer is not what the service sends; check the authority and whatever stands between"
    REPLY_IS_A_PAGE "reply_is_a_page" UnexpectedReply
        "a web page came back instead of an answer; check the authority, or sign in to the network first"
    REPLY_TOO_LARGE "reply_too_large" UnexpectedReply
        "the answer is larger than 1 MiB and was not read; check the authority and whatever stands between"
    HTTP_REDIRECT "http_redirect" UnexpectedReply
        "the server sent the request elsewhere, which is never followed; check the authority, or sign in to the network first"
    ENDPOINT_NOT_FOUND "endpoint_not_found" UnexpectedReply
        "the server does not have this endpoint; check the authority"
    PROXY_AUTHENTICATION "proxy_authentication" UnexpectedReply
        "the proxy wants a user name and a password; give them in the proxy's address"
    ID_TOKEN_MISSING "id_token_missing" UnexpectedReply
        "the answer holds no ID token, so nobody knows who signed in; please report this"
    IDENTITY_MISSING "identity_missing" UnexpectedReply
        "the tokens do not say whose they are; please report this"
    IDENTITY_CONTRADICTION "identity_contradiction" UnexpectedReply
        "the tokens name two different accounts and are refused; please report this"
    IDENTITY_CHANGED "identity_changed" UnexpectedReply
        "the renewed tokens are for another account and are refused; please report this"
}
