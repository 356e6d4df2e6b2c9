//! Keys that are lost, or replaced while the file is open.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::super::layout;
use super::super::seal::Seal;
use super::*;
use crate::storage::disk::simulated::{SimulatedDisk, Step, Verdict};
use crate::storage::{StorageErrorKind, StorageLoss};

/// A key source like a key store that can be emptied.
#[derive(Debug, Default)]
struct KeyStore(Mutex<Option<DataKey>>);

impl KeySource for KeyStore {
    fn get(&self, _profile: &str) -> Result<Option<DataKey>, StorageError> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn put(&self, _profile: &str, key: &DataKey) -> Result<(), StorageError> {
        *self.0.lock().unwrap() = Some(key.clone());
        Ok(())
    }
}

fn opened(disk: &SimulatedDisk, keys: &Arc<impl KeySource + 'static>) -> SealedFile {
    let keys: Arc<dyn KeySource> = keys.clone();
    SealedFile::open_on(Arc::new(disk.clone()), "test".to_owned(), keys, LIMITS).unwrap()
}

fn asides(disk: &SimulatedDisk) -> usize {
    let names = disk.list_names().into_iter();
    names.filter(|name| name.starts_with("damaged-")).count()
}

fn refused(file: &SealedFile, key: &str) {
    let commit = file.commit(&Expected::Anything, &[put(key, 1, b"refused")]);
    assert_eq!(commit.unwrap_err().kind(), StorageErrorKind::Replaced);
    for outcome in [file.load(key).map(|_| ()), file.changed().map(|_| ())] {
        assert_eq!(outcome.unwrap_err().kind(), StorageErrorKind::Replaced);
    }
}

#[test]
fn a_key_that_is_gone_is_a_reason_to_sign_in_again_and_no_more() {
    let disk = SimulatedDisk::new();
    let keys = Arc::new(KeyStore::default());
    let open = || opened(&disk, &keys);
    let file = open();
    save(&file, "a", 1, b"a");
    assert_eq!(file.losses(), []);
    assert_eq!(load(&open(), "a"), Some((1, b"a".to_vec())));

    let before = disk.bytes("tokens.1");
    *keys.0.lock().unwrap() = None;
    let file = open();
    assert_eq!(file.losses(), [StorageLoss::KeyLost]);
    assert!(everything(&file).is_empty());
    assert_eq!(disk.bytes("damaged-1"), before);
    save(&file, "a", 1, b"again");
    let again = open();
    assert_eq!(
        (load(&again, "a"), again.losses()),
        (Some((1, b"again".to_vec())), Vec::new())
    );
}

/// Whoever opens last owns the file; the one before does not take it back.
#[test]
fn two_that_are_open_with_different_keys_leave_each_others_files_alone() {
    let disk = SimulatedDisk::new();
    let (one, other) = (Arc::new(key(7)), Arc::new(key(8)));
    let first = opened(&disk, &one);
    save(&first, "a", 1, b"of the first");
    let before = disk.bytes("tokens.1");

    let second = opened(&disk, &other);
    assert_eq!(second.losses(), [StorageLoss::Foreign]);
    for generation in 1..=20 {
        save(&second, "b", generation, b"of the second");
        refused(&first, "a");
    }
    assert_eq!((first.losses(), second.losses()), (vec![], vec![]));
    assert_eq!(asides(&disk), 1);
    assert_eq!(disk.bytes("damaged-1"), before);
    let again = opened(&disk, &other);
    let newest = (20, b"of the second".to_vec());
    assert_eq!(
        everything(&again),
        Contents::from([("b".to_owned(), newest)])
    );
}

#[test]
fn two_that_begin_with_different_keys_do_not_set_each_other_aside() {
    let disk = SimulatedDisk::new();
    let (one, other) = (Arc::new(key(7)), Arc::new(key(8)));
    let (first, second) = (opened(&disk, &one), opened(&disk, &other));
    for generation in 1..=20 {
        save(&first, "a", generation, b"of the first");
        refused(&second, "b");
    }
    assert_eq!(asides(&disk), 0);
    let newest = (20, b"of the first".to_vec());
    assert_eq!(load(&opened(&disk, &one), "a"), Some(newest));
}

#[test]
fn a_file_of_a_later_version_is_not_set_aside_by_who_has_the_store_open() {
    let disk = SimulatedDisk::new();
    let keys = Arc::new(key(7));
    let file = opened(&disk, &keys);
    save(&file, "a", 1, b"a");
    let mut later = vec![0xcd; 500];
    later[..16].copy_from_slice(b"native-auth tok\x02");
    disk.set_bytes("tokens.2", &later);
    refused(&file, "a");
    assert_eq!((asides(&disk), file.losses()), (0, Vec::new()));
    assert_eq!(disk.bytes("tokens.2"), later);

    let file = opened(&disk, &keys);
    assert_eq!(file.losses(), [StorageLoss::FutureVersion]);
    assert_eq!(
        (load(&file, "a"), asides(&disk)),
        (Some((1, b"a".to_vec())), 1)
    );
}

