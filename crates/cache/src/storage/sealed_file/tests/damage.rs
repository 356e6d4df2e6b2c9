//! Files that were cut short, changed, exchanged, or sealed with a key that is gone.

use std::sync::Arc;

use super::*;
use crate::storage::StorageLoss;
use crate::storage::disk::simulated::SimulatedDisk;

fn opened(disk: &SimulatedDisk) -> SealedFile {
    open_on(Arc::new(disk.clone()), LIMITS).unwrap()
}

/// A small store, and what is in it.
fn small() -> (SimulatedDisk, Contents) {
    let disk = SimulatedDisk::new();
    let file = opened(&disk);
    save(&file, "a", 1, b"a, which is superseded");
    save(&file, "b", 1, b"b");
    save(&file, "c", 1, b"c, which is deleted");
    save(&file, "a", 2, b"a");
    let commit = file.commit(&Expected::Anything, &[delete("c"), put("d", 1, b"d")]);
    assert_eq!(commit.unwrap(), Commit::Done);
    let contents = everything(&file);
    (disk, contents)
}

/// What is told of this file in the place of the one of [`small`]; and that it opens, that nothing is there that was not,
/// that signing in and out works, and that it is told once and kept aside.
fn told(
    disk: &SimulatedDisk,
    contents: &Contents,
    bytes: &[u8],
    context: &str,
) -> Vec<StorageLoss> {
    let disk = disk.killed();
    disk.set_bytes("tokens.1", bytes);
    let file = opened(&disk);
    let found = everything(&file);
    for (key, record) in &found {
        let known = contents.get(key) == Some(record) || !contents.contains_key(key) && key == "c";
        let older = key == "a" && record.0 == 1;
        assert!(known || older, "{context}: {key}");
    }
    let losses = file.losses();
    assert_eq!(file.losses(), [], "{context}");
    assert!(losses.len() <= 1, "{context}: {losses:?}");
    if found != *contents {
        assert_eq!(losses.len(), 1, "{context}");
    }
    let names = disk.list_names();
    if losses.is_empty() {
        assert!(!names.contains(&"damaged-1".to_owned()), "{context}");
    } else {
        assert_eq!(disk.bytes("damaged-1"), bytes, "{context}");
    }
    let changes = [put("new", 1, b"new"), delete("a")];
    let commit = file.commit(&Expected::Anything, &changes).unwrap();
    assert_eq!(commit, Commit::Done, "{context}");
    let mut expected = found;
    apply(&mut expected, &changes);
    let again = opened(&disk);
    assert_eq!(everything(&again), expected, "{context}");
    assert_eq!(again.losses(), [], "{context}");
    losses
}

#[test]
fn every_bit_that_changes_is_noticed_if_anything_is_lost_by_it() {
    let (disk, contents) = small();
    let bytes = disk.bytes("tokens.1");
    let mut lost = 0;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let losses = told(&disk, &contents, &changed, &format!("byte {at}"));
        assert!(
            losses.iter().all(|loss| *loss == StorageLoss::Damaged),
            "byte {at}: {losses:?}"
        );
        lost += losses.len();
    }
    // All but the bodies that are overwritten, and a mark that is too low.
    assert!(lost > bytes.len() * 8 / 10, "{lost} of {}", bytes.len());
}

#[test]
fn every_cut_is_noticed() {
    let (disk, contents) = small();
    let bytes = disk.bytes("tokens.1");
    for length in 0..bytes.len() {
        let context = format!("{length} bytes");
        let losses = told(&disk, &contents, &bytes[..length], &context);
        assert_eq!(losses, [StorageLoss::Damaged], "{context}");
    }
}

