//! The lock that Microsoft's extension libraries take. That theirs and ours exclude each other is shown in
//! `tests/python`, where theirs is.

use std::fs::{self, File, FileTimes};
use std::time::{Duration, SystemTime};

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save, TokenStore as _};

use crate::file::Place;
use crate::samples::{account, first, key, key_of, sign_in, stored};

#[test]
fn a_lock_file_that_a_killed_holder_left_behind_is_passed() {
    let place = Place::new();
    let lock = place.directory.path().join("cache.json.lockfile");
    let file = File::create(&lock).unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    file.set_times(FileTimes::new().set_modified(long_ago))
        .unwrap();
    sign_in(&place.store(), &stored());
    assert!(!lock.exists());
}

/// A lock file of somebody who has it locked and does nothing.
fn frozen(place: &Place) -> File {
    let lock = place.directory.path().join("cache.json.lockfile");
    let holder = File::create(lock).unwrap();
    holder.try_lock().unwrap();
    holder
}

#[test]
fn a_holder_that_does_not_get_on_is_passed() {
    let place = Place::new();
    let holder = frozen(&place);
    let store = place.store().with_patience(Duration::ZERO);
    sign_in(&store, &stored());
    assert!(place.store().load(&key()).unwrap().is_some());
    store.remove(&key()).unwrap();
    assert!(place.store().load(&key()).unwrap().is_none());
    assert_eq!(place.names(), ["cache.json", "cache.json.lockfile"]);
    let lock = place.directory.path().join("cache.json.lockfile");
    let again = File::open(lock).unwrap();
    assert!(again.try_lock().is_err(), "it is the holder's still");
    drop(holder);
}

/// All of them pass, at once: nobody excludes anybody.
#[test]
fn those_who_pass_a_holder_lose_nothing_of_each_other() {
    let place = Place::new();
    let _holder = frozen(&place);
    let place = &place;
    let people = ["a1", "b2", "c3", "d4"];
    std::thread::scope(|scope| {
        for person in people {
            scope.spawn(move || {
                let store = place.store().with_patience(Duration::ZERO);
                let mut one = stored();
                for generation in 1..=20 {
                    if generation > 1 {
                        let before = store.load(&key_of(person)).unwrap().unwrap();
                        assert_eq!(before.account.generation, generation - 1, "{person}");
                    }
                    one.account = account(key_of(person), generation);
                    // Where the others are always faster it says so.
                    while store.save(&first(&one)).is_err() {}
                }
            });
        }
    });
    for person in people {
        let stored = place.store().load(&key_of(person)).unwrap().unwrap();
        assert_eq!(stored.account.generation, 20, "{person}");
    }
    assert_eq!(place.names(), ["cache.json", "cache.json.lockfile"]);
}

#[test]
fn writers_at_once_lose_nothing() {
    let place = Place::new();
    let people = ["a1", "b2", "c3", "d4", "e5", "f6", "07", "18"];
    std::thread::scope(|scope| {
        for person in people {
            scope.spawn(|| {
                let store = place.store();
                let mut one = stored();
                one.account = account(key_of(person), 1);
                for _ in 0..10 {
                    sign_in(&store, &one);
                }
            });
        }
    });
    for person in people {
        assert!(
            place.store().load(&key_of(person)).unwrap().is_some(),
            "{person}"
        );
    }
    assert_eq!(place.names(), ["cache.json"]);
    assert!(fs::read_to_string(&place.path).unwrap().starts_with('{'));
}

/// Every thread writes on top of what it has read: of those that read the same, one is let through.
#[test]
fn comparing_and_changing_are_one() {
    let place = Place::new();
    sign_in(&place.store(), &stored());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let store = place.store();
                let mut done = 0;
                while done < 5 {
                    let before = store.load(&key()).unwrap().unwrap().account.generation;
                    let save = Save {
                        account: &account(key(), before + 1),
                        expected: Some(before),
                        put: &[],
                        others: Others::Keep { but: &[] },
                    };
                    if store.save(&save).unwrap() == Commit::Done {
                        done += 1;
                    }
                }
            });
        }
    });
    let last = place
        .store()
        .load(&key())
        .unwrap()
        .unwrap()
        .account
        .generation;
    assert_eq!(last, 3 + 4 * 5);
}

#[test]
fn named_locks_exclude_each_other_across_stores() {
    let place = Place::new();
    let (one, two) = (place.store(), place.store());
    let held = one.lock("refresh", Duration::ZERO).unwrap();
    assert!(held.is_some());
    assert!(two.lock("refresh", Duration::ZERO).unwrap().is_none());
    drop(held);
    assert!(two.lock("refresh", Duration::ZERO).unwrap().is_some());
}
