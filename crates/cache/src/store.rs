//! Accounts and tokens, durable.

mod aside;
mod records;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::storage::{Changed, Commit, StorageError, StorageLock, StorageLoss};
use crate::{AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet};

pub use records::RecordTokenStore;

/// Where accounts and their tokens are kept. Its methods block.
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// The accounts of a partition, without their tokens.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if they cannot be told.
    fn accounts(&self, partition: &Partition) -> Result<Vec<AccountHeading>, StorageError>;

    /// An account with its access tokens; `None` if it is not there.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn load(&self, key: &AccountKey) -> Result<Option<StoredAccount>, StorageError>;

    /// Keeps an account and what came with it, durably; `Overtaken`, and nothing is changed, if the account is not there
    /// as it was expected.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it was not kept; what was there before stays.
    fn save(&self, save: &Save<'_>) -> Result<Commit, StorageError>;

    /// Removes an account and all its tokens, durably, so that they cannot be had back. One that is not there is no
    /// error.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if something of it may still be there.
    fn remove(&self, key: &AccountKey) -> Result<(), StorageError>;

    /// What other processes have changed since this was last asked: the keys of accounts.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn changed(&self) -> Result<ChangedAccounts, StorageError>;

    /// Takes a named lock; see [`Storage::lock`](crate::Storage::lock).
    ///
    /// # Errors
    ///
    /// [`StorageError`] if there can be no lock.
    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError>;

    /// What has been lost and not been told yet; each loss is told once.
    fn losses(&self) -> Vec<StorageLoss>;

    /// Whether the ID tokens that it gives were verified before they came into it. Those of a file that others write too
    /// were not: they have to be verified before any claim of theirs is read.
    fn has_verified_id_tokens(&self) -> bool {
        true
    }
}

/// That there is an account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountHeading {
    /// Whose it is.
    pub key: AccountKey,
    /// What the person signs in with, as spelt in the newest ID token.
    pub username: Option<String>,
}

/// An account with its access tokens.
#[derive(Debug, Clone)]
pub struct StoredAccount {
    /// The account.
    pub account: AccountRecord,
    /// Its access tokens.
    pub tokens: Vec<Arc<AccessTokenRecord>>,
}

/// What to keep.
#[derive(Debug)]
pub struct Save<'a> {
    /// The account as it shall be, with its new generation.
    pub account: &'a AccountRecord,
    /// The generation it must have now; `None` if any will do, or none at all, as at a sign-in.
    pub expected: Option<u64>,
    /// Access tokens to put, in the place of those with the same granted set.
    pub put: &'a [Arc<AccessTokenRecord>],
    /// What becomes of the other access tokens.
    pub others: Others<'a>,
}

/// What becomes of the access tokens that are not put.
#[derive(Debug, Clone, Copy)]
pub enum Others<'a> {
    /// All of them go.
    Drop,
    /// Those with these granted sets go, the others stay.
    Keep {
        /// The granted sets of those that go.
        but: &'a [ScopeSet],
    },
}

/// Which accounts others have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedAccounts {
    /// These; nothing if there are none.
    These(Vec<AccountKey>),
    /// All may be others.
    All,
    /// The store cannot tell.
    Unknown,
}

impl StoredAccount {
    /// As it is once `account` has taken the place of the record, `put` that of the tokens with the same granted sets,
    /// and `others` has been done to the rest.
    #[must_use]
    pub fn changed(
        self,
        account: AccountRecord,
        put: &[Arc<AccessTokenRecord>],
        others: Others<'_>,
    ) -> Self {
        let stays = |token: &Arc<AccessTokenRecord>| {
            let goes = match others {
                Others::Drop => true,
                Others::Keep { but } => but.contains(&token.granted),
            };
            !goes && put.iter().all(|new| new.granted != token.granted)
        };
        let tokens = self.tokens.into_iter().filter(stays);
        Self {
            account,
            tokens: tokens.chain(put.iter().cloned()).collect(),
        }
    }
}

impl From<Changed> for ChangedAccounts {
    fn from(changed: Changed) -> Self {
        match changed {
            Changed::Keys(keys) => Self::These(records::accounts_of(&keys)),
            Changed::Everything => Self::All,
            Changed::Unknown => Self::Unknown,
        }
    }
}

/// The user name is an e-mail address as a rule.
impl fmt::Debug for AccountHeading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountHeading")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
