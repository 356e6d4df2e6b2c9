//! The record store of a desktop: a log of sealed entries in a file of this user's.
//!
//! A batch of changes is one entry, appended and made durable with one sync; the bodies that it supersedes are
//! overwritten. The entries' headers say where the records are; that is all that is kept in memory, and all that is read
//! when the store is opened. The log is an *epoch* of the store; now and then its live records move to the next one
//! (`epoch.rs`, which also says why nothing is lost in that). docs/architecture.md tells why it is made this way.
//!
//! | In the directory of a profile | |
//! |---|---|
//! | `tokens.7` | the log; 7 is its epoch |
//! | `lock.7` | the lock of those who write to it |
//! | `locks/` | the locks that are taken by name |
//! | `damaged-1` … `damaged-3` | what could not be read, the newest last; only what is deleted is blanked there too |

mod aside;
mod entry;
mod epoch;
mod index;
mod key;
mod layout;
mod profile;
mod replay;
mod scrub;
mod seal;
mod source;
mod view;
mod writer;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

pub(super) use aside::keep_aside;
pub(super) use profile::checked;
pub(super) use seal::random;

use entry::Batch;
use index::Slot;
use seal::{Purpose, Seal};
use view::{Found, Log, View};

use super::disk::{Disk, RealDisk};
use super::file_locks::file_of;
use super::{
    Change, Changed, Commit, Expected, Heading, KeySource, Label, Record, RecordStore,
    StorageError, StorageErrorKind, StorageLock, StorageLoss, held,
};

/// What the tests set otherwise.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// How long a writer is waited for that has the lock and does not go on.
    patience: Duration,
    /// By how many bytes the dead part of a log may be longer than the live one.
    slack: u64,
}

const LIMITS: Limits = Limits {
    patience: Duration::from_secs(10),
    slack: 1024 * 1024,
};

/// Records in a file that is sealed with the data key of a profile.
///
/// Any number of these, in any number of processes, may be open on the same profile. A commit is durable when it
/// returns: it survives `kill -9` and a power cut. Whatever the disk or the process did, the store opens: what cannot be
/// read is kept aside, told once by [`losses`](RecordStore::losses), and the rest is used.
pub struct SealedFile {
    disk: Arc<dyn Disk>,
    profile: String,
    keys: Arc<dyn KeySource>,
    limits: Limits,
    /// Taken before `view`, by whoever writes; so reading waits for no lock of another process.
    writer: Mutex<()>,
    view: Mutex<View>,
}

impl SealedFile {
    /// Opens the file of this profile below `directory`, with its key from `keys`; the first time, both are made.
    ///
    /// The profile gets a directory of its own name, in lower case, which only this user may enter (0700 on Unix, its
    /// files 0600); if it is there with wider rights they are taken away. It has to be on a disk of this machine: on a
    /// network file system neither locks nor syncs can be relied on.
    ///
    /// A directory that may be read and not written still serves what is in it.
    ///
    /// `keys` is asked again when another process has begun the file anew with another key, as after the item in the key
    /// store was replaced. If it has that key by now, the store goes on with what is there; else each call is
    /// [`Replaced`](StorageErrorKind::Replaced), and the file stays as the other process made it.
    ///
    /// # Errors
    ///
    /// [`ProfileInvalid`](StorageErrorKind::ProfileInvalid) if the name has more than letters, digits, `-`, `_` and
    /// `.`, more than 64 of them, or is a device's on Windows; whatever `keys` says;
    /// [`Unreachable`](StorageErrorKind::Unreachable), [`ReadOnly`](StorageErrorKind::ReadOnly),
    /// [`Full`](StorageErrorKind::Full) or [`Failed`](StorageErrorKind::Failed) if the directory cannot be made or read;
    /// [`LockFailed`](StorageErrorKind::LockFailed) if somebody else has been making the key for 10 seconds; but for a
    /// source with a [limit](KeySource::limit), [`KeyStoreTimedOut`](StorageErrorKind::KeyStoreTimedOut) after that.
    pub fn open(
        directory: &Path,
        profile: &str,
        keys: Arc<dyn KeySource>,
    ) -> Result<Self, StorageError> {
        let profile = profile::checked(profile)?;
        let disk = RealDisk::open(directory.join(&profile))?;
        Self::open_on(Arc::new(disk), profile, keys, LIMITS)
    }

