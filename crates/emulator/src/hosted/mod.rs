//! Signing in in a browser: what an app asks the authorization endpoint for, and where the answer
//! goes.

mod authorize;
mod delivery;

use std::fmt;

pub(crate) use authorize::{Authorize, Rejected};
pub(crate) use delivery::{Delivery, ResponseMode};

/// What a sign-in in the browser is for; it ends in an authorization code instead of tokens. Its
/// `Debug` leaves out what ties the request to its answer.
#[derive(Clone)]
pub(crate) struct CodeRequest {
    pub(crate) redirect_uri: String,
    /// Whether the redirect URI is that of a single-page application.
    pub(crate) is_spa: bool,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// The S256 form (RFC 7636, section 4.2).
    pub(crate) code_challenge: String,
    /// Whether the app is to be told at once whose code it is.
    pub(crate) client_info: bool,
}

impl fmt::Debug for CodeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeRequest")
            .field("is_spa", &self.is_spa)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debugs_repeat_nothing_of_a_request() {
        let text = || "canary".to_owned();
        let code = CodeRequest {
            redirect_uri: text(),
            is_spa: true,
            scope: text(),
            nonce: Some(text()),
            code_challenge: text(),
            client_info: false,
        };
        let delivery = Delivery {
            redirect_uri: text(),
            mode: ResponseMode::Query,
            members: vec![("code", text()), ("state", text())],
        };
        for shown in [format!("{code:?}"), format!("{delivery:?}")] {
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
