//! Real processes on a real disk: killed, frozen, and many at once. They are this test binary, run again.

mod stopping;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use std::{env, io, thread};

use rand::Rng as _;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use stopping::Stopping;

use super::*;

/// What a process is told to do: the directory, and who it is.
const DIRECTORY: &str = "SEALED_FILE_TEST_DIRECTORY";
const NAME: &str = "SEALED_FILE_TEST_NAME";

/// How many processes the kill loop kills; 200 if it is not set.
const KILLS: &str = "NATIVE_AUTH_KILLS";

/// So little slack that the log is often left behind.
const TIGHT: Limits = Limits {
    slack: 16_000,
    ..LIMITS
};

/// A process of this binary that runs one test; its acknowledgements are lines of its standard error.
fn spawn(test: &str, directory: &Path, name: &str) -> (Child, BufReader<ChildStderr>) {
    let path = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", &path, "--nocapture", "--test-threads=1"])
        .env(DIRECTORY, directory)
        .env(NAME, name)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap());
    (child, lines)
}

fn wait_for_a_line() {
    io::stdin().read_line(&mut String::new()).unwrap();
}

fn acknowledge(what: impl std::fmt::Display) {
    // In one piece, so that a kill leaves whole lines.
    let line = format!("{what}\n");
    io::stderr().write_all(line.as_bytes()).unwrap();
}

fn open_tight(directory: &Path) -> SealedFile {
    let disk = RealDisk::open(directory.to_owned()).unwrap();
    open_on(Arc::new(disk), TIGHT).unwrap()
}

/// The batch that comes `number`th.
fn nth(number: u64) -> Vec<Change> {
    let name = |number: u64| format!("record {}", number % 8);
    let body = vec![number as u8; 1000 + (number as usize * 37) % 3000];
    let mut changes = vec![
        put("counter", number, b"counted"),
        put(&name(number), number, &body),
    ];
    if number.is_multiple_of(5) {
        changes.push(delete(&name(number + 3)));
    }
    changes
}

fn count(file: &SealedFile) -> u64 {
    load(file, "counter").map_or(0, |(number, _)| number)
}

/// Commits one batch after the other, as many as this, and says so after each.
fn save_loop(directory: &Path, batches: u64) {
    let file = open_tight(directory);
    let next = count(&file) + 1;
    for number in next..next + batches {
        let commit = file.commit(&Expected::Anything, &nth(number)).unwrap();
        assert_eq!(commit, Commit::Done);
        acknowledge(number);
    }
}

/// Alone it saves a little and finds it again; [`the_kill_loop`] runs it in a process that it kills.
#[test]
fn saves_until_it_is_killed() {
    if let Some(directory) = env::var_os(DIRECTORY) {
        return save_loop(Path::new(&directory), u64::MAX / 2);
    }
    let directory = tempfile::tempdir().unwrap();
    save_loop(directory.path(), 30);
    let mut expected = Contents::new();
    (1..=30).for_each(|number| apply(&mut expected, &nth(number)));
    assert_eq!(everything(&open_tight(directory.path())), expected);
}

#[test]
fn the_kill_loop() {
    let kills = env::var(KILLS).map_or(200, |kills| kills.parse().unwrap());
    let directory = tempfile::tempdir().unwrap();
    let mut random = rand::rng();
    let mut expected = Contents::new();
    let mut known = 0;
    for _ in 0..kills {
        let (mut child, mut lines) = spawn("saves_until_it_is_killed", directory.path(), "");
        let mut acknowledged = known;
        let mut line = String::new();
        for _ in 0..random.random_range(0..4) {
            line.clear();
            lines.read_line(&mut line).unwrap();
            acknowledged = line.trim().parse().unwrap();
        }
        for _ in 0..random.random_range(0..100_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.lines() {
            acknowledged = line.unwrap().parse().unwrap();
        }
        let file = open_tight(directory.path());
        let found = count(&file);
        assert!(
            found == acknowledged || found == acknowledged + 1,
            "{found} after {acknowledged}"
        );
        (known + 1..=found).for_each(|number| apply(&mut expected, &nth(number)));
        known = found;
        assert_eq!(everything(&file), expected);
        // Before the first commit, a file that is cut short may have held something.
        assert!(file.losses().is_empty() || found == 0);
    }
    assert!(known > kills / 4, "{known}");
}

/// Alone, it is one process; [`many_processes_lose_nothing`] runs eight.
#[test]
fn counts_with_others() {
    let temporary = tempfile::tempdir().unwrap();
    let told = env::var_os(DIRECTORY);
    let directory = told.as_deref().map_or(temporary.path(), Path::new);
    let name = env::var(NAME).unwrap_or_else(|_| "alone".to_owned());
    let file = open_tight(directory);
    for number in 0..12 {
        save(&file, &format!("{name} {number}"), 1, &[1; 700]);
        increment(&file);
    }
    assert!(count(&file) >= 12);
}

/// Adds one to the counter that all share.
fn increment(file: &SealedFile) {
    loop {
        let number = count(file);
        let expected = match number {
            0 => Expected::Anything,
            number => Expected::Generation("counter".to_owned(), number),
        };
        // The first one is made under a lock, for nothing can be expected of what is not there.
        let _first = (number == 0).then(|| file.lock("first", LIMITS.patience).unwrap().unwrap());
        if number == 0 && count(file) != 0 {
            continue;
        }
        match file
            .commit(&expected, &[put("counter", number + 1, b"counted")])
            .unwrap()
        {
            Commit::Done => return,
            Commit::Overtaken => {}
        }
    }
}

#[test]
fn many_processes_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let children: Vec<_> = (0..8)
        .map(|name| {
            spawn(
                "counts_with_others",
                directory.path(),
                &format!("process {name}"),
            )
        })
        .collect();
    for (mut child, lines) in children {
        let said: Vec<_> = lines.lines().collect();
        assert!(child.wait().unwrap().success(), "{said:?}");
    }
    let file = open_tight(directory.path());
    assert_eq!((count(&file), keys(&file).len()), (8 * 12, 8 * 12 + 1));
    assert_eq!(file.losses(), []);
}

