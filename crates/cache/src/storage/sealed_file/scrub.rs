//! Deleting records from what is kept aside.
//!
//! A damaged file is kept because of what may be learnt from it, but whoever signs out has not agreed to leave their
//! tokens there. So their bodies are overwritten where they stand, and the file keeps its length and all the rest. What is
//! sealed with another key, or stands behind a header that cannot be opened, is nobody's that can be told, and stays.

use std::collections::BTreeSet;
use std::io;

use super::aside::{asides, epoch_file, epochs};
use super::entry::Header;
use super::index::Region;
use super::layout::{self, FILE_HEADER, FileHeader};
use super::seal::{NONCE, Seal};
use super::source::{Entry, ForNothing, Source};
use crate::storage::disk::{Disk, DiskFile};

/// How many epochs back the one of a file is looked for that does not say which it is.
const EPOCHS_BACK: u64 = 4096;

/// Overwrites, durably, what is kept aside under these keys, and what is still there of the epochs before `newest`, that of
/// the store: one that is to be kept aside stays where it is for as long as it cannot be renamed.
///
/// An error means that something of it may still be there. A file that cannot be read is passed over.
pub(super) fn scrub(
    disk: &dyn Disk,
    seal: &Seal,
    newest: u64,
    keys: &BTreeSet<&str>,
) -> io::Result<()> {
    let before = epochs(disk)?.into_iter().filter(|epoch| *epoch < newest);
    let before = before.map(|epoch| (epoch_file(epoch), Some(epoch)));
    let asides = asides(disk)?.into_iter().map(|name| (name, None));
    for (name, epoch) in before.chain(asides) {
        let read = disk.open(&name).and_then(|file| {
            let epoch = epoch.map_or_else(|| epoch_of(&*file, seal, newest), Ok)?;
            let regions = regions(&*file, seal, epoch, keys)?;
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

/// Overwrites these bodies, durably, whatever is read there: zeros may not have come to the disk yet, or be only the
/// beginning of what was to be overwritten.
fn blank(file: &dyn DiskFile, regions: &[Region]) -> io::Result<()> {
    for region in regions {
        overwrite(file, *region)?;
    }
    if regions.is_empty() {
        return Ok(());
    }
    file.sync()
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

/// Where the bodies under these keys are, superseded ones too: those of every entry whose header opens, also if it is cut
/// off, or if a body of it is damaged or blank. What need not be durable counts like the rest.
fn regions(
    file: &dyn DiskFile,
    seal: &Seal,
    epoch: u64,
    keys: &BTreeSet<&str>,
) -> io::Result<Vec<Region>> {
    let source = Source { file, seal, epoch };
    let length = file.len()?;
    let mut for_nothing = ForNothing::default();
    let mut regions = Vec::new();
    let mut next = source.next_header(0, length, &mut for_nothing)?;
    while let Some(entry) = next {
        next = source.header_at(entry.end(), length, &mut for_nothing)?;
        if next.is_none() && entry.end() != length {
            // The next one may begin before this one should end, if bytes are missing.
            next = source.next_header(entry.bodies(), length, &mut for_nothing)?;
        }
        let end = next.as_ref().map_or(length, |next| next.at);
        add_bodies(&entry, end, keys, &mut regions);
    }
    Ok(regions)
}

/// Adds the bodies of the entry that are under these keys, up to `end`, where something else begins.
fn add_bodies(entry: &Entry, end: u64, keys: &BTreeSet<&str>, regions: &mut Vec<Region>) {
    let Some(header) = Header::read(&entry.plain) else {
        return;
    };
    let mut at = entry.bodies();
    for change in &header.changes {
        let length = change.put.map_or(0, |put| put.length);
        let there = end.saturating_sub(at).min(u64::from(length)) as u32;
        if there > 0 && keys.contains(change.key) {
            regions.push(Region { at, length: there });
        }
        at = at.saturating_add(u64::from(length));
    }
}

/// The epoch that a file was that is kept aside: its name no longer says so, and its header may be what is damaged.
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
