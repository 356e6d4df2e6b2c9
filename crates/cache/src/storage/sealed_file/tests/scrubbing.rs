//! Signing out while a damaged file is kept aside.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::super::layout::FILE_HEADER;
use super::*;
use crate::storage::disk::simulated::{Keep, SimulatedDisk, Step, Verdict};
use crate::storage::{StorageErrorKind, StorageLoss};

fn opened(disk: &SimulatedDisk) -> SealedFile {
    open_on(Arc::new(disk.clone()), LIMITS).unwrap()
}

/// The bytes of a record as they are in the file.
fn sealed(file: &SealedFile, key: &str) -> Vec<u8> {
    let view = file.view.lock().unwrap();
    let log = view.log.as_ref().unwrap();
    let slot = log.replay.index.get(key).unwrap();
    log.source(&view.seal).read(slot.body).unwrap()
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// A store of three accounts, its bytes, and the sealed bodies of two of them; the third is to be damaged.
struct Whole {
    bytes: Vec<u8>,
    gone: Vec<u8>,
    stays: Vec<u8>,
    damaged: Vec<u8>,
}

fn whole() -> Whole {
    let disk = SimulatedDisk::new();
    let file = opened(&disk);
    save(&file, "gone", 1, &[1; 300]);
    save(&file, "stays", 1, &[2; 300]);
    save(&file, "damaged", 1, &[3; 300]);
    Whole {
        gone: sealed(&file, "gone"),
        stays: sealed(&file, "stays"),
        damaged: sealed(&file, "damaged"),
        bytes: disk.bytes("tokens.1"),
    }
}

/// The disk of this store after a bit of one account was flipped and the file kept aside; and what was.
fn with_aside(whole: &Whole) -> (SimulatedDisk, SealedFile, Vec<u8>) {
    let mut bytes = whole.bytes.clone();
    bytes[position(&whole.bytes, &whole.damaged).unwrap() + 100] ^= 1;
    let disk = SimulatedDisk::new();
    disk.set_bytes("tokens.1", &bytes);
    let file = opened(&disk);
    assert_eq!(load(&file, "damaged"), None);
    assert_eq!(file.losses(), [StorageLoss::Damaged]);
    assert_eq!(disk.bytes("damaged-1"), bytes);
    (disk, file, bytes)
}

fn sign_out(file: &SealedFile, key: &str) -> Result<Commit, StorageError> {
    file.commit(&Expected::Anything, &[delete(key)])
}

/// The bytes with this part of them blank.
fn without(bytes: &[u8], part: &[u8]) -> Vec<u8> {
    let at = position(bytes, part).unwrap();
    let mut bytes = bytes.to_vec();
    bytes[at..at + part.len()].fill(0);
    bytes
}

#[test]
fn who_signs_out_is_gone_from_what_is_kept_aside_and_nobody_else_is() {
    let whole = whole();
    let (disk, file, aside) = with_aside(&whole);
    // What is there by now is another record than the one that is kept aside.
    save(&file, "gone", 2, b"refreshed");
    assert_eq!(disk.bytes("damaged-1"), aside);
    assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);

    let expected = without(&aside, &whole.gone);
    assert_eq!(disk.bytes("damaged-1"), expected);
    assert!(position(&expected, &whole.stays).is_some());
    let after = disk.power_cut(&mut || Keep::Nothing);
    let again = opened(&after);
    assert_eq!(keys(&again), ["stays"]);
    // The power cut may have given it its old name back; with the next save it is kept aside once more.
    save(&again, "new", 1, b"new");
    assert_eq!(after.bytes("damaged-1"), expected);
    // A body that cannot be opened is its account's all the same.
    assert_eq!(sign_out(&file, "damaged").unwrap(), Commit::Done);
    let bytes = disk.bytes("damaged-1");
    assert!(position(&bytes, &whole.damaged[150..]).is_none());
    assert!(position(&bytes, &whole.stays).is_some());
}

