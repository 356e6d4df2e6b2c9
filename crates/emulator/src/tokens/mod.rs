//! The tokens a sign-in ends with.

mod certificate;
mod issue;
mod refresh;
mod scopes;
mod seeded_key;
mod signing;

pub(crate) use issue::{Grant, is_reserved_claim, token_response};
pub(crate) use refresh::{RefreshGrant, RefreshTokens, SavedRefreshToken, Standing};
pub(crate) use scopes::Scopes;
pub(crate) use signing::SigningKey;
