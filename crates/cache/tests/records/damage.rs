//! Records that cannot be read: told once, copied before they are replaced, and in nobody's way.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::storage::{AppStorage, Commit};
use native_auth_cache::store::{Others, Save, TokenStore as _};
use native_auth_cache::{
    AccessTokenRecord, AccountKey, AccountRecord, MemoryStorage, Partition, RecordTokenStore,
    ScopeSet, Storage as _, StorageLoss,
};
use native_auth_wire::{AccountId, Secret};

const TENANT: &str = "5d0f8e1c-37a9-4b62-8c4e-91f2a6b7d305";
const PERSON: &str = "e1b3d5f7-92a4-46c8-a0e2-c4f6081a3b5d";
const SOMEBODY_ELSE: &str = "f2c4e6a8-03b5-47d9-b1f3-d5072b4c6e80";

const DAMAGED: [&[u8]; 5] = [
    b"",
    b"seven..",
    b"\x01\0\0\0\0\0\0\0{\"version\":1,\"gener",
    b"\x01\0\0\0\0\0\0\0\xff\xfe",
    b"{\"version\":1}",
];
const OF_A_LATER_VERSION: &[u8] = b"\x01\0\0\0\0\0\0\0{\"version\":9,\"all\":\"new\"}";

fn partition() -> Partition {
    Partition::new("https://contoso.ciamlogin.com/contoso", "app")
}

fn key(object_id: &str) -> AccountKey {
    AccountKey::new(&partition(), TENANT, &AccountId::new(TENANT, object_id))
}

fn account(object_id: &str, generation: u64) -> AccountRecord {
    AccountRecord {
        key: key(object_id),
        sign_in: 1,
        generation,
        username: Some("mila.roth@example.com".to_owned()),
        asked: Vec::new(),
        refresh_token: Some(Secret::from("refresh")),
        id_token: None,
        updated_at: SystemTime::UNIX_EPOCH,
    }
}

fn token(scope: &str) -> Arc<AccessTokenRecord> {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(3600);
    Arc::new(AccessTokenRecord {
        token: Secret::from(format!("access-{scope}").as_str()),
        scopes: vec![scope.to_owned()],
        granted: ScopeSet::new(&[scope]),
        asked: Vec::new(),
        obtained_at: SystemTime::UNIX_EPOCH,
        expires_at: end,
        extended_expires_at: None,
        refresh_at: end,
    })
}

fn store(storage: &MemoryStorage) -> RecordTokenStore {
    let records = AppStorage::new(Arc::new(storage.clone()));
    RecordTokenStore::new(Arc::new(records))
}

fn sign_in(store: &RecordTokenStore, object_id: &str, scopes: &[&str]) {
    let account = account(object_id, 1);
    let put: Vec<_> = scopes.iter().map(|scope| token(scope)).collect();
    let save = Save {
        account: &account,
        expected: None,
        put: &put,
        others: Others::Drop,
    };
    assert_eq!(store.save(&save).unwrap(), Commit::Done);
}

/// A storage in which somebody has signed in, with two tokens.
fn signed_in(object_id: &str) -> MemoryStorage {
    let storage = MemoryStorage::new();
    sign_in(&store(&storage), object_id, &["read", "write"]);
    storage
}

fn damage(storage: &MemoryStorage, prefix: &str, bytes: &[u8]) {
    for key in storage.keys(prefix).unwrap() {
        storage.save(&key, bytes).unwrap();
    }
}

/// The copies, in the order in which they were made, without the generation before each.
fn copies(storage: &MemoryStorage) -> Vec<Vec<u8>> {
    let mut keys = storage.keys("damaged|").unwrap();
    keys.sort_unstable();
    let copies = keys.iter().map(|key| storage.load(key).unwrap().unwrap());
    copies.map(|copy| copy.to_vec()).collect()
}

/// What a copy of these bytes holds: a record that is too short for a generation is given one.
fn copy_of(bytes: &[u8]) -> Vec<u8> {
    match bytes.len() < 8 {
        true => [&[0; 8], bytes].concat(),
        false => bytes.to_vec(),
    }
}

#[test]
fn an_account_that_cannot_be_read_is_told_once_and_copied_before_a_sign_in_replaces_it() {
    let damaged = DAMAGED.map(|bytes| (bytes, StorageLoss::Damaged));
    let later = (OF_A_LATER_VERSION, StorageLoss::FutureVersion);
    for (bytes, loss) in damaged.into_iter().chain([later]) {
        let storage = signed_in(PERSON);
        damage(&storage, "account|", bytes);
        let store = store(&storage);
        for _ in 0..2 {
            assert!(store.accounts(&partition()).unwrap().is_empty());
            assert!(store.load(&key(PERSON)).unwrap().is_none());
        }
        assert_eq!(store.losses(), [loss]);
        assert!(copies(&storage).is_empty(), "looking changes nothing");
        sign_in(&store, PERSON, &["read"]);
        assert_eq!(copies(&storage), [copy_of(bytes)]);
        assert_eq!(store.accounts(&partition()).unwrap().len(), 1);
        let stored = store.load(&key(PERSON)).unwrap().unwrap();
        assert_eq!(stored.tokens.len(), 1);
        assert_eq!(store.losses(), []);
    }
}

