//! The tokens of the accounts that are signed in, in memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use native_auth_core::Tokens;
use native_auth_wire::{AccountId, IdTokenClaims, Secret};

use crate::AccessToken;
use crate::refresh::Flights;

/// A token with less life than this is renewed first, so that it does not end under way.
const ENOUGH_LIFE: Duration = Duration::from_secs(300);

/// What a refresh needs.
#[derive(Debug)]
pub(crate) struct Renewal {
    pub(crate) refresh_token: Option<Secret>,
    /// The `sub` of the newest ID token.
    pub(crate) subject: Option<String>,
    /// What the sign-in asked for.
    pub(crate) scopes: Vec<String>,
}

/// All accounts of one client. Its lock is never held across an await.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Mutex<HashMap<AccountId, Entry>>);

#[derive(Debug)]
struct Entry {
    claims: IdTokenClaims,
    id_token: Option<Secret>,
    refresh_token: Option<Secret>,
    /// What the sign-in asked for.
    scopes: Vec<String>,
    access_tokens: Vec<Kept>,
    /// The refreshes under way for this sign-in; a new sign-in starts with none.
    flights: Flights,
}

#[derive(Debug)]
struct Kept {
    asked: BTreeSet<String>,
    token: AccessToken,
}

impl Accounts {
    /// Keeps the tokens of a sign-in. They replace whatever a known account had, but for what it is about if it stepped
    /// up.
    pub(crate) fn sign_in(&self, tokens: Tokens, now: SystemTime) {
        let mut entry = Entry {
            claims: tokens.claims().cloned().unwrap_or_default(),
            id_token: None,
            refresh_token: None,
            scopes: tokens.asked().to_vec(),
            access_tokens: Vec::new(),
            flights: Flights::default(),
        };
        let id = tokens.account().clone();
        entry.take(&tokens, now);
        let mut accounts = self.lock();
        if let Some(before) = accounts.get_mut(&id).filter(|_| tokens.is_step_up()) {
            entry.scopes = std::mem::take(&mut before.scopes);
        }
        accounts.insert(id, entry);
    }

    /// Keeps the tokens of a refresh and gives the access token, unless the account has signed out, or in again,
    /// since `flights` was handed out. Tokens that `met` a claims request take the place of all others: an API has
    /// refused one of those, and which one is not known.
    pub(crate) fn refreshed(
        &self,
        id: &AccountId,
        flights: &Flights,
        tokens: &Tokens,
        met: bool,
        now: SystemTime,
    ) -> Option<AccessToken> {
        let mut accounts = self.lock();
        let entry = accounts.get_mut(id)?;
        if !entry.flights.is_same(flights) {
            return None;
        }
        if met {
            entry.access_tokens.clear();
        }
        Some(entry.take(tokens, now))
    }

    pub(crate) fn sign_out(&self, id: &AccountId) {
        self.lock().remove(id);
    }

    pub(crate) fn ids(&self) -> Vec<AccountId> {
        self.lock().keys().cloned().collect()
    }

    pub(crate) fn contains(&self, id: &AccountId) -> bool {
        self.lock().contains_key(id)
    }

    pub(crate) fn claims(&self, id: &AccountId) -> Option<IdTokenClaims> {
        self.lock().get(id).map(|entry| entry.claims.clone())
    }

    /// What the sign-in asked for.
    pub(crate) fn scopes(&self, id: &AccountId) -> Option<Vec<String>> {
        self.lock().get(id).map(|entry| entry.scopes.clone())
    }

    pub(crate) fn id_token(&self, id: &AccountId) -> Option<Secret> {
        self.lock().get(id)?.id_token.clone()
    }

    /// What a refresh needs, unless the account has signed out, or in again, since `flights` was handed out: the
    /// tokens of the new sign-in are not this flight's to use.
    pub(crate) fn renewal(&self, id: &AccountId, flights: &Flights) -> Option<Renewal> {
        let accounts = self.lock();
        let entry = accounts
            .get(id)
            .filter(|entry| entry.flights.is_same(flights))?;
        Some(Renewal {
            refresh_token: entry.refresh_token.clone(),
            subject: entry.claims.subject().map(str::to_owned),
            scopes: entry.scopes.clone(),
        })
    }

    pub(crate) fn flights(&self, id: &AccountId) -> Option<Flights> {
        self.lock().get(id).map(|entry| entry.flights.clone())
    }

    /// A token that covers what is asked and has enough life left.
    pub(crate) fn access_token(
        &self,
        id: &AccountId,
        asked: &[String],
        now: SystemTime,
    ) -> Option<AccessToken> {
        self.living_at(id, asked, after(now, ENOUGH_LIFE))
    }

    /// A token that covers what is asked and has any life left; for when no other can be had.
    pub(crate) fn last_resort(
        &self,
        id: &AccountId,
        asked: &[String],
        now: SystemTime,
    ) -> Option<AccessToken> {
        self.living_at(id, asked, now)
    }

    fn living_at(&self, id: &AccountId, asked: &[String], time: SystemTime) -> Option<AccessToken> {
        let accounts = self.lock();
        let entry = accounts.get(id)?;
        let wanted = key(if asked.is_empty() {
            &entry.scopes
        } else {
            asked
        });
        let kept = entry
            .access_tokens
            .iter()
            .find(|kept| kept.covers(&wanted) && kept.lives_at(time))?;
        Some(kept.token.clone())
    }

    /// Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Takes over what an answer brings; what it leaves out stays.
    fn take(&mut self, tokens: &Tokens, now: SystemTime) -> AccessToken {
        let asked = key(tokens.asked());
        if let Some(claims) = tokens.claims() {
            self.claims = claims.clone();
        }
        if let Some(id_token) = tokens.id_token() {
            self.id_token = Some(id_token.clone());
        }
        if let Some(refresh_token) = tokens.refresh_token() {
            self.refresh_token = Some(refresh_token.clone());
        }
        let token = AccessToken::new(
            tokens.access_token().clone(),
            tokens.scopes().to_vec(),
            after(now, tokens.expires_in()),
        );
        self.access_tokens
            .retain(|kept| kept.asked != asked && kept.lives_at(now));
        self.access_tokens.push(Kept {
            asked,
            token: token.clone(),
        });
        token
    }
}

impl Kept {
    /// Whether everything wanted was granted; or exactly this was asked before, for a server may grant under other
    /// names (`…/.default`) and would do so again. Wanting no API at all is not served by a token for one.
    fn covers(&self, wanted: &BTreeSet<String>) -> bool {
        let granted = key(self.token.scopes());
        *wanted == self.asked || (!wanted.is_empty() && wanted.is_subset(&granted))
    }

    fn lives_at(&self, time: SystemTime) -> bool {
        self.token.expires_at() > time
    }
}

/// The time that much later; a clock at the end of time stays there.
fn after(now: SystemTime, duration: Duration) -> SystemTime {
    now.checked_add(duration).unwrap_or(now)
}

/// Scopes as a set that can be compared: order, case and the OpenID Connect scopes, which every request has, do not
/// matter.
fn key(scopes: &[String]) -> BTreeSet<String> {
    scopes
        .iter()
        .map(|scope| scope.to_ascii_lowercase())
        .filter(|scope| !matches!(scope.as_str(), "openid" | "profile" | "offline_access"))
        .collect()
}