#[test]
fn a_file_of_anything_else_is_foreign() {
    let (disk, contents) = small();
    let mut bytes = b"{\"AccessToken\": {}}".to_vec();
    assert_eq!(
        told(&disk, &contents, &bytes, "json"),
        [StorageLoss::Foreign]
    );
    bytes = (0..100_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    assert_eq!(
        told(&disk, &contents, &bytes, "noise"),
        [StorageLoss::Foreign]
    );
    // Our own, of another key, and of another profile.
    for (profile, byte) in [("test", 8), ("other", 7)] {
        let other = SimulatedDisk::new();
        let of = SealedFile::open_on(
            Arc::new(other.clone()),
            profile.to_owned(),
            Arc::new(key(byte)),
            LIMITS,
        );
        save(&of.unwrap(), "a", 9, b"of another");
        let losses = told(&disk, &contents, &other.bytes("tokens.1"), profile);
        assert_eq!(losses, [StorageLoss::Foreign]);
    }
}

#[test]
fn a_file_of_a_later_version_is_told_from_a_foreign_one() {
    let (disk, contents) = small();
    let mut bytes = vec![0xcd; 500];
    bytes[..16].copy_from_slice(b"native-auth tok\x02");
    let losses = told(&disk, &contents, &bytes, "version 2");
    assert_eq!(losses, [StorageLoss::FutureVersion]);
}

#[test]
fn the_last_three_are_kept_aside() {
    let disk = SimulatedDisk::new();
    for number in 1..=5 {
        let file = opened(&disk);
        save(&file, "a", number, b"a");
        let names = disk.list_names();
        let name = names
            .iter()
            .find(|name| name.starts_with("tokens."))
            .unwrap();
        disk.set_bytes(name, format!("foreign {number}").as_bytes());
        assert_eq!(opened(&disk).losses(), [StorageLoss::Foreign]);
    }
    let kept = ["damaged-1", "damaged-2", "damaged-3"].map(|name| disk.bytes(name));
    assert_eq!(kept, [b"foreign 3", b"foreign 4", b"foreign 5"]);
    let names = disk.list_names();
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("damaged"))
            .count(),
        3
    );
}

#[test]
fn damage_that_comes_while_the_file_is_open_is_met_as_well() {
    let (disk, mut contents) = small();
    let file = opened(&disk);
    let mut bytes = disk.bytes("tokens.1");
    let last = bytes.len() - 1;
    // The last body: that of `d`.
    bytes[last] ^= 1;
    disk.overwrite("tokens.1", &bytes);
    assert_eq!(load(&file, "d"), None);
    assert_eq!(file.losses(), [StorageLoss::Damaged]);
    assert_eq!(disk.bytes("damaged-1"), bytes);
    contents.remove("d");
    assert_eq!(everything(&file), contents);
    save(&file, "d", 2, b"d again");
    assert_eq!(load(&opened(&disk), "d"), Some((2, b"d again".to_vec())));
    assert_eq!(file.losses(), []);
}

/// As refreshes write: each on top of the one before.
#[test]
fn damage_to_an_older_entry_does_not_take_the_newest_with_it() {
    let disk = SimulatedDisk::new();
    let file = opened(&disk);
    save(&file, "a", 1, b"the first");
    let from = disk.bytes("tokens.1").len();
    let on_top = |generation: u64, bytes: &[u8]| {
        let expected = Expected::Generation("a".to_owned(), generation - 1);
        let commit = file.commit(&expected, &[put("a", generation, bytes)]);
        assert_eq!(commit.unwrap(), Commit::Done);
    };
    on_top(2, b"the second");
    let to = disk.bytes("tokens.1").len();
    on_top(3, b"the third");
    let bytes = disk.bytes("tokens.1");
    for at in from..to {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        let disk = disk.killed();
        disk.set_bytes("tokens.1", &flipped);
        let file = opened(&disk);
        let newest = (3, b"the third".to_vec());
        assert_eq!(load(&file, "a"), Some(newest.clone()), "byte {at}");
        // And it goes on from there.
        let expected = Expected::Generation("a".to_owned(), 3);
        let commit = file.commit(&expected, &[put("a", 4, b"the fourth")]);
        assert_eq!(commit.unwrap(), Commit::Done);
        assert_eq!(load(&opened(&disk), "a"), Some((4, b"the fourth".to_vec())));
    }
}