    fn open_on(
        disk: Arc<dyn Disk>,
        profile: String,
        keys: Arc<dyn KeySource>,
        limits: Limits,
    ) -> Result<Self, StorageError> {
        let (key, lost) = key::key_of(&disk, &profile, &keys, limits.patience)?;
        let view = View::new(Seal::new(&key, profile.clone()));
        let file = Self {
            disk,
            profile,
            keys,
            limits,
            writer: Mutex::default(),
            view: Mutex::new(view),
        };
        let mut view = held(&file.view);
        let found = view.refresh(&*file.disk)?;
        let whole = found == Found::Settled && view.broken.is_empty();
        drop(view);
        if !whole && let Err(error) = file.heal() {
            tracing::warn!(kind = ?error.kind(), "a file of tokens could not be kept aside yet");
        }
        let mut view = held(&file.view);
        view.opened();
        view.take_others();
        if lost {
            // No other key can have sealed it than the one that is gone.
            for loss in &mut view.losses {
                if *loss == StorageLoss::Foreign {
                    *loss = StorageLoss::KeyLost;
                }
            }
        }
        drop(view);
        Ok(file)
    }

    /// The view as of now. If another process has begun the file anew with another key, the key is asked for again.
    fn looked(&self) -> Result<MutexGuard<'_, View>, StorageError> {
        let mut view = held(&self.view);
        match view.refresh(&*self.disk) {
            Err(error) if view.may_ask(&error) => {}
            outcome => return outcome.map(|_| view),
        }
        drop(view);
        self.ask_again()?;
        let mut view = held(&self.view);
        view.refresh(&*self.disk).map(|_| view)
    }

    /// Asks for the key again, with no lock in hand: that may take seconds.
    fn ask_again(&self) -> Result<(), StorageError> {
        let key = key::key_again(&self.profile, &self.keys);
        let mut view = held(&self.view);
        if let Ok(Some(key)) = key {
            return Ok(view.adopt(&*self.disk, Seal::new(&key, self.profile.clone()))?);
        }
        view.asked_in_vain();
        key.map(|_| ())
    }

    fn lock_file(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        lock_file(&*self.disk, name, patience)
    }
}

impl RecordStore for SealedFile {
    fn headings(&self, prefix: &str) -> Result<Vec<Heading>, StorageError> {
        let view = self.looked()?;
        let Some(index) = view.index() else {
            return Ok(Vec::new());
        };
        let headings = index.with_prefix(prefix).map(|(key, slot)| Heading {
            key: key.to_owned(),
            label: slot.label.as_deref().map(|label| Label(label.to_owned())),
        });
        Ok(headings.collect())
    }

    fn load(&self, key: &str) -> Result<Option<Record>, StorageError> {
        let mut view = self.looked()?;
        let mut unreadable = None;
        loop {
            let Some(log) = &view.log else {
                return Ok(None);
            };
            let Some(slot) = log.replay.index.get(key) else {
                return Ok(None);
            };
            if let Some(record) = body(&view.seal, log, key, slot)? {
                return Ok(Some(record));
            }
            let here = (log.epoch, slot.stamp);
            if unreadable == Some(here) {
                break;
            }
            unreadable = Some(here);
            // Whoever supersedes a record says so in the log before overwriting it.
            view.look(&*self.disk, u64::MAX, false)?;
        }
        if let Some(log) = &mut view.log {
            log.replay.index.remove(key);
            let epoch = log.epoch;
            view.lost(epoch, StorageLoss::Damaged);
        }
        drop(view);
        if let Err(error) = self.heal() {
            tracing::warn!(kind = ?error.kind(), "a file of tokens could not be kept aside yet");
        }
        Ok(None)
    }

    fn commit(&self, expected: &Expected, changes: &[Change]) -> Result<Commit, StorageError> {
        let batch = Batch::new(expected, changes)?;
        if !changes.is_empty() {
            return self.write(&batch);
        }
        let view = self.looked()?;
        let met = match (&view.log, batch.condition()) {
            (_, None) => true,
            (Some(log), condition) => log.replay.meets(condition),
            (None, Some(_)) => false,
        };
        Ok(if met { Commit::Done } else { Commit::Overtaken })
    }

    fn changed(&self) -> Result<Changed, StorageError> {
        let mut view = self.looked()?;
        Ok(Changed::Keys(view.take_others()))
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        let name = format!("locks/{}", file_of(name));
        self.lock_file(&name, patience)
    }

    fn losses(&self) -> Vec<StorageLoss> {
        std::mem::take(&mut held(&self.view).losses)
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedFile").finish_non_exhaustive()
    }
}

/// The record that is there; `None` if it cannot be read.
fn body(seal: &Seal, log: &Log, key: &str, slot: &Slot) -> io::Result<Option<Record>> {
    let purpose = Purpose::Body {
        key,
        generation: slot.generation,
        stamp: slot.stamp,
    };
    let sealed = log.source(seal).read(slot.body)?;
    let bytes = seal.open(&sealed, purpose);
    Ok(bytes.map(|bytes| Record {
        generation: slot.generation,
        bytes,
    }))
}

fn lock_file(
    disk: &dyn Disk,
    name: &str,
    patience: Duration,
) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
    match disk.lock(name, patience) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            Err(StorageError::new(StorageErrorKind::LockFailed))
        }
        outcome => Ok(outcome?),
    }
}
