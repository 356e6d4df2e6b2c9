//! The refusals of a sign-in in the browser.

use crate::problem::Problem;

/// The person sees it; the app is never told.
pub(crate) fn redirect_uri_not_registered() -> Problem {
    Problem::new(
        "invalid_request",
        Some(50_011),
        "The redirect URI is none of those registered for the application.",
    )
}

pub(crate) fn response_type_not_supported() -> Problem {
    Problem::new(
        "unsupported_response_type",
        Some(700_054),
        "Only response_type 'code' is supported.",
    )
}

/// `prompt=none`, and nobody is signed in.
pub(crate) fn login_required() -> Problem {
    Problem::new(
        "login_required",
        Some(50_058),
        "Nobody is signed in, and nobody may be asked.",
    )
}

/// The pages have no way to do what is demanded.
pub(crate) fn not_possible_here() -> Problem {
    Problem::new(
        "access_denied",
        None,
        "What this application demands cannot be done here.",
    )
}

pub(crate) fn authorization_code_not_valid() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(70_008),
        "The authorization code is not valid or has expired.",
    )
}

pub(crate) fn authorization_code_used() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(54_005),
        "The authorization code was redeemed before.",
    )
}

pub(crate) fn redirect_uri_differs() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(500_112),
        "The redirect URI is not the one the code was asked for with.",
    )
}

pub(crate) fn code_verifier_wrong() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(501_481),
        "The code_verifier does not match the code_challenge.",
    )
}

/// A single-page application redeems its codes from a page.
pub(crate) fn not_cross_origin() -> Problem {
    Problem::new(
        "invalid_request",
        Some(9_002_327),
        "A code of a single-page application can be redeemed across origins only.",
    )
}

/// The fixed life of a single-page application's refresh tokens is over.
pub(crate) fn refresh_token_life_over() -> Problem {
    Problem::new(
        "invalid_grant",
        Some(700_084),
        "The refresh token was issued to a single-page application, and its fixed life is over.",
    )
}
