//! The disk of this machine.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use super::{Disk, DiskFile};
use crate::storage::StorageLock;
use crate::storage::file_locks::wait_for;
use crate::storage::private_files::{create_directory, private, sync_directory};

/// A directory of this machine that is this user's alone (on Unix: 0700, its files 0600).
#[derive(Debug)]
pub(crate) struct RealDisk {
    directory: PathBuf,
}

impl RealDisk {
    /// The directory is made if it is not there, with those above it. If it is there and others may enter it, that is
    /// ended; where the file system does not let it be ended, this is an error, but for one that nobody can write.
    pub(crate) fn open(directory: PathBuf) -> io::Result<Self> {
        if !directory.is_dir() {
            create_directory(&directory)?;
        }
        match keep_for_this_user(&directory, 0o700) {
            Err(error) if error.kind() == io::ErrorKind::ReadOnlyFilesystem => {}
            outcome => outcome?,
        }
        Ok(Self { directory })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

impl Disk for RealDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.directory)?;
        // A name that is no text is none of ours.
        let names = entries.map(|entry| Ok(entry?.file_name().into_string().ok()));
        names.filter_map(io::Result::transpose).collect()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let path = self.path(name);
        let reading = File::open(&path)?;
        Ok(Box::new(RealFile::new(path, reading)))
    }

    fn create_new(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let path = self.path(name);
        let reading = private().read(true).create_new(true).open(&path)?;
        Ok(Box::new(RealFile::new(path, reading)))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path(name))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path(from), self.path(to))
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync_directory(&self.directory)
    }

    fn lock(&self, name: &str, patience: Duration) -> io::Result<Option<Box<dyn StorageLock>>> {
        let path = self.path(name);
        if let Some(above) = path.parent()
            && !above.is_dir()
        {
            create_directory(above)?;
        }
        let file = private().create(true).truncate(false).open(&path)?;
        wait_for(file, patience)
    }
}

/// Three handles, because a handle that appends cannot write elsewhere, and because a file that may not be written can
/// still be read.
#[derive(Debug)]
struct RealFile {
    path: PathBuf,
    reading: Positioned,
    appending: OnceLock<File>,
    writing: OnceLock<Positioned>,
}

impl RealFile {
    fn new(path: PathBuf, reading: File) -> Self {
        Self {
            path,
            reading: Positioned::new(reading),
            appending: OnceLock::new(),
            writing: OnceLock::new(),
        }
    }

    fn appending(&self) -> io::Result<&File> {
        if let Some(file) = self.appending.get() {
            return Ok(file);
        }
        keep_for_this_user(&self.path, 0o600)?;
        let file = OpenOptions::new().append(true).open(&self.path)?;
        Ok(self.appending.get_or_init(|| file))
    }

    fn writing(&self) -> io::Result<&Positioned> {
        if let Some(file) = self.writing.get() {
            return Ok(file);
        }
        let file = OpenOptions::new().write(true).open(&self.path)?;
        Ok(self.writing.get_or_init(|| Positioned::new(file)))
    }
}

impl DiskFile for RealFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.reading.file().metadata()?.len())
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match self.reading.read_at(at + done as u64, rest) {
                Ok(0) => break,
                Ok(count) => done += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        // One write, as a rule: a second one only if the system took less than all.
        self.appending()?.write_all(bytes)
    }

    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.writing()?.write_all_at(at, bytes)
    }

    fn cut(&self, len: u64) -> io::Result<()> {
        self.writing()?.file().set_len(len)
    }

    fn sync(&self) -> io::Result<()> {
        self.appending()?.sync_data()
    }
}

/// A file that is read and written at offsets, without a position that two threads could take from each other.
#[cfg(unix)]
#[derive(Debug)]
struct Positioned(File);

#[cfg(unix)]
impl Positioned {
    fn new(file: File) -> Self {
        Self(file)
    }

    fn file(&self) -> &File {
        &self.0
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        use std::os::unix::fs::FileExt as _;
        self.0.read_at(into, at)
    }

    fn write_all_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        use std::os::unix::fs::FileExt as _;
        self.0.write_all_at(bytes, at)
    }
}

#[cfg(not(unix))]
#[derive(Debug)]
struct Positioned {
    file: File,
    turn: std::sync::Mutex<()>,
}

#[cfg(not(unix))]
impl Positioned {
    fn new(file: File) -> Self {
        Self {
            file,
            turn: std::sync::Mutex::default(),
        }
    }

    fn file(&self) -> &File {
        &self.file
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        use std::io::{Read as _, Seek as _, SeekFrom};
        let _turn = self
            .turn
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read(into)
    }

    fn write_all_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        use std::io::{Seek as _, SeekFrom};
        let _turn = self
            .turn
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }
}

/// Ends the rights of others, if they have any.
#[cfg(unix)]
fn keep_for_this_user(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path)?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Here what a directory lets in decides, and a person's own directories let in that person.
#[cfg(not(unix))]
fn keep_for_this_user(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
