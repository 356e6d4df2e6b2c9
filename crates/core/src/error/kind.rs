// Made from crates/core/errors.toml; change that file, not this one.
//! What happened.

use super::Recovery;

/// What happened. Each kind has exactly one [`Recovery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The code is wrong.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `code_empty`, `code_invalid`, `code_wrong`, `code_unknown`.
    InvalidCode,
    /// The code is no longer good; a new one can be sent.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `code_expired`, `code_lost`.
    CodeExpired,
    /// The user name or the password is wrong.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `password_empty`, `credentials_invalid`.
    InvalidCredentials,
    /// A new password breaks the tenant's rules.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `new_password_empty`, `password_too_weak`, `password_too_short`, `password_too_long`,
    /// `password_recently_used`, `password_banned`, `password_invalid`, `password_refused`,
    /// `password_change_failed`.
    PasswordRejected,
    /// The server refused the value of an attribute.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `attributes_empty`, `attributes_invalid`, `attributes_required_early`.
    InvalidAttributes,
    /// The user name cannot be one.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `username_empty`, `username_invalid`.
    InvalidUsername,
    /// The e-mail address or phone number cannot be registered.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `contact_empty`, `contact_not_international`, `contact_invalid`.
    InvalidContact,
    /// Nobody has an account under this user name.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `user_not_found`, `user_vanished`.
    UserNotFound,
    /// Somebody has an account under this user name already.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `user_exists`.
    UserExists,
    /// The account has no password.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `password_not_set`, `password_of_code_user`, `password_reset_not_possible`.
    NoPassword,
    /// The authentication method cannot be used.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `method_blocked_by_reputation`, `method_blocked_by_administrator`, `method_limit_reached`,
    /// `method_not_valid_for_user`.
    MethodBlocked,
    /// The password has to be reset before signing in.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `password_change_required`, `password_expired`.
    ResetRequired,
    /// The tenant takes no new accounts.
    ///
    /// The recovery is [`ChooseAnother`](Recovery::ChooseAnother).
    ///
    /// Codes: `sign_up_disabled`.
    SignUpDisabled,
    /// The flow took too long, or its token is not valid here.
    ///
    /// The recovery is [`StartOver`](Recovery::StartOver).
    ///
    /// Codes: `continuation_token_invalid`, `continuation_token_refused`, `continuation_token_expired`,
    /// `authorization_code_used`, `grant_expired`, `password_change_failed_for_good`, `suspension_unreadable`,
    /// `suspension_version_unknown`, `suspension_expired`, `suspension_foreign`.
    FlowExpired,
    /// Only a browser can go on.
    ///
    /// The recovery is [`OpenBrowser`](Recovery::OpenBrowser).
    ///
    /// Codes: `browser_required`, `authentication_method_unsupported`, `second_factor_required`,
    /// `second_factor_not_passed`, `second_factor_expired`, `registration_required`,
    /// `registration_in_browser_required`.
    BrowserRequired,
    /// The server cannot be reached.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `host_unreachable`, `connection_lost`, `reply_truncated`, `proxy_unreachable`.
    Network,
    /// The server did not answer in time.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `connect_timed_out`, `polling_timed_out`, `exchange_timed_out`, `request_headers_timed_out`.
    Timeout,
    /// Too many requests.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `throttled`, `slow_down`, `client_loop`.
    Throttled,
    /// Too many codes were asked for.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `too_many_codes`.
    TooManyCodes,
    /// The account is locked for a while.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `account_locked`.
    AccountLocked,
    /// The service is down or failing.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `server_error`, `server_busy`, `server_transient`, `server_failed`, `gateway_failed`,
    /// `id_token_keys_unavailable`, `authorization_pending`, `code_not_delivered`.
    ServerUnavailable,
    /// The token storage cannot be used now.
    ///
    /// The recovery is [`TryLater`](Recovery::TryLater).
    ///
    /// Codes: `key_store_locked`, `key_store_timed_out`, `storage_full`, `storage_unavailable`, `refresh_held_up`.
    StorageUnavailable,
    /// An action of the same state is under way.
    ///
    /// The recovery is [`Wait`](Recovery::Wait).
    ///
    /// Codes: `action_in_progress`.
    InProgress,
    /// The app gave the call up.
    ///
    /// The recovery is [`AskAgain`](Recovery::AskAgain).
    ///
    /// Codes: `call_cancelled`.
    Cancelled,
    /// The account's tokens are of no more use.
    ///
    /// The recovery is [`SignInAgain`](Recovery::SignInAgain).
    ///
    /// Codes: `refresh_token_expired`, `refresh_token_inactive`, `refresh_token_life_over`,
    /// `refresh_token_revoked`, `refresh_token_missing`, `refresh_refused`, `refresh_authentication_failed`,
    /// `refresh_needs_second_factor`, `refresh_second_factor_not_passed`, `refresh_second_factor_expired`,
    /// `refresh_needs_registration`, `refresh_needs_registration_in_browser`, `refresh_needs_new_password`,
    /// `refresh_password_expired`, `refresh_blocked`, `sign_in_token_missing`, `another_account`,
    /// `username_unknown`, `account_signed_out`.
    SignInRequired,
    /// The account is disabled.
    ///
    /// The recovery is [`GiveUp`](Recovery::GiveUp).
    ///
    /// Codes: `account_disabled`.
    AccountDisabled,
    /// A policy forbids it.
    ///
    /// The recovery is [`GiveUp`](Recovery::GiveUp).
    ///
    /// Codes: `conditional_access_blocked`, `action_not_allowed`, `access_denied`, `authentication_failed`.
    AccessDenied,
    /// The client or the app's registration is not set up right.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `native_authentication_disabled`, `public_client_flow_off`, `client_refused`, `client_unknown`,
    /// `tenant_unknown`, `challenge_type_unsupported`, `challenge_type_lacks_redirect`, `scope_invalid`,
    /// `scope_malformed`, `pkce_required`, `extension_permission_missing`, `emulator_tokens`, `tenant_invalid`,
    /// `tenant_id_invalid`, `tenant_id_mismatch`, `client_id_invalid`, `challenge_types_empty`, `sku_invalid`,
    /// `connect_timeout_zero`, `exchange_timeout_zero`, `polling_timeout_zero`, `suspension_lifetime_zero`,
    /// `sealing_key_invalid`, `transport_missing`, `root_certificate_invalid`, `proxy_invalid`,
    /// `no_root_certificates`, `network_settings_unused`, `proxy_twice`, `proxy_on_loopback`,
    /// `storage_not_built_in`, `msal_not_built_in`, `storage_missing`, `passphrase_empty`,
    /// `storage_profile_invalid`, `correlation_id_invalid`.
    Configuration,
    /// An administrator has not consented to a scope.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `consent_missing`.
    ConsentMissing,
    /// The server's certificate is not trusted.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `certificate_rejected`, `tls_failed`.
    Certificate,
    /// The caller did something that cannot work.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `action_of_another_client`, `state_stale`, `step_not_suspendable`, `claims_challenge_missing`,
    /// `method_unknown`, `claims_not_json`, `refresh_interrupted`, `runtime_missing`, `msal_cache_unreadable`,
    /// `account_ambiguous`, `client_closed`, `process_forked`.
    Misuse,
    /// The server answered something that the protocol does not know.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `parameter_invalid`, `parameter_missing`, `request_invalid`, `request_refused`, `grant_refused`,
    /// `grant_type_unsupported`, `verification_required`, `credential_step_incomplete`,
    /// `attributes_step_incomplete`, `aadsts_54120`, `aadsts_1002011`, `unknown_refusal`,
    /// `continuation_token_missing`, `challenge_type_unknown`, `poll_status_unknown`, `reply_incomplete`,
    /// `reply_empty`, `reply_not_json`, `reply_is_a_page`, `reply_too_large`, `http_redirect`,
    /// `endpoint_not_found`, `proxy_authentication`, `id_token_missing`, `id_token_malformed`,
    /// `id_token_duplicate_member`, `id_token_algorithm`, `id_token_header`, `id_token_key_unknown`,
    /// `id_token_key_unusable`, `id_token_signature`, `id_token_claim_missing`, `id_token_claim_type`,
    /// `id_token_issuer`, `id_token_tenant`, `id_token_audience`, `id_token_expired`, `id_token_not_yet_valid`,
    /// `openid_metadata_refused`, `identity_missing`, `identity_contradiction`, `identity_changed`.
    UnexpectedReply,
    /// The token storage is broken.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `storage_replaced`, `key_store_absent`, `key_store_failed`, `passphrase_wrong`, `storage_read_only`,
    /// `storage_unreachable`.
    Storage,
    /// A defect of this library.
    ///
    /// The recovery is [`Fix`](Recovery::Fix).
    ///
    /// Codes: `internal_error`.
    Internal,
}

