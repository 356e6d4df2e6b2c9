//! Writers that are frozen at any step and wake up at any other: every schedule of two with up to four switches, and
//! random ones of three. A lock that somebody has is never waited for, so whoever has one is passed as if frozen.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::*;
use crate::storage::disk::simulated::{SimulatedDisk, Verdict};

/// Who goes on, and for how many steps. After the last, everybody goes on, one after the other.
type Schedule = Vec<(usize, usize)>;

/// Lets one writer go on at a time.
struct Scheduler {
    turns: Mutex<Turns>,
    changed: Condvar,
}

struct Turns {
    schedule: Schedule,
    segment: usize,
    left: usize,
    finished: Vec<bool>,
}

impl Turns {
    /// Whose turn it is.
    fn current(&mut self) -> Option<usize> {
        while let Some(&(writer, _)) = self.schedule.get(self.segment) {
            if self.left > 0 && !self.finished[writer] {
                return Some(writer);
            }
            self.segment += 1;
            self.left = self
                .schedule
                .get(self.segment)
                .map_or(0, |(_, steps)| *steps);
        }
        self.finished.iter().position(|finished| !finished)
    }
}

impl Scheduler {
    fn new(schedule: Schedule, writers: usize) -> Self {
        let left = schedule.first().map_or(0, |(_, steps)| *steps);
        let turns = Turns {
            schedule,
            segment: 0,
            left,
            finished: vec![false; writers],
        };
        Self {
            turns: Mutex::new(turns),
            changed: Condvar::new(),
        }
    }

    fn step(&self, writer: usize) {
        let mut turns = self.turns.lock().unwrap();
        while turns.current() != Some(writer) {
            // Whoever's turn it may be now has to hear of it.
            self.changed.notify_all();
            turns = self.changed.wait(turns).unwrap();
        }
        turns.left = turns.left.saturating_sub(1);
    }

    fn finish(&self, writer: usize) {
        self.turns.lock().unwrap().finished[writer] = true;
        self.changed.notify_all();
    }
}

/// What a writer was told of its commits.
type Told = Vec<(Expected, Vec<Change>, Commit)>;

fn refresh(generation: u64, by: usize) -> (Expected, Vec<Change>) {
    let body = format!("{generation} by {by}").repeat(20);
    let change = put("account", generation + 1, body.as_bytes());
    let expected = Expected::Generation("account".to_owned(), generation);
    (expected, vec![change, put(&format!("of {by}"), 1, b"own")])
}

/// What each writer does: refreshes that only one of all can make each, and something of its own.
fn work(file: &SealedFile, writer: usize) -> Told {
    let mut commits = vec![refresh(1, writer)];
    if writer % 2 == 1 {
        commits.push(refresh(2, writer));
        commits.push((Expected::Anything, vec![delete("gone")]));
    }
    let mut told = Vec::new();
    for (expected, changes) in commits {
        let commit = file.commit(&expected, &changes).unwrap();
        told.push((expected, changes, commit));
    }
    told
}

/// Runs the writers under this schedule and checks what they were told against what there is. Gives the most steps
/// that one of them took.
fn run(schedule: &Schedule, writers: usize, limits: Limits) {
    let disk = SimulatedDisk::new();
    let first = open_on(Arc::new(disk.clone()), limits).unwrap();
    save(&first, "account", 1, &[1; 300]);
    save(&first, "gone", 1, b"gone");
    save(&first, "kept", 1, b"kept");
    drop(first);

    let scheduler = Arc::new(Scheduler::new(schedule.clone(), writers));
    let told: Vec<Told> = thread::scope(|scope| {
        let threads: Vec<_> = (0..writers)
            .map(|writer| {
                let scheduler = Arc::clone(&scheduler);
                let disk = disk.clone();
                scope.spawn(move || {
                    let step = Arc::clone(&scheduler);
                    let disk = disk.hooked(move |_| {
                        step.step(writer);
                        Verdict::Go
                    });
                    let told = open_on(Arc::new(disk), limits).map(|file| work(&file, writer));
                    scheduler.finish(writer);
                    told.unwrap()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });

    let file = open_on(Arc::new(disk.killed()), limits).unwrap();
    let found = everything(&file);
    assert_eq!(file.losses(), [], "{schedule:?}");
    assert_eq!(
        found.get("kept"),
        Some(&(1, b"kept".to_vec())),
        "{schedule:?}"
    );
    // The refreshes that were made follow on each other, and the newest is there.
    let mut done: Vec<_> = told
        .iter()
        .flatten()
        .filter(|(expected, _, commit)| *expected != Expected::Anything && *commit == Commit::Done)
        .collect();
    done.sort_by_key(|(expected, _, _)| match expected {
        Expected::Anything => 0,
        Expected::Generation(_, generation) => *generation,
    });
    let mut expected = Contents::new();
    for (number, (condition, changes, _)) in (1..).zip(&done) {
        let wanted = Expected::Generation("account".to_owned(), number);
        assert_eq!(*condition, wanted, "{schedule:?}");
        apply(&mut expected, changes);
    }
    assert!(!done.is_empty(), "{schedule:?}");
    for (key, record) in &expected {
        assert_eq!(found.get(key), Some(record), "{key} {schedule:?}");
    }
    assert_eq!(found.get("gone"), None, "{schedule:?}");
    assert_eq!(found.len(), expected.len() + 1, "{schedule:?}");
}

/// About as many steps as a writer takes.
const STEPS: usize = 75;

#[test]
fn two_writers_lose_nothing_wherever_one_is_frozen() {
    for slack in [0, 1 << 20] {
        let limits = Limits { slack, ..LIMITS };
        for first in 1..STEPS {
            for second in (1 + first % 4..STEPS).step_by(4) {
                let then = 1 + (first * 7 + second * 3) % 40;
                run(
                    &vec![(0, first), (1, second), (0, then), (1, 1000)],
                    2,
                    limits,
                );
            }
            run(&vec![(0, first), (1, 1000)], 2, limits);
            run(&vec![(1, first), (0, 1000)], 2, limits);
        }
    }
}

#[test]
fn three_writers_lose_nothing_however_they_are_frozen() {
    let mut random = StdRng::seed_from_u64(5);
    for round in 0..1500 {
        let segments = random.random_range(2..12);
        let schedule = (0..segments)
            .map(|_| (random.random_range(0..3), random.random_range(1..50)))
            .collect();
        let slack = if round % 2 == 0 { 0 } else { 1 << 20 };
        run(&schedule, 3, Limits { slack, ..LIMITS });
    }
}
