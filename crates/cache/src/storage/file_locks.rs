//! Named locks as files that the operating system locks.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::{StorageError, StorageErrorKind, StorageLock};

/// How often a lock that somebody has is tried.
pub(crate) const INTERVAL: Duration = Duration::from_millis(15);

/// Named locks, across threads and processes: files in a directory. A lock ends with its holder.
#[derive(Debug, Clone)]
pub(crate) struct FileLocks {
    directory: PathBuf,
}

#[derive(Debug)]
struct Held {
    /// Closing it ends the lock.
    _file: File,
}

impl FileLocks {
    /// Locks in this directory, which is made when the first lock is taken.
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Takes the lock of this name: waits for it up to `patience` and gives `None` if somebody else has it for longer.
    pub(crate) fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        let file = self.open(name).map_err(|_| lock_failed())?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Box::new(Held { _file: file }))),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(_)) => return Err(lock_failed()),
            }
            let left = patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            std::thread::sleep(left.min(INTERVAL));
        }
    }

    fn open(&self, name: &str) -> io::Result<File> {
        make_private_directory(&self.directory)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.directory.join(file_name(name)))
    }
}

impl StorageLock for Held {}

/// One of 256. Names share them, so that none need be removed, which no two processes could do safely; two names with one
/// file wait for each other at worst.
fn file_name(name: &str) -> String {
    // The same in every process, however it was built.
    let [first, ..]: [u8; 32] = Sha256::digest(name).into();
    format!("{first:02x}")
}

/// Makes the directory, and those above it, for this user alone.
pub(crate) fn make_private_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn lock_failed() -> StorageError {
    StorageError::new(StorageErrorKind::LockFailed)
}
