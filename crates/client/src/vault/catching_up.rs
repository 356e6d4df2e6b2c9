//! What the store could not take: it goes on in memory, and is given to the store when that can be written again.

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save, StoredAccount};
use native_auth_cache::{AccountKey, AccountRecord, StorageLoss};
use native_auth_core::Error;

use super::Vault;
use super::memory::{Memory, Written};

impl Vault {
    /// Goes on in memory; the next save tries again, unless somebody else has written in the meantime.
    pub(super) fn not_written(&self, whole: StoredAccount, was: Option<Written>, error: &Error) {
        tracing::warn!(code = error.code(), "tokens could not be written");
        let first = {
            let mut memory = self.memory();
            memory.ground_unless(&whole.account);
            let first = memory.unsaved.is_empty();
            let key = whole.account.key.clone();
            memory.unsaved.entry(key).or_insert(was);
            memory.cache.load(whole);
            first
        };
        if first {
            self.lost(StorageLoss::NotWritten);
        }
    }

    /// The store can be written: what it could not take before, it is given now. What others have written in the meantime
    /// is newer, and stays.
    pub(super) fn catch_up(&self) {
        let (unsaved, unremoved): (Vec<_>, Vec<_>) = {
            let memory = self.memory();
            (
                memory.unsaved.clone().into_iter().collect(),
                memory.unremoved.clone().into_iter().collect(),
            )
        };
        let Ok(store) = self.opened() else { return };
        for (key, was) in unsaved {
            let Ok(stored) = store.load(&key) else {
                continue;
            };
            if stored.as_ref().map(|stored| Written::of(&stored.account)) != was {
                self.memory().unsaved.remove(&key);
                self.take_over(&key, stored);
                continue;
            }
            let Some(whole) = self.whole(&key) else {
                continue;
            };
            let save = Save {
                account: &whole.account,
                expected: was.map(|was| was.generation),
                put: &whole.tokens,
                others: Others::Drop,
            };
            if matches!(store.save(&save), Ok(Commit::Done)) {
                self.memory().unsaved.remove(&key);
            }
        }
        for (key, ended) in unremoved {
            let Ok(stored) = store.load(&key) else {
                continue;
            };
            let same = |stored: &StoredAccount| ended.is_none_or(|it| it == stored.account.sign_in);
            match stored {
                Some(stored) if !same(&stored) => {
                    self.memory().unremoved.remove(&key);
                    self.take_over(&key, Some(stored));
                }
                _ if store.remove(&key).is_ok() => {
                    self.memory().unremoved.remove(&key);
                }
                _ => {}
            }
        }
    }

    /// The account with its tokens, as memory has it.
    fn whole(&self, key: &AccountKey) -> Option<StoredAccount> {
        let memory = self.memory();
        let account = memory.cache.account(key)?.clone();
        let tokens = memory.cache.tokens(key).to_vec();
        Some(StoredAccount { account, tokens })
    }
}

impl Memory {
    /// Another sign-in of the same account starts with no refresh under way.
    pub(super) fn ground_unless(&mut self, account: &AccountRecord) {
        let same = self
            .cache
            .account(&account.key)
            .is_some_and(|before| before.sign_in == account.sign_in);
        if !same {
            self.ground(&account.key);
        }
    }
}
