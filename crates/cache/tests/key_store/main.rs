//! The key store of Linux, for real: GNOME Keyring on a session bus of its own.
//!
//! Every module needs another session, so none of this runs with the ordinary tests: the part "key store" of
//! `cargo xtask test` makes the sessions, each in an empty home, and runs each module in its own.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod locked;
#[cfg(test)]
mod no_bus;
#[cfg(test)]
mod no_collection;
#[cfg(test)]
mod no_service;
#[cfg(test)]
mod stopped_bus;
#[cfg(test)]
mod stopped_service;
#[cfg(test)]
mod unlocked;

/// The app whose items the tests make.
#[cfg(test)]
const APP: &str = "native-auth.tests";

/// What each call that has to fail fails with.
#[cfg(test)]
fn assert_every_call_fails(expected: native_auth_cache::StorageErrorKind) {
    use native_auth_cache::storage::{DataKey, KeySource as _, KeyStore, SealedFile};

    let keys = KeyStore::new(APP);
    let got = keys.get("default").unwrap_err();
    assert_eq!(got.kind(), expected, "{got}");
    let put = keys.put("default", &DataKey::generate()).unwrap_err();
    assert_eq!(put.kind(), expected, "{put}");
    let removed = keys.remove("default").unwrap_err();
    assert_eq!(removed.kind(), expected, "{removed}");
    let directory = tempfile::tempdir().unwrap();
    let keys = std::sync::Arc::new(keys);
    let opened = SealedFile::open(directory.path(), "default", keys).unwrap_err();
    assert_eq!(opened.kind(), expected, "{opened}");
}

/// Puts a record under `a/key`.
#[cfg(test)]
fn save(file: &native_auth_cache::SealedFile) {
    use native_auth_cache::storage::{Change, Commit, Expected, Record, RecordStore as _};

    let record = Record {
        generation: 1,
        bytes: b"a token".to_vec().into(),
    };
    let put = Change::Put {
        key: "a/key".to_owned(),
        label: None,
        record,
    };
    let saved = file.commit(&Expected::Anything, &[put]);
    assert_eq!(saved.unwrap(), Commit::Done);
}
