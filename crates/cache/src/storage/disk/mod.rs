//! What the sealed file needs of a disk, and no more: the seam at which the tests put a disk that loses power.

mod real;

#[cfg(test)]
pub(crate) mod simulated;

use std::fmt;
use std::io;
use std::time::Duration;

use super::StorageLock;

pub(crate) use real::RealDisk;

/// One directory, flat but for the locks.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// The names of its files. A file that was there before this was called, and still is, is among them.
    fn list(&self) -> io::Result<Vec<String>>;

    /// A file to read; the right to write is asked for with the first write.
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// A new file, for this user only; an error if there is one of this name.
    fn create_new(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    fn remove(&self, name: &str) -> io::Result<()>;

    /// Takes the place of whatever has the new name.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// On return the names are durable: what was created, removed and renamed.
    fn sync_directory(&self) -> io::Result<()>;

    /// A lock that ends with its holder. `None` if somebody has it for longer than `patience`. Two locks of one name in
    /// one process exclude each other too.
    fn lock(&self, name: &str, patience: Duration) -> io::Result<Option<Box<dyn StorageLock>>>;
}

/// A file of a [`Disk`].
pub(crate) trait DiskFile: fmt::Debug + Send + Sync {
    fn len(&self) -> io::Result<u64>;

    /// As many bytes as there are, up to all that were asked for.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize>;

    /// At the end, wherever that is by then. After an error any part may have been written.
    fn append(&self, bytes: &[u8]) -> io::Result<()>;

    /// Over what is there.
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Gives up everything from `len` on.
    fn cut(&self, len: u64) -> io::Result<()>;

    /// On return what was written is durable.
    fn sync(&self) -> io::Result<()>;
}
