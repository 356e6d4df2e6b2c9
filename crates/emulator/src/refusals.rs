//! Every refusal the emulator knows, by name, with the `error`, `suberror` and code the protocol
//! gives it. The sentences are ours, but for three that other people's clients look for.

mod beyond_first_factor;
mod browser;
mod extensions;

use serde_json::{Value, json};

use crate::problem::Problem;

pub(crate) use beyond_first_factor::*;
pub(crate) use browser::*;
pub(crate) use extensions::*;

/// A required parameter is not there at all.
pub(crate) fn missing(name: &str) -> Problem {
    Problem::new(
        "invalid_request",
        Some(900_144),
        format!("The request body must contain the following parameter: '{name}'."),
    )
}

/// A parameter is empty, malformed or given twice. For `username` and `client_id` clients look for
/// exactly this sentence.
pub(crate) fn not_valid(name: &str) -> Problem {
    Problem::new(
        "invalid_request",
        Some(90_100),
        format!("{name} parameter is empty or not valid."),
    )
}

/// The list of challenge types lacks `redirect`.
pub(crate) fn redirect_not_listed() -> Problem {
    Problem::new(
        "invalid_request",
        Some(901_007),
        "The challenge_type list parameter must include 'redirect'.",
    )
}

/// The list of challenge types has one nobody knows. Clients look for exactly this sentence; its
/// number is not recorded, and the one of a list without `redirect` would tell them that instead.
pub(crate) fn challenge_type_unknown() -> Problem {
    Problem::new(
        "invalid_request",
        None,
        "The challenge_type list parameter contains an unsupported challenge type.",
    )
}

pub(crate) fn continuation_token_not_valid() -> Problem {
    Problem::new(
        "invalid_request",
        Some(55_200),
        "The continuation token is not valid here.",
    )
}

pub(crate) fn continuation_token_expired() -> Problem {
    Problem::new(
        "expired_token",
        Some(552_003),
        "The continuation token has expired.",
    )
}

pub(crate) fn tenant_not_found() -> Problem {
    Problem::new("invalid_request", Some(90_002), "There is no such tenant.")
}

pub(crate) fn app_not_found() -> Problem {
    Problem::new(
        "unauthorized_client",
        Some(700_016),
        "There is no application with this client ID in the tenant.",
    )
}

pub(crate) fn app_not_public() -> Problem {
    Problem::new(
        "invalid_client",
        Some(7_000_218),
        "The application must prove itself with a client secret or assertion: \
         public client flows are off.",
    )
}

/// No number of its own is recorded.
pub(crate) fn native_auth_disabled() -> Problem {
    Problem::new(
        "invalid_client",
        None,
        "Native authentication is not enabled for this application.",
    )
    .suberror("nativeauthapi_disabled")
}

pub(crate) fn user_exists() -> Problem {
    Problem::new(
        "user_already_exists",
        Some(1_003_037),
        "An account with this name already exists.",
    )
}

pub(crate) fn user_not_found() -> Problem {
    Problem::new(
        "user_not_found",
        Some(50_034),
        "There is no account with this name in the tenant.",
    )
}

/// The user was there when the flow began.
pub(crate) fn user_vanished() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_034),
        "The account is no longer in the tenant.",
    )
}

pub(crate) fn sign_up_not_allowed() -> Problem {
    Problem::new(
        "access_denied",
        Some(131_010),
        "The user flow does not allow sign-up.",
    )
}

/// `suberror` is one of the six `password_*` values.
pub(crate) fn password_refused(suberror: &'static str) -> Problem {
    Problem::new(
        "invalid_grant",
        Some(399_246),
        format!("The new password was refused: {suberror}."),
    )
    .suberror(suberror)
}

/// Bare text and no number, as recorded.
pub(crate) fn attributes_not_valid(names: &[String]) -> Problem {
    let names: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    Problem::new("invalid_grant", None, "User attribute validation failed.")
        .suberror("attribute_validation_failed")
        .member("invalid_attributes", Value::Array(names))
}

pub(crate) fn credential_required(token: String) -> Problem {
    Problem::new(
        "credential_required",
        Some(55_103),
        "A credential is required.",
    )
    .continuation_token(token)
}

pub(crate) fn attributes_required(token: String, attributes: Vec<Value>) -> Problem {
    Problem::new(
        "attributes_required",
        Some(55_106),
        "User attributes are required.",
    )
    .continuation_token(token)
    .member("required_attributes", Value::Array(attributes))
}

