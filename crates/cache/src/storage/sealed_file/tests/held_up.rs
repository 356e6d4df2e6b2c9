//! Somebody is frozen with the lock of the next epoch in hand, and has made nothing of it yet.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;
use crate::storage::disk::simulated::{SimulatedDisk, Step, Verdict};
use crate::storage::{StorageErrorKind, StorageLoss};

/// More than one round takes, and far fewer than many do. Each that is held up lasts as long as the patience.
const FEW: usize = 10;

/// A disk that counts what is done with locks, and refuses to overwrite as long as it is told to.
struct Counting {
    disk: SimulatedDisk,
    locks: Arc<AtomicUsize>,
    refusing: Arc<AtomicBool>,
}

impl Counting {
    fn new(disk: &SimulatedDisk) -> Self {
        let (locks, refusing) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let (counted, refuse) = (Arc::clone(&locks), Arc::clone(&refusing));
        let disk = disk.hooked(move |step| match step {
            Step::WriteAt if refuse.load(Ordering::Relaxed) => Verdict::Fail(io::ErrorKind::Other),
            Step::Lock => {
                counted.fetch_add(1, Ordering::Relaxed);
                Verdict::Go
            }
            _ => Verdict::Go,
        });
        Self {
            disk,
            locks,
            refusing,
        }
    }

    fn locks(&self) -> usize {
        self.locks.swap(0, Ordering::Relaxed)
    }
}

#[test]
fn what_was_superseded_and_could_not_be_overwritten_holds_nobody_up() {
    let disk = SimulatedDisk::new();
    let counting = Counting::new(&disk);
    let file = open_on(Arc::new(counting.disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, b"superseded");
    counting.refusing.store(true, Ordering::Relaxed);
    save(&file, "a", 2, b"newer");
    counting.refusing.store(false, Ordering::Relaxed);
    let frozen = disk.lock("lock.2", LIMITS.patience).unwrap().unwrap();
    counting.locks();
    save(&file, "a", 3, b"newest");
    assert!(counting.locks() < FEW);
    assert!(disk.list_names().contains(&"tokens.1".to_owned()));
    drop(frozen);
    save(&file, "b", 1, b"b");
    assert!(!disk.list_names().contains(&"tokens.1".to_owned()));
    assert_eq!(load(&file, "a"), Some((3, b"newest".to_vec())));
}

#[test]
fn a_damaged_file_that_cannot_be_kept_aside_yet_is_waited_for_once() {
    let disk = SimulatedDisk::new();
    save(
        &open_on(Arc::new(disk.clone()), LIMITS).unwrap(),
        "a",
        1,
        b"a",
    );
    let mut bytes = disk.bytes("tokens.1");
    *bytes.last_mut().unwrap() ^= 1;
    disk.set_bytes("tokens.1", &bytes);
    let counting = Counting::new(&disk);
    let file = open_on(Arc::new(counting.disk.clone()), LIMITS).unwrap();
    let frozen = disk.lock("lock.2", LIMITS.patience).unwrap().unwrap();
    assert_eq!(load(&file, "a"), None);
    assert_eq!(file.losses(), [StorageLoss::Damaged]);
    assert!(counting.locks() < FEW);
    let refused = file.commit(&Expected::Anything, &[put("b", 1, b"b")]);
    assert_eq!(refused.unwrap_err().kind(), StorageErrorKind::LockFailed);
    assert!(counting.locks() < FEW);
    drop(frozen);
    save(&file, "b", 1, b"b");
    assert_eq!(disk.bytes("damaged-1"), bytes);
}
