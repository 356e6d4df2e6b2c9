//! A token for an API.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::AccessTokenRecord;

/// A token with less life than this is renewed first, so that it does not end under way.
pub(crate) const ENOUGH_LIFE: Duration = Duration::from_secs(300);

/// A token to call an API with: `Authorization: Bearer …`. Cheap to clone; `Debug` does not show it.
#[derive(Clone)]
pub struct AccessToken {
    record: Arc<AccessTokenRecord>,
    stale: bool,
}

/// What an access token has to be like; see [`Account::access_token_with`](crate::Account::access_token_with).
///
/// `Debug` does not show the claims request.
#[derive(Clone)]
pub struct TokenRequest {
    /// What it shall be for. None at all means what the sign-in asked for.
    pub scopes: Vec<String>,
    /// How long it has to live at least; 300 seconds by default. A token that was just fetched serves however long it
    /// lives.
    pub minimum_ttl: Duration,
    /// Whether to fetch a new one although there is one that serves; false by default. Callers at the same time still
    /// share one refresh.
    pub force_refresh: bool,
    /// An OpenID Connect claims request: a JSON object as text. No token that is there already meets it, and all earlier
    /// ones of the account are dropped, because an API has refused one of them.
    pub claims: Option<String>,
    /// Whether a token whose life is over may be used while the service is down, if the service allowed that
    /// (`ext_expires_in`). It then is [stale](AccessToken::is_stale). False by default.
    pub stale_in_outage: bool,
    /// Whether a token that serves is renewed in the background once most of its life is over; true by default. A program
    /// that ends at once turns it off: a renewal that is cut short can cost the sign-in.
    pub renew_in_background: bool,
}

impl AccessToken {
    pub(crate) fn new(record: Arc<AccessTokenRecord>) -> Self {
        Self {
            record,
            stale: false,
        }
    }

    pub(crate) fn stale(record: Arc<AccessTokenRecord>, now: SystemTime) -> Self {
        let stale = !record.lives(now, Duration::ZERO);
        Self { record, stale }
    }

    /// The token's text, to put behind `Bearer`. Never log, print or store it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.record.token.expose()
    }

    /// What was granted, which may differ from what was asked.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.record.scopes
    }

    /// When it ends, by this device's clock.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.record.expires_at
    }

    /// Whether its life is over and it is for use while the service is down only: see
    /// [`TokenRequest::stale_in_outage`].
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }
}

impl TokenRequest {
    /// For these scopes; none at all means what the sign-in asked for.
    #[must_use]
    pub fn new(scopes: &[&str]) -> Self {
        Self {
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            ..Self::default()
        }
    }
}

impl Default for TokenRequest {
    fn default() -> Self {
        Self {
            scopes: Vec::new(),
            minimum_ttl: ENOUGH_LIFE,
            force_refresh: false,
            claims: None,
            stale_in_outage: false,
            renew_in_background: true,
        }
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("scopes", &self.record.scopes)
            .field("expires_at", &self.record.expires_at)
            .field("stale", &self.stale)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("scopes", &self.scopes)
            .field("minimum_ttl", &self.minimum_ttl)
            .field("force_refresh", &self.force_refresh)
            .field("has_claims", &self.claims.is_some())
            .field("stale_in_outage", &self.stale_in_outage)
            .field("renew_in_background", &self.renew_in_background)
            .finish()
    }
}
