//! Epochs that could not be made, and what a power cut afterwards leaves of them.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::*;
use crate::storage::disk::simulated::{Keep, SimulatedDisk, Step, Verdict};

/// So little slack that the commit that is refused makes a new epoch.
const TIGHT: Limits = Limits { slack: 0, ..LIMITS };

/// Random power cuts for each refused step.
const CUTS: usize = 60;

/// A process whose disk refuses what `refused` says, by the number of the step, as long as the flag is set; and how many
/// steps it took meanwhile.
struct Refused {
    disk: SimulatedDisk,
    refusing: Arc<AtomicBool>,
    steps: Arc<AtomicUsize>,
}

impl Refused {
    fn new(disk: &SimulatedDisk, refused: impl Fn(usize) -> bool + Send + Sync + 'static) -> Self {
        let (refusing, steps) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (asked, counted) = (Arc::clone(&refusing), Arc::clone(&steps));
        let disk = disk.hooked(move |step| {
            let changing = !matches!(step, Step::Read | Step::Lock);
            if !changing || !asked.load(Ordering::Relaxed) {
                return Verdict::Go;
            }
            match refused(AtomicUsize::fetch_add(&counted, 1, Ordering::Relaxed)) {
                true => Verdict::Part(100, io::ErrorKind::StorageFull),
                false => Verdict::Go,
            }
        });
        Self {
            disk,
            refusing,
            steps,
        }
    }
}

/// Commits while the disk refuses; then others commit, and the power fails. Gives how many steps the first one took.
fn refused_and_cut(random: &mut StdRng, at: usize, once: bool) -> usize {
    let context = format!("step {at}, once: {once}");
    let disk = SimulatedDisk::new();
    let process = Refused::new(&disk, move |step| step == at || !once && step > at);
    let file = open_on(Arc::new(process.disk.clone()), TIGHT).unwrap();
    save(&file, "a", 1, &[1; 900]);
    save(&file, "b", 1, &[2; 900]);
    save(&file, "a", 2, &[3; 900]);
    process.refusing.store(true, Ordering::Relaxed);
    let _ = file.commit(&Expected::Anything, &[put("a", 3, &[4; 900])]);
    process.refusing.store(false, Ordering::Relaxed);

    // No further epoch covers what is left of that one.
    let other = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    for generation in 4..7 {
        save(&other, "a", generation, b"acknowledged");
    }
    save(&other, "c", 1, b"acknowledged");
    let expected = everything(&other);
    for _ in 0..CUTS {
        let left = disk.power_cut(&mut || match random.random_range(0..3) {
            0 => Keep::All,
            1 => Keep::Nothing,
            _ => Keep::Some(random.random()),
        });
        let again = open_on(Arc::new(left), LIMITS).unwrap();
        assert_eq!(everything(&again), expected, "{context}");
        assert_eq!(again.losses(), [], "{context}");
    }
    process.steps.load(Ordering::Relaxed)
}

#[test]
fn an_epoch_that_could_not_be_made_does_not_come_back_with_a_power_cut() {
    let mut random = StdRng::seed_from_u64(9);
    for once in [true, false] {
        let mut at = 0;
        while at <= refused_and_cut(&mut random, at, once) {
            at += 1;
        }
        assert!(at > 5, "{at}");
    }
}