pub(crate) fn verification_required(token: String) -> Problem {
    Problem::new(
        "verification_required",
        None,
        "The e-mail address has not been verified yet.",
    )
    .continuation_token(token)
    .member("unverified_attributes", json!([{ "name": "email" }]))
}

/// A grant type the endpoint knows, at a step that does not take it.
pub(crate) fn grant_not_expected() -> Problem {
    Problem::new(
        "invalid_grant",
        None,
        "The grant type is not valid at this step.",
    )
}

pub(crate) fn code_wrong() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_181),
        "The one-time passcode could not be validated.",
    )
    .suberror("invalid_oob_value")
}

pub(crate) fn code_expired() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_182),
        "The one-time passcode has expired.",
    )
    .suberror("invalid_oob_value")
}

/// The `error` that carries this number is not recorded. `invalid_request`, since it is what a
/// client that knows nothing of the number treats most gently at a challenge endpoint.
pub(crate) fn too_many_codes() -> Problem {
    Problem::new(
        "invalid_request",
        Some(701_014),
        "Too many codes were sent there lately; wait before asking for another.",
    )
}

/// As with [`too_many_codes`] only the number is recorded.
pub(crate) fn code_not_delivered() -> Problem {
    Problem::new(
        "invalid_request",
        Some(50_185),
        "The one-time passcode could not be delivered.",
    )
}

/// As with [`too_many_codes`] only the number is recorded.
pub(crate) fn too_many_text_messages() -> Problem {
    Problem::new(
        "invalid_request",
        Some(50_088),
        "No more text messages can be sent now.",
    )
}

pub(crate) fn password_wrong() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_126),
        "The user name or password is wrong.",
    )
}

pub(crate) fn account_locked() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_053),
        "The account is locked after too many failed sign-ins.",
    )
}

pub(crate) fn account_disabled() -> Problem {
    Problem::new("invalid_grant", Some(50_057), "The account is disabled.")
}

/// A password for somebody who has none, or a code for somebody with a password.
pub(crate) fn wrong_kind_of_credential() -> Problem {
    Problem::new(
        "invalid_request",
        Some(400_002),
        "This way to authenticate is not valid for the user.",
    )
}

pub(crate) fn grant_type_not_supported() -> Problem {
    Problem::new(
        "unsupported_grant_type",
        Some(70_003),
        "The grant type is not supported.",
    )
}

pub(crate) fn scope_not_valid() -> Problem {
    Problem::new(
        "invalid_scope",
        Some(70_011),
        "The scope is malformed, or names scopes of more than one resource.",
    )
}

pub(crate) fn consent_missing() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(65_001),
        "Nobody has consented to this scope for the application.",
    )
}

pub(crate) fn refresh_token_not_valid() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(70_008),
        "The refresh token is not valid or has expired.",
    )
}

pub(crate) fn refresh_token_of_another_app() -> Problem {
    refresh_token_not_valid().suberror("client_mismatch")
}

pub(crate) fn refresh_token_expired() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(700_082),
        "The refresh token has expired for want of use.",
    )
}

pub(crate) fn refresh_token_revoked() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_173),
        "The grant was revoked; sign in again.",
    )
    .suberror("bad_token")
}

/// Too much traffic. What the real service says with a 429 is not recorded.
pub(crate) fn too_many_requests() -> Problem {
    let text = "Too many requests.";
    Problem::new("temporarily_unavailable", Some(90_055), text).status(429)
}

/// The emulator's own cap on flows under way.
pub(crate) fn too_many_flows() -> Problem {
    Problem::new(
        "temporarily_unavailable",
        Some(90_055),
        "Too many flows are under way.",
    )
    .status(429)
    .retry_after(60)
}

/// Not of the documentation: the emulator's own cap.
pub(crate) fn too_many_connections() -> Problem {
    Problem::new(
        "temporarily_unavailable",
        None,
        "Too many connections are open.",
    )
    .status(503)
    .retry_after(1)
}

/// The emulator's own cap on users.
pub(crate) fn too_many_users() -> Problem {
    Problem::new(
        "temporarily_unavailable",
        None,
        "The emulator holds as many users as it may.",
    )
    .status(503)
}

/// Something that should not happen; it says nothing about what.
pub(crate) fn server_error() -> Problem {
    Problem::new(
        "server_error",
        Some(90_006),
        "The emulator failed to answer.",
    )
    .status(500)
}
