//! Putting a whole new file in the place of the old one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::beside;
use crate::storage::file_locks::make_private_directory;

/// Replaces the file, durably. On failure it stays byte for byte as it was. Only whoever has the lock may.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Behind a symbolic link the file itself is replaced, and the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = beside(&target, ".new");
    // Of a writer that was killed.
    let _ = fs::remove_file(&new);
    let written = write_new(&new, bytes).and_then(|()| fs::rename(&new, &target));
    if let Err(error) = written {
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    sync_directory_of(&target)
}

/// Writes a file that must not be there yet, for its owner alone, and makes what is in it durable.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        make_private_directory(directory)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes what the directory says of its files durable.
#[cfg(unix)]
pub(super) fn sync_directory_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(directory) if directory.as_os_str().is_empty() => fs::File::open(".")?.sync_all(),
        Some(directory) => fs::File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

/// There is no such thing here: the file system does it.
#[cfg(not(unix))]
pub(super) fn sync_directory_of(_path: &Path) -> io::Result<()> {
    Ok(())
}
