//! From what the server said to what it means: one ordered table.

use native_auth_wire::Endpoint::{
    self, Refresh, ResetPasswordChallenge, ResetPasswordStart, SignInChallenge, SignInInitiate,
    SignUpChallenge, SignUpContinue, SignUpStart, Token,
};
use native_auth_wire::Problem;

use super::Entry;
use super::catalogue::{self as c};

#[cfg(test)]
mod told;

/// The meaning of a refusal at an endpoint. The first row that fits decides, so the particular stands above the
/// general: the word first, then its refinement, and a number only where nothing else tells two cases apart.
pub(super) fn of(endpoint: Endpoint, problem: &Problem) -> &'static Entry {
    if problem.status() == 429 {
        return &c::THROTTLED;
    }
    if START.contains(&endpoint) && names_another_parameter(problem) {
        return &c::PARAMETER_INVALID;
    }
    if names_challenge_type(problem) {
        return &c::CHALLENGE_TYPE_UNSUPPORTED;
    }
    match ROWS.iter().find(|row| row.fits(endpoint, problem)) {
        Some(row) => row.entry,
        None if problem.status() >= 500 => &c::SERVER_FAILED,
        None => &c::UNKNOWN_REFUSAL,
    }
}

/// Whether a start was refused for a parameter other than the user name.
///
/// The number is the same for all of them. This is one of the two places where Microsoft's own clients, too, read the
/// description: its sentence begins with the name of the parameter.
fn names_another_parameter(problem: &Problem) -> bool {
    const SENTENCE: &str = " parameter is empty or not valid";
    let description = problem.description().unwrap_or_default();
    let named = description
        .split_once(SENTENCE)
        .and_then(|(before, _)| before.split_whitespace().last());
    problem.codes().contains(&90100) && named.is_some_and(|name| name != "username")
}

/// Whether a request was refused because of a challenge type that the service does not know.
///
/// It has a word of its own, but may also come as an `invalid_request`, which only its sentence tells from others. This
/// is the other place where one of Microsoft's own clients reads the description.
fn names_challenge_type(problem: &Problem) -> bool {
    const SENTENCE: &str =
        "The challenge_type list parameter contains an unsupported challenge type";
    let description = problem.description().unwrap_or_default();
    problem.error() == "invalid_request" && description.contains(SENTENCE)
}

struct Row {
    at: &'static [Endpoint],
    error: Option<&'static str>,
    suberror: Suberror,
    code: Option<i64>,
    entry: &'static Entry,
}

enum Suberror {
    Any,
    Is(&'static str),
}

impl Row {
    fn fits(&self, endpoint: Endpoint, problem: &Problem) -> bool {
        (self.at.is_empty() || self.at.contains(&endpoint))
            && self.error.is_none_or(|error| error == problem.error())
            && match self.suberror {
                Suberror::Any => true,
                Suberror::Is(suberror) => problem.suberror() == Some(suberror),
            }
            && self.code.is_none_or(|code| problem.codes().contains(&code))
    }

    const fn at(mut self, at: &'static [Endpoint]) -> Self {
        self.at = at;
        self
    }

    const fn and(mut self, suberror: &'static str) -> Self {
        self.suberror = Suberror::Is(suberror);
        self
    }

