//! Reading a log from its beginning, and on from where it was last read to.

use std::io;

use zeroize::Zeroizing;

use super::entry::{Header, Kind};
use super::index::{Index, Region};
use super::layout::{self, ENTRY_MAGIC, FILE_HEADER, FRAME, FileHeader, Frame};
use super::seal::{NONCE, Purpose, Seal};
use crate::storage::disk::DiskFile;

/// How much of an entry is read at first. Most headers fit, and reading less costs no less.
const GUESS: usize = 1024;

/// How much is read at a time when an entry is searched for.
const STRIDE: usize = 64 * 1024;

/// So many small entries are opened quickly, however few records there are.
const FEW_BATCHES: u64 = 1024;

/// What tells an entry from any other: its frame and the nonce of its header.
pub(super) type Print = [u8; FRAME + NONCE];

/// What the log of an epoch says, as far as it was read.
#[derive(Default)]
pub(super) struct Replay {
    pub(super) index: Index,
    /// Where the readable entries end, and the next one begins.
    pub(super) position: u64,
    /// The epoch holds everything of those before it.
    pub(super) complete: bool,
    /// Epochs that are to be kept aside.
    pub(super) aside: Vec<u64>,
    /// Some of what was durable cannot be read.
    pub(super) damaged: bool,
    /// What the last entry superseded or deleted; whoever wrote it overwrites these bodies, unless it is killed.
    pub(super) dead: Vec<Region>,
    /// How many entries are somebody's commit.
    batches: u64,
    last: Option<(u64, Print)>,
}

/// A log.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a dyn DiskFile,
    pub(super) seal: &'a Seal,
    pub(super) epoch: u64,
}

/// What kind of file it is, besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It holds the store, whole or damaged.
    Complete,
    /// It is being made, or whoever made it did not come to the end; or the end is what was lost.
    Unfinished,
    Future,
    Foreign,
}

/// An entry, as it is seen.
pub(super) struct Seen<'a> {
    pub(super) print: &'a Print,
    pub(super) header: &'a Header<'a>,
    /// Its condition held, where it stands.
    pub(super) effect: bool,
}

/// An entry that was authenticated.
struct Entry {
    at: u64,
    frame: Frame,
    print: Print,
    plain: Zeroizing<Vec<u8>>,
}

impl Replay {
    /// What the whole file says.
    pub(super) fn of(source: Source<'_>) -> io::Result<(Self, Standing)> {
        let mut replay = Self {
            position: FILE_HEADER as u64,
            ..Self::default()
        };
        let mut start = [0; FILE_HEADER];
        let length = source.file.read_at(0, &mut start)?;
        let start = start.get(..length).unwrap_or_default();
        let header = layout::read_file_header(source.seal, source.epoch, start);
        replay.advance(source, &mut |_| {})?;
        // Bytes of the header that changed are no reason to give up entries that can be read.
        replay.damaged |= replay.last.is_some() && header != FileHeader::Ours;
        replay.complete |= header == FileHeader::Ours && layout::read_mark(start) > 0;
        let standing = match (replay.complete, header) {
            (true, _) => Standing::Complete,
            (false, FileHeader::Ours | FileHeader::Short) => Standing::Unfinished,
            (false, _) if replay.last.is_some() => Standing::Unfinished,
            (false, FileHeader::Future) => Standing::Future,
            (false, FileHeader::Foreign) => Standing::Foreign,
        };
        Ok((replay, standing))
    }

