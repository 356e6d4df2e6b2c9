//! Looking at what is in the store, and at what others have changed there.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use native_auth_cache::store::{ChangedAccounts, StoredAccount};
use native_auth_cache::{AccountKey, AccountRecord, Ambiguous, TokenStore};
use native_auth_core::Error;
use native_auth_core::error::catalogue;

use super::Vault;
use super::memory::Memory;
use crate::flights::Flights;
use crate::storage_failure::explain;
use crate::{AccountEvent, Result};

impl Vault {
    /// Opens the store, before anything that needs it later.
    pub(crate) async fn ready(self: &Arc<Self>) -> Result<()> {
        if self.store.get().is_some() {
            return Ok(());
        }
        self.blocking(|vault| vault.store().map(drop)).await
    }

    /// The keys of all accounts, with what others have changed. No account is loaded for that.
    pub(crate) async fn keys(self: &Arc<Self>) -> Result<Vec<AccountKey>> {
        self.blocking(|vault| {
            let _in_order = vault.storing();
            vault.look_now()?;
            let memory = vault.memory();
            Ok(memory.cache.accounts(&vault.partition).cloned().collect())
        })
        .await
    }

    /// Every account with its tokens, with what others have changed. Blocks.
    #[cfg(feature = "msal")]
    pub(crate) fn everything(&self) -> Result<Vec<StoredAccount>> {
        let _in_order = self.storing();
        self.look_now()?;
        let known: Vec<AccountKey> = {
            let memory = self.memory();
            memory.cache.accounts(&self.partition).cloned().collect()
        };
        let mut everything = Vec::with_capacity(known.len());
        for key in known {
            let Some(account) = self.reload_now(&key)? else {
                continue;
            };
            let tokens = self.memory().cache.tokens(&key).to_vec();
            everything.push(StoredAccount { account, tokens });
        }
        Ok(everything)
    }

    /// The account with this user name.
    ///
    /// A store that cannot tell what others have changed is not read from end to end for that, but where the name is not
    /// known: otherwise it is asked for the account alone, which may have another name by now, or be gone.
    pub(crate) async fn key_of(self: &Arc<Self>, username: &str) -> Result<Option<AccountKey>> {
        self.ready().await?;
        if !self.tells.load(Ordering::Relaxed)
            && let Ok(Some(key)) = self.named(username)
        {
            self.reload(&key).await?;
            if let Ok(Some(named)) = self.named(username)
                && named == key
            {
                return Ok(Some(key));
            }
        }
        self.look().await?;
        self.named(username)
    }

    /// The account that memory has under this user name.
    pub(crate) fn named(&self, username: &str) -> Result<Option<AccountKey>> {
        let memory = self.memory();
        let found = memory.cache.by_username(&self.partition, username);
        found
            .map(|key| key.cloned())
            .map_err(|Ambiguous| Error::new(&catalogue::ACCOUNT_AMBIGUOUS))
    }

    /// Takes over what others have changed.
    pub(crate) async fn look(self: &Arc<Self>) -> Result<()> {
        self.blocking(|vault| {
            let _in_order = vault.storing();
            vault.look_now()
        })
        .await
    }

    /// Loads the account if it is not; whether it is there.
    pub(crate) async fn load(self: &Arc<Self>, key: &AccountKey) -> Result<bool> {
        if self.memory().cache.is_loaded(key) {
            return Ok(true);
        }
        let key = key.clone();
        self.blocking(move |vault| {
            let _in_order = vault.storing();
            Ok(vault.reload_now(&key)?.is_some())
        })
        .await
    }

    /// The account as it is in the store now, which memory then has too; `None` if it is not there. If the store cannot
    /// tell, as it is in memory.
    pub(crate) async fn reload(
        self: &Arc<Self>,
        key: &AccountKey,
    ) -> Result<Option<AccountRecord>> {
        let key = key.clone();
        self.blocking(move |vault| {
            let _in_order = vault.storing();
            vault.reload_now(&key).or_else(|error| {
                tracing::warn!(code = error.code(), "the store cannot be read");
                Ok(vault.memory().cache.account(&key).cloned())
            })
        })
        .await
    }

    /// The refreshes under way for an account that is there.
    pub(crate) fn flights(&self, key: &AccountKey) -> Option<Flights> {
        let mut memory = self.memory();
        memory.cache.is_loaded(key).then(|| memory.flights(key))
    }

