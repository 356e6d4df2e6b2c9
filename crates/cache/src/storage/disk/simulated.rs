//! A disk in memory that knows what is durable: it can lose power, fill up, fail, and hold a process up at any step.

mod changes;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

pub(crate) use changes::Keep;
use changes::{FileChange, NameChange, Names};

use super::{Disk, DiskFile};
use crate::storage::StorageLock;

/// A process's view of the disk. Each step it takes is put to its hook first.
#[derive(Clone)]
pub(crate) struct SimulatedDisk {
    platter: Arc<Mutex<Platter>>,
    hook: Arc<dyn Fn(Step) -> Verdict + Send + Sync>,
}

/// What is about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Read,
    Lock,
    Create,
    Append,
    WriteAt,
    Cut,
    SyncFile,
    SyncDirectory,
    Remove,
    Rename,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    Fail(io::ErrorKind),
    /// Of what was to be written, as many bytes are; then it fails.
    Part(usize, io::ErrorKind),
}

#[derive(Default, Clone)]
struct Platter {
    names: Names,
    durable_names: Names,
    pending_names: Vec<NameChange>,
    inodes: Vec<Inode>,
    locks: BTreeSet<String>,
    written: u64,
    /// The bug that the enumeration of crashes has to find.
    directory_is_never_synced: bool,
}

#[derive(Default, Clone)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<FileChange>,
}

impl SimulatedDisk {
    pub(crate) fn new() -> Self {
        Self::of(Platter::default())
    }

    /// One that forgets to make names durable.
    pub(crate) fn with_planted_bug() -> Self {
        Self::of(Platter {
            directory_is_never_synced: true,
            ..Platter::default()
        })
    }

    fn of(platter: Platter) -> Self {
        Self {
            platter: Arc::new(Mutex::new(platter)),
            hook: Arc::new(|_| Verdict::Go),
        }
    }

    /// The same disk, for a process of this hook.
    pub(crate) fn hooked(
        &self,
        hook: impl Fn(Step) -> Verdict + Send + Sync + 'static,
    ) -> SimulatedDisk {
        Self {
            platter: Arc::clone(&self.platter),
            hook: Arc::new(hook),
        }
    }

    /// A disk of its own as this one is now, after all its processes were killed.
    pub(crate) fn killed(&self) -> Self {
        let mut platter = self.platter().clone();
        platter.locks.clear();
        Self::of(platter)
    }

    /// A disk as this one may be after a power cut: of what was not synced, `keep` decides about each change.
    pub(crate) fn power_cut(&self, keep: &mut dyn FnMut() -> Keep) -> Self {
        let mut platter = self.platter().clone();
        platter.locks.clear();
        let mut names = platter.durable_names;
        for change in platter.pending_names.drain(..) {
            if keep() != Keep::Nothing {
                change.apply(&mut names);
            }
        }
        for inode in &mut platter.inodes {
            let mut bytes = std::mem::take(&mut inode.durable);
            for change in inode.pending.drain(..) {
                match keep() {
                    Keep::All => change.apply(&mut bytes),
                    Keep::Nothing => {}
                    Keep::Some(seed) => change.apply_partly(&mut bytes, seed),
                }
            }
            inode.now.clone_from(&bytes);
            inode.durable = bytes;
        }
        platter.names.clone_from(&names);
        platter.durable_names = names;
        Self::of(platter)
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        let platter = self.platter();
        let inode = platter.names[name];
        platter.inodes[inode].now.clone()
    }

    /// Changes a file behind everybody's back, durably.
    pub(crate) fn set_bytes(&self, name: &str, bytes: &[u8]) {
        let mut platter = self.platter();
        let inode = Inode {
            now: bytes.to_vec(),
            durable: bytes.to_vec(),
            pending: Vec::new(),
        };
        let number = platter.inodes.len();
        platter.inodes.push(inode);
        platter.names.insert(name.to_owned(), number);
        platter.durable_names.insert(name.to_owned(), number);
    }

    /// Changes the bytes of a file that somebody may have open, behind everybody's back.
    pub(crate) fn overwrite(&self, name: &str, bytes: &[u8]) {
        let mut platter = self.platter();
        let inode = platter.names[name];
        platter.inodes[inode].now = bytes.to_vec();
        platter.inodes[inode].durable = bytes.to_vec();
    }

    /// The names of its files.
    pub(crate) fn list_names(&self) -> Vec<String> {
        self.platter().names.keys().cloned().collect()
    }

    /// How many bytes have been written.
    pub(crate) fn written(&self) -> u64 {
        self.platter().written
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.platter.lock().unwrap()
    }

