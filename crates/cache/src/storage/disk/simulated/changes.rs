//! What was done to a disk and is not durable yet.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// How much a disk writes at once, or not at all.
const SECTOR: usize = 512;

/// Which file has which name.
pub(super) type Names = BTreeMap<String, usize>;

#[derive(Clone)]
pub(super) enum NameChange {
    Add(String, usize),
    Remove(String),
    Rename(String, String),
}

#[derive(Clone)]
pub(super) enum FileChange {
    Write(usize, Vec<u8>),
    Cut(usize),
}

/// What a power cut leaves of a change that was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    All,
    Nothing,
    /// Some of its sectors; which ones follows from the number.
    Some(u64),
}

impl NameChange {
    pub(super) fn apply(&self, names: &mut Names) {
        match self {
            Self::Add(name, inode) => {
                names.insert(name.clone(), *inode);
            }
            Self::Remove(name) => {
                names.remove(name);
            }
            Self::Rename(from, to) => {
                if let Some(inode) = names.remove(from) {
                    names.insert(to.clone(), inode);
                }
            }
        }
    }
}

impl FileChange {
    pub(super) fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => write(bytes, *at, new),
            Self::Cut(length) => bytes.truncate(*length),
        }
    }

    pub(super) fn apply_partly(&self, bytes: &mut Vec<u8>, seed: u64) {
        let Self::Write(at, new) = self else {
            return;
        };
        let mut random = StdRng::seed_from_u64(seed);
        let mut from = 0;
        while from < new.len() {
            // Sectors are written whole, and counted from the beginning of the file.
            let to = new.len().min(from + SECTOR - (at + from) % SECTOR);
            if random.random() {
                write(bytes, at + from, &new[from..to]);
            }
            from = to;
        }
    }
}

fn write(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    let end = at + new.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(new);
}
