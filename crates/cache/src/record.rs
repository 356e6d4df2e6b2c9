//! What is kept of an account and of an access token.

use std::fmt;
use std::time::{Duration, SystemTime};

use native_auth_wire::Secret;

use crate::{AccountKey, ScopeSet};

/// How far a clock may step back before a token counts as one from the future.
const BACKWARD_STEP: Duration = Duration::from_secs(300);

/// What is kept of an account, apart from its access tokens.
#[derive(Clone)]
pub struct AccountRecord {
    /// Whose it is.
    pub key: AccountKey,
    /// Drawn at random at each sign-in, so that tokens of an earlier one are told apart.
    pub sign_in: u64,
    /// One more with each write after the sign-in; a write on top of an older one than there is does not happen.
    pub generation: u64,
    /// What the person signs in with, as the newest ID token tells it.
    pub username: Option<String>,
    /// What the sign-in asked for.
    pub asked: Vec<String>,
    /// Gets the next tokens.
    pub refresh_token: Option<Secret>,
    /// The newest ID token. It was verified before it came here.
    pub id_token: Option<Secret>,
    /// When the newest tokens came.
    pub updated_at: SystemTime,
}

/// An access token.
#[derive(Debug, Clone)]
pub struct AccessTokenRecord {
    /// The token.
    pub token: Secret,
    /// What was granted, as the server spells it.
    pub scopes: Vec<String>,
    /// What was granted, as a set: the token's key.
    pub granted: ScopeSet,
    /// What was asked for when it came; the server may grant it under other names.
    pub asked: Vec<ScopeSet>,
    /// When it came.
    pub obtained_at: SystemTime,
    /// When it ends.
    pub expires_at: SystemTime,
    /// When it ends if the service is down.
    pub extended_expires_at: Option<SystemTime>,
    /// From when on it is to be renewed although it still lives.
    pub refresh_at: SystemTime,
}

impl AccessTokenRecord {
    /// Whether it lives for at least `minimum` more. A token from the future, by more than five minutes, does not: the
    /// clock has been set back, and how old the token is cannot be told.
    #[must_use]
    pub fn lives(&self, now: SystemTime, minimum: Duration) -> bool {
        ends_after(self.expires_at, now, minimum) && !self.is_from_the_future(now)
    }

    /// Whether it may still be used while the service is down.
    #[must_use]
    pub fn lives_in_outage(&self, now: SystemTime) -> bool {
        let end = self.extended_expires_at.unwrap_or(self.expires_at);
        ends_after(end, now, Duration::ZERO) && !self.is_from_the_future(now)
    }

    fn is_from_the_future(&self, now: SystemTime) -> bool {
        self.obtained_at
            .duration_since(now)
            .is_ok_and(|ahead| ahead > BACKWARD_STEP)
    }
}

/// The user name is an e-mail address as a rule.
impl fmt::Debug for AccountRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountRecord")
            .field("key", &self.key)
            .field("generation", &self.generation)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

fn ends_after(end: SystemTime, now: SystemTime, minimum: Duration) -> bool {
    end.duration_since(now).is_ok_and(|left| left > minimum)
}
