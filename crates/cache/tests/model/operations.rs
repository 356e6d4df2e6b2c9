//! The same operations on the real cache.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::store::{Others, StoredAccount};
use native_auth_cache::{
    AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet, TokenCache,
};

use crate::naive::{Found, NaiveToken, Second, Whose};

/// The real cache behind the operations of the model.
pub(crate) struct Real {
    cache: TokenCache,
    /// A bug to plant: a token for fewer scopes than wanted is served.
    pub(crate) serves_subsets: bool,
}

impl Real {
    pub(crate) fn new(serves_subsets: bool) -> Self {
        Self {
            cache: TokenCache::new(),
            serves_subsets,
        }
    }

    pub(crate) fn sign_in(&mut self, whose: &Whose, username: &str, token: &NaiveToken) {
        self.cache.load(StoredAccount {
            account: account(whose, username),
            tokens: vec![record(token)],
        });
    }

    pub(crate) fn sign_out(&mut self, whose: &Whose) {
        self.cache.remove(&key(whose));
    }

    pub(crate) fn add(&mut self, whose: &Whose, token: &NaiveToken) {
        let key = key(whose);
        let Some(account) = self.cache.account(&key).cloned() else {
            return;
        };
        let tokens = self.cache.tokens(&key).to_vec();
        let others = Others::Keep { but: &[] };
        let before = StoredAccount {
            account: account.clone(),
            tokens,
        };
        self.cache
            .load(before.changed(account, &[record(token)], others));
    }

    pub(crate) fn find(&mut self, whose: &Whose, wanted: &[&str], now: Second) -> Found {
        let set = ScopeSet::new(wanted);
        let found = self
            .cache
            .find(&key(whose), &set, time(now), Duration::ZERO);
        let found = match found {
            Ok(Some(token)) => Found::One(token.token.expose().to_owned()),
            Ok(None) => Found::Nothing,
            Err(_) => Found::Ambiguous,
        };
        match (found, wanted.split_last()) {
            (Found::Nothing, Some((_, fewer))) if self.serves_subsets && !fewer.is_empty() => {
                self.find(whose, fewer, now)
            }
            (found, _) => found,
        }
    }

    pub(crate) fn by_username(&self, authority: &str, client_id: &str, username: &str) -> Found {
        let partition = Partition::new(authority, client_id);
        match self.cache.by_username(&partition, username) {
            Ok(Some(key)) => Found::One(key.account().to_string()),
            Ok(None) => Found::Nothing,
            Err(_) => Found::Ambiguous,
        }
    }

    pub(crate) fn accounts(&self, authority: &str, client_id: &str) -> BTreeSet<String> {
        let partition = Partition::new(authority, client_id);
        let keys = self.cache.accounts(&partition);
        keys.map(|key| key.account().to_string()).collect()
    }
}

fn key(whose: &Whose) -> AccountKey {
    let partition = Partition::new(&whose.authority, &whose.client_id);
    AccountKey::new(&partition, whose.account.tenant_id(), &whose.account)
}

fn account(whose: &Whose, username: &str) -> AccountRecord {
    AccountRecord {
        key: key(whose),
        sign_in: 1,
        generation: 1,
        username: Some(username.to_owned()),
        asked: Vec::new(),
        refresh_token: None,
        id_token: None,
        updated_at: SystemTime::UNIX_EPOCH,
    }
}

fn record(token: &NaiveToken) -> Arc<AccessTokenRecord> {
    let scopes: Vec<String> = token.granted.iter().cloned().collect();
    let asked: Vec<String> = token.asked.iter().cloned().collect();
    Arc::new(AccessTokenRecord {
        token: token.text.as_str().into(),
        granted: ScopeSet::new(&scopes),
        scopes,
        asked: vec![ScopeSet::new(&asked)],
        obtained_at: time(token.obtained_at),
        expires_at: time(token.expires_at),
        extended_expires_at: None,
        refresh_at: time(token.expires_at),
    })
}

fn time(second: Second) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(second)
}
