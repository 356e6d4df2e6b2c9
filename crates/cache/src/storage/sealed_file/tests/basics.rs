//! What a record store does, on a real disk.

use std::time::Duration;

use super::*;
use crate::storage::{Changed, Heading};

#[test]
fn what_is_put_is_there_after_opening_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = open(directory.path());
    assert_eq!(load(&file, "a"), None);
    save(&file, "a", 1, b"first");
    save(&file, "b", 1, b"");
    save(&file, "a", 2, b"second");
    for file in [file, open(directory.path())] {
        assert_eq!(load(&file, "a"), Some((2, b"second".to_vec())));
        assert_eq!(load(&file, "b"), Some((1, Vec::new())));
        assert_eq!(load(&file, "c"), None);
        assert_eq!(file.losses(), []);
        let heading = Heading {
            key: "a".to_owned(),
            label: Some(Label("a@example.com".to_owned())),
        };
        assert_eq!(file.headings("a").unwrap(), [heading]);
    }
}

#[test]
fn a_batch_is_made_if_the_record_is_the_expected_one() {
    let directory = tempfile::tempdir().unwrap();
    let file = open(directory.path());
    let expected = |generation| Expected::Generation("a".to_owned(), generation);
    let changes = [put("a", 2, b"new"), put("b", 2, b"more"), delete("c")];
    assert_eq!(
        file.commit(&expected(1), &changes).unwrap(),
        Commit::Overtaken
    );
    save(&file, "a", 1, b"old");
    save(&file, "c", 1, b"old");
    assert_eq!(file.commit(&expected(1), &changes).unwrap(), Commit::Done);
    assert_eq!(
        file.commit(&expected(1), &changes).unwrap(),
        Commit::Overtaken
    );
    assert_eq!(file.commit(&expected(1), &[]).unwrap(), Commit::Overtaken);
    assert_eq!(file.commit(&expected(2), &[]).unwrap(), Commit::Done);
    for file in [file, open(directory.path())] {
        assert_eq!(keys(&file), ["a", "b"]);
        assert_eq!(load(&file, "a"), Some((2, b"new".to_vec())));
    }
}

#[test]
fn a_batch_may_change_one_record_twice() {
    let directory = tempfile::tempdir().unwrap();
    let file = open(directory.path());
    let changes = [
        put("a", 1, b"1"),
        delete("a"),
        put("a", 2, b"2"),
        put("b", 1, b"b"),
        delete("b"),
    ];
    assert_eq!(
        file.commit(&Expected::Anything, &changes).unwrap(),
        Commit::Done
    );
    assert_eq!(load(&file, "a"), Some((2, b"2".to_vec())));
    assert_eq!(keys(&open(directory.path())), ["a"]);
    assert_eq!(open(directory.path()).losses(), []);
}

#[test]
fn others_changes_are_seen_and_ones_own_are_not_told() {
    let directory = tempfile::tempdir().unwrap();
    let (one, other) = (open(directory.path()), open(directory.path()));
    save(&one, "a", 1, b"a");
    assert_eq!(one.changed().unwrap(), Changed::Keys(Vec::new()));
    assert_eq!(other.changed().unwrap(), Changed::Keys(vec!["a".into()]));
    assert_eq!(other.changed().unwrap(), Changed::Keys(Vec::new()));
    save(&other, "b", 1, b"b");
    save(&other, "a", 2, b"a again");
    assert_eq!(load(&one, "a"), Some((2, b"a again".to_vec())));
    save(&one, "c", 1, b"c");
    assert_eq!(
        one.changed().unwrap(),
        Changed::Keys(vec!["a".into(), "b".into()])
    );
}

#[test]
fn a_log_that_is_mostly_dead_is_left_behind() {
    let directory = tempfile::tempdir().unwrap();
    let (file, other) = (open(directory.path()), open(directory.path()));
    save(&file, "kept", 1, b"kept");
    assert_eq!(keys(&other), ["kept"]);
    other.changed().unwrap();
    let body = vec![1; 40_000];
    for generation in 1..=80 {
        save(&file, "a", generation, &body);
    }
    let names = names(directory.path());
    assert!(!names.contains(&"tokens.1".to_owned()), "{names:?}");
    assert_eq!(names.len(), 2, "{names:?}");
    let size: u64 = names
        .iter()
        .map(|name| directory.path().join(name).metadata().unwrap().len())
        .sum();
    assert!(size < 1_500_000, "{size}");
    assert_eq!(file.changed().unwrap(), Changed::Keys(Vec::new()));
    assert_eq!(other.changed().unwrap(), Changed::Keys(vec!["a".into()]));
    for file in [&file, &other, &open(directory.path())] {
        assert_eq!(load(file, "a"), Some((80, body.clone())));
        assert_eq!(load(file, "kept"), Some((1, b"kept".to_vec())));
        assert_eq!(file.losses(), []);
    }
}

#[test]
fn a_lock_by_name_is_one_holders_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let (one, other) = (open(directory.path()), open(directory.path()));
    let held = one.lock("a", Duration::ZERO).unwrap();
    assert!(held.is_some());
    for file in [&one, &other] {
        assert!(file.lock("a", Duration::ZERO).unwrap().is_none());
        assert!(file.lock("b", Duration::ZERO).unwrap().is_some());
    }
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| other.lock("a", LIMITS.patience).unwrap().is_some());
        drop(held);
        assert!(waiting.join().unwrap());
    });
}

#[test]
fn nothing_shows_in_debug() {
    let directory = tempfile::tempdir().unwrap();
    let file = open(directory.path());
    save(&file, "a", 1, b"canary");
    assert_eq!(format!("{file:?}"), "SealedFile { .. }");
}
