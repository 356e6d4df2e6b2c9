//! The refusals that the protocol documents, one row each, and what they mean.

use native_auth_core::ErrorKind::{self, *};
use native_auth_core::Recovery::{self, *};
use native_auth_wire::Endpoint::{
    self, Refresh, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordChallenge,
    ResetPasswordContinue, ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit,
    SignInChallenge, SignInInitiate, SignInIntrospect, SignUpChallenge, SignUpContinue,
    SignUpStart, Token,
};

/// What the server says, and where.
pub(crate) struct Row {
    /// At each of these.
    pub(crate) at: &'static [Endpoint],
    pub(crate) error: &'static str,
    pub(crate) suberror: Option<&'static str>,
    pub(crate) codes: &'static [i64],
    /// What it means.
    pub(crate) means: (&'static str, ErrorKind, Recovery),
    /// Whether it is another row once more, under another word or number.
    pub(crate) again: bool,
}

const ALL: &[Endpoint] = &Endpoint::ALL;
/// Where a continuation token is sent, so that it can be refused.
const FLOW: &[Endpoint] = &[
    SignUpChallenge,
    SignUpContinue,
    SignInChallenge,
    SignInIntrospect,
    RegisterIntrospect,
    RegisterChallenge,
    RegisterContinue,
    ResetPasswordChallenge,
    ResetPasswordContinue,
    ResetPasswordSubmit,
    ResetPasswordPoll,
    Token,
];
const START: &[Endpoint] = &[SignUpStart, SignInInitiate, ResetPasswordStart];
/// The tables of these say `invalid_grant` of a token that is not valid.
const CHALLENGE: &[Endpoint] = &[SignUpChallenge, SignInChallenge];
const SIGN_UP: &[Endpoint] = &[SignUpStart, SignUpContinue];
/// Where a new password may be refused.
const NEW_PASSWORD: &[Endpoint] = &[
    SignUpStart,
    SignUpContinue,
    ResetPasswordSubmit,
    ResetPasswordPoll,
];
/// Where a code is sent.
const SENT: &[Endpoint] = &[
    SignUpChallenge,
    SignInChallenge,
    RegisterChallenge,
    ResetPasswordChallenge,
];
/// Where the person chooses how it is sent.
const CHOSEN: &[Endpoint] = &[SignInChallenge, RegisterChallenge];
/// Where a code is checked.
const CODES: &[Endpoint] = &[
    SignUpContinue,
    RegisterContinue,
    ResetPasswordContinue,
    Token,
];
/// Where a grant is, and no more is said of its refusal.
const GRANTS: &[Endpoint] = &[
    SignUpContinue,
    RegisterContinue,
    ResetPasswordContinue,
    ResetPasswordSubmit,
    ResetPasswordPoll,
];
const TOKENS: &[Endpoint] = &[Token, Refresh];

const fn row(
    at: &'static [Endpoint],
    error: &'static str,
    suberror: &'static str,
    codes: &'static [i64],
    means: (&'static str, ErrorKind, Recovery),
) -> Row {
    let suberror = if suberror.is_empty() {
        None
    } else {
        Some(suberror)
    };
    Row {
        at,
        error,
        suberror,
        codes,
        means,
        again: false,
    }
}

/// A row that is another one under another word or number.
const fn again(
    at: &'static [Endpoint],
    error: &'static str,
    suberror: &'static str,
    codes: &'static [i64],
    means: (&'static str, ErrorKind, Recovery),
) -> Row {
    let mut row = row(at, error, suberror, codes, means);
    row.again = true;
    row
}

/// Each row has a code of its own at its endpoints; the comment beside an `again` says why that one has not.
#[rustfmt::skip] // A table: one row a line.
pub(crate) const ROWS: &[Row] = &[
    // Any endpoint.
    row(ALL, "invalid_request", "", &[900_144], ("parameter_missing", UnexpectedReply, Fix)),
    again(ALL, "invalid_request", "", &[90014], ("parameter_missing", UnexpectedReply, Fix)), // the same under another number
    row(ALL, "invalid_request", "", &[901_007], ("challenge_type_lacks_redirect", Configuration, Fix)),
    row(ALL, "unsupported_challenge_type", "", &[], ("challenge_type_unsupported", Configuration, Fix)),
    row(ALL, "invalid_request", "", &[55200], ("continuation_token_invalid", FlowExpired, StartOver)),
    again(ALL, "invalid_request", "", &[55000], ("continuation_token_invalid", FlowExpired, StartOver)), // the test suites' number
    row(ALL, "expired_token", "", &[552_003], ("continuation_token_expired", FlowExpired, StartOver)),
    again(ALL, "expired_token", "", &[552_001], ("continuation_token_expired", FlowExpired, StartOver)), // as seen in the field
    again(ALL, "expired_token", "", &[55112], ("continuation_token_expired", FlowExpired, StartOver)), // as documented before
    row(ALL, "invalid_client", "nativeauthapi_disabled", &[], ("native_authentication_disabled", Configuration, Fix)),
    row(ALL, "invalid_client", "", &[7_000_218], ("public_client_flow_off", Configuration, Fix)),
    row(ALL, "invalid_client", "", &[], ("client_refused", Configuration, Fix)),
    row(ALL, "unauthorized_client", "", &[700_016], ("client_unknown", Configuration, Fix)),
    row(ALL, "invalid_request", "", &[90002], ("tenant_unknown", Configuration, Fix)),
    again(ALL, "invalid_tenant", "", &[90002], ("tenant_unknown", Configuration, Fix)), // the same under another word
    row(ALL, "server_error", "", &[90006], ("server_transient", ServerUnavailable, TryLater)),
    again(ALL, "server_error", "", &[90024], ("server_transient", ServerUnavailable, TryLater)), // the same under another number
    row(ALL, "server_error", "", &[], ("server_error", ServerUnavailable, TryLater)),
    row(ALL, "temporarily_unavailable", "", &[], ("server_busy", ServerUnavailable, TryLater)),
    row(ALL, "invalid_request", "", &[], ("request_refused", UnexpectedReply, Fix)), // also a tenant that sends no codes by e-mail
    again(ALL, "invalid_request", "", &[90023], ("request_refused", UnexpectedReply, Fix)), // no more is said of it
    // A parameter that is empty or malformed: the user name where one is sent, else our own doing.
    row(START, "invalid_request", "", &[90100], ("username_invalid", InvalidUsername, AskAgain)),
    row(FLOW, "invalid_request", "", &[90100], ("parameter_invalid", UnexpectedReply, Fix)),
    row(&[Refresh], "invalid_request", "", &[90100], ("parameter_invalid", UnexpectedReply, Fix)),
    // The continuation token, as the tables of the two challenge endpoints put it.
    row(CHALLENGE, "invalid_grant", "", &[], ("continuation_token_refused", FlowExpired, StartOver)),
    // Sign-up.
    row(SIGN_UP, "user_already_exists", "", &[1_003_037], ("user_exists", UserExists, ChooseAnother)),
    again(SIGN_UP, "user_already_exists", "", &[399_246], ("user_exists", UserExists, ChooseAnother)), // an older number
    // New passwords.
    row(NEW_PASSWORD, "invalid_grant", "password_too_weak", &[399_246], ("password_too_weak", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "password_too_short", &[399_246], ("password_too_short", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "password_too_long", &[399_246], ("password_too_long", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "password_recently_used", &[399_246], ("password_recently_used", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "password_banned", &[399_246], ("password_banned", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "password_is_invalid", &[399_246], ("password_invalid", PasswordRejected, AskAgain)),
    row(NEW_PASSWORD, "invalid_grant", "", &[399_246], ("password_refused", PasswordRejected, AskAgain)),
    again(NEW_PASSWORD, "invalid_grant", "password_too_short", &[], ("password_too_short", PasswordRejected, AskAgain)), // the numbers are not documented
    // Sign-up, once more.
    row(SIGN_UP, "invalid_grant", "attribute_validation_failed", &[], ("attributes_invalid", InvalidAttributes, AskAgain)),
    row(&[SignUpStart], "attributes_required", "", &[], ("attributes_required_early", InvalidAttributes, AskAgain)),
    row(SIGN_UP, "access_denied", "", &[131_010], ("sign_up_disabled", SignUpDisabled, ChooseAnother)),
    row(&[SignUpContinue, ResetPasswordContinue], "verification_required", "", &[], ("verification_required", UnexpectedReply, Fix)),
    row(GRANTS, "invalid_grant", "", &[], ("grant_refused", UnexpectedReply, Fix)),
    row(START, "unsupported_auth_method", "", &[], ("authentication_method_unsupported", BrowserRequired, OpenBrowser)),
    again(START, "auth_not_supported", "", &[], ("authentication_method_unsupported", BrowserRequired, OpenBrowser)), // the same under another word
    // Codes, sent and checked.
    row(SENT, "invalid_request", "", &[701_014], ("too_many_codes", TooManyCodes, TryLater)),
    again(SENT, "invalid_grant", "", &[701_014], ("too_many_codes", TooManyCodes, TryLater)), // its word is not documented
    row(SENT, "server_error", "", &[50185], ("code_not_delivered", ServerUnavailable, TryLater)),
    row(CODES, "invalid_grant", "invalid_oob_value", &[50181], ("code_invalid", InvalidCode, AskAgain)),
    again(CODES, "invalid_grant", "invalid_oob_value", &[], ("code_invalid", InvalidCode, AskAgain)), // the suberror decides
    row(CODES, "invalid_grant", "invalid_oob_value", &[50182], ("code_expired", CodeExpired, AskAgain)),
    again(CODES, "invalid_grant", "", &[50182], ("code_expired", CodeExpired, AskAgain)), // with or without its suberror
    row(CODES, "invalid_grant", "invalid_oob_value", &[50183], ("code_lost", CodeExpired, AskAgain)),
    row(CODES, "invalid_grant", "invalid_oob_value", &[50184], ("code_wrong", InvalidCode, AskAgain)),
    row(CODES, "invalid_grant", "invalid_oob_value", &[501_811], ("code_unknown", InvalidCode, AskAgain)),
    // Sign-in.
    row(&[SignInInitiate, ResetPasswordStart], "user_not_found", "", &[50034], ("user_not_found", UserNotFound, ChooseAnother)),
    row(&[Token, Refresh, ResetPasswordPoll], "user_not_found", "", &[], ("user_not_found", UserNotFound, ChooseAnother)),
    // Methods, used and registered.
    row(CHOSEN, "access_denied", "provider_blocked_by_rep", &[550_024], ("method_blocked_by_reputation", MethodBlocked, ChooseAnother)),
    again(CHOSEN, "access_denied", "provider_blocked_by_rep", &[], ("method_blocked_by_reputation", MethodBlocked, ChooseAnother)), // the suberror decides
    again(CHOSEN, "access_denied", "", &[550_024], ("method_blocked_by_reputation", MethodBlocked, ChooseAnother)), // or the number
    row(CHOSEN, "access_denied", "provider_blocked_by_admin", &[], ("method_blocked_by_administrator", MethodBlocked, ChooseAnother)),
    row(CHOSEN, "access_denied", "", &[50088], ("method_limit_reached", MethodBlocked, ChooseAnother)),
    again(CHOSEN, "invalid_request", "", &[50088], ("method_limit_reached", MethodBlocked, ChooseAnother)), // its word is not documented
    row(&[RegisterChallenge], "invalid_request", "", &[901_001], ("contact_invalid", InvalidContact, AskAgain)),
    // Reset.
    row(&[ResetPasswordStart], "invalid_request", "", &[500_222], ("password_reset_not_possible", NoPassword, ChooseAnother)),
    // Access.
    row(&[SignInChallenge, RegisterChallenge, Token], "access_denied", "", &[131_010], ("action_not_allowed", AccessDenied, GiveUp)),
    row(&[SignInChallenge, RegisterChallenge, Token], "access_denied", "", &[], ("access_denied", AccessDenied, GiveUp)),
    // Tokens.
    row(&[Token], "invalid_grant", "", &[50126], ("credentials_invalid", InvalidCredentials, AskAgain)),
    row(&[Token], "invalid_request", "", &[50142], ("password_change_required", ResetRequired, ChooseAnother)),
    row(&[Token], "invalid_grant", "", &[50034], ("user_vanished", UserNotFound, ChooseAnother)),
    row(&[Token], "invalid_grant", "", &[50053], ("account_locked", AccountLocked, TryLater)),
    row(&[Token], "invalid_grant", "", &[50055], ("password_expired", ResetRequired, ChooseAnother)),
    row(&[Token], "invalid_grant", "", &[50056], ("password_not_set", NoPassword, ChooseAnother)),
    row(TOKENS, "invalid_grant", "", &[50057], ("account_disabled", AccountDisabled, GiveUp)),
    row(&[Token], "invalid_grant", "", &[500_346], ("password_of_code_user", NoPassword, ChooseAnother)),
    row(&[Token], "invalid_grant", "", &[53003], ("conditional_access_blocked", AccessDenied, GiveUp)),
    again(&[Token], "access_denied", "", &[53003], ("conditional_access_blocked", AccessDenied, GiveUp)), // the same under another word
    row(TOKENS, "invalid_grant", "", &[65001], ("consent_missing", ConsentMissing, Fix)),
    row(&[Token], "invalid_grant", "", &[70008], ("grant_expired", FlowExpired, StartOver)),
    row(TOKENS, "invalid_grant", "", &[54005], ("authorization_code_used", FlowExpired, StartOver)),
    row(&[Token], "invalid_request", "", &[400_002], ("method_not_valid_for_user", MethodBlocked, ChooseAnother)),
    row(TOKENS, "invalid_scope", "", &[70011], ("scope_invalid", Configuration, Fix)),
    row(TOKENS, "unsupported_grant_type", "", &[70003], ("grant_type_unsupported", UnexpectedReply, Fix)),
    row(TOKENS, "authorization_pending", "", &[], ("authorization_pending", ServerUnavailable, TryLater)),
    row(TOKENS, "slow_down", "", &[], ("slow_down", Throttled, TryLater)),
    row(&[Token], "invalid_grant", "", &[50076], ("second_factor_required", BrowserRequired, OpenBrowser)),
    again(&[Token], "invalid_grant", "", &[50074], ("second_factor_required", BrowserRequired, OpenBrowser)), // one need, three numbers
    again(&[Token], "invalid_grant", "", &[50078], ("second_factor_required", BrowserRequired, OpenBrowser)), // one need, three numbers
    again(&[Token], "invalid_grant", "mfa_required", &[50076], ("second_factor_required", BrowserRequired, OpenBrowser)), // by its suberror, without a token
    row(&[Token], "invalid_grant", "", &[50079], ("registration_required", BrowserRequired, OpenBrowser)),
    again(&[Token], "invalid_grant", "", &[50072], ("registration_required", BrowserRequired, OpenBrowser)), // one need, two numbers
    again(&[Token], "invalid_grant", "registration_required", &[], ("registration_required", BrowserRequired, OpenBrowser)), // by its suberror, without a token
    // Refresh.
    row(&[Refresh], "expired_refresh_token", "", &[], ("refresh_token_expired", SignInRequired, SignInAgain)),
    again(&[Refresh], "invalid_grant", "token_expired", &[70008], ("refresh_token_expired", SignInRequired, SignInAgain)), // the same by its number
    row(&[Refresh], "invalid_grant", "", &[700_082], ("refresh_token_inactive", SignInRequired, SignInAgain)),
    row(&[Refresh], "invalid_grant", "", &[700_084], ("refresh_token_life_over", SignInRequired, SignInAgain)),
    row(&[Refresh], "invalid_grant", "bad_token", &[50173], ("refresh_token_revoked", SignInRequired, SignInAgain)),
    row(&[Refresh], "invalid_grant", "basic_action", &[50076], ("refresh_needs_second_factor", SignInRequired, SignInAgain)),
    again(&[Refresh], "invalid_grant", "", &[50074], ("refresh_needs_second_factor", SignInRequired, SignInAgain)), // one need, three numbers
    again(&[Refresh], "invalid_grant", "", &[50078], ("refresh_needs_second_factor", SignInRequired, SignInAgain)), // one need, three numbers
    again(&[Refresh], "invalid_grant", "mfa_required", &[], ("refresh_needs_second_factor", SignInRequired, SignInAgain)), // by its suberror
    row(&[Refresh], "invalid_grant", "", &[50079], ("refresh_needs_registration", SignInRequired, SignInAgain)),
    again(&[Refresh], "invalid_grant", "", &[50072], ("refresh_needs_registration", SignInRequired, SignInAgain)), // one need, two numbers
    again(&[Refresh], "invalid_grant", "registration_required", &[], ("refresh_needs_registration", SignInRequired, SignInAgain)), // by its suberror
    row(&[Refresh], "invalid_request", "", &[50142], ("refresh_needs_new_password", SignInRequired, SignInAgain)),
    again(&[Refresh], "invalid_grant", "user_password_expired", &[50055], ("refresh_needs_new_password", SignInRequired, SignInAgain)), // for one reason or another
    row(&[Refresh], "invalid_grant", "message_only", &[53003], ("refresh_blocked", SignInRequired, SignInAgain)),
    row(&[Refresh], "invalid_grant", "client_mismatch", &[], ("refresh_refused", SignInRequired, SignInAgain)),
    again(&[Refresh], "interaction_required", "", &[], ("refresh_refused", SignInRequired, SignInAgain)), // the same under another word
    row(&[Refresh], "invalid_grant", "", &[50196], ("client_loop", Throttled, TryLater)),
];
