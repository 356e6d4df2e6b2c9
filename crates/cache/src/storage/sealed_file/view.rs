//! What a process knows of the file: which epoch is the store, and what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;

use super::aside::{epoch_file, epochs};
use super::index::Index;
use super::replay::{Replay, Seen, Source, Standing};
use super::seal::Seal;
use crate::storage::StorageLoss;
use crate::storage::disk::{Disk, DiskFile};

/// How often a file may be cleared away between listing and opening it.
const LOOKS: usize = 16;

/// The store as it was when it was last looked at.
#[derive(Default)]
pub(super) struct View {
    /// The epoch that is the store; `None` if there is none yet.
    pub(super) log: Option<Log>,
    /// Epochs that are to be kept aside, and what they are.
    pub(super) broken: BTreeMap<u64, StorageLoss>,
    /// The bodies of what was superseded could not be overwritten, so that only a new epoch gets rid of them.
    pub(super) rewrite: bool,
    /// What others have changed and nobody has asked for yet.
    pub(super) others: BTreeSet<String>,
    /// Somebody has been told what there is: before that nothing is a change.
    begun: bool,
    /// What is lost and not told yet.
    pub(super) losses: Vec<StorageLoss>,
    told: BTreeSet<u64>,
}

/// The log of an epoch, open.
pub(super) struct Log {
    pub(super) epoch: u64,
    pub(super) file: Box<dyn DiskFile>,
    pub(super) replay: Replay,
}

/// What a look at the directory found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The view is that of the store.
    Settled,
    /// The only file is not finished. Only under its lock can be told whether somebody is making it.
    Unfinished,
}

impl Log {
    pub(super) fn source<'a>(&'a self, seal: &'a Seal) -> Source<'a> {
        Source {
            file: &*self.file,
            seal,
            epoch: self.epoch,
        }
    }

    /// Reads on; see [`Replay::advance`].
    pub(super) fn advance(
        &mut self,
        seal: &Seal,
        seen: &mut dyn FnMut(Seen<'_>),
    ) -> io::Result<bool> {
        let source = Source {
            file: &*self.file,
            seal,
            epoch: self.epoch,
        };
        self.replay.advance(source, seen)
    }

    pub(super) fn open(disk: &dyn Disk, seal: &Seal, epoch: u64) -> io::Result<(Self, Standing)> {
        let file = disk.open(&epoch_file(epoch))?;
        let source = Source {
            file: &*file,
            seal,
            epoch,
        };
        let (replay, standing) = Replay::of(source)?;
        let log = Self {
            epoch,
            file,
            replay,
        };
        Ok((log, standing))
    }
}

impl View {
    pub(super) fn index(&self) -> Option<&Index> {
        Some(&self.log.as_ref()?.replay.index)
    }

    /// Sees what others have changed. Little is done if they have not: the names are listed, and a length is asked for.
    pub(super) fn refresh(&mut self, disk: &dyn Disk, seal: &Seal) -> io::Result<Found> {
        let top = epochs(disk)?.first().copied();
        match &self.log {
            None if top.is_none() => return Ok(Found::Settled),
            Some(log) if top == Some(log.epoch) && log.file.len()? == log.replay.position => {
                return Ok(Found::Settled);
            }
            _ => {}
        }
        self.look(disk, seal, u64::MAX, false)
    }

    /// Makes the highest complete epoch below `below` the log. `locked`: the caller has the lock of the highest file, so
    /// that nobody else is making it.
    pub(super) fn look(
        &mut self,
        disk: &dyn Disk,
        seal: &Seal,
        below: u64,
        locked: bool,
    ) -> io::Result<Found> {
        for _ in 0..LOOKS {
            match self.try_look(disk, seal, below, locked) {
                // It was there when the names were listed. It is cleared away only after a higher one is complete.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                outcome => return outcome,
            }
        }
        self.try_look(disk, seal, below, locked)
    }

    /// What has been changed since this was last asked, but by this process.
    pub(super) fn take_others(&mut self) -> Vec<String> {
        self.begun = true;
        mem::take(&mut self.others).into_iter().collect()
    }

    /// That an epoch is to be kept aside; told once.
    pub(super) fn lost(&mut self, epoch: u64, loss: StorageLoss) {
        self.broken.insert(epoch, loss);
        if self.told.insert(epoch) {
            tracing::warn!(loss = loss.code(), "stored tokens are lost");
            self.losses.push(loss);
        }
    }

    fn try_look(
        &mut self,
        disk: &dyn Disk,
        seal: &Seal,
        below: u64,
        locked: bool,
    ) -> io::Result<Found> {
        let names = epochs(disk)?;
        let mut unfinished = Vec::new();
        for epoch in names.into_iter().filter(|epoch| *epoch < below) {
            if self.read_on(seal, epoch)? {
                self.settle(epoch);
                return Ok(Found::Settled);
            }
            let (log, standing) = Log::open(disk, seal, epoch)?;
            match standing {
                Standing::Complete => {
                    self.switch(Some(log));
                    self.settle(epoch);
                    return Ok(Found::Settled);
                }
                Standing::Unfinished => unfinished.push(log),
                Standing::Future => self.lost(epoch, StorageLoss::FutureVersion),
                Standing::Foreign => self.lost(epoch, StorageLoss::Foreign),
            }
        }
        if unfinished.is_empty() {
            self.switch(None);
            return Ok(Found::Settled);
        }
        if !locked {
            self.switch(None);
            return Ok(Found::Unfinished);
        }
        // Nobody makes an epoch without one below it but the first, and its maker is gone: what there was is lost, or
        // it was cut short before anything was in it. These cannot be told apart, so the worse is assumed.
        for log in &unfinished {
            self.lost(log.epoch, StorageLoss::Damaged);
        }
        self.switch(unfinished.into_iter().next());
        Ok(Found::Settled)
    }

    /// Reads on in the log that is open, if it is this epoch's and was complete.
    fn read_on(&mut self, seal: &Seal, epoch: u64) -> io::Result<bool> {
        let Some(log) = &mut self.log else {
            return Ok(false);
        };
        if log.epoch != epoch || !log.replay.complete {
            return Ok(false);
        }
        let others = &mut self.others;
        log.advance(seal, &mut |seen| {
            if seen.effect {
                others.extend(seen.header.changes.iter().map(|change| change.key.into()));
            }
        })
    }

    /// `epoch` is the store. Whoever made it has dealt with those below.
    fn settle(&mut self, epoch: u64) {
        self.broken.retain(|broken, _| *broken >= epoch);
        if self.log.as_ref().is_some_and(|log| log.replay.damaged) {
            self.lost(epoch, StorageLoss::Damaged);
        }
    }

    pub(super) fn switch(&mut self, log: Option<Log>) {
        let before = mem::replace(&mut self.log, log);
        if !self.begun {
            return;
        }
        let nothing = Index::default();
        let before = before.as_ref().map_or(&nothing, |log| &log.replay.index);
        let after = self.log.as_ref();
        let after = after.map_or(&nothing, |log| &log.replay.index);
        let differing = before.differing(after).map(str::to_owned);
        self.others.extend(differing);
    }
}
