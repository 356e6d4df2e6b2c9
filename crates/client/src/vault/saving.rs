//! Keeping tokens: durable first, then in memory, then told.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save, StoredAccount};
use native_auth_cache::{AccessTokenRecord, AccountKey, AccountRecord, ScopeSet};
use native_auth_core::Tokens;
use native_auth_wire::Secret;

use super::Vault;
use super::memory::Written;
use crate::storage_failure::explain;
use crate::{AccessToken, AccountEvent, Result};

/// Renewed after this part of its life, where the service does not say when.
const RENEWED_AFTER: f64 = 0.75;

/// Not before this, whatever the service says: a token is not renewed at each use.
const RENEWED_AFTER_AT_LEAST: Duration = Duration::from_secs(60);

/// How many names of one grant are remembered.
const NAMES: usize = 16;

/// What keeping the tokens of a refresh came to.
#[derive(Debug)]
pub(crate) enum Refreshed {
    /// They are kept.
    Kept(AccessToken),
    /// The account has other tokens by now, of somebody else's refresh or of a new sign-in. Those stay.
    Overtaken,
    /// The account has signed out.
    SignedOut,
}

impl Vault {
    /// Keeps the tokens of a sign-in. They replace whatever a known account had, but for what it is about if it stepped
    /// up. Blocks.
    ///
    /// If they cannot be written they are in memory alone, and that is told.
    pub(crate) fn signed_in(&self, tokens: &Tokens, seed: u64, now: SystemTime) -> AccountKey {
        let key = self.key(tokens.account());
        let _in_order = self.storing();
        let before = match self.reload_now(&key) {
            Ok(before) => before,
            Err(_) => self.account(&key),
        };
        let was = before.as_ref().map(Written::of);
        let asked = match before.filter(|_| tokens.is_step_up()) {
            Some(before) => before.asked,
            None => tokens.asked().to_vec(),
        };
        let account = AccountRecord {
            key: key.clone(),
            sign_in: seed,
            // Leaves room to count.
            generation: seed >> 1,
            username: username(tokens),
            asked,
            refresh_token: tokens.refresh_token().cloned(),
            id_token: tokens.id_token().cloned(),
            updated_at: now,
        };
        self.memory().unremoved.remove(&key);
        let whole = StoredAccount {
            account,
            tokens: vec![Arc::new(access_token(tokens, Vec::new(), now))],
        };
        self.keep_whole(whole, was);
        self.verified(&key, tokens);
        let account = key.account();
        self.events.announce(AccountEvent::SignedIn { account });
        key
    }

    /// Keeps an account that was taken over from elsewhere, in the place of the one that was there. Blocks.
    #[cfg(feature = "msal")]
    pub(crate) fn imported(&self, stored: StoredAccount) {
        let _in_order = self.storing();
        let account = stored.account.key.account();
        let was = self.account(&stored.account.key);
        self.memory().unremoved.remove(&stored.account.key);
        self.keep_whole(stored, was.as_ref().map(Written::of));
        self.events.announce(AccountEvent::SignedIn { account });
    }

    fn verified(&self, key: &AccountKey, tokens: &Tokens) {
        if let Some(token) = tokens.id_token() {
            let mut memory = self.memory();
            memory.verified.insert(key.clone(), token.clone());
        }
    }

    /// Makes a new refresh token durable before anything else is looked at: the one before may be worth nothing now.
    /// Gives the account as it is then; `None` if it is another by now. Blocks.
    pub(crate) fn refresh_token_came(
        &self,
        base: &AccountRecord,
        refresh_token: &Secret,
        now: SystemTime,
    ) -> Result<Option<AccountRecord>> {
        let _in_order = self.storing();
        let account = AccountRecord {
            generation: base.generation.wrapping_add(1),
            refresh_token: Some(refresh_token.clone()),
            updated_at: now,
            ..base.clone()
        };
        let others = Others::Keep { but: &[] };
        Ok(match self.replace(base, &account, &[], others)? {
            Commit::Done => Some(account),
            Commit::Overtaken => None,
        })
    }

