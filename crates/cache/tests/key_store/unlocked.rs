//! The Secret Service is there and unlocked.

use std::collections::HashMap;
use std::env;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use dbus_secret_service::{EncryptionType, SecretService};
use native_auth_cache::StorageLoss;
use native_auth_cache::storage::{DataKey, KeySource as _, KeyStore, RecordStore as _, SealedFile};
use tempfile::TempDir;

use crate::{APP, save};

#[test]
fn a_key_is_had_again() {
    let keys = KeyStore::new(APP);
    let (first, second) = (DataKey::generate(), DataKey::generate());
    assert!(keys.get("again").unwrap().is_none());

    keys.put("again", &first).unwrap();
    assert_eq!(keys.get("again").unwrap().unwrap().expose(), first.expose());
    keys.put("again", &second).unwrap();
    let again = KeyStore::new(APP).get("again").unwrap().unwrap();
    assert_eq!(again.expose(), second.expose());

    keys.remove("again").unwrap();
    assert!(keys.get("again").unwrap().is_none());
    keys.remove("again").unwrap();
}

#[test]
fn apps_and_profiles_do_not_share_keys() {
    let key = DataKey::generate();
    KeyStore::new(APP).put("mine", &key).unwrap();
    assert!(KeyStore::new("another app").get("mine").unwrap().is_none());
    assert!(KeyStore::new(APP).get("another").unwrap().is_none());
}

#[test]
fn threads_may_call_at_once() {
    let keys = KeyStore::new(APP);
    let all: Vec<_> = (0..16)
        .map(|number| {
            let keys = keys.clone();
            thread::spawn(move || {
                let profile = format!("thread-{number}");
                let key = DataKey::generate();
                keys.put(&profile, &key).unwrap();
                let again = keys.get(&profile).unwrap().unwrap();
                assert_eq!(again.expose(), key.expose());
            })
        })
        .collect();
    for thread in all {
        thread.join().unwrap();
    }
}

/// What several processes do at once, below.
#[test]
fn a_key_of_many_is_put_and_is_there() {
    let keys = KeyStore::new(APP);
    keys.put("of-many", &DataKey::generate()).unwrap();
    assert!(keys.get("of-many").unwrap().is_some());
}

#[test]
fn processes_may_call_at_once() {
    let all: Vec<_> = (0..4)
        .map(|_| {
            Command::new(env::current_exe().unwrap())
                .args(["--exact", "unlocked::a_key_of_many_is_put_and_is_there"])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut process in all {
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(items("of-many"), 1);
}

#[test]
fn a_call_may_be_made_within_any_runtime() {
    let round_trip = |profile: &'static str| async move {
        let keys = KeyStore::new(APP);
        let key = DataKey::generate();
        keys.put(profile, &key).unwrap();
        let again = keys.get(profile).unwrap().unwrap();
        assert_eq!(again.expose(), key.expose());
    };

    let one = tokio::runtime::Builder::new_current_thread();
    build(one).block_on(round_trip("one-thread"));
    let many = build(tokio::runtime::Builder::new_multi_thread());
    many.block_on(async move {
        round_trip("the-first-of-many").await;
        tokio::spawn(round_trip("another-of-many")).await.unwrap();
    });
}

fn build(mut runtime: tokio::runtime::Builder) -> tokio::runtime::Runtime {
    runtime.enable_all().build().unwrap()
}

#[test]
fn an_item_that_holds_no_key_counts_as_none_and_can_be_replaced() {
    let keys = KeyStore::new(APP);
    for junk in [&b""[..], b"not a key", b"AAAA", &[0xff; 32]] {
        plant("junk", junk, true);
        assert!(keys.get("junk").unwrap().is_none());
        let key = DataKey::generate();
        keys.put("junk", &key).unwrap();
        assert_eq!(keys.get("junk").unwrap().unwrap().expose(), key.expose());
        assert_eq!(items("junk"), 1);
    }
}

#[test]
fn of_two_items_the_key_counts_if_they_agree() {
    let keys = KeyStore::new(APP);
    let same = "Hx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8=";
    plant("twice", same.as_bytes(), false);
    plant("twice", same.as_bytes(), false);
    plant("twice", b"not a key", false);
    assert_eq!(items("twice"), 3);
    assert_eq!(keys.get("twice").unwrap().unwrap().expose(), &[0x1f; 32]);

    let other = "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICA=";
    plant("twice", other.as_bytes(), false);
    assert!(keys.get("twice").unwrap().is_none());

    let key = DataKey::generate();
    keys.put("twice", &key).unwrap();
    assert_eq!(keys.get("twice").unwrap().unwrap().expose(), key.expose());
    assert_eq!(items("twice"), 1);

    plant("twice", same.as_bytes(), false);
    keys.remove("twice").unwrap();
    assert_eq!(items("twice"), 0);
}

#[test]
fn a_file_whose_key_is_lost_is_told_once_and_begun_anew() {
    let directory = TempDir::new().unwrap();
    let keys = KeyStore::new(APP);
    let open = || SealedFile::open(directory.path(), "lost", Arc::new(keys.clone())).unwrap();
    save(&open());
    assert!(open().load("a/key").unwrap().is_some());

    keys.remove("lost").unwrap();
    let file = open();
    assert!(file.load("a/key").unwrap().is_none());
    assert_eq!(file.losses(), [StorageLoss::KeyLost]);
    save(&file);
    drop(file);

    let file = open();
    assert!(file.load("a/key").unwrap().is_some());
    assert_eq!(file.losses(), []);
}

#[test]
fn the_key_does_not_show() {
    let keys = KeyStore::new(APP);
    assert_eq!(
        format!("{keys:?}"),
        r#"KeyStore { service: "native-auth:native-auth.tests" }"#
    );
}

/// Under which an item is documented to be found.
fn attributes(profile: &str) -> HashMap<&str, &str> {
    HashMap::from([
        ("service", "native-auth:native-auth.tests"),
        ("username", profile),
    ])
}

fn plant(profile: &str, content: &[u8], replace: bool) {
    let service = SecretService::connect(EncryptionType::Dh).unwrap();
    let collection = service.get_default_collection().unwrap();
    collection
        .create_item(profile, attributes(profile), content, replace, "text/plain")
        .unwrap();
}

fn items(profile: &str) -> usize {
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    let found = service.search_items(attributes(profile)).unwrap();
    found.unlocked.len() + found.locked.len()
}