#[test]
fn a_sign_in_that_has_not_looked_before_copies_as_well() {
    let storage = signed_in(PERSON);
    damage(&storage, "account|", b"short");
    sign_in(&store(&storage), PERSON, &["read"]);
    assert_eq!(copies(&storage), [copy_of(b"short")]);
}

#[test]
fn a_token_that_cannot_be_read_is_as_if_it_were_not_there_and_is_copied_too() {
    for bytes in DAMAGED {
        let storage = signed_in(PERSON);
        damage(&storage, "token|", bytes);
        let store = store(&storage);
        let stored = store.load(&key(PERSON)).unwrap().unwrap();
        assert!(stored.tokens.is_empty());
        assert_eq!(store.losses(), [StorageLoss::Damaged]);
        let account = account(PERSON, 2);
        let save = Save {
            account: &account,
            expected: Some(1),
            put: &[token("read")],
            others: Others::Keep { but: &[] },
        };
        assert_eq!(store.save(&save).unwrap(), Commit::Done);
        assert_eq!(copies(&storage), [copy_of(bytes)], "of what is replaced");
        let stored = store.load(&key(PERSON)).unwrap().unwrap();
        assert_eq!(stored.tokens.len(), 1);
    }
}

#[test]
fn three_copies_are_kept_and_none_twice() {
    let storage = signed_in(PERSON);
    let store = store(&storage);
    for bytes in [b"1", b"2", b"2", b"3", b"4"] {
        damage(&storage, "account|", bytes);
        assert!(store.load(&key(PERSON)).unwrap().is_none());
        sign_in(&store, PERSON, &[]);
    }
    let kept = [b"2", b"3", b"4"].map(|bytes| copy_of(bytes));
    assert_eq!(copies(&storage), kept);
    // More at once than are kept: the account's, with the refresh token, is the one that counts.
    sign_in(&store, PERSON, &["a", "b", "c", "d"]);
    damage(&storage, "token|", b"token");
    damage(&storage, "account|", b"account");
    sign_in(&store, PERSON, &[]);
    let copies = copies(&storage);
    assert_eq!(copies.len(), 3);
    assert!(copies.contains(&copy_of(b"account")));
}

#[test]
fn a_sign_out_works_and_takes_the_copies_of_that_account_alone() {
    let storage = signed_in(PERSON);
    sign_in(&store(&storage), SOMEBODY_ELSE, &["read"]);
    damage(&storage, "account|", b"short");
    let store = store(&storage);
    sign_in(&store, PERSON, &["read"]);
    sign_in(&store, SOMEBODY_ELSE, &["read"]);
    damage(&storage, "account|", b"again");
    damage(&storage, "token|", b"and the tokens");
    store.remove(&key(PERSON)).unwrap();
    let left = storage.keys("").unwrap();
    assert!(!left.iter().any(|key| key.contains(PERSON)), "{left:?}");
    assert_eq!(copies(&storage), [copy_of(b"short")], "somebody else's");
    store.remove(&key(SOMEBODY_ELSE)).unwrap();
    assert_eq!(storage.keys("").unwrap(), [""; 0]);
}

#[test]
fn a_generation_that_cannot_be_read_is_none() {
    let storage = signed_in(PERSON);
    damage(&storage, "account|", b"short");
    let account = account(PERSON, 1);
    let save = Save {
        account: &account,
        expected: Some(0),
        put: &[],
        others: Others::Drop,
    };
    assert_eq!(store(&storage).save(&save).unwrap(), Commit::Overtaken);
}

#[test]
fn an_account_whose_generation_was_changed_is_damaged_and_in_nobodys_way() {
    for at in 0..8 {
        let storage = signed_in(PERSON);
        let stored = storage.keys("account|").unwrap();
        let mut bytes = storage.load(&stored[0]).unwrap().unwrap();
        bytes[at] ^= 0x10;
        storage.save(&stored[0], &bytes).unwrap();
        let fresh = store(&storage);
        assert!(fresh.accounts(&partition()).unwrap().is_empty(), "{at}");
        assert_eq!(fresh.losses(), [StorageLoss::Damaged], "{at}");
        let store = store(&storage);
        assert!(store.load(&key(PERSON)).unwrap().is_none(), "{at}");
        assert_eq!(store.losses(), [StorageLoss::Damaged], "{at}");
        sign_in(&store, PERSON, &["read"]);
        assert_eq!(copies(&storage), [bytes.to_vec()], "{at}");
        // What is saved from now on is not overtaken.
        let account = account(PERSON, 2);
        let save = Save {
            account: &account,
            expected: Some(1),
            put: &[],
            others: Others::Keep { but: &[] },
        };
        assert_eq!(store.save(&save).unwrap(), Commit::Done, "{at}");
        assert!(store.load(&key(PERSON)).unwrap().is_some(), "{at}");
        assert_eq!(store.losses(), [], "{at}");
    }
}
