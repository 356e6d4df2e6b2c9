//! Named locks as files that the operating system locks.

use std::fs::{File, TryLockError};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::private_files::{create_directory, private};
use super::{StorageError, StorageErrorKind, StorageLock};

/// How often a lock that somebody has is tried.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Named locks, across threads and processes: files in a directory. A lock ends with its holder.
#[derive(Debug, Clone)]
pub(crate) struct FileLocks {
    directory: PathBuf,
}

/// The system ends the lock when the last handle is closed, also if the process is killed. A process that was forked off has
/// a handle, too, so the lock is given up by name; but not by that process.
#[derive(Debug)]
struct Held {
    file: File,
    holder: u32,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.holder == std::process::id() {
            // It ends with the handle otherwise.
            let _ = self.file.unlock();
        }
    }
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
        self.open(name)
            .and_then(|file| wait_for(file, patience))
            .map_err(|_| StorageError::new(StorageErrorKind::LockFailed))
    }

    fn open(&self, name: &str) -> io::Result<File> {
        create_directory(&self.directory)?;
        let path = self.directory.join(file_of(name));
        private().create(true).truncate(false).open(path)
    }
}

impl StorageLock for Held {}

/// Locks the file: waits for that up to `patience` and gives `None` if somebody else has it for longer. Each lock takes
/// a handle of its own, and two handles exclude each other within a process too.
pub(crate) fn wait_for(file: File, patience: Duration) -> io::Result<Option<Box<dyn StorageLock>>> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => {
                let holder = std::process::id();
                return Ok(Some(Box::new(Held { file, holder })));
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let left = patience.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return Ok(None);
        }
        std::thread::sleep(left.min(LOOK_AGAIN));
    }
}

/// The file of a lock: one of 256. Names share them, so that none need be removed, which no two processes could do
/// safely; two names with one file wait for each other at worst.
pub(crate) fn file_of(name: &str) -> String {
    // The same in every process, however it was built.
    let [first, ..]: [u8; 32] = Sha256::digest(name).into();
    format!("{first:02x}")
}
