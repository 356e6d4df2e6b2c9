//! Reading while somebody else writes: what was only just cut off, or added, is no damage.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::storage::disk::simulated::{SimulatedDisk, Step, Verdict};
use crate::storage::held;

/// A store of `a`, with the append of somebody who was killed behind it, longer than what comes in its place; and one who
/// has it open.
fn torn() -> (SimulatedDisk, SealedFile) {
    let disk = SimulatedDisk::new();
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    save(&file, "a", 1, b"a");
    let mut torn = disk.bytes("tokens.1");
    save(&file, "a", 2, &[2; 9000]);
    let whole = torn.len();
    torn.extend_from_slice(&disk.bytes("tokens.1")[whole..whole + 8000]);
    let left = SimulatedDisk::new();
    left.set_bytes("tokens.1", &torn);
    let file = open_on(Arc::new(left.clone()), LIMITS).unwrap();
    assert_eq!(load(&file, "a"), Some((1, b"a".to_vec())));
    assert_eq!(file.losses(), []);
    (left, file)
}

#[test]
fn commits_of_others_while_a_torn_end_is_searched_are_no_damage() {
    let mut at = 0;
    loop {
        let (disk, writer) = torn();
        let writer = Mutex::new(Some(writer));
        let steps = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&steps);
        let reader = disk.hooked(move |step| {
            if step == Step::Read && counted.fetch_add(1, Ordering::Relaxed) == at {
                let writer = held(&writer).take().unwrap();
                for number in 1..4 {
                    save(&writer, "a", 2 + number, b"another");
                    save(&writer, &format!("b{number}"), 1, &[3; 700]);
                }
            }
            Verdict::Go
        });
        let reader = open_on(Arc::new(reader), LIMITS).unwrap();
        let taken = steps.load(Ordering::Relaxed);
        assert_eq!(reader.losses(), [], "step {at}");
        assert_eq!(disk.list_names(), ["tokens.1"], "step {at}");
        if at >= taken {
            assert!(taken > 10, "{taken}");
            return;
        }
        assert_eq!(keys(&reader), ["a", "b1", "b2", "b3"], "step {at}");
        assert_eq!(
            load(&reader, "a"),
            Some((5, b"another".to_vec())),
            "step {at}"
        );
        at += 1;
    }
}