#[test]
fn a_key_that_was_replaced_is_had_again_by_who_has_the_store_open() {
    let disk = SimulatedDisk::new();
    let keys = Arc::new(KeyStore::default());
    let (reader, writer) = (opened(&disk, &keys), opened(&disk, &keys));
    save(&writer, "a", 1, b"sealed with the first key");
    assert_eq!(super::keys(&reader), ["a"]);

    *keys.0.lock().unwrap() = Some(DataKey::from_bytes(&[9; 32]).unwrap());
    let second = opened(&disk, &keys);
    assert_eq!(second.losses(), [StorageLoss::Foreign]);
    save(&second, "b", 1, b"b");
    // Both go on with the new key, whether they begin with a look or with a save.
    assert_eq!(super::keys(&reader), ["b"]);
    save(&writer, "c", 1, b"c");
    for file in [&reader, &writer] {
        assert_eq!(file.losses(), [StorageLoss::KeyLost]);
    }
    for file in [&reader, &writer, &second, &opened(&disk, &keys)] {
        assert_eq!(super::keys(file), ["b", "c"]);
        assert_eq!(file.losses(), []);
    }
    assert_eq!(asides(&disk), 1);
}

/// A key store that hangs, or a derivation that takes long, is not in the way of each look.
#[test]
fn the_key_is_asked_for_once_when_looking_and_again_with_each_save() {
    #[derive(Debug)]
    struct Counting(AtomicUsize);
    impl KeySource for Counting {
        fn get(&self, profile: &str) -> Result<Option<DataKey>, StorageError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            key(7).get(profile)
        }

        fn put(&self, profile: &str, new: &DataKey) -> Result<(), StorageError> {
            key(7).put(profile, new)
        }
    }

    let disk = SimulatedDisk::new();
    let counting = Arc::new(Counting(AtomicUsize::new(0)));
    let asked = || counting.0.swap(0, Ordering::Relaxed);
    let file = opened(&disk, &counting);
    save(&file, "a", 1, b"a");
    save(&opened(&disk, &Arc::new(key(8))), "b", 1, b"b");
    asked();
    for expected in [1, 0, 0] {
        assert_eq!(
            file.load("a").unwrap_err().kind(),
            StorageErrorKind::Replaced
        );
        assert_eq!(asked(), expected);
    }
    for _ in 0..2 {
        let commit = file.commit(&Expected::Anything, &[delete("a")]);
        assert_eq!(commit.unwrap_err().kind(), StorageErrorKind::Replaced);
        assert_eq!(asked(), 1);
    }
}

#[test]
fn a_file_of_another_key_is_not_read_through_at_each_look() {
    let disk = SimulatedDisk::new();
    let reads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    let process = disk.hooked(move |step| {
        counted.fetch_add(usize::from(step == Step::Read), Ordering::Relaxed);
        Verdict::Go
    });
    let file = opened(&process, &Arc::new(key(7)));
    save(&file, "a", 1, b"a");
    let other = opened(&disk, &Arc::new(key(8)));
    for number in 0..300 {
        save(&other, &format!("{number}"), 1, &[1; 900]);
    }
    let look = || {
        reads.store(0, Ordering::Relaxed);
        let refused = file.load("a").unwrap_err();
        assert_eq!(refused.kind(), StorageErrorKind::Replaced);
        reads.load(Ordering::Relaxed)
    };
    assert!(look() > 300);
    for _ in 0..3 {
        assert!(look() < 10);
        // Its mark moves with each commit.
        save(&other, "0", 2, b"again");
    }
    // One of the same number is another file if its header is.
    let here = disk.list_names();
    let epoch = here.iter().find_map(|name| name.strip_prefix("tokens."));
    let epoch: u64 = epoch.unwrap().parse().unwrap();
    let seal = Seal::new(&DataKey::from_bytes(&[7; 32]).unwrap(), "test".to_owned());
    let mut new = layout::write_file_header(&seal, epoch).unwrap();
    let (at, mark) = layout::mark(new.len() as u64);
    new[at as usize..][..mark.len()].copy_from_slice(&mark);
    disk.set_bytes(&format!("tokens.{epoch}"), &new);
    assert_eq!(load(&file, "a"), None);
}