    /// Reads on to the end. `false` if what was read before is not there any more, so that all has to be read again: it
    /// was the entry of somebody whose disk refused it.
    pub(super) fn advance(
        &mut self,
        source: Source<'_>,
        seen: &mut dyn FnMut(Seen<'_>),
    ) -> io::Result<bool> {
        let (mut mark, mut length) = source.extent()?;
        if let Some((at, print)) = &self.last {
            let same = source.print(*at)? == Some(*print);
            if length < self.position || !same {
                return Ok(false);
            }
        }
        while self.position < length {
            match source.entry(self.position, length, mark)? {
                Some(entry) => self.apply(&entry, seen),
                None => {
                    let extent = source.extent()?;
                    if extent.0 != mark {
                        // Somebody goes on writing, and may by now have overwritten a body that we looked at.
                        (mark, length) = extent;
                        continue;
                    }
                    let Some(next) = source.search(self.position + 1, length, mark)? else {
                        self.damaged |= self.position < mark;
                        break;
                    };
                    self.damaged = true;
                    self.position = next;
                }
            }
        }
        self.damaged |= length < mark;
        Ok(true)
    }

    fn apply(&mut self, entry: &Entry, seen: &mut dyn FnMut(Seen<'_>)) {
        self.last = Some((entry.at, entry.print));
        self.position = entry.at + entry.frame.total();
        self.dead.clear();
        let Some(header) = Header::read(&entry.plain) else {
            return;
        };
        // Behind damage nobody can tell what a condition met when it was written. Writers see to it that an entry without
        // effect is hardly ever written, so what is readable counts: better than to lose what is whole.
        let effect = self.damaged || self.meets(header.condition);
        let mut body = entry.at + FRAME as u64 + u64::from(entry.frame.header);
        for change in &header.changes {
            let dead = match change.put {
                Some(put) if effect => self.index.put(change.key, put, body),
                // Nobody needs the bodies of an entry without effect.
                Some(put) => Some(Region {
                    at: body,
                    length: put.length,
                }),
                None if effect => self.index.remove(change.key),
                None => None,
            };
            self.dead.extend(dead);
            body += change.put.map_or(0, |put| u64::from(put.length));
        }
        match &header.kind {
            Kind::Batch => {
                self.complete = true;
                self.batches += 1;
            }
            Kind::Copies => {}
            Kind::Complete { aside } => {
                self.complete = true;
                self.aside.clone_from(aside);
            }
        }
        seen(Seen {
            print: &entry.print,
            header: &header,
            effect,
        });
    }

    /// Whether a batch of this condition has an effect here.
    pub(super) fn meets(&self, condition: Option<(&str, u64)>) -> bool {
        condition.is_none_or(|(key, generation)| {
            let slot = self.index.get(key);
            slot.is_some_and(|slot| slot.generation == generation)
        })
    }

    #[cfg(test)]
    pub(super) fn batches(&self) -> u64 {
        self.batches
    }

    /// Whether a new log is worth its writing: more of this one is dead than alive, by more than `slack` bytes, or it has
    /// so many small entries that opening it takes much longer than it need. In a new log many records share an entry.
    ///
    /// How many are too many grows with the store, so that what is written again and again stays in proportion to what
    /// is committed.
    pub(super) fn wasteful(&self, slack: u64) -> bool {
        let live = self.index.live();
        let dead = self.position.saturating_sub(live);
        dead > live + slack || self.batches > FEW_BATCHES.max(self.index.len() / 3)
    }
}

impl Source<'_> {
    /// The mark and the length; in this order, so that the mark is never behind the end.
    fn extent(&self) -> io::Result<(u64, u64)> {
        Ok((self.mark()?, self.file.len()?))
    }

    pub(super) fn mark(&self) -> io::Result<u64> {
        let mut start = [0; FILE_HEADER];
        let length = self.file.read_at(0, &mut start)?;
        Ok(layout::read_mark(start.get(..length).unwrap_or_default()))
    }

    fn print(&self, at: u64) -> io::Result<Option<Print>> {
        let mut print = [0; FRAME + NONCE];
        let length = self.file.read_at(at, &mut print)?;
        Ok((length == print.len()).then_some(print))
    }

    /// The entry that begins there; `None` if none does that can be read. Its bodies are read too if it may not be
    /// durable: of an entry that a power cut interrupted, any part may be missing.
    fn entry(&self, at: u64, length: u64, mark: u64) -> io::Result<Option<Entry>> {
        let left = usize::try_from(length.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; left.min(GUESS)];
        let got = self.file.read_at(at, &mut bytes)?;
        bytes.truncate(got);
        let (Some(frame), Some(print)) = (Frame::read(&bytes), bytes.first_chunk()) else {
            return Ok(None);
        };
        let print: Print = *print;
        let end = at.saturating_add(frame.total());
        if end > length {
            return Ok(None);
        }
        let header = FRAME + frame.header as usize;
        if header > bytes.len() {
            let have = bytes.len();
            bytes.resize(header, 0);
            let rest = bytes.get_mut(have..).unwrap_or_default();
            if self.file.read_at(at + have as u64, rest)? < rest.len() {
                return Ok(None);
            }
        }
        let Some((around, rest)) = bytes.split_at_checked(FRAME) else {
            return Ok(None);
        };
        let purpose = Purpose::Entry {
            epoch: self.epoch,
            frame: around,
        };
        let sealed = rest.get(..frame.header as usize).unwrap_or_default();
        let Some(plain) = self.seal.open(sealed, purpose) else {
            return Ok(None);
        };
        let entry = Entry {
            at,
            frame,
            print,
            plain,
        };
        let whole = match Header::read(&entry.plain) {
            Some(header) if header.bodies() == u64::from(frame.bodies) => {
                // What was copied is durable before the entry is written that makes the epoch complete.
                end <= mark
                    || header.kind != Kind::Batch
                    || self.bodies_are_whole(&header, at + FRAME as u64 + sealed.len() as u64)?
            }
            _ => false,
        };
        Ok(whole.then_some(entry))
    }

    fn bodies_are_whole(&self, header: &Header<'_>, mut at: u64) -> io::Result<bool> {
        for change in &header.changes {
            let Some(put) = change.put else { continue };
            let body = Region {
                at,
                length: put.length,
            };
            let purpose = Purpose::Body {
                key: change.key,
                generation: put.generation,
                stamp: put.stamp,
            };
            let sealed = self.read(body)?;
            if self.seal.open(&sealed, purpose).is_none() {
                return Ok(false);
            }
            at += u64::from(put.length);
        }
        Ok(true)
    }

    /// Where the next entry that can be read begins, at `from` or behind it.
    fn search(&self, from: u64, length: u64, mark: u64) -> io::Result<Option<u64>> {
        let mut at = from;
        let mut bytes = vec![0; STRIDE];
        while at < length {
            let got = self.file.read_at(at, &mut bytes)?;
            let found = bytes.get(..got).unwrap_or_default();
            for (offset, window) in found.windows(ENTRY_MAGIC.len()).enumerate() {
                if window == ENTRY_MAGIC {
                    let candidate = at + offset as u64;
                    if self.entry(candidate, length, mark)?.is_some() {
                        return Ok(Some(candidate));
                    }
                }
            }
            if got < STRIDE {
                break;
            }
            // A magic may lie across the border.
            at += (got - ENTRY_MAGIC.len() + 1) as u64;
        }
        Ok(None)
    }

    /// The bytes of a region, or as many as there are.
    pub(super) fn read(&self, region: Region) -> io::Result<Vec<u8>> {
        let length = self.file.len()?.saturating_sub(region.at);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length.min(region.length as usize)];
        let got = self.file.read_at(region.at, &mut bytes)?;
        bytes.truncate(got);
        Ok(bytes)
    }
}
