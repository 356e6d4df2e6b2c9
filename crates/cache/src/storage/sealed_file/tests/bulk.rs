//! 10,000 accounts; what is in the directory, and who may read it.

use std::sync::Arc;

use super::*;
use crate::storage::disk::simulated::SimulatedDisk;

const ACCOUNTS: usize = 10_000;

/// As many records as an account of one access token has, and half as long, so that what is not a record weighs more.
fn answer(account: usize, generation: u64) -> [Change; 2] {
    let fill = (account % 251) as u8;
    [
        put(&format!("account|{account}"), generation, &[fill; 1800]),
        put(&format!("token|{account}|scope"), generation, &[fill; 1200]),
    ]
}

fn length(changes: &[Change]) -> u64 {
    let puts = changes.iter().map(|change| match change {
        Change::Put { record, .. } => record.bytes.len() as u64,
        Change::Delete { .. } => 0,
    });
    puts.sum()
}

/// A store of 10,000 accounts.
fn full(disk: &SimulatedDisk) -> SealedFile {
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    for hundred in 0..ACCOUNTS / 100 {
        let changes: Vec<_> = (0..100)
            .flat_map(|n| answer(hundred * 100 + n, 1))
            .collect();
        assert_eq!(
            file.commit(&Expected::Anything, &changes).unwrap(),
            Commit::Done
        );
    }
    file
}

#[test]
fn an_answer_is_written_a_few_times_however_many_there_are() {
    let disk = SimulatedDisk::new();
    let file = full(&disk);
    let before = disk.written();
    let mut answers = 0;
    // Long enough that the log is left behind for a new one.
    for generation in 2..4 {
        for account in 0..ACCOUNTS {
            if account % 10 < 6 {
                let changes = answer(account, generation);
                answers += length(&changes);
                assert_eq!(
                    file.commit(&Expected::Anything, &changes).unwrap(),
                    Commit::Done
                );
            }
        }
    }
    assert!(disk.list_names().contains(&"tokens.2".to_owned()));
    let written = disk.written() - before;
    assert!(written <= 4 * answers, "{written} for {answers}");

    let one = disk.written();
    let changes = answer(5, 9);
    let commit = file.commit(&Expected::Anything, &changes).unwrap();
    assert_eq!(commit, Commit::Done);
    let written = disk.written() - one;
    assert!(written <= 3 * length(&changes), "{written}");

    let again = open_on(Arc::new(disk.killed()), LIMITS).unwrap();
    assert_eq!(again.headings("account|").unwrap().len(), ACCOUNTS);
    assert_eq!(load(&again, "account|77"), Some((1, vec![77; 1800])));
    assert_eq!(load(&again, "account|5"), Some((9, vec![5; 1800])));
    assert_eq!(again.losses(), []);
}

#[test]
fn many_small_entries_become_few_large_ones() {
    let disk = SimulatedDisk::new();
    let file = open_on(Arc::new(disk.clone()), LIMITS).unwrap();
    let (mut committed, mut most) = (0, 0);
    for account in 0..5000 {
        let changes = answer(account, 1);
        committed += length(&changes);
        let commit = file.commit(&Expected::Anything, &changes).unwrap();
        assert_eq!(commit, Commit::Done);
        most = most.max(batches(&file));
    }
    // After 1,025 commits, and then whenever there are three times as many.
    assert!(disk.list_names().contains(&"tokens.3".to_owned()));
    assert_eq!(most, 2050);
    assert!(disk.written() <= 3 * committed);
    let again = open_on(Arc::new(disk.killed()), LIMITS).unwrap();
    assert_eq!(again.headings("account|").unwrap().len(), 5000);
    assert_eq!(load(&again, "token|77|scope"), Some((1, vec![77; 1200])));
    assert_eq!(again.losses(), []);
}

#[test]
fn nothing_is_legible_in_the_directory_and_what_is_gone_is_overwritten() {
    const CANARY: &str = "canary-4c1d";
    let directory = tempfile::tempdir().unwrap();
    let file = open(directory.path());
    save(&file, CANARY, 1, CANARY.as_bytes());
    let first = sealed_body(&file, CANARY);
    save(&file, CANARY, 2, CANARY.as_bytes());
    let second = sealed_body(&file, CANARY);
    let holds = |needle: &[u8]| {
        let names = names(directory.path()).into_iter();
        let files = names.filter(|name| directory.path().join(name).is_file());
        let mut contents = files.map(|name| std::fs::read(directory.path().join(name)).unwrap());
        contents.any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
    };
    assert!(!holds(CANARY.as_bytes()));
    // Superseded, and there.
    assert!(!holds(&first[24..]));
    assert!(holds(&second));
    let commit = file.commit(&Expected::Anything, &[delete(CANARY)]).unwrap();
    assert_eq!(commit, Commit::Done);
    assert!(!holds(&second[24..]));
    assert!(!holds(CANARY.as_bytes()));
}

/// How many small entries there are.
fn batches(file: &SealedFile) -> u64 {
    let view = file.view.lock().unwrap();
    view.log.as_ref().unwrap().replay.batches()
}

/// The bytes of a record in the file.
fn sealed_body(file: &SealedFile, key: &str) -> Vec<u8> {
    let view = file.view.lock().unwrap();
    let log = view.log.as_ref().unwrap();
    let slot = log.replay.index.get(key).unwrap();
    log.source(&view.seal).read(slot.body).unwrap()
}

#[cfg(unix)]
#[test]
fn the_directory_and_its_files_are_this_users() {
    use std::os::unix::fs::PermissionsExt as _;
    let above = tempfile::tempdir().unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    // One that is there, and that others may read.
    std::fs::create_dir(above.path().join("wide")).unwrap();
    let wide = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(above.path().join("wide"), wide).unwrap();
    for profile in ["new", "Wide"] {
        let file = SealedFile::open(above.path(), profile, Arc::new(key(7))).unwrap();
        save(&file, "a", 1, b"a");
        let _lock = file.lock("a", LIMITS.patience).unwrap();
        let directory = above.path().join(profile.to_lowercase());
        assert_eq!(mode(&directory), 0o700);
        assert_eq!(mode(&directory.join("locks")), 0o700);
        let locks = names(&directory.join("locks"));
        let files = names(&directory).into_iter().filter(|name| name != "locks");
        let files: Vec<_> = files
            .chain(locks.iter().map(|name| format!("locks/{name}")))
            .collect();
        assert_eq!(files.len(), 3, "{files:?}");
        for name in files {
            assert_eq!(mode(&directory.join(&name)), 0o600, "{name}");
        }
    }
}

#[test]
fn a_profile_is_a_simple_name() {
    let above = tempfile::tempdir().unwrap();
    for profile in ["", "..", "a/b", "nul"] {
        let error = SealedFile::open(above.path(), profile, Arc::new(key(7))).unwrap_err();
        assert_eq!(error.kind(), crate::StorageErrorKind::ProfileInvalid);
    }
    assert_eq!(names(above.path()), [""; 0]);
}