    pub(super) fn reload_now(&self, key: &AccountKey) -> Result<Option<AccountRecord>> {
        let store = self.opened()?;
        if self.memory().unsaved.contains_key(key) {
            return Ok(self.memory().cache.account(key).cloned());
        }
        let stored = store.load(key).map_err(explain)?;
        self.tell_losses(&**store);
        self.take_over(key, stored);
        Ok(self.memory().cache.account(key).cloned())
    }

    fn look_now(&self) -> Result<()> {
        let store = self.opened()?;
        let changed = store.changed().map_err(explain)?;
        match changed {
            ChangedAccounts::These(keys) => {
                let prefix = self.partition.prefix();
                for key in keys.iter().filter(|key| key.as_str().starts_with(&prefix)) {
                    self.look_at(key, &**store)?;
                }
            }
            ChangedAccounts::All => self.look_at_all(&**store)?,
            ChangedAccounts::Unknown => {
                self.tells.store(false, Ordering::Relaxed);
                self.look_at_all(&**store)?;
            }
        }
        self.tell_losses(&**store);
        Ok(())
    }

    fn look_at_all(&self, store: &dyn TokenStore) -> Result<()> {
        let headings = store.accounts(&self.partition).map_err(explain)?;
        let there: HashSet<&AccountKey> = headings.iter().map(|heading| &heading.key).collect();
        let (known, loaded): (Vec<_>, Vec<_>) = {
            let memory = self.memory();
            let known: Vec<AccountKey> = memory.cache.accounts(&self.partition).cloned().collect();
            let loaded = known.iter().filter(|key| memory.cache.is_loaded(key));
            let loaded = loaded.cloned().collect();
            (known, loaded)
        };
        for heading in &headings {
            let new = {
                let mut memory = self.memory();
                let new = !memory.cache.contains(&heading.key);
                if memory.unsaved.contains_key(&heading.key)
                    || memory.unremoved.contains_key(&heading.key)
                {
                    continue;
                }
                memory.cache.know(heading);
                new
            };
            if new {
                let account = heading.key.account();
                self.events.announce(AccountEvent::SignedIn { account });
            }
        }
        for key in known.iter().filter(|key| !there.contains(key)) {
            self.take_over(key, None);
        }
        for key in loaded.iter().filter(|key| there.contains(key)) {
            let stored = store.load(key).map_err(explain)?;
            self.take_over(key, stored);
        }
        Ok(())
    }

    /// One account, of which others have changed something.
    fn look_at(&self, key: &AccountKey, store: &dyn TokenStore) -> Result<()> {
        let stored = store.load(key).map_err(explain)?;
        self.take_over(key, stored);
        Ok(())
    }

    /// Makes memory say what the store says of an account, unless memory knows better.
    pub(super) fn take_over(&self, key: &AccountKey, stored: Option<StoredAccount>) {
        let event = self.memory().take_over(key, stored);
        if let Some(event) = event {
            self.events.announce(event);
        }
    }
}

impl Memory {
    fn take_over(
        &mut self,
        key: &AccountKey,
        stored: Option<StoredAccount>,
    ) -> Option<AccountEvent> {
        if self.unsaved.contains_key(key) {
            return None;
        }
        let account = key.account();
        let ended = self.unremoved.get(key).copied();
        let is_over = |stored: &StoredAccount| {
            ended.is_some_and(|ended| ended.is_none_or(|ended| ended == stored.account.sign_in))
        };
        let Some(stored) = stored.filter(|stored| !is_over(stored)) else {
            return self
                .forget(key)
                .then_some(AccountEvent::SignedOut { account });
        };
        // Whoever is there has signed in since.
        self.unremoved.remove(key);
        let before = self.cache.account(key);
        let event = match before.map(|before| (before.sign_in, before.generation)) {
            None if self.cache.contains(key) => None,
            Some((sign_in, _)) if sign_in != stored.account.sign_in => {
                self.ground(key);
                Some(AccountEvent::SignedIn { account })
            }
            None => Some(AccountEvent::SignedIn { account }),
            Some((_, generation)) if generation != stored.account.generation => {
                Some(AccountEvent::Refreshed { account })
            }
            Some(_) => None,
        };
        self.cache.load(stored);
        event
    }
}
