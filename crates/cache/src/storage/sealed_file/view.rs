//! What a process knows of the file: which epoch is the store, and what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;

use super::aside::{epoch_file, epochs};
use super::index::Index;
use super::layout::{self, FILE_HEADER};
use super::replay::{Replay, Seen, Standing};
use super::scrub::Asides;
use super::seal::Seal;
use super::source::Source;
use crate::storage::disk::{Disk, DiskFile};
use crate::storage::{StorageError, StorageErrorKind, StorageLoss};

/// How often a file may be cleared away between listing and opening it.
const LOOKS: usize = 16;

/// The store as it was when it was last looked at.
pub(super) struct View {
    /// With the key that the store is sealed with, as far as is known.
    pub(super) seal: Seal,
    /// The store is being opened. Nobody but who opens it may set aside what another key or a later version has made:
    /// two that are open with different keys would do that to each other for ever.
    opening: bool,
    /// What another process has made since this one opened the store, and cannot be read here.
    met: Option<Met>,
    /// The epoch that is the store; `None` if there is none yet.
    pub(super) log: Option<Log>,
    /// Epochs that are to be kept aside, and what they are.
    pub(super) broken: BTreeMap<u64, StorageLoss>,
    /// The bodies of what was superseded could not be overwritten, so that only a new epoch gets rid of them.
    pub(super) rewrite: bool,
    /// What is known of the files that are kept aside.
    pub(super) asides: Asides,
    /// What others have changed and nobody has asked for yet.
    pub(super) others: BTreeSet<String>,
    /// Somebody has been told what there is: before that nothing is a change.
    begun: bool,
    /// What is lost and not told yet.
    pub(super) losses: Vec<StorageLoss>,
    told: BTreeSet<u64>,
}

type Start = [u8; FILE_HEADER];

/// An epoch that another process has made with another key, or as a later version.
#[derive(Clone, Copy)]
struct Met {
    epoch: u64,
    /// How its file begins, but for the mark.
    start: Start,
    /// The key that there is now does not open it either.
    asked: bool,
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
    /// Of a store that is being opened.
    pub(super) fn new(seal: Seal) -> Self {
        Self {
            seal,
            opening: true,
            met: None,
            log: None,
            broken: BTreeMap::new(),
            rewrite: false,
            asides: Asides::default(),
            others: BTreeSet::new(),
            begun: false,
            losses: Vec::new(),
            told: BTreeSet::new(),
        }
    }

    /// The store is open.
    pub(super) fn opened(&mut self) {
        self.opening = false;
    }

    pub(super) fn index(&self) -> Option<&Index> {
        Some(&self.log.as_ref()?.replay.index)
    }

    /// Sees what others have changed. Little is done if they have not: the names are listed, and a length is asked for.
    ///
    /// What another process has made since, and cannot be read with this key, is [`Replaced`](StorageErrorKind::Replaced).
    pub(super) fn refresh(&mut self, disk: &dyn Disk) -> Result<Found, StorageError> {
        let top = epochs(disk)?.first().copied();
        match &self.log {
            None if top.is_none() => return Ok(Found::Settled),
            Some(log) if top == Some(log.epoch) && log.file.len()? == log.replay.position => {
                return Ok(Found::Settled);
            }
            _ => {}
        }
        self.look(disk, u64::MAX, false)
    }

    /// Makes the highest complete epoch below `below` the log. `locked`: the caller has the lock of the highest file, so
    /// that nobody else is making it.
    pub(super) fn look(
        &mut self,
        disk: &dyn Disk,
        below: u64,
        locked: bool,
    ) -> Result<Found, StorageError> {
        let mut looks = 0;
        loop {
            match self.try_look(disk, below, locked) {
                // It was there when the names were listed. It is cleared away only after a higher one is complete.
                Err(error) if error.kind() == io::ErrorKind::NotFound && looks < LOOKS => {
                    looks += 1;
                }
                Err(error) => return Err(error.into()),
                Ok(None) => return Err(StorageError::new(StorageErrorKind::Replaced)),
                Ok(Some(found)) => return Ok(found),
            }
        }
    }

    /// Whether it may help to ask for the key again, after [`look`](Self::look) has failed with this.
    pub(super) fn may_ask(&self, error: &StorageError) -> bool {
        error.kind() == StorageErrorKind::Replaced && self.met.is_some_and(|met| !met.asked)
    }

    /// There is no other key now.
    pub(super) fn asked_in_vain(&mut self) {
        if let Some(met) = &mut self.met {
            met.asked = true;
        }
    }

