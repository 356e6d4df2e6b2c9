//! Deleting records from what is kept aside.
//!
//! A damaged file is kept because of what may be learnt from it, but whoever signs out has not agreed to leave their
//! tokens there. So their bodies are overwritten where they stand, and the file keeps its length and all the rest. What is
//! sealed with another key, or stands behind a header that cannot be opened, is nobody's that can be told, and stays.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::aside::{asides, epoch_file, epochs};
use super::entry::Header;
use super::index::Region;
use super::layout::{self, FILE_HEADER, FileHeader};
use super::seal::{NONCE, Seal};
use super::source::{Entry as Opened, ForNothing, Source};
use crate::storage::disk::{Disk, DiskFile};

/// How many epochs back the one of a file is looked for that does not say which it is.
const EPOCHS_BACK: u64 = 4096;

/// What a process knows of the files that are kept aside, by name. Each is read through once, for it may be large.
#[derive(Default)]
pub(super) struct Asides(BTreeMap<String, Known>);

/// A file as it was when it was read through.
struct Known {
    length: u64,
    start: Start,
    /// Those that this process has not overwritten.
    bodies: Bodies,
}

/// How a file begins. Its nonce is random, so no two begin so, unless that is lost.
type Start = [u8; FILE_HEADER];

/// Where the bodies are, by key.
type Bodies = BTreeMap<Box<str>, Vec<Region>>;

impl Asides {
    /// Overwrites, durably, what is kept aside under these keys, and what is still there of the epochs before `newest`,
    /// that of the store: one that is to be kept aside stays where it is for as long as it cannot be renamed.
    ///
    /// An error means that something of it may still be there. A file that cannot be read is passed over.
    pub(super) fn scrub(
        &mut self,
        disk: &dyn Disk,
        seal: &Seal,
        newest: u64,
        keys: &BTreeSet<&str>,
    ) -> io::Result<()> {
        let before = epochs(disk)?.into_iter().filter(|epoch| *epoch < newest);
        let before = before.map(|epoch| (epoch_file(epoch), Some(epoch)));
        let asides = asides(disk)?.into_iter().map(|name| (name, None));
        let files: BTreeMap<_, _> = before.chain(asides).collect();
        self.0.retain(|name, _| files.contains_key(name));
        for (name, epoch) in files {
            let read = disk.open(&name).and_then(|file| {
                let epoch = || epoch.map_or_else(|| epoch_of(&*file, seal, newest), Ok);
                let known = self.known(name, &*file, seal, epoch)?;
                Ok((file, known))
            });
            match read {
                Ok((file, known)) => known.blank(&*file, keys)?,
                // The person has removed it, or somebody else has moved it on.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "a file that is kept aside cannot be read");
                }
            }
        }
        Ok(())
    }

    fn known(
        &mut self,
        name: String,
        file: &dyn DiskFile,
        seal: &Seal,
        epoch: impl FnOnce() -> io::Result<u64>,
    ) -> io::Result<&mut Known> {
        let length = file.len()?;
        let mut start = [0; FILE_HEADER];
        file.read_at(0, &mut start)?;
        let read = || {
            let epoch = epoch()?;
            let bodies = bodies(Source { file, seal, epoch }, length)?;
            io::Result::Ok(Known {
                length,
                start,
                bodies,
            })
        };
        Ok(match self.0.entry(name) {
            Entry::Vacant(entry) => entry.insert(read()?),
            Entry::Occupied(mut entry) => {
                let before = entry.get();
                let is_the_same = before.length == length && before.start == start;
                if !is_the_same || start == [0; FILE_HEADER] {
                    entry.insert(read()?);
                }
                entry.into_mut()
            }
        })
    }
}

impl Known {
    /// Overwrites the bodies under these keys, durably, whatever is read there: zeros may not have come to the disk yet, or
    /// be only the beginning of what was to be overwritten.
    fn blank(&mut self, file: &dyn DiskFile, keys: &BTreeSet<&str>) -> io::Result<()> {
        let found: Vec<&str> = keys
            .iter()
            .copied()
            .filter(|key| self.bodies.contains_key(*key))
            .collect();
        if found.is_empty() {
            return Ok(());
        }
        for region in found
            .iter()
            .filter_map(|key| self.bodies.get(*key))
            .flatten()
        {
            overwrite(file, *region)?;
        }
        file.sync()?;
        for key in found {
            self.bodies.remove(key);
        }
        Ok(())
    }
}

/// Overwrites a body, if it was not overwritten before.
pub(super) fn overwrite_once(file: &dyn DiskFile, region: Region) -> io::Result<()> {
    let mut nonce = [0; NONCE];
    file.read_at(region.at, &mut nonce)?;
    if nonce == [0; NONCE] {
        return Ok(());
    }
    overwrite(file, region)
}

/// Overwrites a body.
pub(super) fn overwrite(file: &dyn DiskFile, region: Region) -> io::Result<()> {
    file.write_at(region.at, &vec![0; region.length as usize])
}

/// Where the bodies are, superseded ones too: those of every entry whose header opens, also if it is cut off, or if a body of
/// it is damaged or blank. What need not be durable counts like the rest.
fn bodies(source: Source<'_>, length: u64) -> io::Result<Bodies> {
    let mut for_nothing = ForNothing::default();
    let mut bodies = Bodies::new();
    let mut next = source.next_header(0, length, &mut for_nothing)?;
    while let Some(opened) = next {
        next = source.header_at(opened.end(), length, &mut for_nothing)?;
        if next.is_none() && opened.end() != length {
            // The next one may begin before this one should end, if bytes are missing.
            next = source.next_header(opened.bodies(), length, &mut for_nothing)?;
        }
        let end = next.as_ref().map_or(length, |next| next.at);
        add(&opened, end, &mut bodies);
    }
    Ok(bodies)
}

/// Adds the bodies of the entry, up to `end`, where something else begins.
fn add(opened: &Opened, end: u64, bodies: &mut Bodies) {
    let Some(header) = Header::read(&opened.plain) else {
        return;
    };
    let mut at = opened.bodies();
    for change in &header.changes {
        let length = change.put.map_or(0, |put| put.length);
        let there = end.saturating_sub(at).min(u64::from(length)) as u32;
        if there > 0 {
            let region = Region { at, length: there };
            bodies.entry(change.key.into()).or_default().push(region);
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
