//! One file for Microsoft's clients and ours.

mod aside;
mod lock;
mod replace;
mod stamp;
mod text;
mod traces;

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use native_auth_wire::AccountId;
use zeroize::Zeroizing;

use super::app::App;
use super::document::{Document, MsalError};
use super::reader::{self, Found};
use super::{remover, writer};
use crate::storage::file_locks::FileLocks;
use crate::storage::{Commit, StorageError, StorageErrorKind, StorageLock, StorageLoss};
use crate::store::{AccountHeading, ChangedAccounts, Save, StoredAccount, TokenStore};
use crate::{AccountKey, Partition};

use lock::{LockFile, Seen};
use replace::New;
use stamp::Stamp;

/// How long a writer that is frozen is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a change is begun again because somebody else was faster.
const ATTEMPTS: u32 = 32;

/// What is to become the file.
const NEW: &str = ".new-";

/// A [`TokenStore`] that is a cache file of Microsoft's clients, such as `msal_extensions.FilePersistence` of MSAL Python
/// has: they and this library share one sign-in through it.
///
/// **The file is not encrypted**: whoever reads it can act in these people's names. On Unix only its owner may (mode
/// 0600); directories that are missing are made for the owner alone. Choosing this store is choosing that.
///
/// * Other apps' entities, and what is not understood, stay as they are.
/// * It is written whole, and read whole: fit for a person's accounts, not for thousands.
/// * Every change happens under the lock of Microsoft's extension libraries (`{path}.lockfile`) and by putting a whole
///   new file in the old one's place. A holder that does not get on for 10 seconds is passed. If it is one of these
///   stores, it finds what was written since and changes that; a client of Microsoft's does not look again. Nor does a
///   script that saves a plain `SerializableTokenCache` by itself, which takes no lock: both can undo what others wrote
///   since they read.
/// * What a client of Microsoft's writes is a later generation than what it replaces.
/// * A file that is no such cache is copied to `{path}.damaged-1` (up to 3, then the oldest is replaced), told of once,
///   and replaced by the next save; until then nothing is in it. Signing out overwrites with spaces what can be
///   recognised of the account in the copies; the rest of them stays. An empty file is an empty cache.
pub struct MsalFile {
    path: PathBuf,
    locks: FileLocks,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The file as this store last saw or wrote it, if there was one; `None` until it is asked for changes.
    seen: Option<Option<Stamp>>,
    /// The file that was told to be damaged.
    damaged: Option<Stamp>,
    untold: Vec<StorageLoss>,
    /// The lock file whose holder was passed. It is not waited for again.
    passed: Option<Seen>,
}

