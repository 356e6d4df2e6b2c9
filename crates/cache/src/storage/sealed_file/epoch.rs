//! Making an epoch: the live records of the one before, in a file of their own.
//!
//! This is how a log that is mostly dead gets small, how many small entries become few large ones, how a damaged log is
//! left behind, and how a writer that is frozen with the lock in its hands is passed. Four rules make it safe at any
//! moment, whoever is killed or frozen meanwhile:
//!
//! 1. **The highest complete epoch is the store.** An epoch is complete by its last entry, which is written after
//!    everything before it is durable, and the file's name is.
//! 2. **The file comes before the look.** Whoever makes epoch *n* creates its file first, and only then reads the epoch
//!    it copies.
//! 3. **An append counts if no higher file is there after its sync.** If a file was created before that look, the append
//!    is done again in the newer epoch, under its condition. If it was created after, its maker reads the append (rule
//!    2). So nothing that anybody was told is durable is missing from a newer epoch, and who was frozen and wakes up
//!    changes nothing in it.
//! 4. **The lowest goes first**, and only below a complete one. So whoever finds a file gone finds a higher one, and
//!    whoever finds nothing to copy, where there was something, has a higher one above.
//!
//! Each epoch has a lock of its own: who is frozen holds that of an epoch that is over. Whoever makes an epoch holds
//! its lock. So an unfinished epoch whose lock is free is nobody's any more.

use std::io;

use super::aside::{clear_below, epoch_file, epochs};
use super::entry::{ChangeHeader, Header, Kind, PutHeader};
use super::layout;
use super::seal::{Purpose, Seal};
use super::view::{Log, View};
use crate::storage::disk::{Disk, DiskFile};
use crate::storage::{StorageError, StorageLoss};

/// How many bytes of bodies an entry of copies has, at least, if there are so many.
const CHUNK: usize = 256 * 1024;

/// Makes this epoch and lets the view be of it. The caller has its lock; `locked`: and that of the highest file below.
///
/// `false` if somebody else has begun it, or a higher one. After an error there is no such epoch, and the one before goes
/// on; if the disk does not even let it be discarded it is in the way until the next turn.
pub(super) fn make(
    disk: &dyn Disk,
    view: &mut View,
    epoch: u64,
    locked: bool,
) -> Result<bool, StorageError> {
    let name = epoch_file(epoch);
    let file = match disk.create_new(&name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        file => file?,
    };
    let filled = fill(disk, view, epoch, &*file, locked);
    drop(file);
    let opened = filled.and_then(|()| Ok(Log::open(disk, &view.seal, epoch)?));
    let (log, _) = match opened {
        Ok(opened) => opened,
        // This process was frozen, and has been passed.
        Err(_) if epochs(disk)?.first() > Some(&epoch) => return Ok(false),
        Err(error) => {
            // Nobody else writes to it, for we have its lock, and nobody may take it for one that is being made.
            if let Err(error) = discard(disk, epoch) {
                tracing::debug!(kind = ?error.kind(), "an unfinished file of tokens is still there");
            }
            return Err(error);
        }
    };
    clear_below(disk, epoch, &log.replay.aside);
    view.switch(Some(log));
    view.broken.clear();
    view.rewrite = false;
    Ok(true)
}

/// Removes an epoch that did not come to its end, whose lock the caller has.
///
/// What was not synced may be on the disk all the same, and a removal that was not synced may be undone by a power cut.
/// Then an epoch would be back, perhaps complete, above all that has been committed since. So it is made empty first,
/// durably, and stays where it is if that fails: as long as it is there no commit below it counts.
pub(super) fn discard(disk: &dyn Disk, epoch: u64) -> io::Result<()> {
    let name = epoch_file(epoch);
    let file = disk.open(&name)?;
    file.cut(0)?;
    file.sync()?;
    drop(file);
    disk.remove(&name)?;
    disk.sync_directory()
}

fn fill(
    disk: &dyn Disk,
    view: &mut View,
    epoch: u64,
    file: &dyn DiskFile,
    locked: bool,
) -> Result<(), StorageError> {
    view.look(disk, epoch, locked)?;
    file.append(&layout::write_file_header(&view.seal, epoch)?)?;
    if let Some(log) = &view.log
        && !copy(&view.seal, log, epoch, file)?
    {
        if log.file.len()? < log.replay.position || epochs(disk)?.first() > Some(&epoch) {
            // Its maker was frozen when we passed it, and has discarded it now; or we were, and somebody has signed out of
            // a higher one.
            return Err(io::Error::from(io::ErrorKind::Interrupted).into());
        }
        let damaged = log.epoch;
        view.lost(damaged, StorageLoss::Damaged);
    }
    file.sync()?;
    disk.sync_directory()?;
    let complete = Header {
        kind: Kind::Complete {
            aside: view.broken.keys().copied().collect(),
        },
        condition: None,
        changes: Vec::new(),
    };
    file.append(&complete.write(&view.seal, epoch, &[])?)?;
    file.sync()?;
    // Without the mark it is complete all the same.
    let (at, mark) = layout::mark(file.len()?);
    let _ = file.write_at(at, &mark);
    Ok(())
}

/// Copies the live records, as they are sealed. `false` if some cannot be read, and were left out.
fn copy(seal: &Seal, log: &Log, epoch: u64, file: &dyn DiskFile) -> Result<bool, StorageError> {
    let source = log.source(seal);
    let mut all = true;
    let mut bodies = Vec::new();
    let mut changes = Vec::new();
    for (key, slot) in log.replay.index.iter() {
        let purpose = Purpose::Body {
            key,
            generation: slot.generation,
            stamp: slot.stamp,
        };
        let sealed = source.read(slot.body)?;
        if seal.open(&sealed, purpose).is_none() {
            all = false;
            continue;
        }
        bodies.extend_from_slice(&sealed);
        changes.push(ChangeHeader {
            key,
            put: Some(PutHeader {
                generation: slot.generation,
                stamp: slot.stamp,
                label: slot.label.as_deref(),
                length: slot.body.length,
            }),
        });
        if bodies.len() >= CHUNK {
            append_copies(seal, epoch, file, std::mem::take(&mut changes), &bodies)?;
            bodies.clear();
        }
    }
    if !changes.is_empty() {
        append_copies(seal, epoch, file, changes, &bodies)?;
    }
    Ok(all)
}

fn append_copies(
    seal: &Seal,
    epoch: u64,
    file: &dyn DiskFile,
    changes: Vec<ChangeHeader<'_>>,
    bodies: &[u8],
) -> Result<(), StorageError> {
    let header = Header {
        kind: Kind::Copies,
        condition: None,
        changes,
    };
    Ok(file.append(&header.write(seal, epoch, bodies)?)?)
}
