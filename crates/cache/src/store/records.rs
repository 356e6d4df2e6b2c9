//! Accounts and tokens as records.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{AccountHeading, ChangedAccounts, Others, Save, StoredAccount, TokenStore, aside};
use crate::schema::{self, Unreadable};
use crate::storage::{
    Change, Commit, Expected, Label, Record, RecordStore, StorageError, StorageLock, StorageLoss,
};
use crate::{AccountKey, AccountRecord, Partition, ScopeSet};

/// What the key of an account's record begins with; the account's key follows.
const ACCOUNT: &str = "account|";

/// What the key of an access token's record begins with; the account's key and the granted scopes follow.
const TOKEN: &str = "token|";

/// A [`TokenStore`] made of records.
///
/// One record for each account, which holds the refresh token and the ID token, and one for each access token. The
/// account comes first in a batch: it is the one that must not be lost.
///
/// A record that cannot be read, because it is damaged or of a later version, counts as absent. It is told once, and copied
/// to a key of its own before something takes its place; at most three copies are kept, and signing out removes those of
/// the account. One that cannot be loaded to be copied is replaced without that.
#[derive(Debug)]
pub struct RecordTokenStore {
    records: Arc<dyn RecordStore>,
    lost: Mutex<Lost>,
}

/// What cannot be read.
#[derive(Debug, Default)]
struct Lost {
    keys: BTreeSet<String>,
    told: BTreeSet<&'static str>,
    untold: Vec<StorageLoss>,
}

impl RecordTokenStore {
    /// Accounts and tokens in these records.
    #[must_use]
    pub fn new(records: Arc<dyn RecordStore>) -> Self {
        Self {
            records,
            lost: Mutex::default(),
        }
    }

    /// Reads every record of the account, to know what cannot be read: a sign-in replaces all of them. One that cannot be
    /// had at all is replaced like the others.
    fn look_at_all_of(&self, key: &AccountKey) -> Result<(), StorageError> {
        let mut keys = vec![account_record(key)];
        keys.extend(self.token_keys(key)?);
        for key in keys {
            if let Some(record) = aside::at_hand(&*self.records, &key) {
                self.readable(&key, read(&key, &record));
            }
        }
        Ok(())
    }

    fn token_keys(&self, key: &AccountKey) -> Result<Vec<String>, StorageError> {
        let headings = self.records.headings(&token_prefix(key))?;
        Ok(headings.into_iter().map(|heading| heading.key).collect())
    }

    /// A record that cannot be read counts as absent.
    fn readable<T>(&self, key: &str, outcome: Result<T, Unreadable>) -> Option<T> {
        let mut lost = self.lost();
        let loss = match outcome {
            Ok(value) => {
                lost.keys.remove(key);
                return Some(value);
            }
            Err(Unreadable::FutureVersion) => StorageLoss::FutureVersion,
            Err(Unreadable::Malformed) => StorageLoss::Damaged,
        };
        lost.keys.insert(key.to_owned());
        if lost.told.insert(loss.code()) {
            tracing::warn!(loss = loss.code(), "stored tokens are lost");
            lost.untold.push(loss);
        }
        None
    }

    /// What copies those of these records that could not be read, and still cannot.
    fn kept_aside(&self, replaced: &[&str]) -> Result<Vec<Change>, StorageError> {
        let mut damaged = Vec::new();
        for &key in replaced {
            if !self.lost().keys.contains(key) {
                continue;
            }
            if let Some(record) = aside::at_hand(&*self.records, key)
                && read(key, &record).is_err()
            {
                damaged.push((key.to_owned(), record));
            }
        }
        aside::keep(&*self.records, damaged)
    }

    fn lost(&self) -> MutexGuard<'_, Lost> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for RecordTokenStore {
    fn accounts(&self, partition: &Partition) -> Result<Vec<AccountHeading>, StorageError> {
        let prefix = format!("{ACCOUNT}{}", partition.prefix());
        let mut accounts = Vec::new();
        for heading in self.records.headings(&prefix)? {
            let Some(key) = account_of(&heading.key) else {
                continue;
            };
            let username = match heading.label {
                Some(Label(username)) => Some(username),
                // This store cannot tell without reading.
                None => match self.records.load(&heading.key)? {
                    Some(record) => {
                        let read = read_account(&key, &record);
                        match self.readable(&heading.key, read) {
                            Some(account) => account.username,
                            None => continue,
                        }
                    }
                    None => continue,
                },
            };
            accounts.push(AccountHeading { key, username });
        }
        Ok(accounts)
    }

