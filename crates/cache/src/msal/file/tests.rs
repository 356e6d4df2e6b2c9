//! Writers that are frozen at the worst moments.

use std::fs;
use std::time::{Duration, SystemTime};

use native_auth_wire::{AccountId, Secret};
use tempfile::TempDir;

use super::replace::{New, clear};
use super::{ATTEMPTS, MsalFile, NEW, writer};
use crate::msal::app::App;
use crate::storage::{Commit, StorageErrorKind};
use crate::store::{Others, Save, TokenStore as _};
use crate::{AccountKey, AccountRecord, Partition};

const TENANT: &str = "5d0f8e1c-37a9-4b62-8c4e-91f2a6b7d305";

fn partition() -> Partition {
    Partition::new(
        "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
        "app",
    )
}

fn account(object_id: &str, generation: u64) -> AccountRecord {
    AccountRecord {
        key: AccountKey::new(&partition(), TENANT, &AccountId::new(TENANT, object_id)),
        sign_in: 1,
        generation,
        username: None,
        asked: Vec::new(),
        refresh_token: Some(Secret::from(format!("{object_id}-{generation}").as_str())),
        id_token: None,
        updated_at: SystemTime::UNIX_EPOCH,
    }
}

fn save(account: &AccountRecord, expected: Option<u64>) -> Save<'_> {
    Save {
        account,
        expected,
        put: &[],
        others: Others::Keep { but: &[] },
    }
}

struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { directory }
    }

    /// A store that waits for nobody.
    fn store(&self) -> MsalFile {
        MsalFile::new(self.directory.path().join("cache.json")).with_patience(Duration::ZERO)
    }

    fn generation(&self, object_id: &str) -> Option<u64> {
        let stored = self.store().load(&account(object_id, 0).key).unwrap();
        stored.map(|stored| stored.account.generation)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }
}

#[test]
fn a_holder_that_wakes_merges_what_others_have_written_since_it_read() {
    let place = Place::new();
    let (holder, other) = (place.store(), place.store());
    let app = App::new(&partition());
    let mut reads = 0;
    let outcome = holder.change(|document| {
        reads += 1;
        // It has the lock and has read. Here it is frozen, and passed.
        if reads == 1 {
            let theirs = account("b", 1);
            assert_eq!(other.save(&save(&theirs, None)).unwrap(), Commit::Done);
        }
        writer::put(document, &app, &save(&account("a", 1), None));
        ((), true)
    });
    outcome.unwrap();
    assert_eq!(reads, 2);
    assert_eq!(place.generation("a"), Some(1));
    assert_eq!(place.generation("b"), Some(1));
    assert_eq!(place.names(), ["cache.json"]);
}

#[test]
fn a_holder_that_wakes_adopts_newer_tokens_of_the_same_account() {
    let place = Place::new();
    let (holder, other) = (place.store(), place.store());
    assert_eq!(
        holder.save(&save(&account("a", 1), None)).unwrap(),
        Commit::Done
    );
    let ours = account("a", 2);
    let theirs = account("a", 7);
    let mut reads = 0;
    let outcome = holder.change(|document| {
        reads += 1;
        let outcome = super::save(document, &save(&ours, Some(1)));
        if reads == 1 {
            assert_eq!(outcome, (Commit::Done, true));
            let save = save(&theirs, Some(1));
            assert_eq!(other.save(&save).unwrap(), Commit::Done);
        }
        outcome
    });
    assert_eq!(outcome.unwrap(), Commit::Overtaken);
    assert_eq!(place.generation("a"), Some(7));
}

#[test]
fn a_writer_that_is_overtaken_each_time_says_so_and_has_changed_nothing() {
    let place = Place::new();
    let (unlucky, other) = (place.store(), place.store());
    let app = App::new(&partition());
    let mut reads = 0;
    let outcome = unlucky.change(|document| {
        reads += 1;
        let theirs = account("b", reads);
        assert_eq!(other.save(&save(&theirs, None)).unwrap(), Commit::Done);
        writer::put(document, &app, &save(&account("a", 1), None));
        ((), true)
    });
    assert_eq!(outcome.unwrap_err().kind(), StorageErrorKind::LockFailed);
    assert_eq!(reads, u64::from(ATTEMPTS));
    assert_eq!(place.generation("a"), None);
    assert_eq!(place.generation("b"), Some(reads));
    assert_eq!(place.names(), ["cache.json"]);
}

/// Frozen after the last look, just before it renames: whoever passes clears its file away.
#[test]
fn the_new_file_of_who_is_slower_never_takes_the_place() {
    let place = Place::new();
    let path = place.directory.path().join("cache.json");
    let slower = New::write(&path, NEW, b"slower").unwrap();
    let faster = New::write(&path, NEW, b"faster").unwrap();
    clear(&path, NEW, Some(&faster)).unwrap();
    assert!(faster.put(&path).unwrap());
    assert!(!slower.put(&path).unwrap());
    assert_eq!(fs::read(&path).unwrap(), b"faster");
    assert_eq!(place.names(), ["cache.json"]);
}

#[test]
fn what_killed_writers_left_behind_goes_with_a_sign_out() {
    let place = Place::new();
    for name in [
        "cache.json.new-1",
        "cache.json.damaged-new-1",
        "cache.json.new",
    ] {
        fs::write(place.directory.path().join(name), "half a file of tokens").unwrap();
    }
    place.store().remove(&account("a", 1).key).unwrap();
    assert_eq!(
        place.names(),
        ["cache.json.new"],
        "which is nobody's of ours"
    );
}
