//! What an account has to prove more than it did.

use std::sync::Arc;

use native_auth::StepUp;

use crate::{NativeAuthError, Result};

/// What an account has to prove more than it did, and for what. It shows nothing by itself.
#[derive(Debug, uniffi::Object)]
pub struct StepUpRequest(StepUp);

#[uniffi::export]
impl StepUpRequest {
    /// What an API asks for with HTTP 401: `www_authenticate` is its `WWW-Authenticate` header as it came (RFC 9110, section
    /// 11.6.1), `scopes` those of the token that was not enough. With `username` the sign-in is made under this name instead
    /// of the one that the account's ID token tells; without `try_refresh` the person is asked at once.
    ///
    /// # Errors
    ///
    /// `Misuse` if the header holds no such challenge.
    #[uniffi::constructor(default(username = None, try_refresh = true))]
    pub fn from_challenge(
        www_authenticate: &str,
        scopes: Vec<String>,
        username: Option<String>,
        try_refresh: bool,
    ) -> Result<Arc<Self>> {
        let step_up = StepUp::from_challenge(www_authenticate, &borrowed(&scopes));
        let step_up = step_up.map_err(NativeAuthError::wrap)?;
        Ok(Arc::new(Self(StepUp {
            username,
            try_refresh,
            ..step_up
        })))
    }

    /// What a refresh could not give: the claims of an error of `access_token`, and the scopes it was asked for. The person
    /// is asked at once, with `username` under this name.
    ///
    /// # Errors
    ///
    /// `Misuse` if the error names no claims.
    #[uniffi::constructor(default(username = None))]
    pub fn from_error(
        error: &NativeAuthError,
        scopes: Vec<String>,
        username: Option<String>,
    ) -> Result<Arc<Self>> {
        let step_up = StepUp::from_error(error.inner(), &borrowed(&scopes));
        let step_up = step_up.map_err(NativeAuthError::wrap)?;
        Ok(Arc::new(Self(StepUp {
            username,
            ..step_up
        })))
    }

    /// A claims request of the app's own: a JSON object as text. `username` and `try_refresh` as for `from_challenge`.
    #[uniffi::constructor(default(username = None, try_refresh = true))]
    #[must_use]
    pub fn from_claims(
        claims: String,
        scopes: Vec<String>,
        username: Option<String>,
        try_refresh: bool,
    ) -> Arc<Self> {
        Arc::new(Self(StepUp {
            username,
            try_refresh,
            ..StepUp::from_claims(claims, &borrowed(&scopes))
        }))
    }
}

impl StepUpRequest {
    pub(crate) fn with_password(&self, password: Option<String>) -> StepUp {
        StepUp {
            password: password.map(Into::into),
            ..self.0.clone()
        }
    }
}

fn borrowed(scopes: &[String]) -> Vec<&str> {
    scopes.iter().map(String::as_str).collect()
}