    fn load(&self, key: &AccountKey) -> Result<Option<StoredAccount>, StorageError> {
        let account = account_record(key);
        let Some(record) = self.records.load(&account)? else {
            return Ok(None);
        };
        let read = read_account(key, &record);
        let Some(account) = self.readable(&account, read) else {
            return Ok(None);
        };
        let mut tokens = Vec::new();
        for key in self.token_keys(key)? {
            if let Some(record) = self.records.load(&key)? {
                let token = self.readable(&key, schema::read_access_token(&record.bytes));
                tokens.extend(token.map(Arc::new));
            }
        }
        Ok(Some(StoredAccount { account, tokens }))
    }

    fn save(&self, save: &Save<'_>) -> Result<Commit, StorageError> {
        let account = save.account;
        let key = &account.key;
        if save.expected.is_none() {
            self.look_at_all_of(key)?;
        }
        let mut changes = vec![Change::Put {
            key: account_record(key),
            label: account.username.clone().map(Label),
            record: Record {
                generation: account.generation,
                bytes: schema::write_account(account),
            },
        }];
        let put: BTreeSet<String> = save
            .put
            .iter()
            .map(|token| token_record(key, &token.granted))
            .collect();
        let gone = match save.others {
            Others::Drop => self.token_keys(key)?,
            Others::Keep { but } => but.iter().map(|set| token_record(key, set)).collect(),
        };
        for token in save.put {
            changes.push(Change::Put {
                key: token_record(key, &token.granted),
                label: None,
                record: Record {
                    generation: account.generation,
                    bytes: schema::write_access_token(token),
                },
            });
        }
        let gone = gone.into_iter().filter(|key| !put.contains(key));
        changes.extend(gone.map(|key| Change::Delete { key }));
        let replaced: Vec<&str> = changes.iter().map(Change::key).collect();
        let mut all = self.kept_aside(&replaced)?;
        all.append(&mut changes);
        let expected = match save.expected {
            Some(generation) => Expected::Generation(account_record(key), generation),
            None => Expected::Anything,
        };
        self.records.commit(&expected, &all)
    }

    fn remove(&self, key: &AccountKey) -> Result<(), StorageError> {
        // The account goes first: without it no token is found any more, whatever happens next.
        let mut keys = vec![account_record(key)];
        keys.extend(self.token_keys(key)?);
        keys.extend(aside::of(&*self.records, key)?);
        while !keys.is_empty() {
            let changes: Vec<Change> = keys.drain(..).map(|key| Change::Delete { key }).collect();
            match self.records.commit(&Expected::Anything, &changes)? {
                Commit::Done | Commit::Overtaken => {}
            }
            // A refresh may have put one since they were listed; without the account no further one comes.
            keys = self.token_keys(key)?;
        }
        Ok(())
    }

    fn changed(&self) -> Result<ChangedAccounts, StorageError> {
        Ok(self.records.changed()?.into())
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        self.records.lock(name, patience)
    }

    fn losses(&self) -> Vec<StorageLoss> {
        let mut losses = self.records.losses();
        losses.append(&mut self.lost().untold);
        losses
    }
}

/// The accounts that records of these keys belong to, each once.
pub(super) fn accounts_of(keys: &[String]) -> Vec<AccountKey> {
    let accounts: BTreeSet<AccountKey> = keys.iter().filter_map(|key| account_of(key)).collect();
    accounts.into_iter().collect()
}

/// Whether the record of this key can be read.
fn read(key: &str, record: &Record) -> Result<(), Unreadable> {
    match account_of(key).filter(|_| key.starts_with(ACCOUNT)) {
        Some(account) => read_account(&account, record).map(drop),
        None => schema::read_access_token(&record.bytes).map(drop),
    }
}

/// The account. The generation that a store compares is told twice, outside and inside: if they differ no save that
/// expects the one inside would ever be made.
fn read_account(key: &AccountKey, record: &Record) -> Result<AccountRecord, Unreadable> {
    let account = schema::read_account(key, &record.bytes)?;
    match account.generation == record.generation {
        true => Ok(account),
        false => Err(Unreadable::Malformed),
    }
}

pub(super) fn account_of(record: &str) -> Option<AccountKey> {
    if let Some(key) = record.strip_prefix(ACCOUNT) {
        return AccountKey::parse(key);
    }
    let (account, _scopes) = record.strip_prefix(TOKEN)?.rsplit_once('|')?;
    AccountKey::parse(account)
}

fn account_record(key: &AccountKey) -> String {
    format!("{ACCOUNT}{}", key.as_str())
}

fn token_prefix(key: &AccountKey) -> String {
    format!("{TOKEN}{}|", key.as_str())
}

fn token_record(key: &AccountKey, granted: &ScopeSet) -> String {
    // A scope holds no separator of ours: RFC 6749 (section 3.3) allows it, so it is escaped.
    let scopes = granted.as_str().replace('%', "%25").replace('|', "%7C");
    format!("{}{scopes}", token_prefix(key))
}
