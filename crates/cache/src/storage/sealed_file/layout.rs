//! The bytes around what is sealed: a file's header, and the frame of an entry.
//!
//! ```text
//! file    magic 15 | version 1 | epoch 8 | mark 8 | check 40 | entry…
//! entry   magic 8 | length of the header 4 | length of the bodies 4 | header, sealed | body, sealed | …
//! ```
//!
//! Numbers have their lowest byte first. The check is an empty text, sealed; whatever is sealed begins with its nonce.
//!
//! **The mark** is where the entries end that somebody was told are durable, or before that. It is 0 as long as the
//! epoch is being made. It is the one thing in a file that is not authenticated, and decides about nothing but this:
//! what cannot be read behind it is an append that a crash cut short, and what cannot be read before it is damage.

use super::seal::{OVERHEAD, Purpose, Seal};
use crate::storage::StorageError;

/// Of the format. Bound into whatever is sealed.
pub(super) const VERSION: u8 = 1;

const MAGIC: [u8; 15] = *b"native-auth tok";
const EPOCH_AT: usize = MAGIC.len() + 1;
const MARK_AT: usize = EPOCH_AT + 8;
const CHECK_AT: usize = MARK_AT + 8;

/// How long a file's header is.
pub(super) const FILE_HEADER: usize = CHECK_AT + OVERHEAD;

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileHeader {
    /// It is ours, and this profile's.
    Ours,
    /// There is too little of it: it was cut off, or is not there yet.
    Short,
    /// A later version of this library wrote it.
    Future,
    /// It is none of ours, or of another profile, or sealed with another key.
    Foreign,
}

/// The header of a new file, whose mark is 0.
pub(super) fn write_file_header(seal: &Seal, epoch: u64) -> Result<Vec<u8>, StorageError> {
    let mut bytes = MAGIC.to_vec();
    bytes.push(VERSION);
    bytes.extend_from_slice(&epoch.to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    seal.seal(&[], Purpose::File { epoch }, &mut bytes)?;
    Ok(bytes)
}

/// What `bytes`, the first [`FILE_HEADER`] of a file or all that there are, say.
pub(super) fn read_file_header(seal: &Seal, epoch: u64, bytes: &[u8]) -> FileHeader {
    if bytes.iter().all(|byte| *byte == 0) {
        // What a power cut leaves of a file that is being made: its length, and not yet its bytes.
        return FileHeader::Short;
    }
    let (magic, rest) = bytes.split_at_checked(MAGIC.len()).unwrap_or((bytes, &[]));
    if !MAGIC.starts_with(magic) {
        return FileHeader::Foreign;
    }
    match rest.first() {
        Some(&version) if version > VERSION => return FileHeader::Future,
        Some(&VERSION) | None => {}
        Some(_) => return FileHeader::Foreign,
    }
    let Some(check) = bytes.get(CHECK_AT..FILE_HEADER) else {
        return FileHeader::Short;
    };
    match seal.open(check, Purpose::File { epoch }) {
        Some(_) => FileHeader::Ours,
        None => FileHeader::Foreign,
    }
}

/// Where the mark is in a file, and what it has to be to say `end`.
pub(super) fn mark(end: u64) -> (u64, [u8; 8]) {
    (MARK_AT as u64, end.to_le_bytes())
}

/// The mark in the first bytes of a file.
pub(super) fn read_mark(bytes: &[u8]) -> u64 {
    read_number(bytes, MARK_AT)
}

/// Lets the first bytes of a file be the same wherever the mark is.
pub(super) fn clear_mark(bytes: &mut [u8; FILE_HEADER]) {
    for byte in bytes.iter_mut().skip(MARK_AT).take(8) {
        *byte = 0;
    }
}

/// The epoch that the first bytes of a file name.
pub(super) fn read_epoch(bytes: &[u8]) -> u64 {
    read_number(bytes, EPOCH_AT)
}

fn read_number(bytes: &[u8], at: usize) -> u64 {
    let number = bytes.get(at..).and_then(<[u8]>::first_chunk);
    number.map_or(0, |number| u64::from_le_bytes(*number))
}

/// What an entry begins with: it is searched for behind what cannot be read.
pub(super) const ENTRY_MAGIC: [u8; 8] = *b"\xa7\x1enaT\xe5\x0c\xb2";

/// How long the frame of an entry is.
pub(super) const FRAME: usize = ENTRY_MAGIC.len() + 8;

/// How long the two parts of an entry are that follow its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) header: u32,
    pub(super) bodies: u32,
}

impl Frame {
    pub(super) fn write(self) -> [u8; FRAME] {
        let mut bytes = [0; FRAME];
        let parts = ENTRY_MAGIC
            .into_iter()
            .chain(self.header.to_le_bytes())
            .chain(self.bodies.to_le_bytes());
        for (to, from) in bytes.iter_mut().zip(parts) {
            *to = from;
        }
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&ENTRY_MAGIC)?;
        let (header, rest) = rest.split_first_chunk()?;
        Some(Self {
            header: u32::from_le_bytes(*header),
            bodies: u32::from_le_bytes(*rest.first_chunk()?),
        })
    }

    /// How long the whole entry is.
    pub(super) fn total(self) -> u64 {
        FRAME as u64 + u64::from(self.header) + u64::from(self.bodies)
    }
}