impl ErrorKind {
    /// All kinds.
    pub const ALL: [Self; 34] = [
        Self::InvalidCode,
        Self::CodeExpired,
        Self::InvalidCredentials,
        Self::PasswordRejected,
        Self::InvalidAttributes,
        Self::InvalidUsername,
        Self::InvalidContact,
        Self::UserNotFound,
        Self::UserExists,
        Self::NoPassword,
        Self::MethodBlocked,
        Self::ResetRequired,
        Self::SignUpDisabled,
        Self::FlowExpired,
        Self::BrowserRequired,
        Self::Network,
        Self::Timeout,
        Self::Throttled,
        Self::TooManyCodes,
        Self::AccountLocked,
        Self::ServerUnavailable,
        Self::StorageUnavailable,
        Self::InProgress,
        Self::Cancelled,
        Self::SignInRequired,
        Self::AccountDisabled,
        Self::AccessDenied,
        Self::Configuration,
        Self::ConsentMissing,
        Self::Certificate,
        Self::Misuse,
        Self::UnexpectedReply,
        Self::Storage,
        Self::Internal,
    ];

    /// What to do about this kind of error.
    #[must_use]
    pub fn recovery(self) -> Recovery {
        match self {
            Self::InvalidCode => Recovery::AskAgain,
            Self::CodeExpired => Recovery::AskAgain,
            Self::InvalidCredentials => Recovery::AskAgain,
            Self::PasswordRejected => Recovery::AskAgain,
            Self::InvalidAttributes => Recovery::AskAgain,
            Self::InvalidUsername => Recovery::AskAgain,
            Self::InvalidContact => Recovery::AskAgain,
            Self::UserNotFound => Recovery::ChooseAnother,
            Self::UserExists => Recovery::ChooseAnother,
            Self::NoPassword => Recovery::ChooseAnother,
            Self::MethodBlocked => Recovery::ChooseAnother,
            Self::ResetRequired => Recovery::ChooseAnother,
            Self::SignUpDisabled => Recovery::ChooseAnother,
            Self::FlowExpired => Recovery::StartOver,
            Self::BrowserRequired => Recovery::OpenBrowser,
            Self::Network => Recovery::TryLater,
            Self::Timeout => Recovery::TryLater,
            Self::Throttled => Recovery::TryLater,
            Self::TooManyCodes => Recovery::TryLater,
            Self::AccountLocked => Recovery::TryLater,
            Self::ServerUnavailable => Recovery::TryLater,
            Self::StorageUnavailable => Recovery::TryLater,
            Self::InProgress => Recovery::Wait,
            Self::Cancelled => Recovery::AskAgain,
            Self::SignInRequired => Recovery::SignInAgain,
            Self::AccountDisabled => Recovery::GiveUp,
            Self::AccessDenied => Recovery::GiveUp,
            Self::Configuration => Recovery::Fix,
            Self::ConsentMissing => Recovery::Fix,
            Self::Certificate => Recovery::Fix,
            Self::Misuse => Recovery::Fix,
            Self::UnexpectedReply => Recovery::Fix,
            Self::Storage => Recovery::Fix,
            Self::Internal => Recovery::Fix,
        }
    }
}
