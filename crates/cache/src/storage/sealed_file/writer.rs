//! Committing a batch: one entry at the end of the log, durable, and what it supersedes overwritten.

use std::io;
use std::mem;
use std::time::Duration;

use super::SealedFile;
use super::aside::{clear_below, epoch_lock, epochs};
use super::entry::Batch;
use super::epoch;
use super::index::Region;
use super::layout;
use super::scrub::{self, Asides};
use super::seal::Seal;
use super::source::Print;
use super::view::{Log, View};
use crate::storage::{Commit, StorageError, StorageErrorKind, StorageLock, held};

/// How often a batch is begun again because of a newer epoch, and how many frozen writers are passed.
const ROUNDS: u64 = 64;

/// The right to write to an epoch, or to make it.
struct Turn {
    epoch: u64,
    /// Somebody has had the lock of the epoch below for too long.
    passed: bool,
    locks: Vec<Box<dyn StorageLock>>,
}

/// What came of one round.
enum Round {
    Over(Commit),
    /// There is a newer epoch.
    Again,
}

impl SealedFile {
    pub(super) fn write(&self, batch: &Batch<'_>) -> Result<Commit, StorageError> {
        let _writer = held(&self.writer);
        let mut appended = false;
        match self.try_write(batch, &mut appended) {
            Err(error) if error.kind() == StorageErrorKind::Replaced => {
                self.ask_again()?;
                self.try_write(batch, &mut appended)
            }
            outcome => outcome,
        }
    }

    fn try_write(&self, batch: &Batch<'_>, appended: &mut bool) -> Result<Commit, StorageError> {
        for _ in 0..ROUNDS {
            let mut turn = self.turn()?;
            let mut view = held(&self.view);
            if !self.ready(&mut view, &mut turn)? {
                continue;
            }
            match self.append(&mut view, batch, appended)? {
                Round::Over(commit) => {
                    self.compact(&mut view, &mut turn);
                    return Ok(commit);
                }
                Round::Again => {}
            }
        }
        Err(StorageError::new(StorageErrorKind::LockFailed))
    }

    /// Keeps aside what is to be kept aside, and goes on with what could be read.
    pub(super) fn heal(&self) -> Result<(), StorageError> {
        let _writer = held(&self.writer);
        for _ in 0..ROUNDS {
            let mut turn = self.turn()?;
            let mut view = held(&self.view);
            if self.ready(&mut view, &mut turn)? {
                return Ok(());
            }
        }
        Err(StorageError::new(StorageErrorKind::LockFailed))
    }

    /// Waits for the lock of the highest epoch. Whoever holds it for too long is frozen: then it is the turn of an epoch
    /// above. Locks are waited for upwards only, so that no two writers wait for each other.
    fn turn(&self) -> Result<Turn, StorageError> {
        let top = epochs(&*self.disk)?.first().copied().unwrap_or(0);
        let lowest = top.max(1);
        for epoch in lowest..lowest + ROUNDS {
            if let Some(lock) = self.lock_file(&epoch_lock(epoch), self.limits.patience)? {
                return Ok(Turn {
                    epoch,
                    passed: epoch > lowest,
                    locks: vec![lock],
                });
            }
        }
        Err(StorageError::new(StorageErrorKind::LockFailed))
    }