#[test]
fn no_damage_to_the_header_of_a_file_hides_what_is_in_it() {
    let whole = whole();
    for at in 0..FILE_HEADER {
        let mut bytes = whole.bytes.clone();
        bytes[at] ^= 1 << (at % 8);
        // Not every byte of a header is missed.
        bytes[position(&whole.bytes, &whole.damaged).unwrap() + 100] ^= 1;
        let disk = SimulatedDisk::new();
        disk.set_bytes("tokens.1", &bytes);
        let file = opened(&disk);
        assert_eq!(load(&file, "damaged"), None);
        assert_eq!(file.losses(), [StorageLoss::Damaged], "byte {at}");
        assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);
        let aside = disk.bytes("damaged-1");
        assert_eq!(aside, without(&bytes, &whole.gone), "byte {at}");
    }
}

#[test]
fn all_that_is_kept_aside_is_scrubbed() {
    let whole = whole();
    let (disk, file, _) = with_aside(&whole);
    for number in 2..=3 {
        let bytes = disk.bytes("damaged-1");
        disk.set_bytes(&format!("damaged-{number}"), &bytes);
    }
    assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);
    for number in 1..=3 {
        let bytes = disk.bytes(&format!("damaged-{number}"));
        assert!(position(&bytes, &whole.gone).is_none(), "{number}");
        assert!(position(&bytes, &whole.stays).is_some(), "{number}");
    }
}

#[test]
fn what_another_key_has_sealed_stays_as_it_is() {
    let whole = whole();
    let disk = SimulatedDisk::new();
    disk.set_bytes("tokens.1", &whole.bytes);
    let keys = Arc::new(key(8));
    let file = SealedFile::open_on(Arc::new(disk.clone()), "test".to_owned(), keys, LIMITS);
    let file = file.unwrap();
    assert_eq!(file.losses(), [StorageLoss::Foreign]);
    assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);
    assert_eq!(disk.bytes("damaged-1"), whole.bytes);
}

#[test]
fn a_sign_out_that_leaves_something_aside_is_refused_and_can_be_made_again() {
    let whole = whole();
    let (disk, _, aside) = with_aside(&whole);
    let refusing = Arc::new(AtomicBool::new(true));
    let refuse = Arc::clone(&refusing);
    let process = disk.hooked(move |step| match step {
        Step::WriteAt if refuse.load(Ordering::Relaxed) => Verdict::Fail(io::ErrorKind::Other),
        _ => Verdict::Go,
    });
    let file = open_on(Arc::new(process), LIMITS).unwrap();
    let refused = sign_out(&file, "gone").unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::Failed);
    assert!(load(&file, "gone").is_some());
    refusing.store(false, Ordering::Relaxed);
    assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);
    assert_eq!(load(&file, "gone"), None);
    assert_eq!(disk.bytes("damaged-1"), without(&aside, &whole.gone));
}

/// A refresh, say, that drops a token which is too old.
#[test]
fn what_is_put_is_not_lost_because_of_what_is_kept_aside() {
    let whole = whole();
    let (disk, _, aside) = with_aside(&whole);
    let process = disk.hooked(|step| match step {
        Step::WriteAt => Verdict::Fail(io::ErrorKind::Other),
        _ => Verdict::Go,
    });
    let file = open_on(Arc::new(process), LIMITS).unwrap();
    let changes = [put("new", 1, b"new"), delete("gone")];
    let commit = file.commit(&Expected::Anything, &changes);
    assert_eq!(commit.unwrap(), Commit::Done);
    assert_eq!(keys(&file), ["new", "stays"]);
    assert_eq!(disk.bytes("damaged-1"), aside);
}

/// A store in which one answer, an account and its access token, came last; and where in it each part of that stands.
struct LastAnswer {
    bytes: Vec<u8>,
    header_end: usize,
    bodies: [std::ops::Range<usize>; 2],
}

fn last_answer() -> LastAnswer {
    let disk = SimulatedDisk::new();
    let file = opened(&disk);
    save(&file, "stays", 1, &[2; 300]);
    let answer = [put("gone", 1, &[1; 300]), put("gone too", 1, &[3; 200])];
    let commit = file.commit(&Expected::Anything, &answer);
    assert_eq!(commit.unwrap(), Commit::Done);
    let bytes = disk.bytes("tokens.1");
    let bodies = ["gone", "gone too"].map(|key| {
        let body = sealed(&file, key);
        let at = position(&bytes, &body).unwrap();
        at..at + body.len()
    });
    LastAnswer {
        header_end: bodies[0].start,
        bytes,
        bodies,
    }
}

