//! A disk on which a process stops in the middle of a commit.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};

use super::wait_for_a_line;
use crate::storage::StorageLock;
use crate::storage::disk::{Disk, DiskFile, RealDisk};

/// A real disk on which this process stops, as by `kill -STOP`, at a step of its next commit.
#[derive(Debug, Clone)]
pub(super) struct Stopping {
    disk: Arc<RealDisk>,
    at: Arc<StopAt>,
}

#[derive(Debug)]
struct StopAt {
    armed: AtomicBool,
    step: String,
}

impl StopAt {
    fn step(&self, step: &str) {
        if self.step == step && self.armed.swap(false, Ordering::Relaxed) {
            kill_process(getpid(), Signal::STOP).unwrap();
            // Another thread may take the signal, and this one go on for a moment.
            wait_for_a_line();
        }
    }
}

#[derive(Debug)]
struct StoppingFile {
    file: Box<dyn DiskFile>,
    at: Arc<StopAt>,
}

impl Stopping {
    /// Stops at this step once it is armed.
    pub(super) fn new(disk: RealDisk, step: String) -> Self {
        let at = StopAt {
            armed: AtomicBool::new(false),
            step,
        };
        Self {
            disk: Arc::new(disk),
            at: Arc::new(at),
        }
    }

    pub(super) fn arm(&self, armed: bool) {
        self.at.armed.store(armed, Ordering::Relaxed);
    }

    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        let at = Arc::clone(&self.at);
        Box::new(StoppingFile { file, at })
    }
}

impl Disk for Stopping {
    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(self.disk.open(name)?))
    }
    fn create_new(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(self.disk.create_new(name)?))
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.disk.remove(name)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.disk.rename(from, to)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.disk.sync_directory()
    }
    fn lock(&self, name: &str, patience: Duration) -> io::Result<Option<Box<dyn StorageLock>>> {
        self.disk.lock(name, patience)
    }
}

impl DiskFile for StoppingFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        self.file.read_at(at, into)
    }
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        self.at.step("before the append");
        self.file.append(bytes)?;
        self.at.step("after the append");
        Ok(())
    }
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.write_at(at, bytes)
    }
    fn cut(&self, len: u64) -> io::Result<()> {
        self.file.cut(len)
    }
    fn sync(&self) -> io::Result<()> {
        self.file.sync()?;
        self.at.step("after the sync");
        Ok(())
    }
}
