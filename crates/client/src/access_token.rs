//! A token for an API.

use std::time::SystemTime;

use native_auth_wire::Secret;

/// A token to call an API with: `Authorization: Bearer …`.
#[derive(Debug, Clone)]
pub struct AccessToken {
    token: Secret,
    scopes: Vec<String>,
    expires_at: SystemTime,
}

impl AccessToken {
    pub(crate) fn new(token: Secret, scopes: Vec<String>, expires_at: SystemTime) -> Self {
        Self {
            token,
            scopes,
            expires_at,
        }
    }

    /// The token's text, to put behind `Bearer`. Never log, print or store it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.token.expose()
    }

    /// What was granted, which may differ from what was asked.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// When it ends, by this device's clock.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }
}