/// A store with these bytes kept aside.
fn beside(aside: &[u8]) -> (SimulatedDisk, SealedFile) {
    let disk = SimulatedDisk::new();
    disk.set_bytes("damaged-1", aside);
    let file = opened(&disk);
    save(&file, "new", 1, b"new");
    (disk, file)
}

fn sign_out_of_both(file: &SealedFile) -> Result<Commit, StorageError> {
    file.commit(&Expected::Anything, &[delete("gone"), delete("gone too")])
}

impl LastAnswer {
    /// These bytes without what of the bodies is in them.
    fn blanked(&self, bytes: &[u8]) -> Vec<u8> {
        let mut left = bytes.to_vec();
        for body in &self.bodies {
            let body = body.start.min(bytes.len())..body.end.min(bytes.len());
            left[body].fill(0);
        }
        left
    }
}

#[test]
fn wherever_a_file_was_cut_nothing_is_left_of_who_signs_out() {
    let answer = last_answer();
    for end in answer.header_end..=answer.bytes.len() {
        let aside = &answer.bytes[..end];
        let (disk, file) = beside(aside);
        assert_eq!(sign_out_of_both(&file).unwrap(), Commit::Done);
        let left = disk.bytes("damaged-1");
        assert!(left == answer.blanked(aside), "cut at {end}");
    }
}

/// An entry that may not have been durable counts for reading only if it is whole. For this it need not be.
#[test]
fn a_body_is_gone_too_if_the_one_beside_it_was_blanked_or_damaged_before() {
    let answer = last_answer();
    for without_mark in [false, true] {
        for (number, body) in answer.bodies.iter().enumerate() {
            for blank in [body.clone(), body.start..body.start + 1] {
                let mut aside = answer.bytes.clone();
                if without_mark {
                    aside[24..32].fill(0);
                }
                aside[blank].fill(0);
                let (disk, file) = beside(&aside);
                assert_eq!(sign_out_of_both(&file).unwrap(), Commit::Done);
                let left = disk.bytes("damaged-1");
                assert!(left == answer.blanked(&aside), "{without_mark} {number}");
            }
        }
    }
}

/// Bytes from the middle are missing: what follows begins earlier than the lengths say.
#[test]
fn what_follows_on_a_hole_is_found_and_not_blanked_by_what_is_before_it() {
    let whole = whole();
    let at = position(&whole.bytes, &whole.gone).unwrap();
    let mut aside = whole.bytes.clone();
    aside.drain(at + 100..at + 200);
    for key in ["gone", "stays"] {
        let (disk, file) = beside(&aside);
        assert_eq!(sign_out(&file, key).unwrap(), Commit::Done);
        let left = disk.bytes("damaged-1");
        let is_left = |part: &[u8]| position(&left, part).is_some();
        let (gone, stays) = (key != "gone", key != "stays");
        assert_eq!(is_left(&whole.gone[..100]), gone, "{key}");
        assert_eq!(is_left(&whole.gone[200..]), gone, "{key}");
        assert_eq!(is_left(&whole.stays), stays, "{key}");
        assert!(is_left(&whole.damaged), "{key}");
    }
}

#[test]
fn a_sign_out_that_was_interrupted_at_any_write_is_made_again() {
    let answer = last_answer();
    for without_mark in [false, true] {
        let mut aside = answer.bytes.clone();
        if without_mark {
            aside[24..32].fill(0);
        }
        for (refused, part) in [(0, 0), (0, 100), (1, 0), (1, 100)] {
            let (disk, _) = beside(&aside);
            let writes = AtomicUsize::new(0);
            let interrupted = disk.hooked(move |step| match step {
                Step::WriteAt if writes.fetch_add(1, Ordering::Relaxed) >= refused => {
                    Verdict::Part(part, io::ErrorKind::Other)
                }
                _ => Verdict::Go,
            });
            let file = open_on(Arc::new(interrupted), LIMITS).unwrap();
            assert!(sign_out_of_both(&file).is_err());
            assert!(disk.bytes("damaged-1") != answer.blanked(&aside));
            let again = opened(&disk);
            assert_eq!(sign_out_of_both(&again).unwrap(), Commit::Done);
            let left = disk.bytes("damaged-1");
            assert!(
                left == answer.blanked(&aside),
                "{without_mark} {refused} {part}"
            );
        }
    }
}

