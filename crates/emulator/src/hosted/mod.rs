//! Signing in in a browser: what an app asks the authorization endpoint for, and where the answer
//! goes.

mod authorize;
mod delivery;

pub(crate) use authorize::{Authorize, Rejected};
pub(crate) use delivery::{Delivery, ResponseMode};

/// What a sign-in in the browser is for; it ends in an authorization code instead of tokens.
#[derive(Debug, Clone)]
pub(crate) struct CodeRequest {
    pub(crate) redirect_uri: String,
    /// Whether the redirect URI is that of a single-page application.
    pub(crate) is_spa: bool,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// The S256 form (RFC 7636, section 4.2).
    pub(crate) code_challenge: String,
}
