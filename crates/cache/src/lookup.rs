//! Choosing a token, in memory. Pure: the time is an argument.

mod tokens;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::store::{AccountHeading, StoredAccount};
use crate::{AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet};

use tokens::Tokens;

/// Accounts and their tokens, found by account, by user name and by scopes, each at the same cost however many there
/// are.
///
/// An account may be known by its heading alone; its tokens come with [`load`](Self::load).
#[derive(Debug, Default)]
pub struct TokenCache {
    accounts: HashMap<AccountKey, Entry>,
    by_username: HashMap<Username, Vec<AccountKey>>,
}

/// Several fit, and none fits better than the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("several fit, and none fits better than the others")]
pub struct Ambiguous;

#[derive(Debug)]
struct Entry {
    username: Option<Username>,
    /// The user name as it is spelt, if that is not in lower case.
    spelt: Option<Box<str>>,
    /// Apart, so that an account of which nothing else is known takes little room.
    loaded: Option<Box<Loaded>>,
}

#[derive(Debug)]
struct Loaded {
    account: AccountRecord,
    /// What the sign-in asked for.
    asked: ScopeSet,
    tokens: Tokens,
}

/// A partition's prefix with the user name behind it, in lower case.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Username(Arc<str>);

impl TokenCache {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Knows that the account exists. What is loaded of it stays.
    pub fn know(&mut self, heading: &AccountHeading) {
        self.index(&heading.key, heading.username.as_deref());
    }

    /// Takes an account with its tokens over, in the place of what is known of it.
    pub fn load(&mut self, stored: StoredAccount) {
        let key = stored.account.key.clone();
        let entry = self.index(&key, stored.account.username.as_deref());
        entry.loaded = Some(Box::new(Loaded {
            asked: ScopeSet::new(&stored.account.asked),
            account: stored.account,
            tokens: Tokens::new(stored.tokens),
        }));
    }

    /// Forgets an account; whether it was known.
    pub fn remove(&mut self, key: &AccountKey) -> bool {
        let Some(entry) = self.accounts.remove(key) else {
            return false;
        };
        self.forget_username(key, entry.username.as_ref());
        true
    }

    /// Forgets what is loaded of an account, but not that it exists.
    pub fn unload(&mut self, key: &AccountKey) {
        if let Some(entry) = self.accounts.get_mut(key) {
            entry.loaded = None;
        }
    }