    /// Keeps the tokens of a refresh of the account as it was in `base`, unless it has signed out, or has other tokens,
    /// since. Tokens that `met` a claims request take the place of all others: an API has refused one of those, and
    /// which one is not known. Blocks.
    pub(crate) fn refreshed(
        &self,
        base: &AccountRecord,
        tokens: &Tokens,
        met: bool,
        now: SystemTime,
    ) -> Result<Refreshed> {
        let _in_order = self.storing();
        let key = &base.key;
        let account = AccountRecord {
            generation: base.generation.wrapping_add(1),
            username: username(tokens).or_else(|| base.username.clone()),
            refresh_token: tokens
                .refresh_token()
                .or(base.refresh_token.as_ref())
                .cloned(),
            id_token: tokens.id_token().or(base.id_token.as_ref()).cloned(),
            updated_at: now,
            ..base.clone()
        };
        let known = self.memory().cache.tokens(key).to_vec();
        let granted = ScopeSet::new(tokens.scopes());
        let same = known.iter().find(|token| token.granted == granted);
        let names = same.map(|token| token.asked.clone()).unwrap_or_default();
        let token = Arc::new(access_token(tokens, names, now));
        let over: Vec<ScopeSet> = known
            .iter()
            .filter(|known| {
                // One that was to be renewed, and that the new one covers, would be renewed for ever.
                let renewed = known.refresh_at <= now && token.granted.is_superset(&known.granted);
                renewed || !known.lives_in_outage(now)
            })
            .map(|token| token.granted.clone())
            .collect();
        let others = if met {
            Others::Drop
        } else {
            Others::Keep { but: &over }
        };
        let put = [Arc::clone(&token)];
        match self.replace(base, &account, &put, others)? {
            Commit::Done => {
                self.verified(key, tokens);
                let account = key.account();
                self.events.announce(AccountEvent::Refreshed { account });
                Ok(Refreshed::Kept(AccessToken::new(token)))
            }
            Commit::Overtaken => Ok(match self.reload_now(key)? {
                Some(_) => Refreshed::Overtaken,
                None => Refreshed::SignedOut,
            }),
        }
    }

    /// Puts an account with a new generation in the place of the one it is based on, in the store and in memory. If the
    /// store cannot be written, in memory alone.
    fn replace(
        &self,
        base: &AccountRecord,
        account: &AccountRecord,
        put: &[Arc<AccessTokenRecord>],
        others: Others<'_>,
    ) -> Result<Commit> {
        let key = &base.key;
        let (current, unsaved, known) = {
            let memory = self.memory();
            let current = memory
                .cache
                .account(key)
                .map(|now| (now.sign_in, now.generation));
            (
                current,
                memory.unsaved.contains_key(key),
                memory.cache.tokens(key).to_vec(),
            )
        };
        if current != Some((base.sign_in, base.generation)) {
            return Ok(Commit::Overtaken);
        }
        let whole = StoredAccount {
            account: base.clone(),
            tokens: known,
        }
        .changed(account.clone(), put, others);
        if unsaved {
            // What this is based on is not in the store.
            self.memory().cache.load(whole);
            self.catch_up();
            return Ok(Commit::Done);
        }
        let save = Save {
            account,
            expected: Some(base.generation),
            put,
            others,
        };
        let saved = self.opened()?.save(&save);
        match saved {
            Ok(Commit::Overtaken) => return Ok(Commit::Overtaken),
            Ok(Commit::Done) => {
                self.memory().cache.load(whole);
                self.catch_up();
            }
            Err(error) => {
                self.not_written(whole, Some(Written::of(base)), &explain(error));
            }
        }
        Ok(Commit::Done)
    }

    /// Keeps an account as it is, whatever was there. If that cannot be done now, it will be on top of what `was` there.
    fn keep_whole(&self, whole: StoredAccount, was: Option<Written>) {
        let key = whole.account.key.clone();
        let saved = self.opened().and_then(|store| {
            let save = Save {
                account: &whole.account,
                expected: None,
                put: &whole.tokens,
                others: Others::Drop,
            };
            store.save(&save).map_err(explain)
        });
        match saved {
            Ok(_) => {
                {
                    let mut memory = self.memory();
                    memory.unsaved.remove(&key);
                    memory.ground_unless(&whole.account);
                    memory.cache.load(whole);
                }
                self.catch_up();
            }
            Err(error) => self.not_written(whole, was, &error),
        }
    }
}

fn username(tokens: &Tokens) -> Option<String> {
    let claims = tokens.claims()?;
    claims.preferred_username().map(str::to_owned)
}

/// What an answer brought, also known by these names.
fn access_token(tokens: &Tokens, names: Vec<ScopeSet>, now: SystemTime) -> AccessTokenRecord {
    let mut asked = names;
    let name = ScopeSet::new(tokens.asked());
    asked.retain(|known| *known != name);
    asked.truncate(NAMES.saturating_sub(1));
    asked.insert(0, name);
    let life = tokens.expires_in();
    // They may have waited to be verified.
    let now = tokens.arrived_at().unwrap_or(now);
    let renewed_in = tokens
        .refresh_in()
        .unwrap_or_else(|| life.mul_f64(RENEWED_AFTER))
        .max(RENEWED_AFTER_AT_LEAST);
    AccessTokenRecord {
        token: tokens.access_token().clone(),
        scopes: tokens.scopes().to_vec(),
        granted: ScopeSet::new(tokens.scopes()),
        asked,
        obtained_at: now,
        expires_at: after(now, life),
        extended_expires_at: tokens
            .ext_expires_in()
            .filter(|extended| *extended > life)
            .map(|extended| after(now, extended)),
        refresh_at: after(now, renewed_in),
    }
}

/// The time that much later; a clock at the end of time stays there.
fn after(now: SystemTime, duration: Duration) -> SystemTime {
    now.checked_add(duration).unwrap_or(now)
}