    /// The platter, if the step may be taken; and how many of `bytes` are written.
    fn step(&self, step: Step) -> io::Result<MutexGuard<'_, Platter>> {
        match (self.hook)(step) {
            Verdict::Go => Ok(self.platter()),
            Verdict::Fail(kind) | Verdict::Part(_, kind) => Err(kind.into()),
        }
    }

    fn add(platter: &mut Platter, change: NameChange) {
        change.apply(&mut platter.names);
        platter.pending_names.push(change);
    }
}

impl Disk for SimulatedDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let platter = self.step(Step::Read)?;
        Ok(platter.names.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let platter = self.step(Step::Read)?;
        let inode = platter.names.get(name).copied();
        let inode = inode.ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(SimulatedFile {
            disk: self.clone(),
            inode,
        }))
    }

    fn create_new(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut platter = self.step(Step::Create)?;
        if platter.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = platter.inodes.len();
        platter.inodes.push(Inode::default());
        Self::add(&mut platter, NameChange::Add(name.to_owned(), inode));
        Ok(Box::new(SimulatedFile {
            disk: self.clone(),
            inode,
        }))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut platter = self.step(Step::Remove)?;
        if !platter.names.contains_key(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Self::add(&mut platter, NameChange::Remove(name.to_owned()));
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut platter = self.step(Step::Rename)?;
        if !platter.names.contains_key(from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let change = NameChange::Rename(from.to_owned(), to.to_owned());
        Self::add(&mut platter, change);
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut platter = self.step(Step::SyncDirectory)?;
        if !platter.directory_is_never_synced {
            platter.pending_names.clear();
            platter.durable_names = platter.names.clone();
        }
        Ok(())
    }

    /// Waits for nobody: whoever has the lock is as good as frozen.
    fn lock(&self, name: &str, _patience: Duration) -> io::Result<Option<Box<dyn StorageLock>>> {
        let mut platter = self.step(Step::Lock)?;
        if !platter.locks.insert(name.to_owned()) {
            return Ok(None);
        }
        Ok(Some(Box::new(SimulatedLock {
            disk: self.clone(),
            name: name.to_owned(),
        })))
    }
}

struct SimulatedLock {
    disk: SimulatedDisk,
    name: String,
}

impl StorageLock for SimulatedLock {}

impl Drop for SimulatedLock {
    fn drop(&mut self) {
        // A step like any other, but one that cannot fail.
        let _ = (self.disk.hook)(Step::Lock);
        self.disk.platter().locks.remove(&self.name);
    }
}

struct SimulatedFile {
    disk: SimulatedDisk,
    inode: usize,
}

impl SimulatedFile {
    fn change(&self, step: Step, at: Option<u64>, bytes: &[u8]) -> io::Result<()> {
        let (bytes, outcome) = match (self.disk.hook)(step) {
            Verdict::Go => (bytes, Ok(())),
            Verdict::Fail(kind) => return Err(kind.into()),
            Verdict::Part(count, kind) => (&bytes[..count.min(bytes.len())], Err(kind.into())),
        };
        let mut platter = self.disk.platter();
        platter.written += bytes.len() as u64;
        let inode = &mut platter.inodes[self.inode];
        let at = at.map_or(inode.now.len(), |at| at as usize);
        let change = FileChange::Write(at, bytes.to_vec());
        change.apply(&mut inode.now);
        inode.pending.push(change);
        outcome
    }
}

impl DiskFile for SimulatedFile {
    fn len(&self) -> io::Result<u64> {
        let platter = self.disk.step(Step::Read)?;
        Ok(platter.inodes[self.inode].now.len() as u64)
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let platter = self.disk.step(Step::Read)?;
        let bytes = &platter.inodes[self.inode].now;
        let from = bytes.get(at as usize..).unwrap_or_default();
        let count = from.len().min(into.len());
        into[..count].copy_from_slice(&from[..count]);
        Ok(count)
    }

    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        self.change(Step::Append, None, bytes)
    }

    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.change(Step::WriteAt, Some(at), bytes)
    }

    fn cut(&self, len: u64) -> io::Result<()> {
        let mut platter = self.disk.step(Step::Cut)?;
        let inode = &mut platter.inodes[self.inode];
        let change = FileChange::Cut(len as usize);
        change.apply(&mut inode.now);
        inode.pending.push(change);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut platter = self.disk.step(Step::SyncFile)?;
        let inode = &mut platter.inodes[self.inode];
        for change in inode.pending.drain(..) {
            change.apply(&mut inode.durable);
        }
        Ok(())
    }
}

impl fmt::Debug for SimulatedDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedDisk").finish_non_exhaustive()
    }
}

impl fmt::Debug for SimulatedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedFile").finish_non_exhaustive()
    }
}

impl fmt::Debug for SimulatedLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedLock").finish_non_exhaustive()
    }
}
