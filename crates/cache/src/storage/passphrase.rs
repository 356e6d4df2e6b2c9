//! The data key in a file that a passphrase opens.

mod derive;
mod wrapped;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use native_auth_wire::Secret;

use derive::Cost;
use wrapped::Unwrapped;

use super::disk::{Disk, RealDisk};
use super::sealed_file::{checked, keep_aside};
use super::{DataKey, KeySource, StorageError, StorageErrorKind, StorageLock, held};

/// The file, in the directory of the profile.
const FILE: &str = "data.key";

/// What becomes the file once it is whole; one that was left behind by a crash is written over.
const NEW: &str = "data.key.new";

/// Held by whoever writes or moves the file.
const LOCK: &str = "data.key.lock";

/// How long another process that writes is waited for. It has nothing to do but to write 148 bytes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keeps the data key in the file `data.key` beside the tokens, sealed with a key that is derived from a passphrase.
/// For machines without a key store, such as servers and containers.
///
/// The data key is random; the passphrase only wraps it. So the passphrase can change while the tokens stay as they are,
/// and the slow derivation is made once per opening, not once per token. It is Argon2id with the second recommended
/// option of RFC 9106, section 4 (64 MiB, 3 passes, 4 lanes), which takes some tenths of a second; each file says how it
/// was derived, so a later version can raise that and still open what is there.
///
/// A wrong passphrase is [`PassphraseWrong`](StorageErrorKind::PassphraseWrong) and changes nothing. A file that was
/// damaged, is another profile's, or was written by a later version is kept aside (among at most three such files), and
/// its key counts as lost.
///
/// The methods block.
pub struct Passphrase {
    directory: PathBuf,
    passphrase: Mutex<Secret>,
    cost: Cost,
}

impl Passphrase {
    /// The key files below `directory`, the same as for [`SealedFile::open`](super::SealedFile::open), with this
    /// passphrase. Reads and writes nothing yet.
    ///
    /// It should come from the person, or from where the platform keeps secrets for a service; never from the command
    /// line, which every process of the machine may read.
    ///
    /// # Errors
    ///
    /// [`PassphraseEmpty`](StorageErrorKind::PassphraseEmpty) if it is.
    pub fn new(directory: &Path, passphrase: Secret) -> Result<Self, StorageError> {
        Ok(Self {
            directory: directory.to_owned(),
            passphrase: Mutex::new(not_empty(passphrase)?),
            cost: Cost::RECOMMENDED,
        })
    }

    /// Wraps the key of a profile with another passphrase, which holds from then on, here and for whoever opens the
    /// profile next. The key, and with it the tokens, stay as they are. If the profile has no key yet, the first one will
    /// be wrapped with the new passphrase.
    ///
    /// # Errors
    ///
    /// [`PassphraseEmpty`](StorageErrorKind::PassphraseEmpty); [`PassphraseWrong`](StorageErrorKind::PassphraseWrong)
    /// if the old one does not open the file; [`ProfileInvalid`](StorageErrorKind::ProfileInvalid); what
    /// [`get`](KeySource::get) and [`put`](KeySource::put) say. After an error the old passphrase holds.
    pub fn change(&self, profile: &str, passphrase: Secret) -> Result<(), StorageError> {
        let passphrase = not_empty(passphrase)?;
        let place = Place::open(&self.directory, profile)?;
        let _writing = place.lock()?;
        if let Some(key) = self.read(&place)? {
            place.write(&self.wrap(&place, &key, &passphrase)?)?;
        }
        *held(&self.passphrase) = passphrase;
        Ok(())
    }

    /// The key that is in the file. The lock is held: a file that is no key's is moved aside.
    fn read(&self, place: &Place) -> Result<Option<DataKey>, StorageError> {
        match self.unwrap(place)? {
            Some(Unwrapped::NoKeyFile) => {
                tracing::warn!("a file with a data key cannot be read; it is kept aside");
                keep_aside(&place.disk, FILE)?;
                place.disk.sync_directory()?;
                Ok(None)
            }
            unwrapped => key_of(unwrapped),
        }
    }

    fn unwrap(&self, place: &Place) -> Result<Option<Unwrapped>, StorageError> {
        let Some(bytes) = place.read()? else {
            return Ok(None);
        };
        let passphrase = held(&self.passphrase).clone();
        wrapped::unwrap(&bytes, &place.profile, &passphrase).map(Some)
    }

    fn wrap(
        &self,
        place: &Place,
        key: &DataKey,
        passphrase: &Secret,
    ) -> Result<Vec<u8>, StorageError> {
        wrapped::wrap(key, &place.profile, passphrase, self.cost)
    }
}

impl KeySource for Passphrase {
    fn get(&self, profile: &str) -> Result<Option<DataKey>, StorageError> {
        let place = Place::open(&self.directory, profile)?;
        // Without the lock, which a directory that cannot be written does not have.
        match self.unwrap(&place)? {
            Some(Unwrapped::NoKeyFile) => {
                let _writing = place.lock()?;
                self.read(&place)
            }
            unwrapped => key_of(unwrapped),
        }
    }

    fn put(&self, profile: &str, key: &DataKey) -> Result<(), StorageError> {
        let place = Place::open(&self.directory, profile)?;
        let _writing = place.lock()?;
        let passphrase = held(&self.passphrase).clone();
        place.write(&self.wrap(&place, key, &passphrase)?)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passphrase").finish_non_exhaustive()
    }
}

fn key_of(unwrapped: Option<Unwrapped>) -> Result<Option<DataKey>, StorageError> {
    match unwrapped {
        Some(Unwrapped::Key(key)) => Ok(Some(key)),
        Some(Unwrapped::Wrong) => Err(StorageError::new(StorageErrorKind::PassphraseWrong)),
        Some(Unwrapped::NoKeyFile) | None => Ok(None),
    }
}

fn not_empty(passphrase: Secret) -> Result<Secret, StorageError> {
    if passphrase.is_empty() {
        return Err(StorageError::new(StorageErrorKind::PassphraseEmpty));
    }
    Ok(passphrase)
}

/// The directory of a profile.
struct Place {
    disk: RealDisk,
    profile: String,
}

impl Place {
    fn open(directory: &Path, profile: &str) -> Result<Self, StorageError> {
        let profile = checked(profile)?;
        let disk = RealDisk::open(directory.join(&profile))?;
        Ok(Self { disk, profile })
    }

    fn lock(&self) -> Result<Box<dyn StorageLock>, StorageError> {
        let lock = self.disk.lock(LOCK, PATIENCE)?;
        lock.ok_or_else(|| StorageError::new(StorageErrorKind::LockFailed))
    }

    /// As much of the file as can be one, and a byte more if it is longer.
    fn read(&self) -> Result<Option<Vec<u8>>, StorageError> {
        let file = match self.disk.open(FILE) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let mut bytes = vec![0; wrapped::LENGTH + 1];
        let length = file.read_at(0, &mut bytes)?;
        bytes.truncate(length);
        Ok(Some(bytes))
    }

    /// Whole or not at all, and durable.
    fn write(&self, bytes: &[u8]) -> Result<(), StorageError> {
        if self.disk.list()?.iter().any(|name| name == NEW) {
            self.disk.remove(NEW)?;
        }
        let file = self.disk.create_new(NEW)?;
        file.append(bytes)?;
        file.sync()?;
        drop(file);
        self.disk.rename(NEW, FILE)?;
        Ok(self.disk.sync_directory()?)
    }
}