    /// The accounts of a partition, in no particular order. It looks at all accounts.
    pub fn accounts<'a>(
        &'a self,
        partition: &Partition,
    ) -> impl Iterator<Item = &'a AccountKey> + use<'a> {
        let prefix = partition.prefix();
        self.accounts
            .keys()
            .filter(move |key| key.as_str().starts_with(&prefix))
    }

    /// Whether the account exists.
    #[must_use]
    pub fn contains(&self, key: &AccountKey) -> bool {
        self.accounts.contains_key(key)
    }

    /// The key of an account that exists, as it is kept here: a look-up by it or its clones reads no text.
    #[must_use]
    pub fn known(&self, key: &AccountKey) -> Option<&AccountKey> {
        Some(self.accounts.get_key_value(key)?.0)
    }

    /// The account's user name as it is spelt, if it exists and has one; it need not be loaded.
    #[must_use]
    pub fn username(&self, key: &AccountKey) -> Option<&str> {
        let entry = self.accounts.get(key)?;
        let indexed = || entry.username.as_ref()?.without(key.partition_prefix());
        entry.spelt.as_deref().or_else(indexed)
    }

    /// Whether the account exists and its tokens are here.
    #[must_use]
    pub fn is_loaded(&self, key: &AccountKey) -> bool {
        self.loaded(key).is_some()
    }

    /// What is kept of the account, if it is loaded.
    #[must_use]
    pub fn account(&self, key: &AccountKey) -> Option<&AccountRecord> {
        Some(&self.loaded(key)?.account)
    }

    /// The account with this user name, whose case does not matter.
    ///
    /// # Errors
    ///
    /// [`Ambiguous`] if several accounts have it, as one person in several tenants may.
    pub fn by_username(
        &self,
        partition: &Partition,
        username: &str,
    ) -> Result<Option<&AccountKey>, Ambiguous> {
        let accounts = self
            .by_username
            .get(&Username::new(&partition.prefix(), username));
        match accounts.map(Vec::as_slice) {
            Some([one]) => Ok(Some(one)),
            None | Some([]) => Ok(None),
            Some(_) => Err(Ambiguous),
        }
    }

    /// The token for these scopes that lives for at least `minimum` more: the one that was granted, or asked for, just
    /// so; else the one that covers them with the fewest others. `None` also for an account that is not loaded.
    ///
    /// # Errors
    ///
    /// [`Ambiguous`] if several tokens cover the scopes and none is the smallest: which of them the API wants cannot be
    /// told.
    pub fn find(
        &mut self,
        key: &AccountKey,
        wanted: &ScopeSet,
        now: SystemTime,
        minimum: Duration,
    ) -> Result<Option<&Arc<AccessTokenRecord>>, Ambiguous> {
        self.find_where(key, wanted, |token| token.lives(now, minimum))
    }

    /// As [`find`](Self::find), for scopes as an app spells them; none at all stand for those of the sign-in. `None` if the
    /// account is not loaded.
    ///
    /// # Errors
    ///
    /// [`Ambiguous`], as there.
    pub fn find_spelt<S: AsRef<str>>(
        &mut self,
        key: &AccountKey,
        scopes: &[S],
        now: SystemTime,
        minimum: Duration,
    ) -> Option<Result<Option<&Arc<AccessTokenRecord>>, Ambiguous>> {
        let loaded = self.accounts.get_mut(key)?.loaded.as_mut()?;
        let usable = |token: &AccessTokenRecord| token.lives(now, minimum);
        if scopes.is_empty() {
            return Some(loaded.tokens.find(&loaded.asked, usable));
        }
        let exact = ScopeSet::spelt(scopes).and_then(|set| loaded.tokens.exact(set, usable));
        Some(match exact {
            Some(index) => Ok(loaded.tokens.all().get(index)),
            None => loaded.tokens.find(&ScopeSet::new(scopes), usable),
        })
    }

    /// As [`find`](Self::find), among the tokens that may be used while the service is down.
    ///
    /// # Errors
    ///
    /// [`Ambiguous`], as there.
    pub fn find_in_outage(
        &mut self,
        key: &AccountKey,
        wanted: &ScopeSet,
        now: SystemTime,
    ) -> Result<Option<&Arc<AccessTokenRecord>>, Ambiguous> {
        self.find_where(key, wanted, |token| token.lives_in_outage(now))
    }

    /// The access tokens of an account, if it is loaded.
    #[must_use]
    pub fn tokens(&self, key: &AccountKey) -> &[Arc<AccessTokenRecord>] {
        self.loaded(key)
            .map(|loaded| loaded.tokens.all())
            .unwrap_or_default()
    }

    fn find_where(
        &mut self,
        key: &AccountKey,
        wanted: &ScopeSet,
        usable: impl Fn(&AccessTokenRecord) -> bool,
    ) -> Result<Option<&Arc<AccessTokenRecord>>, Ambiguous> {
        let loaded = self.accounts.get_mut(key).and_then(|e| e.loaded.as_mut());
        match loaded {
            Some(loaded) => loaded.tokens.find(wanted, usable),
            None => Ok(None),
        }
    }

    fn loaded(&self, key: &AccountKey) -> Option<&Loaded> {
        self.accounts.get(key)?.loaded.as_deref()
    }

    /// The account's entry, found by this user name from now on.
    fn index(&mut self, key: &AccountKey, spelt: Option<&str>) -> &mut Entry {
        let username = spelt.map(|name| Username::of(key, name));
        let before = self.accounts.get(key).map(|entry| &entry.username);
        if before != Some(&username) {
            let before = before.cloned().flatten();
            self.forget_username(key, before.as_ref());
            if let Some(username) = &username {
                let accounts = self.by_username.entry(username.clone()).or_default();
                accounts.push(key.clone());
            }
        }
        let entry = self.accounts.entry(key.clone()).or_insert(Entry {
            username: None,
            spelt: None,
            loaded: None,
        });
        let indexed = username
            .as_ref()
            .and_then(|name| name.without(key.partition_prefix()));
        entry.spelt = spelt.filter(|name| indexed != Some(name)).map(Into::into);
        entry.username = username;
        entry
    }

    fn forget_username(&mut self, key: &AccountKey, username: Option<&Username>) {
        let Some(username) = username else { return };
        if let Some(accounts) = self.by_username.get_mut(username) {
            accounts.retain(|account| account != key);
            if accounts.is_empty() {
                self.by_username.remove(username);
            }
        }
    }
}

impl Username {
    /// As the account of this key has it.
    fn of(key: &AccountKey, username: &str) -> Self {
        Self::new(key.partition_prefix(), username)
    }

    fn new(prefix: &str, username: &str) -> Self {
        let username = username.to_lowercase();
        Self([prefix, &username].concat().into())
    }

    fn without(&self, prefix: &str) -> Option<&str> {
        self.0.strip_prefix(prefix)
    }
}

/// An e-mail address as a rule.
impl fmt::Debug for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Username(..)")
    }
}

#[cfg(test)]
mod tests {
    use native_auth_wire::AccountId;

    use super::TokenCache;
    use crate::store::AccountHeading;
    use crate::{AccountKey, Partition};

    #[test]
    fn a_user_name_is_told_as_it_is_spelt_before_anything_is_loaded() {
        let partition = Partition::new("https://contoso.ciamlogin.com/contoso", "app");
        let key = AccountKey::new(&partition, "tenant", &AccountId::new("tenant", "person"));
        let mut cache = TokenCache::new();
        assert_eq!(cache.username(&key), None);
        let names = [
            Some("Mila.Roth@Example.COM"),
            Some("mila@example.com"),
            None,
        ];
        for username in names {
            cache.know(&AccountHeading {
                key: key.clone(),
                username: username.map(str::to_owned),
            });
            assert_eq!(cache.username(&key), username);
        }
    }
}