    /// Goes on with this key if what another process has made is sealed with it.
    pub(super) fn adopt(&mut self, disk: &dyn Disk, seal: Seal) -> io::Result<()> {
        let Some(met) = self.met else {
            return Ok(());
        };
        let (log, standing) = match Log::open(disk, &seal, met.epoch) {
            // There is a higher one.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        match standing {
            Standing::Complete => {}
            // Somebody is making it with this key.
            Standing::Unfinished => return Ok(()),
            Standing::Future | Standing::Foreign => {
                self.asked_in_vain();
                return Ok(());
            }
        }
        if self.log.is_some() {
            self.tell(StorageLoss::KeyLost);
        }
        self.seal = seal;
        self.asides = Asides::default();
        self.broken.clear();
        self.rewrite = false;
        self.switch(Some(log));
        self.settle(met.epoch);
        Ok(())
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
            self.tell(loss);
        }
    }

    fn tell(&mut self, loss: StorageLoss) {
        tracing::warn!(loss = loss.code(), "stored tokens are lost");
        self.losses.push(loss);
    }

    /// `None` if there is an epoch that cannot be read with this key, and that this one may not set aside.
    fn try_look(&mut self, disk: &dyn Disk, below: u64, locked: bool) -> io::Result<Option<Found>> {
        let names = epochs(disk)?;
        let mut unfinished = Vec::new();
        for epoch in names.into_iter().filter(|epoch| *epoch < below) {
            if self.read_on(epoch)? {
                self.settle(epoch);
                return Ok(Some(Found::Settled));
            }
            if self.has_met(disk, epoch)? {
                return Ok(None);
            }
            let (log, standing) = Log::open(disk, &self.seal, epoch)?;
            match standing {
                Standing::Complete => {
                    self.switch(Some(log));
                    self.settle(epoch);
                    return Ok(Some(Found::Settled));
                }
                Standing::Unfinished => unfinished.push(log),
                Standing::Future | Standing::Foreign if !self.may_set_aside(epoch) => {
                    self.met = Some(Met {
                        epoch,
                        start: start_of(&*log.file)?,
                        asked: false,
                    });
                    return Ok(None);
                }
                Standing::Future => self.lost(epoch, StorageLoss::FutureVersion),
                Standing::Foreign => self.lost(epoch, StorageLoss::Foreign),
            }
        }
        if unfinished.is_empty() {
            self.switch(None);
            return Ok(Some(Found::Settled));
        }
        if !locked {
            self.switch(None);
            return Ok(Some(Found::Unfinished));
        }
        // Nobody makes an epoch without one below it but the first, and its maker is gone: what there was is lost, or
        // it was cut short before anything was in it. These cannot be told apart, so the worse is assumed.
        for log in &unfinished {
            self.lost(log.epoch, StorageLoss::Damaged);
        }
        self.switch(unfinished.into_iter().next());
        Ok(Some(Found::Settled))
    }

    /// Whether this is the epoch that could not be read with this key before; it is not read through each time.
    fn has_met(&self, disk: &dyn Disk, epoch: u64) -> io::Result<bool> {
        match self.met {
            Some(met) if met.epoch == epoch && !self.may_set_aside(epoch) => {
                Ok(start_of(&*disk.open(&epoch_file(epoch))?)? == met.start)
            }
            _ => Ok(false),
        }
    }

    /// Whether what cannot be read with this key may be set aside: by who opens the store, also later, if that was not
    /// possible then.
    fn may_set_aside(&self, epoch: u64) -> bool {
        self.opening || self.broken.contains_key(&epoch)
    }

    /// Reads on in the log that is open, if it is this epoch's and was complete.
    fn read_on(&mut self, epoch: u64) -> io::Result<bool> {
        let Some(log) = &mut self.log else {
            return Ok(false);
        };
        if log.epoch != epoch || !log.replay.complete {
            return Ok(false);
        }
        let others = &mut self.others;
        log.advance(&self.seal, &mut |seen| {
            if seen.effect {
                others.extend(seen.header.changes.iter().map(|change| change.key.into()));
            }
        })
    }

    /// `epoch` is the store. Whoever made it has dealt with those below.
    fn settle(&mut self, epoch: u64) {
        self.met = None;
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

/// How a file begins, but for the mark, which moves.
fn start_of(file: &dyn DiskFile) -> io::Result<Start> {
    let mut start = [0; FILE_HEADER];
    file.read_at(0, &mut start)?;
    layout::clear_mark(&mut start);
    Ok(start)
}
