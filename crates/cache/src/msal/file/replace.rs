//! Putting a whole new file in the place of the old one.
//!
//! Whoever writes has the lock, or has passed a holder who did not get on; so two may be at it. Nothing is lost all the
//! same if each does this, in this order: write the new file beside the old one, clear away those of all others, look
//! whether the old one is still what the new one is based on, and only then rename. Whoever was slower finds either that
//! its new file is gone or that the old one is another, and begins again.

use std::fs;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::beside;
use crate::storage::private_files::{create_directory, private, sync_directory};

/// A new file that is durable and not yet in its place. Dropping it clears it away.
pub(super) struct New {
    path: PathBuf,
    placed: bool,
}

impl New {
    /// Writes it: `suffix` and a name that nobody else takes behind the path.
    pub(super) fn write(path: &Path, suffix: &str, bytes: &[u8]) -> io::Result<Self> {
        if let Some(directory) = path.parent() {
            create_directory(directory)?;
        }
        let random = RandomState::new().build_hasher().finish();
        let path = beside(path, &format!("{suffix}{random:016x}"));
        let mut file = private().create_new(true).open(&path)?;
        let new = Self {
            path,
            placed: false,
        };
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(new)
    }

    /// Renames it, durably; `false`, and nothing is changed, if somebody has cleared it away.
    pub(super) fn put(mut self, place: &Path) -> io::Result<bool> {
        match fs::rename(&self.path, place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            outcome => outcome?,
        }
        self.placed = true;
        sync_directory(place.parent().unwrap_or(Path::new("")))?;
        Ok(true)
    }
}

impl Drop for New {
    fn drop(&mut self) {
        if !self.placed {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Clears away the new files of others: of writers that were killed, and of those that are slower.
pub(super) fn clear(path: &Path, suffix: &str, but: Option<&New>) -> io::Result<()> {
    let start = beside(path, suffix);
    let (Some(directory), Some(start)) = (start.parent(), start.file_name()) else {
        return Ok(());
    };
    let directory = match directory.as_os_str().is_empty() {
        true => Path::new("."),
        false => directory,
    };
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        outcome => outcome?,
    };
    let but = but.and_then(|but| but.path.file_name());
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let begins = name
            .as_encoded_bytes()
            .starts_with(start.as_encoded_bytes());
        if !begins || Some(&*name) == but {
            continue;
        }
        match fs::remove_file(entry.path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
