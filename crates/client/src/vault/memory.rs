//! What is in memory.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::{AccountKey, AccountRecord, TokenCache};
use native_auth_wire::Secret;

use crate::AccessToken;
use crate::flights::Flights;

/// Which write of which sign-in is in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    sign_in: u64,
    pub(super) generation: u64,
}

impl Written {
    pub(super) fn of(account: &AccountRecord) -> Self {
        Self {
            sign_in: account.sign_in,
            generation: account.generation,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) cache: TokenCache,
    /// The refreshes under way; a new sign-in starts with none.
    flights: HashMap<AccountKey, Flights>,
    /// Accounts whose newest tokens are here alone, because they could not be written; with what was in the store then.
    pub(super) unsaved: HashMap<AccountKey, Option<Written>>,
    /// Accounts that have signed out and may still be in the store, because it could not be written; with the sign-in
    /// that ended, where it is known.
    pub(super) unremoved: HashMap<AccountKey, Option<u64>>,
    /// The ID tokens that this process has verified itself, for a store that holds others' too.
    pub(super) verified: HashMap<AccountKey, Secret>,
}

/// What asking the memory for a token came to.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Here it is.
    Token {
        token: AccessToken,
        /// Whether it is time to renew it although it lives.
        renew: bool,
    },
    /// None serves.
    Missing,
    /// The account is not loaded, or not there.
    NotLoaded,
}

impl Memory {
    pub(super) fn ask<S: AsRef<str>>(
        &mut self,
        key: &AccountKey,
        scopes: &[S],
        now: SystemTime,
        minimum: Duration,
    ) -> Asked {
        match self.cache.find_spelt(key, scopes, now, minimum) {
            None => Asked::NotLoaded,
            Some(Ok(Some(token))) => Asked::Token {
                renew: token.refresh_at <= now,
                token: AccessToken::new(Arc::clone(token)),
            },
            // Several cover it and none is the smallest: a token for just this settles it.
            Some(Ok(None) | Err(_)) => Asked::Missing,
        }
    }

    pub(super) fn flights(&mut self, key: &AccountKey) -> Flights {
        self.flights.entry(key.clone()).or_default().clone()
    }

    /// Whatever is under way for the account is none of what comes next.
    pub(super) fn ground(&mut self, key: &AccountKey) {
        self.flights.remove(key);
    }

    /// Forgets the account; whether it was there.
    pub(super) fn forget(&mut self, key: &AccountKey) -> bool {
        self.ground(key);
        self.unsaved.remove(key);
        self.verified.remove(key);
        self.cache.remove(key)
    }
}
