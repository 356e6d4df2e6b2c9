//! Finding entries in the bytes of a log.

use std::io;

use zeroize::Zeroizing;

use super::entry::{Header, Kind};
use super::index::Region;
use super::layout::{self, ENTRY_MAGIC, FILE_HEADER, FRAME, Frame};
use super::seal::{NONCE, Purpose, Seal};
use crate::storage::disk::DiskFile;

/// How much of an entry is read at first. Most headers fit, and reading less costs no less.
const GUESS: usize = 1024;

/// How much is read at a time, at most, when an entry is searched for.
const STRIDE: usize = 64 * 1024;

/// How often the length of the file, and how many bytes besides, may be read for nothing in one go: in what looks like an
/// entry and is none, and in searching.
///
/// Without this somebody who can write the file could have it read as often as it has bytes: each place that looks like
/// the beginning of an entry may claim all the rest. What is merely damaged needs far less: of each damaged entry its
/// header is read and about two kilobytes besides, which is less than a token answer has, and the next entry is right
/// behind it. Only an entry whose lengths are damaged too can cost the length of the file.
const FILES_FOR_NOTHING: u64 = 8;
const BYTES_FOR_NOTHING: u64 = 1024 * 1024;

/// What tells an entry from any other: its frame and the nonce of its header.
pub(super) type Print = [u8; FRAME + NONCE];

/// A log.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a dyn DiskFile,
    pub(super) seal: &'a Seal,
    pub(super) epoch: u64,
}

/// How many bytes were read for nothing.
#[derive(Debug, Default)]
pub(super) struct ForNothing(u64);

impl ForNothing {
    fn add(&mut self, bytes: usize) {
        self.0 = self.0.saturating_add(bytes as u64);
    }

    /// Whether there were so many that a file of this length is given up.
    pub(super) fn is_too_much(&self, length: u64) -> bool {
        self.0
            > length
                .saturating_mul(FILES_FOR_NOTHING)
                .saturating_add(BYTES_FOR_NOTHING)
    }
}

/// An entry that was authenticated.
pub(super) struct Entry {
    pub(super) at: u64,
    pub(super) frame: Frame,
    pub(super) print: Print,
    pub(super) plain: Zeroizing<Vec<u8>>,
}

impl Entry {
    /// Where its bodies begin.
    pub(super) fn bodies(&self) -> u64 {
        self.at + FRAME as u64 + u64::from(self.frame.header)
    }

    /// Where it ends.
    pub(super) fn end(&self) -> u64 {
        self.at.saturating_add(self.frame.total())
    }
}

