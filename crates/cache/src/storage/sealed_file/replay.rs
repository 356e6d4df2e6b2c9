//! Reading a log from its beginning, and on from where it was last read to.

use std::io;

use super::entry::{Header, Kind};
use super::index::{Index, Region};
use super::layout::{self, FILE_HEADER, FileHeader};
use super::source::{Entry, ForNothing, Print, Source};

/// So many small entries are opened quickly, however few records there are.
const FEW_BATCHES: u64 = 1024;

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
        let mut for_nothing = ForNothing::default();
        while self.position < length {
            if let Some(entry) = source.entry(self.position, length, mark, &mut for_nothing)? {
                self.apply(&entry, seen);
                continue;
            }
            let mut extent = source.extent()?;
            if extent.0 == mark {
                let next = source.search(self.position + 1, length, mark, &mut for_nothing)?;
                extent = source.extent()?;
                if extent.0 == mark {
                    self.damaged |=
                        next.is_some() || self.position < mark || for_nothing.is_too_much(length);
                    let Some(next) = next else { break };
                    self.position = next;
                    continue;
                }
            }
            // Somebody goes on writing: a body that was looked at may by now be overwritten, and a torn end cut off, with
            // entries in its place.
            (mark, length) = extent;
            for_nothing = ForNothing::default();
        }
        self.damaged |= length < mark;
        Ok(true)
    }

    fn apply(&mut self, entry: &Entry, seen: &mut dyn FnMut(Seen<'_>)) {
        self.last = Some((entry.at, entry.print));
        self.position = entry.end();
        self.dead.clear();
        let Some(header) = Header::read(&entry.plain) else {
            return;
        };
        // Behind damage nobody can tell what a condition met when it was written. Writers see to it that an entry without
        // effect is hardly ever written, so what is readable counts: better than to lose what is whole.
        let effect = self.damaged || self.meets(header.condition);
        let bodies = entry.bodies();
        let mut body = bodies;
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