#[test]
fn many_threads_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let shared = open_tight(directory.path());
    thread::scope(|scope| {
        for name in 0..8 {
            let (shared, directory) = (&shared, directory.path());
            scope.spawn(move || {
                let own = open_tight(directory);
                let file = if name % 2 == 0 { shared } else { &own };
                for number in 0..6 {
                    save(file, &format!("thread {name} {number}"), 1, &[1; 700]);
                    increment(file);
                }
            });
        }
    });
    assert_eq!((count(&shared), keys(&shared).len()), (8 * 6, 8 * 6 + 1));
    assert_eq!(shared.losses(), []);
}

#[test]
fn the_lock_of_a_killed_process_is_free() {
    let directory = tempfile::tempdir().unwrap();
    let (mut child, mut lines) = spawn("takes_a_lock", directory.path(), "");
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let file = open(directory.path());
    assert!(file.lock("refresh", Duration::ZERO).unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(file.lock("refresh", Duration::ZERO).unwrap().is_some());
}

/// Alone, it takes a lock; for [`the_lock_of_a_killed_process_is_free`] it stays with it.
#[test]
fn takes_a_lock() {
    let temporary = tempfile::tempdir().unwrap();
    let told = env::var_os(DIRECTORY);
    let file = open(told.as_deref().map_or(temporary.path(), Path::new));
    let lock = file.lock("refresh", Duration::ZERO).unwrap();
    assert!(lock.is_some());
    if told.is_some() {
        acknowledge("taken");
        wait_for_a_line();
    }
}

/// Alone, it stops nowhere; [`a_frozen_writer_is_passed_and_changes_nothing_when_it_wakes`] names a step.
#[test]
fn stops_in_a_commit() {
    let temporary = tempfile::tempdir().unwrap();
    let told = env::var_os(DIRECTORY);
    let directory = told.as_deref().map_or(temporary.path(), Path::new);
    let disk = RealDisk::open(directory.to_owned()).unwrap();
    let disk = Stopping::new(disk, env::var(NAME).unwrap_or_default());
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    save(&file, "account", 1, b"first");
    disk.arm(told.is_some());
    let expected = Expected::Generation("account".to_owned(), 1);
    let commit = file
        .commit(&expected, &[put("account", 2, b"of the frozen one")])
        .unwrap();
    assert_eq!(commit == Commit::Done, told.is_none());
    assert_eq!(
        load(&file, "account").map(|record| record.0),
        Some(if told.is_some() { 3 } else { 2 })
    );
}

#[test]
fn a_frozen_writer_is_passed_and_changes_nothing_when_it_wakes() {
    for step in ["before the append", "after the append", "after the sync"] {
        let directory = tempfile::tempdir().unwrap();
        let (mut child, lines) = spawn("stops_in_a_commit", directory.path(), step);
        let process = Pid::from_child(&child);
        let (_, status) = waitpid(Some(process), WaitOptions::UNTRACED)
            .unwrap()
            .unwrap();
        assert!(status.stopped(), "{step}: {status:?}");

        let disk = RealDisk::open(directory.path().to_owned()).unwrap();
        let limits = Limits {
            patience: Duration::from_millis(100),
            ..LIMITS
        };
        let file = open_on(Arc::new(disk), limits).unwrap();
        // Two refreshes; the first may find that of the frozen one made.
        let begun = file.load("account").unwrap().unwrap().generation;
        for generation in begun..3 {
            let expected = Expected::Generation("account".to_owned(), generation);
            let change = put("account", generation + 1, b"newest");
            assert_eq!(
                file.commit(&expected, &[change]).unwrap(),
                Commit::Done,
                "{step}"
            );
        }
        kill_process(process, Signal::CONT).unwrap();
        child.stdin.take().unwrap().write_all(b"\n").unwrap();
        let said: Vec<_> = lines.lines().collect();
        assert!(child.wait().unwrap().success(), "{step}: {said:?}");
        for file in [file, open(directory.path())] {
            assert_eq!(
                load(&file, "account"),
                Some((3, b"newest".to_vec())),
                "{step}"
            );
            assert_eq!(file.losses(), [], "{step}");
        }
        let left: BTreeSet<String> = names(directory.path()).into_iter().collect();
        assert!(!left.contains("tokens.1"), "{step}: {left:?}");
    }
}
