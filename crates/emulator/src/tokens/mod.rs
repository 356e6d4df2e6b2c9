//! The tokens a sign-in ends with.

mod authorization_codes;
mod certificate;
mod issue;
mod refresh;
mod reserved;
mod scopes;
mod seeded_key;
mod signing;

pub(crate) use authorization_codes::{AuthorizationCodes, CodeGrant, SavedCode};
pub(crate) use issue::{Grant, client_info, token_response};
pub(crate) use refresh::{RefreshGrant, RefreshTokens, SavedRefreshToken, Standing};
pub(crate) use reserved::{TokenKind, is_reserved_claim};
pub(crate) use scopes::Scopes;
pub(crate) use signing::SigningKey;