    const fn code(mut self, code: i64) -> Self {
        self.code = Some(code);
        self
    }
}

const fn error(error: &'static str, entry: &'static Entry) -> Row {
    Row {
        at: &[],
        error: Some(error),
        suberror: Suberror::Any,
        code: None,
        entry,
    }
}

const fn number(code: i64, entry: &'static Entry) -> Row {
    Row {
        at: &[],
        error: None,
        suberror: Suberror::Any,
        code: Some(code),
        entry,
    }
}

const START: &[Endpoint] = &[SignUpStart, SignInInitiate, ResetPasswordStart];
const CHALLENGE: &[Endpoint] = &[SignUpChallenge, SignInChallenge, ResetPasswordChallenge];
const SIGN_UP: &[Endpoint] = &[SignUpStart, SignUpContinue];
const REFRESH: &[Endpoint] = &[Refresh];
const TOKENS: &[Endpoint] = &[Token, Refresh];

#[rustfmt::skip] // A table: one row a line.
static ROWS: &[Row] = &[
    // Codes, wherever one is sent or checked.
    number(701_014, &c::TOO_MANY_CODES),
    number(50185, &c::CODE_NOT_DELIVERED),
    number(50088, &c::METHOD_LIMIT_REACHED),
    number(50182, &c::CODE_EXPIRED),
    number(50183, &c::CODE_LOST),
    number(50184, &c::CODE_WRONG),
    number(501_811, &c::CODE_UNKNOWN),
    number(50181, &c::CODE_INVALID),
    error("invalid_grant", &c::CODE_INVALID).and("invalid_oob_value"),
    // New passwords and attributes.
    error("invalid_grant", &c::PASSWORD_TOO_WEAK).and("password_too_weak"),
    error("invalid_grant", &c::PASSWORD_TOO_SHORT).and("password_too_short"),
    error("invalid_grant", &c::PASSWORD_TOO_LONG).and("password_too_long"),
    error("invalid_grant", &c::PASSWORD_RECENTLY_USED).and("password_recently_used"),
    error("invalid_grant", &c::PASSWORD_BANNED).and("password_banned"),
    error("invalid_grant", &c::PASSWORD_INVALID).and("password_is_invalid"),
    error("invalid_grant", &c::PASSWORD_REFUSED).code(399_246),
    error("invalid_grant", &c::ATTRIBUTES_INVALID).and("attribute_validation_failed"),
    error("attributes_required", &c::ATTRIBUTES_REQUIRED_EARLY).at(&[SignUpStart]),
    error("verification_required", &c::VERIFICATION_REQUIRED),
    // Who.
    error("user_already_exists", &c::USER_EXISTS),
    number(1_003_037, &c::USER_EXISTS),
    error("user_not_found", &c::USER_NOT_FOUND),
    number(50034, &c::USER_NOT_FOUND).at(START),
    error("invalid_request", &c::USERNAME_INVALID).code(90100).at(START),
    error("invalid_request", &c::PASSWORD_RESET_NOT_POSSIBLE).code(500_222),
    error("invalid_request", &c::CONTACT_INVALID).code(901_001),
    // Refresh: whatever needs the person means signing in again.
    number(50196, &c::CLIENT_LOOP),
    error("expired_refresh_token", &c::REFRESH_TOKEN_EXPIRED),
    number(700_082, &c::REFRESH_TOKEN_INACTIVE).at(TOKENS),
    number(700_084, &c::REFRESH_TOKEN_LIFE_OVER).at(TOKENS),
    number(70008, &c::REFRESH_TOKEN_EXPIRED).at(REFRESH),
    number(50173, &c::REFRESH_TOKEN_REVOKED).at(TOKENS),
    error("invalid_grant", &c::REFRESH_NEEDS_REGISTRATION).and("registration_required").at(REFRESH),
    error("invalid_grant", &c::REFRESH_NEEDS_SECOND_FACTOR).and("mfa_required").at(REFRESH),
    number(50072, &c::REFRESH_NEEDS_REGISTRATION_IN_BROWSER).at(REFRESH),
    number(50079, &c::REFRESH_NEEDS_REGISTRATION).at(REFRESH),
    number(50074, &c::REFRESH_SECOND_FACTOR_NOT_PASSED).at(REFRESH),
    number(50076, &c::REFRESH_NEEDS_SECOND_FACTOR).at(REFRESH),
    number(50078, &c::REFRESH_SECOND_FACTOR_EXPIRED).at(REFRESH),
    number(50142, &c::REFRESH_NEEDS_NEW_PASSWORD).at(REFRESH),
    number(50055, &c::REFRESH_PASSWORD_EXPIRED).at(REFRESH),
    number(53003, &c::REFRESH_BLOCKED).at(REFRESH),
    number(50012, &c::REFRESH_AUTHENTICATION_FAILED).at(REFRESH),
    // Tokens.
    number(50126, &c::CREDENTIALS_INVALID).at(TOKENS),
    number(50142, &c::PASSWORD_CHANGE_REQUIRED).at(TOKENS),
    number(50055, &c::PASSWORD_EXPIRED).at(TOKENS),
    number(50034, &c::USER_VANISHED).at(TOKENS),
    number(50053, &c::ACCOUNT_LOCKED),
    number(50056, &c::PASSWORD_NOT_SET).at(TOKENS),
    number(500_346, &c::PASSWORD_OF_CODE_USER),
    number(400_002, &c::METHOD_NOT_VALID_FOR_USER).at(TOKENS),
    number(50057, &c::ACCOUNT_DISABLED),
    number(53003, &c::CONDITIONAL_ACCESS_BLOCKED),
    number(65001, &c::CONSENT_MISSING),
    // Without a token there is no way on; with the suberror and a token these are no refusals at all.
    error("invalid_grant", &c::REGISTRATION_REQUIRED).and("registration_required").at(TOKENS),
    error("invalid_grant", &c::SECOND_FACTOR_REQUIRED).and("mfa_required").at(TOKENS),
    number(50072, &c::REGISTRATION_IN_BROWSER_REQUIRED).at(TOKENS),
    number(50079, &c::REGISTRATION_REQUIRED).at(TOKENS),
    number(50074, &c::SECOND_FACTOR_NOT_PASSED).at(TOKENS),
    number(50076, &c::SECOND_FACTOR_REQUIRED).at(TOKENS),
    number(50078, &c::SECOND_FACTOR_EXPIRED).at(TOKENS),
    number(54005, &c::AUTHORIZATION_CODE_USED).at(TOKENS),
    number(70008, &c::GRANT_EXPIRED).at(TOKENS),
    error("invalid_scope", &c::SCOPE_INVALID),
    number(70011, &c::SCOPE_INVALID),
    error("unsupported_grant_type", &c::GRANT_TYPE_UNSUPPORTED),
    number(70003, &c::GRANT_TYPE_UNSUPPORTED),
    number(9_002_325, &c::PKCE_REQUIRED),
    number(50012, &c::AUTHENTICATION_FAILED),
    error("slow_down", &c::SLOW_DOWN),
    error("authorization_pending", &c::AUTHORIZATION_PENDING),
    // The app and the tenant.
    error("invalid_client", &c::NATIVE_AUTHENTICATION_DISABLED).and("nativeauthapi_disabled"),
    error("invalid_client", &c::PUBLIC_CLIENT_FLOW_OFF).code(7_000_218),
    error("invalid_client", &c::CLIENT_REFUSED),
    error("unauthorized_client", &c::CLIENT_UNKNOWN),
    number(700_016, &c::CLIENT_UNKNOWN),
    error("invalid_tenant", &c::TENANT_UNKNOWN),
    number(90002, &c::TENANT_UNKNOWN),
    error("unsupported_challenge_type", &c::CHALLENGE_TYPE_UNSUPPORTED),
    error("invalid_request", &c::CHALLENGE_TYPE_LACKS_REDIRECT).code(901_007),
    number(1_003_021, &c::EXTENSION_PERMISSION_MISSING),
    error("unsupported_auth_method", &c::AUTHENTICATION_METHOD_UNSUPPORTED),
    error("auth_not_supported", &c::AUTHENTICATION_METHOD_UNSUPPORTED),
    // The flow's token.
    error("expired_token", &c::CONTINUATION_TOKEN_EXPIRED),
    number(552_003, &c::CONTINUATION_TOKEN_EXPIRED),
    number(552_001, &c::CONTINUATION_TOKEN_EXPIRED),
    number(55112, &c::CONTINUATION_TOKEN_EXPIRED),
    error("invalid_request", &c::CONTINUATION_TOKEN_INVALID).code(55200),
    error("invalid_request", &c::CONTINUATION_TOKEN_INVALID).code(55000),
    // Access.
    error("access_denied", &c::METHOD_BLOCKED_BY_REPUTATION).and("provider_blocked_by_rep"),
    error("access_denied", &c::METHOD_BLOCKED_BY_ADMINISTRATOR).and("provider_blocked_by_admin"),
    number(550_024, &c::METHOD_BLOCKED_BY_REPUTATION),
    number(131_010, &c::SIGN_UP_DISABLED).at(SIGN_UP),
    number(131_010, &c::ACTION_NOT_ALLOWED),
    error("access_denied", &c::ACCESS_DENIED),
    // The service.
    number(90006, &c::SERVER_TRANSIENT),
    number(90024, &c::SERVER_TRANSIENT),
    error("server_error", &c::SERVER_ERROR),
    error("temporarily_unavailable", &c::SERVER_BUSY),
    // Numbers of other parts of the platform.
    number(90023, &c::REQUEST_INVALID),
    number(54120, &c::AADSTS_54120),
    number(1_002_011, &c::AADSTS_1002011),
    // A next step without all that is needed to take it.
    error("credential_required", &c::CREDENTIAL_STEP_INCOMPLETE),
    error("attributes_required", &c::ATTRIBUTES_STEP_INCOMPLETE),
    number(55103, &c::CREDENTIAL_STEP_INCOMPLETE),
    number(55106, &c::ATTRIBUTES_STEP_INCOMPLETE),
    number(55102, &c::ATTRIBUTES_STEP_INCOMPLETE),
    // What is left of the common words.
    error("invalid_request", &c::PARAMETER_INVALID).code(90100),
    error("invalid_request", &c::PARAMETER_MISSING).code(90014),
    error("invalid_request", &c::PARAMETER_MISSING).code(900_144),
    error("invalid_grant", &c::REFRESH_REFUSED).at(REFRESH),
    error("interaction_required", &c::REFRESH_REFUSED).at(REFRESH),
    error("invalid_grant", &c::CONTINUATION_TOKEN_REFUSED).at(CHALLENGE),
    error("invalid_grant", &c::GRANT_REFUSED),
    error("invalid_request", &c::REQUEST_REFUSED),
];