impl MsalFile {
    /// The file at this path, which may be missing; it is made by the first save. Named locks are files in
    /// `{path}.locks`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            locks: FileLocks::new(beside(&path, ".locks")),
            patience: PATIENCE,
            state: Mutex::default(),
            path,
        }
    }

    /// Waits no longer than this for whoever has the lock of the file and does not get on; 10 seconds unless set.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks into the file. Reading takes no lock, as Microsoft's clients do not either, unless what is there cannot be
    /// understood: they write in place, and may just be at it.
    fn look<T>(&self, at: impl Fn(&Document<'_>) -> T) -> Result<T, StorageError> {
        let Some(text) = text::read(&self.path)? else {
            return Ok(at(&Document::default()));
        };
        if !text.is_empty()
            && let Ok(document) = understood(&text)
        {
            return Ok(at(&document));
        }
        if self.state().damaged == Some(Stamp::of(&text)) {
            return Ok(at(&Document::default()));
        }
        // In a directory that cannot be written nobody else is at it.
        let _lock = self.lock_file().ok();
        let text = text::settled(&self.path)?.unwrap_or_default();
        match understood(&text) {
            Ok(document) => Ok(at(&document)),
            Err(why) => {
                // The next write cannot go on without the copy; reading can.
                let _ = self.keep_aside(&text, why);
                Ok(at(&Document::default()))
            }
        }
    }

    /// Changes the file; nothing is written if `change` says that there is nothing to. It is called again if somebody
    /// else has written in the meantime.
    fn change<T>(
        &self,
        change: impl FnMut(&mut Document<'_>) -> (T, bool),
    ) -> Result<T, StorageError> {
        let _lock = self.lock_file()?;
        self.change_now(change)
    }

    fn change_now<T>(
        &self,
        mut change: impl FnMut(&mut Document<'_>) -> (T, bool),
    ) -> Result<T, StorageError> {
        let target = self.target();
        for _ in 0..ATTEMPTS {
            let before = text::settled(&target)?;
            let text = before.as_ref().map_or(&[][..], |before| before);
            let mut damaged = false;
            let mut document = match understood(text) {
                Ok(document) => document,
                Err(why) => {
                    self.keep_aside(text, why)?;
                    damaged = true;
                    Document::default()
                }
            };
            let (outcome, changed) = change(&mut document);
            if !changed && !damaged {
                return Ok(outcome);
            }
            let after = document.write();
            let new = New::write(&target, NEW, after.as_bytes())?;
            replace::clear(&target, NEW, Some(&new))?;
            if text::read(&target)? == before && new.put(&target)? {
                self.written(before.as_deref(), after.as_bytes());
                return Ok(outcome);
            }
        }
        Err(StorageError::new(StorageErrorKind::LockFailed))
    }

    /// What is replaced: behind a symbolic link the file itself, and the link stays.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    /// What this store has changed itself is no news; what others had changed before still is.
    fn written(&self, before: Option<&Vec<u8>>, after: &[u8]) {
        let mut state = self.state();
        if state.seen == Some(before.map(|before| Stamp::of(before))) {
            state.seen = Some(Some(Stamp::of(after)));
        }
    }

    /// Copies what cannot be understood, and tells of it once.
    fn keep_aside(&self, text: &[u8], why: MsalError) -> Result<(), StorageError> {
        let stamp = Some(Stamp::of(text));
        let mut state = self.state();
        if state.damaged != stamp {
            state.damaged = stamp;
            state.untold.push(match why {
                MsalError::Malformed => StorageLoss::Damaged,
                MsalError::NotACache => StorageLoss::Foreign,
            });
        }
        drop(state);
        Ok(aside::keep(&self.path, text)?)
    }

    /// The lock of the file; `None` if whoever has it does not get on.
    fn lock_file(&self) -> Result<Option<LockFile>, StorageError> {
        let path = beside(&self.path, ".lockfile");
        let there = Seen::at(&path);
        let known = there.is_some() && there == self.state().passed;
        let patience = if known { Duration::ZERO } else { self.patience };
        let lock = LockFile::take(&path, patience)?;
        let passed = lock.is_none().then(|| Seen::at(&path)).flatten();
        if passed.is_some() && !known {
            tracing::warn!("whoever has the lock of a MSAL file does not get on");
        }
        self.state().passed = passed;
        Ok(lock)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MsalFile {
    fn accounts(&self, partition: &Partition) -> Result<Vec<AccountHeading>, StorageError> {
        self.look(|document| {
            let (found, _) = reader::read(document, partition, None);
            let accounts = found.into_iter().map(|found| found.stored.account);
            accounts
                .map(|account| AccountHeading {
                    key: account.key,
                    username: account.username,
                })
                .collect()
        })
    }

    fn load(&self, key: &AccountKey) -> Result<Option<StoredAccount>, StorageError> {
        self.look(|document| {
            find(document, key).map(
                |Found {
                     mut stored,
                     id_token,
                 }| {
                    stored.account.id_token = id_token;
                    stored
                },
            )
        })
    }

    fn save(&self, to_save: &Save<'_>) -> Result<Commit, StorageError> {
        self.change(|document| save(document, to_save))
    }

    fn remove(&self, key: &AccountKey) -> Result<(), StorageError> {
        let app = App::new(&key.partition());
        let account: AccountId = key.account();
        let _lock = self.lock_file()?;
        self.change_now(|document| ((), remover::remove(document, &app, &account)))?;
        // Of writers that were killed; they may hold the account's tokens.
        replace::clear(&self.target(), NEW, None)?;
        Ok(aside::blank(&self.path, &app, &account)?)
    }

    fn changed(&self) -> Result<ChangedAccounts, StorageError> {
        let text = text::read(&self.path)?;
        let now = text.map(|text| Stamp::of(&text));
        let before = self.state().seen.replace(now);
        Ok(match before {
            Some(before) if before == now => ChangedAccounts::These(Vec::new()),
            _ => ChangedAccounts::All,
        })
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        self.locks.lock(name, patience)
    }

    fn losses(&self) -> Vec<StorageLoss> {
        std::mem::take(&mut self.state().untold)
    }

    fn has_verified_id_tokens(&self) -> bool {
        false
    }
}

/// The path may hold the person's name.
impl fmt::Debug for MsalFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MsalFile").finish_non_exhaustive()
    }
}

fn understood(text: &[u8]) -> Result<Document<'_>, MsalError> {
    let text = text::utf8(text).ok_or(MsalError::Malformed)?;
    Document::parse(text)
}

/// Puts an account if it is there as expected; whether that changed anything.
fn save(document: &mut Document<'_>, save: &Save<'_>) -> (Commit, bool) {
    let key = &save.account.key;
    if save.expected.is_some() {
        let found = find(document, key);
        if found.map(|found| found.stored.account.generation) != save.expected {
            return (Commit::Overtaken, false);
        }
    }
    writer::put(document, &App::new(&key.partition()), save);
    (Commit::Done, true)
}

fn find(document: &Document<'_>, key: &AccountKey) -> Option<Found> {
    let (mut found, _) = reader::read(document, &key.partition(), Some(key));
    found.pop()
}

/// The path with something behind it.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The bytes of a file; they hold tokens.
type Bytes = Zeroizing<Vec<u8>>;
