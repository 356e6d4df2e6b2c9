//! Files that somebody has made so that reading them takes long. Work is counted in bytes that are read, since nothing is
//! opened that was not read for it.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::layout::{ENTRY_MAGIC, FRAME, Frame};
use super::super::replay::Replay;
use super::super::seal::Seal;
use super::super::source::Source;
use super::*;
use crate::storage::disk::DiskFile;
use crate::storage::disk::simulated::SimulatedDisk;

/// Counts what is read of a file.
#[derive(Debug)]
struct Counted {
    file: Box<dyn DiskFile>,
    read: AtomicU64,
}

impl DiskFile for Counted {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(at, into)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn append(&self, _bytes: &[u8]) -> io::Result<()> {
        unreachable!("it is only read")
    }

    fn write_at(&self, _at: u64, _bytes: &[u8]) -> io::Result<()> {
        unreachable!("it is only read")
    }

    fn cut(&self, _len: u64) -> io::Result<()> {
        unreachable!("it is only read")
    }

    fn sync(&self) -> io::Result<()> {
        unreachable!("it is only read")
    }
}

/// A store of one record, and the bytes of the entry that put it.
fn store() -> (Vec<u8>, Vec<u8>) {
    let disk = SimulatedDisk::new();
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, b"a");
    let before = disk.bytes("tokens.1").len();
    save(&file, "b", 1, &[2; 20_000]);
    let bytes = disk.bytes("tokens.1");
    let entry = bytes[before..].to_vec();
    (bytes, entry)
}

/// How many bytes reading this file once reads, and which keys it gives.
fn read(bytes: &[u8]) -> (u64, Vec<String>) {
    let disk = SimulatedDisk::new();
    disk.set_bytes("tokens.1", bytes);
    let counted = Counted {
        file: disk.open("tokens.1").unwrap(),
        read: AtomicU64::new(0),
    };
    let seal = Seal::new(&DataKey::from_bytes(&[7; 32]).unwrap(), "test".to_owned());
    let source = Source {
        file: &counted,
        seal: &seal,
        epoch: 1,
    };
    let (replay, _) = Replay::of(source).unwrap();
    let keys = replay.index.iter().map(|(key, _)| key.to_owned());
    (counted.read.load(Ordering::Relaxed), keys.collect())
}

/// Frames as densely as can be, each of which claims all the rest of the file.
fn frames(length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let frame = Frame {
            header: (length - bytes.len()) as u32,
            bodies: 0,
        };
        bytes.extend_from_slice(&frame.write());
    }
    bytes.extend([0; FRAME]);
    bytes
}

/// Headers that can be opened, again and again, each with long bodies that cannot.
fn headers(entry: &[u8], length: usize) -> Vec<u8> {
    let frame = Frame::read(entry).unwrap();
    let header = &entry[..FRAME + frame.header as usize];
    let mut bytes = Vec::new();
    while bytes.len() < length {
        bytes.extend_from_slice(header);
    }
    bytes.extend(vec![0; frame.bodies as usize]);
    bytes
}

/// What may be read for nothing, one attempt more, and all of it twice besides.
fn bound(file: &[u8]) -> u64 {
    11 * file.len() as u64 + 1024 * 1024
}

#[test]
fn a_hostile_file_is_read_a_few_times_and_no_more() {
    let (store, entry) = store();
    for length in [100_000, 200_000] {
        let magics = ENTRY_MAGIC.repeat(length / ENTRY_MAGIC.len());
        let hostile = [
            ("frames", frames(length)),
            ("headers", headers(&entry, length)),
            ("magics", magics),
        ];
        for (name, hostile) in hostile {
            let file = [&store[..], &hostile].concat();
            let (read, keys) = read(&file);
            assert_eq!(keys, ["a", "b"], "{name}");
            assert!(
                read <= bound(&file),
                "{name}: {read} of {} bytes",
                file.len()
            );
        }
    }
}

/// Between things that are whole, so that the search begins again and again.
#[test]
fn a_search_that_begins_anew_begins_with_what_is_left() {
    let (store, entry) = store();
    let mut file = store;
    for _ in 0..40 {
        file.extend(frames(20_000));
        file.extend_from_slice(&entry);
    }
    let (read, keys) = read(&file);
    assert_eq!(keys, ["a", "b"]);
    assert!(read <= bound(&file), "{read} of {} bytes", file.len());
}

/// What is damaged, however often, is not hostile.
#[test]
fn what_is_behind_much_damage_is_found() {
    let disk = SimulatedDisk::new();
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    let mut ends = Vec::new();
    for number in 0..900 {
        save(&file, &format!("{number:04}"), 1, &[1; 40]);
        ends.push(disk.bytes("tokens.1").len());
    }
    save(&file, "last", 1, b"last");
    let mut bytes = disk.bytes("tokens.1");
    // Every header but the first and the last.
    for begin in &ends[..ends.len() - 1] {
        bytes[begin + FRAME + 5] ^= 1;
    }
    let (_, keys) = read(&bytes);
    assert_eq!(keys, ["0000", "last"]);
}