impl Source<'_> {
    /// The mark and the length; in this order, so that the mark is never behind the end.
    pub(super) fn extent(&self) -> io::Result<(u64, u64)> {
        Ok((self.mark()?, self.file.len()?))
    }

    pub(super) fn mark(&self) -> io::Result<u64> {
        let mut start = [0; FILE_HEADER];
        let length = self.file.read_at(0, &mut start)?;
        Ok(layout::read_mark(start.get(..length).unwrap_or_default()))
    }

    pub(super) fn print(&self, at: u64) -> io::Result<Option<Print>> {
        let mut print = [0; FRAME + NONCE];
        let length = self.file.read_at(at, &mut print)?;
        Ok((length == print.len()).then_some(print))
    }

    /// The entry that begins there; `None` if none does that can be read. Its bodies are read too if it may not be
    /// durable: of an entry that a power cut interrupted, any part may be missing.
    pub(super) fn entry(
        &self,
        at: u64,
        length: u64,
        mark: u64,
        for_nothing: &mut ForNothing,
    ) -> io::Result<Option<Entry>> {
        let mut read = 0;
        let entry = self.try_entry(at, length, mark, &mut read)?;
        if entry.is_none() {
            for_nothing.add(read);
        }
        Ok(entry)
    }

    fn try_entry(
        &self,
        at: u64,
        length: u64,
        mark: u64,
        read: &mut usize,
    ) -> io::Result<Option<Entry>> {
        let fits = |frame: &Frame| at.saturating_add(frame.total()) <= length;
        let Some(entry) = self.open_header(at, length, fits, read)? else {
            return Ok(None);
        };
        let whole = match Header::read(&entry.plain) {
            Some(header) if header.bodies() == u64::from(entry.frame.bodies) => {
                // What was copied is durable before the entry is written that makes the epoch complete.
                entry.end() <= mark
                    || header.kind != Kind::Batch
                    || self.bodies_are_whole(&header, entry.bodies(), read)?
            }
            _ => false,
        };
        Ok(whole.then_some(entry))
    }

    /// The header that begins there, if it can be opened, and if its frame is as it should be. Nothing of the bodies is
    /// read.
    fn open_header(
        &self,
        at: u64,
        length: u64,
        fits: impl FnOnce(&Frame) -> bool,
        read: &mut usize,
    ) -> io::Result<Option<Entry>> {
        let left = usize::try_from(length.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; left.min(GUESS)];
        let got = self.file.read_at(at, &mut bytes)?;
        bytes.truncate(got);
        *read += got;
        let (Some(frame), Some(print)) = (Frame::read(&bytes), bytes.first_chunk()) else {
            return Ok(None);
        };
        let print: Print = *print;
        let header = FRAME + frame.header as usize;
        if header > left || !fits(&frame) {
            return Ok(None);
        }
        if header > bytes.len() {
            let have = bytes.len();
            bytes.resize(header, 0);
            let rest = bytes.get_mut(have..).unwrap_or_default();
            *read += rest.len();
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
        Ok(self.seal.open(sealed, purpose).map(|plain| Entry {
            at,
            frame,
            print,
            plain,
        }))
    }

    /// The first entry at `from` or behind it whose header can be opened, whatever became of its bodies. Also `None` once
    /// too much was read for nothing.
    pub(super) fn next_header(
        &self,
        from: u64,
        length: u64,
        for_nothing: &mut ForNothing,
    ) -> io::Result<Option<Entry>> {
        self.search_for(from, length, for_nothing, &mut |at, for_nothing| {
            self.header_at(at, length, for_nothing)
        })
    }

    /// The entry there, if its header can be opened, whatever became of its bodies.
    pub(super) fn header_at(
        &self,
        at: u64,
        length: u64,
        for_nothing: &mut ForNothing,
    ) -> io::Result<Option<Entry>> {
        let mut read = 0;
        let entry = self.open_header(at, length, |_| true, &mut read)?;
        if entry.is_none() {
            for_nothing.add(read);
        }
        Ok(entry)
    }

    fn bodies_are_whole(
        &self,
        header: &Header<'_>,
        mut at: u64,
        read: &mut usize,
    ) -> io::Result<bool> {
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
            *read += sealed.len();
            if self.seal.open(&sealed, purpose).is_none() {
                return Ok(false);
            }
            at += u64::from(put.length);
        }
        Ok(true)
    }

    /// Where the next entry that can be read begins, at `from` or behind it. Also `None` once too much was read for nothing.
    pub(super) fn search(
        &self,
        from: u64,
        length: u64,
        mark: u64,
        for_nothing: &mut ForNothing,
    ) -> io::Result<Option<u64>> {
        self.search_for(from, length, for_nothing, &mut |at, for_nothing| {
            let entry = self.entry(at, length, mark, for_nothing)?;
            Ok(entry.map(|entry| entry.at))
        })
    }

    /// What `look` finds at the first place that looks like the beginning of an entry, and where it finds something.
    fn search_for<T>(
        &self,
        from: u64,
        length: u64,
        for_nothing: &mut ForNothing,
        look: &mut dyn FnMut(u64, &mut ForNothing) -> io::Result<Option<T>>,
    ) -> io::Result<Option<T>> {
        let mut at = from;
        // The next one is near, as a rule.
        let mut stride = GUESS;
        while at < length {
            let mut bytes = vec![0; stride];
            let got = self.file.read_at(at, &mut bytes)?;
            for_nothing.add(got);
            let found = bytes.get(..got).unwrap_or_default();
            for (offset, window) in found.windows(ENTRY_MAGIC.len()).enumerate() {
                if window != ENTRY_MAGIC {
                    continue;
                }
                if for_nothing.is_too_much(length) {
                    return Ok(None);
                }
                if let Some(found) = look(at + offset as u64, for_nothing)? {
                    return Ok(Some(found));
                }
            }
            if got < stride {
                break;
            }
            // A magic may lie across the border.
            at += (got - ENTRY_MAGIC.len() + 1) as u64;
            stride = STRIDE.min(stride * 2);
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
