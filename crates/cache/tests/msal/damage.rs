//! Files that cannot be understood, and places that cannot be written.

use std::fs;

use native_auth_cache::StorageLoss;
use native_auth_cache::store::TokenStore as _;

use crate::file::{MSAL_PYTHON, Place};
use crate::samples::{PERSON, SOMEBODY_ELSE, first, key, key_of, partition, sign_in, stored};

#[test]
fn a_damaged_file_is_kept_aside_told_once_and_written_over() {
    let cut = &MSAL_PYTHON[..MSAL_PYTHON.len() / 2];
    for (text, loss) in [
        (cut, StorageLoss::Damaged),
        ("{\"name\":\"somebody's package\"}", StorageLoss::Foreign),
        ("{\"AccessToken\":7}", StorageLoss::Foreign),
        ("\u{0}\u{1}", StorageLoss::Damaged),
    ] {
        let place = Place::holding(text);
        let store = place.store();
        assert!(store.accounts(&partition()).unwrap().is_empty());
        assert!(store.load(&key()).unwrap().is_none());
        assert_eq!(store.losses(), [loss]);
        assert_eq!(
            fs::read_to_string(&place.path).unwrap(),
            text,
            "looking changes nothing"
        );
        sign_in(&store, &stored());
        assert_eq!(store.losses(), [], "once");
        assert!(store.load(&key()).unwrap().is_some());
        assert_eq!(place.names(), ["cache.json", "cache.json.damaged-1"]);
        let kept = place.directory.path().join("cache.json.damaged-1");
        assert_eq!(fs::read_to_string(&kept).unwrap(), text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&kept).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_damage() {
    let place = Place::new();
    fs::write(&place.path, [0xff, 0xfe, 0x7b]).unwrap();
    let store = place.store();
    sign_in(&store, &stored());
    assert_eq!(store.losses(), [StorageLoss::Damaged]);
    assert!(store.load(&key()).unwrap().is_some());
}

#[test]
fn an_empty_file_is_an_empty_cache() {
    let place = Place::holding("");
    let store = place.store();
    assert!(store.accounts(&partition()).unwrap().is_empty());
    sign_in(&store, &stored());
    assert_eq!(store.losses(), []);
    assert_eq!(place.names(), ["cache.json"]);
}

#[test]
fn three_copies_are_kept_and_none_twice() {
    let place = Place::new();
    let store = place.store();
    for text in ["{1", "{2", "{3", "{3", "{4", "{5"] {
        fs::write(&place.path, text).unwrap();
        sign_in(&store, &stored());
    }
    let mut kept: Vec<String> = Vec::new();
    for name in place.names().iter().filter(|name| name.contains("damaged")) {
        kept.push(fs::read_to_string(place.directory.path().join(name)).unwrap());
    }
    kept.sort_unstable();
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert!(kept.contains(&"{5".to_owned()), "{kept:?}");
}

#[test]
fn a_sign_out_works_on_a_damaged_file_and_leaves_no_copy_of_the_tokens() {
    let cut = &MSAL_PYTHON[..MSAL_PYTHON.len() - 9];
    assert!(cut.contains(PERSON) && cut.contains("refresh-of-python"));
    let place = Place::holding(cut);
    let store = place.store();
    assert!(store.load(&key()).unwrap().is_none());
    store.remove(&key_of(SOMEBODY_ELSE)).unwrap();
    assert_eq!(
        place.names(),
        ["cache.json", "cache.json.damaged-1"],
        "it is not theirs"
    );
    store.remove(&key()).unwrap();
    assert_eq!(place.names(), ["cache.json"]);
    assert_eq!(fs::read_to_string(&place.path).unwrap(), "{}");
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_the_old_file_stays_byte_for_byte() {
    let place = Place::holding(MSAL_PYTHON);
    // What the new file would be is a directory, which stops even the administrator.
    let in_the_way = place.directory.path().join("cache.json.new");
    fs::create_dir(&in_the_way).unwrap();
    let store = place.store();
    assert!(store.save(&first(&stored())).is_err());
    assert_eq!(fs::read_to_string(&place.path).unwrap(), MSAL_PYTHON);
    let names = ["cache.json", "cache.json.new"];
    assert_eq!(place.names(), names, "the lock is given up");
    assert!(store.load(&key()).unwrap().is_some());
    fs::remove_dir(in_the_way).unwrap();
    sign_in(&store, &stored());
    assert_eq!(store.load(&key()).unwrap().unwrap().account.generation, 3);
}

#[cfg(unix)]
#[test]
fn a_damaged_file_that_cannot_be_kept_aside_is_not_written_over() {
    let place = Place::holding("{cut");
    let in_the_way = place.directory.path().join("cache.json.damaged-new");
    fs::create_dir(&in_the_way).unwrap();
    let store = place.store();
    assert!(store.load(&key()).unwrap().is_none());
    assert_eq!(store.losses(), [StorageLoss::Damaged]);
    assert!(store.save(&first(&stored())).is_err());
    assert_eq!(fs::read_to_string(&place.path).unwrap(), "{cut");
}

/// Half a file of somebody who takes no lock, and the whole of it right afterwards: no damage. The reader waits for a
/// moment only, and on a busy machine the writer may miss it; in some round it does not.
#[test]
fn what_is_being_written_is_waited_for() {
    let waited = (0..50).any(|_| {
        let place = Place::holding(&MSAL_PYTHON[..40]);
        let lock = place.directory.path().join("cache.json.lockfile");
        let whole = place.directory.path().join("whole");
        fs::write(&whole, MSAL_PYTHON).unwrap();
        let store = place.store();
        let loaded = std::thread::scope(|scope| {
            scope.spawn(|| {
                // The reader takes the lock once it has seen the half.
                while !lock.exists() && store.losses().is_empty() {
                    std::thread::yield_now();
                }
                fs::rename(&whole, &place.path).unwrap();
            });
            store.load(&key()).unwrap()
        });
        loaded.is_some()
    });
    assert!(waited);
}
