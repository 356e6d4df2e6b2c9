//! A token for an API.

use std::time::{Duration, SystemTime};

use native_auth::{AccessToken as Token, TokenRequest};

/// A token to call an API with: `Authorization: Bearer …`. It does not show itself.
#[derive(Debug, uniffi::Object)]
pub struct AccessToken(pub(crate) Token);

/// What an access token has to be like.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TokenOptions {
    /// How long it has to live at least; 300 seconds by default.
    #[uniffi(default = None)]
    pub minimum_ttl: Option<Duration>,
    /// Whether to fetch a new one although there is one that serves.
    #[uniffi(default = false)]
    pub force_refresh: bool,
    /// Whether a token whose life is over may be used while the service is down, if the service allowed that.
    #[uniffi(default = false)]
    pub stale_in_outage: bool,
    /// Whether a token that serves is renewed in the background once most of its life is over. A program that ends at once
    /// turns it off.
    #[uniffi(default = true)]
    pub renew_in_background: bool,
}

#[uniffi::export]
impl AccessToken {
    /// The token's text, to put behind `Bearer`. Never log, print or store it.
    #[must_use]
    pub fn expose(&self) -> String {
        self.0.expose().to_owned()
    }

    /// What was granted, which may differ from what was asked.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        self.0.scopes().to_vec()
    }

    /// When it ends, by this device's clock.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.0.expires_at()
    }

    /// Whether its life is over and it is for use while the service is down only.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.0.is_stale()
    }
}

impl TokenOptions {
    pub(crate) fn into_request(self, scopes: Vec<String>, claims: Option<String>) -> TokenRequest {
        let usual = TokenRequest::default();
        TokenRequest {
            scopes,
            minimum_ttl: self.minimum_ttl.unwrap_or(usual.minimum_ttl),
            force_refresh: self.force_refresh,
            claims,
            stale_in_outage: self.stale_in_outage,
            renew_in_background: self.renew_in_background,
        }
    }
}
