//! The lock of Microsoft's extension libraries.
//!
//! All of them make a file beside the cache and remove it afterwards. Those for .NET, and for Python with `portalocker`,
//! lock the file too, which tells a holder from a file that a killed one left behind; those for Node, and for Python
//! without it, go by the file alone. This lock does both, so it and theirs exclude each other.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use same_file::Handle;

use crate::storage::file_locks::LOOK_AGAIN;
use crate::storage::private_files::{create_directory, private};

/// A lock file that nobody has locked and that stays the same for so long was left behind: their libraries hold it for
/// milliseconds, and themselves wait as long as this.
const LEFT_BEHIND: Duration = Duration::from_secs(5);

/// One that is as old as this was left behind, too. Longer, because clocks of machines that share a directory differ.
const OLD: Duration = Duration::from_secs(60);

/// Holds the lock. Dropping it gives it up.
#[derive(Debug)]
pub(super) struct LockFile {
    path: PathBuf,
    /// `None` only while it is dropped.
    file: Option<Handle>,
    /// The process that locked it.
    holder: u32,
}

impl LockFile {
    /// Takes the lock: waits for it up to `patience` and gives `None` if somebody else has it for longer.
    pub(super) fn take(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        if let Some(directory) = path.parent() {
            create_directory(directory)?;
        }
        let begun = Instant::now();
        let mut watched: Option<(Seen, Instant)> = None;
        loop {
            let file = match open(path, true) {
                Ok(file) => Some(file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    match is_left_behind(path, &mut watched) {
                        true => open(path, false).ok(),
                        false => None,
                    }
                }
                Err(error) => return Err(error),
            };
            if let Some(file) = file
                && let Some(lock) = Self::of(path, file)?
            {
                return Ok(Some(lock));
            }
            let left = patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            thread::sleep(left.min(LOOK_AGAIN));
        }
    }

    /// `None` if somebody else has locked the file, or it is no longer the one at the path.
    fn of(path: &Path, file: File) -> io::Result<Option<Self>> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let mut ours = Handle::from_file(file)?;
        let there = Handle::from_path(path);
        if !there.is_ok_and(|there| there == ours) {
            return Ok(None);
        }
        // For whoever looks at a lock file that was left behind, as theirs say it; nobody reads it.
        let _ = write!(ours.as_file_mut(), "{} native-auth", std::process::id());
        Ok(Some(Self {
            path: path.to_owned(),
            file: Some(ours),
            holder: std::process::id(),
        }))
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // A process that was forked off has the handle, too, and not the lock.
        if self.holder != std::process::id() {
            return;
        }
        // Before it is unlocked: afterwards it may be another's.
        let _ = fs::remove_file(&self.path);
        if let Some(file) = self.file.take() {
            let _ = file.as_file().unlock();
        }
    }
}

/// A lock file as it was at a time. Whoever takes the lock writes it anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    length: u64,
    modified: Option<SystemTime>,
}

impl Seen {
    /// `None` if there is no file, or it cannot be looked at.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }
}

/// Whether the file at the path has been the same for so long that its holder is dead.
fn is_left_behind(path: &Path, watched: &mut Option<(Seen, Instant)>) -> bool {
    let Some(seen) = Seen::at(path) else {
        return false;
    };
    let age = SystemTime::now().duration_since(seen.modified.unwrap_or(SystemTime::UNIX_EPOCH));
    if age.is_ok_and(|age| age > OLD) {
        return true;
    }
    match watched {
        Some((before, since)) if *before == seen => since.elapsed() >= LEFT_BEHIND,
        _ => {
            *watched = Some((seen, Instant::now()));
            false
        }
    }
}

fn open(path: &Path, new: bool) -> io::Result<File> {
    private().create_new(new).open(path)
}