    /// Lets the view be of an epoch that this turn may write to, which is made if need be. `false` if the turn is over.
    fn ready(&self, view: &mut View, turn: &mut Turn) -> Result<bool, StorageError> {
        let disk = &*self.disk;
        let names = epochs(disk)?;
        let top = names.first().copied().unwrap_or(0);
        if top > turn.epoch {
            return Ok(false);
        }
        if top < turn.epoch {
            // Neither the first one nor one above somebody frozen: it was there, and is not any more.
            if top > 0 && !turn.passed {
                return Ok(false);
            }
            if top > 0 {
                // Nothing is made above what this one may not set aside.
                view.look(disk, u64::MAX, false)?;
            }
            return epoch::make(disk, view, turn.epoch, false);
        }
        view.look(disk, u64::MAX, true)?;
        if !view.broken.is_empty() {
            return self.renew(view, turn, self.limits.patience);
        }
        if view.rewrite {
            match self.renew(view, turn, Duration::ZERO) {
                Ok(ready) => return Ok(ready),
                // A disk that has no room for the store once more may have room for what is to be committed; and what is
                // to be overwritten can wait for whoever has the lock of the next epoch.
                Err(error) => not_made(&error),
            }
        }
        let Some(log) = view.log.as_ref().filter(|log| log.epoch == top) else {
            // Whoever was making it is gone, for we have its lock.
            return match epoch::discard(disk, top) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(false),
            };
        };
        if names.len() > 1 {
            clear_below(disk, top, &log.replay.aside);
        }
        Ok(true)
    }

    /// Makes the epoch after that of this turn, and lets the turn be of it. After an error, as when somebody has its lock for
    /// longer than `patience`, it is of the one that it was of.
    fn renew(
        &self,
        view: &mut View,
        turn: &mut Turn,
        patience: Duration,
    ) -> Result<bool, StorageError> {
        let next = turn.epoch + 1;
        let Some(lock) = self.lock_file(&epoch_lock(next), patience)? else {
            return Err(StorageError::new(StorageErrorKind::LockFailed));
        };
        if epochs(&*self.disk)?.first() != Some(&turn.epoch) {
            return Ok(false);
        }
        let made = epoch::make(&*self.disk, view, next, true)?;
        turn.epoch = next;
        turn.locks.push(lock);
        Ok(made)
    }

    fn append(
        &self,
        view: &mut View,
        batch: &Batch<'_>,
        appended: &mut bool,
    ) -> Result<Round, StorageError> {
        let View {
            seal,
            log: Some(log),
            others,
            rewrite,
            asides,
            ..
        } = view
        else {
            return Ok(Round::Again);
        };
        let decided = if *appended && holds(log, batch) {
            Some(Commit::Done)
        } else if log.replay.meets(batch.condition()) {
            None
        } else {
            Some(Commit::Overtaken)
        };
        if decided != Some(Commit::Overtaken) {
            // First, so that nobody who is interrupted leaves there what the store no longer names.
            self.scrub(asides, seal, log.epoch, batch)?;
        }
        if let Some(commit) = decided {
            // Only the highest epoch decides: one that is over may hold less than there is, and more.
            return Ok(match self.is_over(log)? {
                true => Round::Again,
                false => Round::Over(commit),
            });
        }
        let entry = batch.write(seal, log.epoch)?;
        let own: Option<Print> = entry.first_chunk().copied();
        let before = mem::take(&mut log.replay.dead);
        *appended = true;
        match put_at_end(seal, log, &entry) {
            // This process was frozen, and the file has been cleared away since.
            Err(_) if self.is_over(log)? => return Ok(Round::Again),
            outcome => outcome?,
        }
        let mut effect = None;
        // Nobody else writes here as long as we have the lock; but it is the log that decides.
        log.advance(seal, &mut |seen| {
            if Some(seen.print) == own.as_ref() {
                effect = Some(seen.effect);
            } else {
                others.extend(seen.header.changes.iter().map(|change| change.key.into()));
            }
        })?;
        if self.is_over(log)? {
            return Ok(Round::Again);
        }
        match effect {
            Some(true) => {}
            Some(false) => return Ok(Round::Over(Commit::Overtaken)),
            None => {
                let detail = "what was written is not there";
                return Err(StorageError::with_detail(StorageErrorKind::Failed, detail));
            }
        }
        // The mark rides on the next sync; until then a power cut only makes it too low, which is allowed. It comes
        // first: what is behind the mark is read when the log is, and must be whole.
        let (at, mark) = layout::mark(log.replay.position);
        let marked = log.file.write_at(at, &mark);
        if let Err(error) = marked.and_then(|()| overwrite(log, &before, batch.only_deletes()))
            && !self.is_over(log)?
        {
            tracing::warn!(kind = ?error.kind(), "superseded tokens could not be overwritten yet");
            *rewrite = true;
        }
        Ok(Round::Over(Commit::Done))
    }

    /// Overwrites in what is kept aside the records that the batch deletes. If that fails, whoever only deletes has to
    /// hear of it; but what is put as well must not be lost by it.
    fn scrub(
        &self,
        asides: &mut Asides,
        seal: &Seal,
        epoch: u64,
        batch: &Batch<'_>,
    ) -> io::Result<()> {
        let keys = batch.deletes();
        if keys.is_empty() {
            return Ok(());
        }
        let outcome = asides.scrub(&*self.disk, seal, epoch, &keys);
        if let Err(error) = &outcome
            && !batch.only_deletes()
        {
            tracing::warn!(kind = ?error.kind(), "deleted tokens may still be in a file that is kept aside");
            return Ok(());
        }
        outcome
    }

    /// Whether there is a higher epoch, complete or not.
    fn is_over(&self, log: &Log) -> io::Result<bool> {
        Ok(epochs(&*self.disk)?.first() != Some(&log.epoch))
    }

    /// Makes a new epoch if this one is mostly dead. If that fails the old one goes on.
    fn compact(&self, view: &mut View, turn: &mut Turn) {
        let wasteful =
            |log: &Log| log.epoch == turn.epoch && log.replay.wasteful(self.limits.slack);
        if !view.log.as_ref().is_some_and(wasteful) {
            return;
        }
        if let Err(error) = self.renew(view, turn, Duration::ZERO) {
            not_made(&error);
        }
    }
}

fn not_made(error: &StorageError) {
    tracing::warn!(kind = ?error.kind(), "the file of tokens could not be written anew, and goes on as it is");
}

/// Whether the log holds a record that the batch has put: then whoever made this epoch has seen its entry. If others have
/// put theirs in the place of every one since, nothing of it is left, and it counts as overtaken.
fn holds(log: &Log, batch: &Batch<'_>) -> bool {
    let index = &log.replay.index;
    batch
        .puts()
        .any(|(key, stamp)| index.get(key).is_some_and(|slot| slot.stamp == stamp))
}

/// Appends the entry and makes it durable. After an error the log is as it was.
fn put_at_end(seal: &Seal, log: &Log, entry: &[u8]) -> io::Result<()> {
    let file = &*log.file;
    let end = log.replay.position;
    if file.len()? > end {
        // The append of somebody who was killed in the middle of it.
        file.cut(end)?;
    }
    if log.source(seal).mark()? != end {
        // So far it may be that nobody has made durable what stands before the end.
        file.sync()?;
        let (at, mark) = layout::mark(end);
        file.write_at(at, &mark)?;
    }
    let outcome = file.append(entry).and_then(|()| file.sync());
    if outcome.is_err() {
        // If this fails too, what is left is a torn end, or a change that comes true although it was refused.
        let _ = file.cut(end).and_then(|()| file.sync());
    }
    outcome
}

/// Overwrites the bodies that the last entry superseded or deleted, and those of the entry before if whoever wrote it
/// has not come to that. Records that are deleted are gone durably; those that are superseded, with the next sync.
fn overwrite(log: &mut Log, before: &[Region], durably: bool) -> io::Result<()> {
    let file = &*log.file;
    for region in before {
        scrub::overwrite_once(file, *region)?;
    }
    for region in mem::take(&mut log.replay.dead) {
        scrub::overwrite(file, region)?;
    }
    if durably { file.sync() } else { Ok(()) }
}
