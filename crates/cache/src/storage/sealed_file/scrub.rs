//! Deleting records from what is kept aside.
//!
//! A damaged file is kept because of what may be learnt from it, but whoever signs out has not agreed to leave their
//! tokens there. So their bodies are overwritten where they stand, and the file keeps its length and all the rest. What is
//! sealed with another key, or stands behind a header that cannot be opened, is nobody's that can be told, and stays.

use std::collections::BTreeSet;
use std::io;

use super::aside::asides;
use super::index::Region;
use super::layout::{self, FILE_HEADER, FileHeader};
use super::replay::Replay;
use super::seal::{NONCE, Seal};
use super::source::Source;
use crate::storage::disk::{Disk, DiskFile};

/// How many epochs back the one of a file is looked for that does not say which it is.
const EPOCHS_BACK: u64 = 4096;

/// Overwrites, durably, what is kept aside under these keys. `newest` is the epoch of the store.
///
/// An error means that something of it may still be there. A file that cannot be read is passed over.
pub(super) fn scrub(
    disk: &dyn Disk,
    seal: &Seal,
    newest: u64,
    keys: &BTreeSet<&str>,
) -> io::Result<()> {
    for name in asides(disk)? {
        let read = disk.open(&name).and_then(|file| {
            let regions = regions(&*file, seal, newest, keys)?;
            Ok((file, regions))
        });
        match read {
            Ok((file, regions)) => blank(&*file, &regions)?,
            // The person has removed it, or somebody else has moved it on.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "a file that is kept aside cannot be read");
            }
        }
    }
    Ok(())
}

/// Overwrites these bodies, if they are not yet.
fn blank(file: &dyn DiskFile, regions: &[Region]) -> io::Result<()> {
    let mut any = false;
    for region in regions {
        any |= overwrite_once(file, *region)?;
    }
    if any { file.sync() } else { Ok(()) }
}

/// Overwrites a body; `false` if it was overwritten before.
pub(super) fn overwrite_once(file: &dyn DiskFile, region: Region) -> io::Result<bool> {
    let mut nonce = [0; NONCE];
    file.read_at(region.at, &mut nonce)?;
    if nonce == [0; NONCE] {
        return Ok(false);
    }
    overwrite(file, region)?;
    Ok(true)
}

/// Overwrites a body.
pub(super) fn overwrite(file: &dyn DiskFile, region: Region) -> io::Result<()> {
    file.write_at(region.at, &vec![0; region.length as usize])
}

/// Where the bodies under these keys are, superseded ones too, as far as the file can be read.
fn regions(
    file: &dyn DiskFile,
    seal: &Seal,
    newest: u64,
    keys: &BTreeSet<&str>,
) -> io::Result<Vec<Region>> {
    let epoch = epoch_of(file, seal, newest)?;
    let source = Source { file, seal, epoch };
    let mut regions = Vec::new();
    Replay::seen(source, &mut |seen| {
        let mut at = seen.bodies;
        for change in &seen.header.changes {
            let length = change.put.map_or(0, |put| put.length);
            if length > 0 && keys.contains(change.key) {
                regions.push(Region { at, length });
            }
            at += u64::from(length);
        }
    })?;
    Ok(regions)
}

/// The epoch that the file was: its name no longer says so, and its header may be what is damaged.
fn epoch_of(file: &dyn DiskFile, seal: &Seal, newest: u64) -> io::Result<u64> {
    let mut start = [0; FILE_HEADER];
    let length = file.read_at(0, &mut start)?;
    let start = start.get(..length).unwrap_or_default();
    let is = |epoch: &u64| layout::read_file_header(seal, *epoch, start) == FileHeader::Ours;
    let named = layout::read_epoch(start);
    let back = (newest.saturating_sub(EPOCHS_BACK)..=newest).rev();
    let mut epochs = std::iter::once(named).chain(back);
    Ok(epochs.find(is).unwrap_or(named))
}
