//! A disk that is full, read-only or failing, at any step.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::storage::StorageErrorKind;
use crate::storage::disk::simulated::{SimulatedDisk, Step, Verdict};

/// So little slack that each of the commits below makes a new epoch.
const TIGHT: Limits = Limits { slack: 0, ..LIMITS };

/// When the disk refuses.
type Refusal = Arc<Mutex<Box<dyn Fn(usize, Step) -> Verdict + Send>>>;

/// A disk that does what it is told to.
struct Faulty {
    disk: SimulatedDisk,
    refusal: Refusal,
    steps: Arc<AtomicUsize>,
}

impl Faulty {
    fn new() -> Self {
        let refusal: Refusal = Arc::new(Mutex::new(Box::new(|_, _| Verdict::Go)));
        let steps = Arc::new(AtomicUsize::new(0));
        let (asked, counted) = (Arc::clone(&refusal), Arc::clone(&steps));
        let disk = SimulatedDisk::new().hooked(move |step| {
            let now = counted.fetch_add(1, Ordering::Relaxed);
            asked.lock().unwrap()(now, step)
        });
        Self {
            disk,
            refusal,
            steps,
        }
    }

    fn refuse(&self, refusal: impl Fn(usize, Step) -> Verdict + Send + 'static) {
        *self.refusal.lock().unwrap() = Box::new(refusal);
        self.steps.store(0, Ordering::Relaxed);
    }

    fn recover(&self) {
        self.refuse(|_, _| Verdict::Go);
    }

    /// The files of tokens, without their marks.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let names = self.disk.list().unwrap();
        let tokens = names.into_iter().filter(|name| name.starts_with("tokens."));
        let files = tokens.map(|name| {
            let mut bytes = self.disk.bytes(&name);
            bytes[24..32].fill(0);
            (name, bytes)
        });
        files.collect()
    }
}

/// Refuses a commit at every step in turn, until it goes through; `whole`: what was there stays byte for byte.
fn at_every_step(
    limits: Limits,
    whole: bool,
    kind: StorageErrorKind,
    refuse: impl Fn(&Faulty, usize),
) -> usize {
    let mut refused = 0;
    for at in 0.. {
        let faulty = Faulty::new();
        let file = open_on(Arc::new(faulty.disk.clone()), limits).unwrap();
        save(&file, "a", 1, &[1; 900]);
        save(&file, "b", 1, &[2; 900]);
        save(&file, "a", 2, &[1; 900]);
        let mut expected = everything(&file);
        let files = faulty.files();
        let change = [put("a", 3, &[3; 900]), delete("b"), put("c", 1, &[4; 900])];

        refuse(&faulty, at);
        let outcome = file.commit(&Expected::Anything, &change);
        let steps = faulty.steps.load(Ordering::Relaxed);
        faulty.recover();
        match outcome {
            Ok(commit) => {
                assert_eq!(commit, Commit::Done);
                apply(&mut expected, &change);
            }
            Err(error) => {
                refused += 1;
                assert_eq!(error.kind(), kind, "step {at}");
                if whole {
                    assert!(faulty.files() == files, "step {at}");
                }
            }
        }
        if whole || outcome_is_certain(&file, &expected) {
            assert_eq!(everything(&file), expected, "step {at}");
        }
        let next = [put("a", 4, b"next"), put("d", 1, b"next")];
        let commit = file.commit(&Expected::Anything, &next);
        assert_eq!(commit.unwrap(), Commit::Done, "step {at}");
        let mut expected = everything(&file);
        apply(&mut expected, &next);
        let again = open_on(Arc::new(faulty.disk.killed()), limits).unwrap();
        assert_eq!(everything(&again), expected, "step {at}");
        assert_eq!(again.losses(), [], "step {at}");
        if at > steps {
            return refused;
        }
    }
    refused
}

/// After a failure that also kept the disk from being put right, the change may have come true.
fn outcome_is_certain(file: &SealedFile, expected: &Contents) -> bool {
    load(file, "a").map(|(generation, _)| generation)
        == expected.get("a").map(|(generation, _)| *generation)
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    for limits in [LIMITS, TIGHT] {
        let refused = at_every_step(limits, true, StorageErrorKind::Full, |faulty, at| {
            faulty.refuse(move |now, step| match step {
                Step::Append if now >= at => Verdict::Part(300, io::ErrorKind::StorageFull),
                Step::Create if now >= at => Verdict::Fail(io::ErrorKind::StorageFull),
                _ => Verdict::Go,
            });
        });
        assert!(refused > 1);
    }
}

#[test]
fn a_disk_that_is_full_only_at_the_sync_leaves_everything_as_it_was() {
    for limits in [LIMITS, TIGHT] {
        let refused = at_every_step(limits, true, StorageErrorKind::Full, |faulty, at| {
            faulty.refuse(move |now, step| match step {
                Step::SyncFile if now == at => Verdict::Fail(io::ErrorKind::StorageFull),
                _ => Verdict::Go,
            });
        });
        assert_eq!(refused, 1);
    }
}

