//! Telling whether a file is another than before without reading it.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// A file as it was at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device and inode: a file that took another's place is another.
    file: (u64, u64),
}

impl Stamp {
    /// `None` if there is no file, or it cannot be looked at.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            file: file(&metadata),
        })
    }

    pub(super) fn modified(&self) -> Option<SystemTime> {
        self.modified
    }
}

#[cfg(unix)]
pub(super) fn file(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
pub(super) fn file(_metadata: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}
