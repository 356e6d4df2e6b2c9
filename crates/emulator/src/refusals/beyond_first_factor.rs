//! The refusals of the second factor, its registration and the password reset.

use serde_json::Value;

use crate::problem::Problem;

/// The first factor was right and one is not enough.
pub(crate) fn mfa_required(token: String) -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_076),
        "This application demands a second factor.",
    )
    .suberror("mfa_required")
    .continuation_token(token)
}

/// The number is not documented; it is one of the two that mean this.
pub(crate) fn registration_required(token: String) -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_072),
        "This application demands a second factor, and none is registered yet.",
    )
    .suberror("registration_required")
    .continuation_token(token)
}

/// A refresh never asks for a second factor itself. `claims` is what a sign-in should ask for.
pub(crate) fn mfa_needed_since(claims: String) -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_076),
        "This application demands a second factor now; sign in again.",
    )
    .suberror("basic_action")
    .member("claims", Value::String(claims))
}

/// A code for a second factor was asked for before its methods were listed.
pub(crate) fn introspect_required() -> Problem {
    Problem::new(
        "invalid_request",
        None,
        "The registered methods must be listed before one is chosen.",
    )
    .suberror("introspect_required")
}

/// The address or number is none, or none that is allowed here.
pub(crate) fn contact_not_valid() -> Problem {
    Problem::new(
        "invalid_request",
        Some(901_001),
        "The challenge target is no valid e-mail address or phone number.",
    )
}

pub(crate) fn contact_of_bad_reputation() -> Problem {
    Problem::new(
        "access_denied",
        Some(550_024),
        "No codes are sent there: its reputation is bad or its region is off.",
    )
    .suberror("provider_blocked_by_rep")
}

/// No number is recorded.
pub(crate) fn contact_not_allowed() -> Problem {
    Problem::new(
        "access_denied",
        None,
        "An administrator has turned this method off.",
    )
    .suberror("provider_blocked_by_admin")
}

/// Password reset is off, or the user has no password to reset.
pub(crate) fn reset_not_possible() -> Problem {
    Problem::new(
        "invalid_request",
        Some(500_222),
        "The tenant or the user has no native password reset.",
    )
}

/// The password is right and has run out.
pub(crate) fn password_expired() -> Problem {
    Problem::new("invalid_grant", Some(50_055), "The password has expired.")
}

/// A Conditional Access policy forbids it, whatever the person does. Documented with
/// `invalid_grant` too.
pub(crate) fn blocked_by_policy() -> Problem {
    Problem::new(
        "access_denied",
        Some(53_003),
        "A Conditional Access policy blocks this sign-in.",
    )
}

/// The same at a refresh, where every refusal is `invalid_grant`.
pub(crate) fn blocked_by_policy_since() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(53_003),
        "A Conditional Access policy blocks this session; sign in again.",
    )
    .suberror("message_only")
}

/// The password is right and good only to be changed.
pub(crate) fn password_change_required() -> Problem {
    Problem::new(
        "invalid_request",
        Some(50_142),
        "The password must be changed before it can be used.",
    )
}

/// The same at a refresh.
pub(crate) fn password_change_required_since() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(50_142),
        "The password must be changed; sign in again.",
    )
    .suberror("user_password_expired")
}