#[test]
fn a_read_only_disk_serves_what_it_has() {
    let read_only = |_: usize, step: Step| match step {
        Step::Read | Step::Lock => Verdict::Go,
        _ => Verdict::Fail(io::ErrorKind::ReadOnlyFilesystem),
    };
    at_every_step(LIMITS, true, StorageErrorKind::ReadOnly, |faulty, _| {
        faulty.refuse(read_only);
    });
    let faulty = Faulty::new();
    let file = open_on(Arc::new(faulty.disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, b"a");
    faulty.refuse(read_only);
    let file = open_on(Arc::new(faulty.disk.clone()), LIMITS).unwrap();
    assert_eq!(load(&file, "a"), Some((1, b"a".to_vec())));
    let refused = file
        .commit(&Expected::Anything, &[delete("a")])
        .unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::ReadOnly);
    assert_eq!(load(&file, "a"), Some((1, b"a".to_vec())));
    faulty.recover();
    let commit = file.commit(&Expected::Anything, &[delete("a")]).unwrap();
    assert_eq!((commit, load(&file, "a")), (Commit::Done, None));
}

#[test]
fn what_is_damaged_on_a_read_only_disk_is_told_and_the_rest_served() {
    let faulty = Faulty::new();
    let file = open_on(Arc::new(faulty.disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, b"a");
    save(&file, "b", 1, b"b");
    let mut bytes = faulty.disk.bytes("tokens.1");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    faulty.disk.set_bytes("tokens.1", &bytes);
    faulty.refuse(|_, step| match step {
        Step::Read => Verdict::Go,
        _ => Verdict::Fail(io::ErrorKind::ReadOnlyFilesystem),
    });
    let file = open_on(Arc::new(faulty.disk.clone()), LIMITS).unwrap();
    assert_eq!(
        (load(&file, "a"), load(&file, "b")),
        (Some((1, b"a".to_vec())), None)
    );
    assert_eq!((load(&file, "b"), file.losses().len()), (None, 1));
    faulty.recover();
    save(&file, "b", 2, b"b");
    assert_eq!(file.losses(), []);
    assert_eq!(faulty.disk.bytes("damaged-1"), bytes);
}

#[test]
fn a_step_that_fails_leaves_a_store_that_can_be_saved_to() {
    for limits in [LIMITS, TIGHT] {
        at_every_step(limits, false, StorageErrorKind::Failed, |faulty, at| {
            faulty.refuse(move |now, step| match step {
                Step::Lock | Step::Read => Verdict::Go,
                _ if now == at => Verdict::Part(100, io::ErrorKind::Other),
                _ => Verdict::Go,
            });
        });
        at_every_step(limits, false, StorageErrorKind::Failed, |faulty, at| {
            faulty.refuse(move |now, _| match now {
                now if now >= at => Verdict::Fail(io::ErrorKind::Other),
                _ => Verdict::Go,
            });
        });
    }
}

/// A store in which a body that was superseded is still there, since the disk refused to overwrite it.
fn with_something_to_overwrite() -> (Faulty, SealedFile) {
    let faulty = Faulty::new();
    let file = open_on(Arc::new(faulty.disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, &[1; 900]);
    faulty.refuse(|_, step| match step {
        Step::WriteAt => Verdict::Fail(io::ErrorKind::Other),
        _ => Verdict::Go,
    });
    save(&file, "a", 2, &[2; 900]);
    faulty.recover();
    (faulty, file)
}

#[test]
fn a_commit_that_fits_is_made_though_there_is_no_room_for_a_new_epoch() {
    for created in [false, true] {
        let (faulty, file) = with_something_to_overwrite();
        let making = std::sync::atomic::AtomicBool::new(false);
        faulty.refuse(move |_, step| match step {
            Step::Create if !created => Verdict::Fail(io::ErrorKind::StorageFull),
            Step::Create | Step::Remove => {
                making.store(step == Step::Create, Ordering::Relaxed);
                Verdict::Go
            }
            Step::Append if making.load(Ordering::Relaxed) => {
                Verdict::Part(40, io::ErrorKind::StorageFull)
            }
            _ => Verdict::Go,
        });
        for generation in 3..6 {
            save(&file, "a", generation, b"it fits");
        }
        assert_eq!(tokens(&faulty), ["tokens.1"]);
        let other = open_on(Arc::new(faulty.disk.killed()), LIMITS).unwrap();
        assert_eq!(load(&other, "a"), Some((5, b"it fits".to_vec())));

        // Once there is room, what could not be overwritten is left behind.
        faulty.recover();
        save(&file, "b", 1, b"b");
        assert_eq!(tokens(&faulty), ["tokens.2"]);
        assert_eq!(load(&file, "a"), Some((5, b"it fits".to_vec())));
        assert_eq!(file.losses(), []);
    }
}

fn tokens(faulty: &Faulty) -> Vec<String> {
    faulty.files().into_iter().map(|(name, _)| name).collect()
}
