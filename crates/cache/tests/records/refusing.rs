//! An app's storage that cannot give some of its records.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use native_auth_cache::storage::{AppStorage, Commit};
use native_auth_cache::store::{Others, Save, TokenStore as _};
use native_auth_cache::{
    AccountKey, AccountRecord, MemoryStorage, Partition, RecordTokenStore, Storage, StorageError,
    StorageErrorKind, StorageLock,
};
use native_auth_wire::{AccountId, Secret};
use zeroize::Zeroizing;

const TENANT: &str = "5d0f8e1c-37a9-4b62-8c4e-91f2a6b7d305";
const PERSON: &str = "e1b3d5f7-92a4-46c8-a0e2-c4f6081a3b5d";

/// Loads no record whose key begins so, once it refuses.
#[derive(Debug, Clone)]
struct Refusing {
    storage: MemoryStorage,
    prefix: &'static str,
    refuses: Arc<AtomicBool>,
}

impl Storage for Refusing {
    fn load(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        if self.refuses.load(Ordering::Relaxed) && key.starts_with(self.prefix) {
            return Err(StorageError::new(StorageErrorKind::Failed));
        }
        self.storage.load(key)
    }

    fn save(&self, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.storage.save(key, bytes)
    }

    fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.storage.delete(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.storage.keys(prefix)
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        self.storage.lock(name, patience)
    }
}

/// A storage in which the person has signed in, and a store that cannot load what begins so.
fn refusing(prefix: &'static str) -> (Refusing, RecordTokenStore) {
    let refusing = Refusing {
        storage: MemoryStorage::new(),
        prefix,
        refuses: Arc::default(),
    };
    let records = AppStorage::new(Arc::new(refusing.clone()));
    let store = RecordTokenStore::new(Arc::new(records));
    sign_in(&store);
    refusing.refuses.store(true, Ordering::Relaxed);
    (refusing, store)
}

fn key() -> AccountKey {
    let partition = Partition::new("https://contoso.ciamlogin.com/contoso", "app");
    AccountKey::new(&partition, TENANT, &AccountId::new(TENANT, PERSON))
}

fn sign_in(store: &RecordTokenStore) {
    let account = AccountRecord {
        key: key(),
        sign_in: 1,
        generation: 1,
        username: None,
        asked: Vec::new(),
        refresh_token: Some(Secret::from("refresh")),
        id_token: None,
        updated_at: SystemTime::UNIX_EPOCH,
    };
    let save = Save {
        account: &account,
        expected: None,
        put: &[],
        others: Others::Drop,
    };
    assert_eq!(store.save(&save).unwrap(), Commit::Done);
}

fn damage(storage: &Refusing, prefix: &str) {
    for key in storage.keys(prefix).unwrap() {
        storage.save(&key, b"damaged").unwrap();
    }
}

#[test]
fn a_record_that_cannot_be_loaded_stops_no_sign_in() {
    for prefix in ["account|", "token|"] {
        let (storage, store) = refusing(prefix);
        let token = format!("token|{}|read", key().as_str());
        storage.save(&token, b"damaged").unwrap();
        damage(&storage, prefix);
        sign_in(&store);
        storage.refuses.store(false, Ordering::Relaxed);
        assert!(store.load(&key()).unwrap().is_some());
        assert_eq!(storage.keys("token|").unwrap(), [""; 0]);
        // Of what cannot be had there is no copy.
        let copies = storage.keys("damaged|").unwrap();
        assert_eq!(copies.len(), usize::from(prefix == "account|"));
    }
}

#[test]
fn what_was_found_damaged_and_cannot_be_loaded_any_more_is_replaced_without_a_copy() {
    let (storage, store) = refusing("account|");
    damage(&storage, "account|");
    storage.refuses.store(false, Ordering::Relaxed);
    assert!(store.load(&key()).unwrap().is_none());
    storage.refuses.store(true, Ordering::Relaxed);
    sign_in(&store);
    storage.refuses.store(false, Ordering::Relaxed);
    assert!(store.load(&key()).unwrap().is_some());
    assert_eq!(storage.keys("damaged|").unwrap(), [""; 0]);
}

#[test]
fn a_copy_that_cannot_be_loaded_stops_none_either() {
    let (storage, store) = refusing("damaged|");
    for copies in 1..=2 {
        damage(&storage, "account|");
        sign_in(&store);
        // Whether it is there already cannot be told, so it is kept once more.
        assert_eq!(storage.keys("damaged|").unwrap().len(), copies);
    }
}
