//! Files that cannot be understood, and places that cannot be written.

use std::fs;

use indexmap::IndexMap;
use native_auth_cache::StorageLoss;
use native_auth_cache::store::TokenStore as _;

use crate::file::{MSAL_PYTHON, Place};
use crate::samples::{
    APP, OTHER_APP, PERSON, SOMEBODY_ELSE, first, key, key_of, partition, sign_in, stored,
};

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

/// A cache of three as it was written: two people, and the first of them in another app.
fn of_three() -> String {
    let somebody_else = MSAL_PYTHON.replace(PERSON, SOMEBODY_ELSE);
    let other_app = MSAL_PYTHON.replace(APP, OTHER_APP);
    let mut all: IndexMap<String, IndexMap<String, IndexMap<String, String>>> = IndexMap::new();
    for (text, whose) in [
        (MSAL_PYTHON, "of-the-person"),
        (&somebody_else, "of-somebody-else"),
        (&other_app, "of-the-other-app"),
    ] {
        let text = text.replace("of-python", whose);
        let text = text.replace("c2lnbmF0dXJl", whose);
        let read: IndexMap<String, IndexMap<String, _>> = serde_json::from_str(&text).unwrap();
        for (section, entities) in read {
            all.entry(section).or_default().extend(entities);
        }
    }
    serde_json::to_string_pretty(&all).unwrap()
}

/// How often the name stands in a token.
fn tokens_of(whose: &str, bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    text.matches(whose).count()
}

#[test]
fn a_sign_out_on_a_damaged_file_takes_the_tokens_of_one_account_out_of_the_copy() {
    let whole = of_three();
    let half = whole.find("\"refresh-of-the-other-app").unwrap();
    let mut odd_byte = whole.clone().into_bytes();
    odd_byte[half] = 0xff;
    for (damaged, whats_there) in [
        (whole.as_bytes()[..whole.len() - 9].to_vec(), 3),
        (whole.as_bytes()[1..].to_vec(), 3),
        (
            whole
                .replacen("\"Account\": {", "\"Account\": 7, \"More\": {", 1)
                .into_bytes(),
            3,
        ),
        (odd_byte, 3),
        (whole.as_bytes()[..half + 20].to_vec(), 2),
    ] {
        let place = Place::new();
        fs::write(&place.path, &damaged).unwrap();
        let store = place.store();
        store.remove(&key()).unwrap();
        assert_eq!(place.names(), ["cache.json", "cache.json.damaged-1"]);
        assert_eq!(fs::read_to_string(&place.path).unwrap(), "{}");
        let copy = place.directory.path().join("cache.json.damaged-1");
        let kept = fs::read(&copy).unwrap();
        assert_eq!(tokens_of("of-the-person", &damaged), 3);
        assert_eq!(tokens_of("of-the-person", &kept), 0);
        assert_eq!(tokens_of("of-somebody-else", &kept), 3);
        assert_eq!(tokens_of("of-the-other-app", &kept), whats_there);
        assert_eq!(kept.len(), damaged.len(), "nothing moves");
        store.remove(&key_of(SOMEBODY_ELSE)).unwrap();
        let kept = fs::read(&copy).unwrap();
        assert_eq!(tokens_of("of-somebody-else", &kept), 0);
        assert_eq!(tokens_of("of-the-other-app", &kept), whats_there);
    }
}

#[test]
fn a_sign_out_leaves_what_nobody_can_understand_as_it_is() {
    let sealed = b"\x00\x01 sealed by somebody \xff {\x02}";
    let place = Place::new();
    fs::write(&place.path, sealed).unwrap();
    let store = place.store();
    store.remove(&key()).unwrap();
    let copy = place.directory.path().join("cache.json.damaged-1");
    assert_eq!(fs::read(copy).unwrap(), sealed);
}

/// A cache whose name is so long that no file can be made beside it whose name is longer by more than this: that stops
/// even the administrator.
#[cfg(unix)]
fn with_room_for(more: usize, text: &str) -> Place {
    let mut place = Place::new();
    place.path = place.directory.path().join("c".repeat(255 - more));
    fs::write(&place.path, text).unwrap();
    place
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_the_old_file_stays_byte_for_byte() {
    let mut place = with_room_for(".lockfile".len(), MSAL_PYTHON);
    let store = place.store();
    assert!(store.save(&first(&stored())).is_err());
    assert_eq!(fs::read_to_string(&place.path).unwrap(), MSAL_PYTHON);
    assert_eq!(place.names().len(), 1, "the lock is given up");
    assert!(store.load(&key()).unwrap().is_some());
    let shorter = place.directory.path().join("cache.json");
    fs::rename(&place.path, &shorter).unwrap();
    place.path = shorter;
    sign_in(&place.store(), &stored());
    let stored = place.store().load(&key()).unwrap().unwrap();
    assert_eq!(stored.account.generation, 3);
}

#[cfg(unix)]
#[test]
fn a_damaged_file_that_cannot_be_kept_aside_is_not_written_over() {
    for (room, is_kept) in [(24, false), (29, true)] {
        let place = with_room_for(room, "{cut");
        let store = place.store();
        assert!(store.load(&key()).unwrap().is_none());
        assert_eq!(store.losses(), [StorageLoss::Damaged]);
        assert_eq!(store.save(&first(&stored())).is_ok(), is_kept);
        let there = fs::read_to_string(&place.path).unwrap();
        assert_eq!(there == "{cut", !is_kept);
    }
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
