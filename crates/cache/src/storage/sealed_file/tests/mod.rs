//! Tests of the sealed file.

mod abandoned;
mod basics;
mod bulk;
mod crash;
mod damage;
mod faults;
mod frozen;
mod held_up;
mod hostile;
mod keys;
mod making_keys;
mod meanwhile;
mod model;
#[cfg(unix)]
mod processes;
mod scrubbing;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{LIMITS, Limits, SealedFile, lock_file};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::{
    Change, Commit, DataKey, Expected, KeySource, Label, Record, RecordStore as _, StorageError,
};

/// A key source that has this key and no other.
#[derive(Debug)]
struct Always(DataKey);

impl KeySource for Always {
    fn get(&self, _profile: &str) -> Result<Option<DataKey>, StorageError> {
        Ok(Some(self.0.clone()))
    }

    fn put(&self, _profile: &str, _key: &DataKey) -> Result<(), StorageError> {
        panic!("there is a key already")
    }
}

fn key(byte: u8) -> Always {
    Always(DataKey::from_bytes(&[byte; 32]).unwrap())
}

/// The store in this directory itself.
fn open(directory: &Path) -> SealedFile {
    let disk = RealDisk::open(directory.to_owned()).unwrap();
    open_on(Arc::new(disk), LIMITS).unwrap()
}

fn open_on(disk: Arc<dyn Disk>, limits: Limits) -> Result<SealedFile, StorageError> {
    SealedFile::open_on(disk, "test".to_owned(), Arc::new(key(7)), limits)
}

fn put(key: &str, generation: u64, bytes: &[u8]) -> Change {
    Change::Put {
        key: key.to_owned(),
        label: Some(Label(format!("{key}@example.com"))),
        record: Record {
            generation,
            bytes: Zeroizing::new(bytes.to_vec()),
        },
    }
}

fn delete(key: &str) -> Change {
    Change::Delete {
        key: key.to_owned(),
    }
}

fn save(file: &SealedFile, key: &str, generation: u64, bytes: &[u8]) {
    let commit = file.commit(&Expected::Anything, &[put(key, generation, bytes)]);
    assert_eq!(commit.unwrap(), Commit::Done);
}

/// The generation and the bytes of a record.
fn load(file: &SealedFile, key: &str) -> Option<(u64, Vec<u8>)> {
    let record = file.load(key).unwrap()?;
    Some((record.generation, record.bytes.to_vec()))
}

fn keys(file: &SealedFile) -> Vec<String> {
    let headings = file.headings("").unwrap();
    headings.into_iter().map(|heading| heading.key).collect()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything that is in the store.
fn everything(file: &SealedFile) -> Contents {
    let keys = keys(file).into_iter();
    let records = keys.filter_map(|key| Some((key.clone(), load(file, &key)?)));
    records.collect()
}

type Contents = BTreeMap<String, (u64, Vec<u8>)>;

/// What a batch makes of the contents, if it has an effect.
fn apply(contents: &mut Contents, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Put { key, record, .. } => {
                let record = (record.generation, record.bytes.to_vec());
                contents.insert(key.clone(), record);
            }
            Change::Delete { key } => {
                contents.remove(key);
            }
        }
    }
}
