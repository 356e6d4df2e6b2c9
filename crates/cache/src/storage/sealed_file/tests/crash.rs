//! Every point at which a script of commits can be interrupted, by a kill or by a power cut that loses, tears and
//! reorders what was not synced.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::*;
use crate::storage::disk::simulated::{Keep, SimulatedDisk, Step, Verdict};

/// So little slack that the script moves from epoch to epoch.
const TIGHT: Limits = Limits {
    slack: 4000,
    ..LIMITS
};

/// Random power cuts for each point, besides the extreme ones.
const CUTS: usize = 12;

/// What the script commits, each with what it expects; and between them, the store is opened anew.
fn script() -> Vec<Vec<Change>> {
    let body = |byte: u8| vec![byte; 900];
    let mut script = vec![
        vec![put("a", 1, &body(1))],
        vec![put("b", 1, &body(2)), put("c", 1, b"small")],
        vec![delete("a")],
        vec![put("a", 2, &body(3)), delete("b")],
    ];
    for generation in 2..10 {
        script.push(vec![
            put("c", generation, &body(generation as u8)),
            put("d", generation, b"d"),
        ]);
    }
    script.push(vec![delete("c"), delete("d"), delete("nothing")]);
    script.push(vec![put("e", 1, &body(9))]);
    script
}

/// What is known to whoever ran the script until it was interrupted.
#[derive(Default)]
struct Run {
    /// After what was acknowledged.
    acknowledged: Contents,
    /// After what was begun as well.
    begun: Contents,
    finished: bool,
}

fn run(disk: &SimulatedDisk) -> Run {
    let mut run = Run::default();
    let mut file = None;
    for (number, changes) in script().iter().enumerate() {
        if number % 3 == 0 {
            // Somebody else, who knows nothing of what the one before knew.
            file = open_on(Arc::new(disk.clone()), TIGHT).ok();
        }
        let Some(file) = &file else { return run };
        run.begun = run.acknowledged.clone();
        apply(&mut run.begun, changes);
        match file.commit(&Expected::Anything, changes) {
            Ok(commit) => assert_eq!(commit, Commit::Done),
            Err(_) => return run,
        }
        run.acknowledged = run.begun.clone();
    }
    run.finished = true;
    run
}

/// Lets a process live for so many steps that change something; the next one fails, `torn` after part of what it was to
/// write, and whatever comes then.
fn interrupted(disk: &SimulatedDisk, after: usize, torn: bool) -> SimulatedDisk {
    let steps = AtomicUsize::new(0);
    disk.hooked(move |step| {
        let changing = !matches!(step, Step::Read | Step::Lock);
        let before = steps.fetch_add(usize::from(changing), Ordering::Relaxed);
        if before < after || (before == after && !changing) {
            Verdict::Go
        } else if before == after && torn {
            Verdict::Part(500, io::ErrorKind::Other)
        } else {
            Verdict::Fail(io::ErrorKind::Other)
        }
    })
}

/// What is wrong with the store on this disk, if it has to hold one of these.
fn complaint(disk: &SimulatedDisk, allowed: &[Contents]) -> Option<String> {
    let file = match open_on(Arc::new(disk.clone()), TIGHT) {
        Ok(file) => file,
        Err(error) => return Some(format!("it does not open: {error}")),
    };
    let found = everything(&file);
    if !allowed.contains(&found) {
        let brief = |contents: &Contents| -> Vec<String> {
            let records = contents.iter();
            records
                .map(|(key, (generation, _))| format!("{key}{generation}"))
                .collect()
        };
        let allowed: Vec<_> = allowed.iter().map(brief).collect();
        return Some(format!(
            "it holds {:?}, not one of {allowed:?}",
            brief(&found)
        ));
    }
    // Before anything was acknowledged, what is cut short cannot be told from a file that was.
    let losses = file.losses();
    if !losses.is_empty() && allowed.iter().all(|contents| !contents.is_empty()) {
        return Some(format!("it tells of {losses:?}"));
    }
    if let Err(error) = file.commit(&Expected::Anything, &[put("new", 1, b"new")]) {
        return Some(format!("nothing can be saved: {error}"));
    }
    let mut expected = found;
    apply(&mut expected, &[put("new", 1, b"new")]);
    let again = open_on(Arc::new(disk.clone()), TIGHT).unwrap();
    (everything(&again) != expected).then(|| "what was saved afterwards is not there".to_owned())
}

/// The disks that an interruption may leave.
fn left(disk: &SimulatedDisk, random: &mut StdRng) -> Vec<SimulatedDisk> {
    let mut left = vec![
        disk.killed(),
        disk.power_cut(&mut || Keep::Nothing),
        disk.power_cut(&mut || Keep::All),
    ];
    for _ in 0..CUTS {
        left.push(disk.power_cut(&mut || match random.random_range(0..3) {
            0 => Keep::All,
            1 => Keep::Nothing,
            _ => Keep::Some(random.random()),
        }));
    }
    left
}

/// Whoever finds this disk is interrupted as well; what is wrong with what is left by that.
fn second_complaint(disk: &SimulatedDisk, run: &Run, random: &mut StdRng) -> Option<String> {
    let mut allowed = vec![run.acknowledged.clone(), run.begun.clone()];
    let change = [put("second", 1, &[5; 700])];
    let process = interrupted(disk, random.random_range(0..14), random.random());
    let commit = open_on(Arc::new(process), TIGHT)
        .and_then(|file| file.commit(&Expected::Anything, &change));
    let mut with = allowed.clone();
    with.iter_mut()
        .for_each(|contents| apply(contents, &change));
    if commit.is_ok() {
        allowed.clear();
    }
    allowed.append(&mut with);
    let all = left(disk, random);
    let one = random.random_range(0..all.len());
    complaint(&all[one], &allowed)
}

/// Interrupts the script everywhere; gives the first complaint, or how many disks were looked at.
fn enumerate(new: fn() -> SimulatedDisk) -> Result<usize, String> {
    let mut random = StdRng::seed_from_u64(4);
    let mut looked_at = 0;
    for at in 0.. {
        let mut finished = true;
        for torn in [false, true] {
            let disk = new();
            let run = run(&interrupted(&disk, at, torn));
            finished &= run.finished;
            for (number, left) in left(&disk, &mut random).iter().enumerate() {
                let told = |complaint| format!("step {at}, disk {number}: {complaint}");
                let second = left.killed();
                let allowed = [run.acknowledged.clone(), run.begun.clone()];
                if let Some(complaint) = complaint(left, &allowed) {
                    return Err(told(complaint));
                }
                if let Some(complaint) = second_complaint(&second, &run, &mut random) {
                    return Err(told(format!("interrupted again: {complaint}")));
                }
                looked_at += 2;
            }
        }
        if finished {
            return Ok(looked_at);
        }
    }
    Ok(looked_at)
}

#[test]
fn no_interruption_loses_what_was_acknowledged_or_brings_back_what_was_deleted() {
    let looked_at = enumerate(SimulatedDisk::new).unwrap_or_else(|complaint| panic!("{complaint}"));
    assert!(looked_at > 1000, "{looked_at}");
}

#[test]
fn the_enumeration_finds_a_directory_that_is_not_synced() {
    let complaint = enumerate(SimulatedDisk::with_planted_bug).unwrap_err();
    assert!(complaint.contains("it holds"), "{complaint}");
}