/// What was written and not synced is read as if it were there, until the power fails.
#[test]
fn a_sign_out_that_is_made_again_is_durable() {
    let answer = last_answer();
    let (disk, _) = beside(&answer.bytes);
    let refusing = Arc::new(AtomicBool::new(false));
    let refuse = Arc::clone(&refusing);
    let process = disk.hooked(move |step| match step {
        Step::SyncFile if refuse.load(Ordering::Relaxed) => Verdict::Fail(io::ErrorKind::Other),
        _ => Verdict::Go,
    });
    let file = open_on(Arc::new(process), LIMITS).unwrap();
    refusing.store(true, Ordering::Relaxed);
    assert!(sign_out_of_both(&file).is_err());
    refusing.store(false, Ordering::Relaxed);
    assert_eq!(sign_out_of_both(&file).unwrap(), Commit::Done);
    let after = disk.power_cut(&mut || Keep::Nothing);
    assert!(after.bytes("damaged-1") == answer.blanked(&answer.bytes));
}

#[test]
fn a_damaged_file_that_cannot_be_renamed_is_scrubbed_where_it_is() {
    let whole = whole();
    let mut bytes = whole.bytes.clone();
    bytes[position(&whole.bytes, &whole.damaged).unwrap() + 100] ^= 1;
    // Nor does its header say which epoch it is.
    bytes[16..FILE_HEADER].fill(0);
    let disk = SimulatedDisk::new();
    disk.set_bytes("tokens.1", &bytes);
    let process = disk.hooked(|step| match step {
        Step::Rename => Verdict::Fail(io::ErrorKind::PermissionDenied),
        _ => Verdict::Go,
    });
    let file = open_on(Arc::new(process), LIMITS).unwrap();
    save(&file, "new", 1, b"new");
    assert!(disk.list_names().contains(&"tokens.2".to_owned()));
    assert!(disk.bytes("tokens.1") == bytes);
    assert_eq!(sign_out(&file, "gone").unwrap(), Commit::Done);
    assert!(disk.bytes("tokens.1") == without(&bytes, &whole.gone));
}

#[test]
fn a_large_file_that_is_kept_aside_is_read_through_once() {
    let large = SimulatedDisk::new();
    let file = opened(&large);
    for number in 0..400 {
        save(&file, &format!("{number}"), 1, &[1; 900]);
    }
    let aside = large.bytes("tokens.1");
    // One that this key opens, and one that no key of ours does.
    for foreign in [false, true] {
        let mut aside = aside.clone();
        if foreign {
            aside[32..].reverse();
        }
        let (disk, _) = beside(&aside);
        let reads = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&reads);
        let process = disk.hooked(move |step| {
            counted.fetch_add(usize::from(step == Step::Read), Ordering::Relaxed);
            Verdict::Go
        });
        let file = open_on(Arc::new(process), LIMITS).unwrap();
        for number in 0..20 {
            reads.store(0, Ordering::Relaxed);
            assert_eq!(sign_out(&file, &format!("{number}")).unwrap(), Commit::Done);
            let reads = reads.load(Ordering::Relaxed);
            assert!(number == 0 || reads < 40, "{reads} for {number}");
        }
        let blank = |bytes: &[u8]| bytes.windows(900).filter(|part| **part == [0; 900]).count();
        assert_eq!(blank(&disk.bytes("damaged-1")) >= 20, !foreign);
        // Another file in its place is another.
        let answer = last_answer();
        disk.set_bytes("damaged-1", &answer.bytes);
        assert_eq!(sign_out_of_both(&file).unwrap(), Commit::Done);
        assert!(disk.bytes("damaged-1") == answer.blanked(&answer.bytes));
    }
}
