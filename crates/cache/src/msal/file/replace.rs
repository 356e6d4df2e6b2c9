//! Putting a whole new file in the place of the old one.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::beside;
use crate::storage::private_files::{create_directory, private, sync_directory};

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
        create_directory(directory)?;
    }
    let mut file = private().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes what the directory says of this file durable.
pub(super) fn sync_directory_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_directory)
}
