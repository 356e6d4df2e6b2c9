//! The Secret Service is there and unlocked, and nothing on the bus can ask the person; the test locks it.

use std::fs;
use std::sync::Arc;

use dbus_secret_service::{EncryptionType, SecretService};
use native_auth_cache::StorageErrorKind;
use native_auth_cache::storage::{DataKey, KeySource as _, KeyStore, SealedFile};
use tempfile::TempDir;

use crate::{APP, assert_every_call_fails, save};

#[test]
fn a_locked_key_store_is_told_from_one_without_the_key() {
    let keys = KeyStore::new(APP);
    keys.put("default", &DataKey::generate()).unwrap();
    let directory = TempDir::new().unwrap();
    save(&SealedFile::open(directory.path(), "default", Arc::new(keys.clone())).unwrap());
    assert!(keys.get("other").unwrap().is_none());

    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    let collection = service.get_default_collection().unwrap();
    collection.lock().unwrap();
    assert!(collection.is_locked().unwrap());

    assert_every_call_fails(StorageErrorKind::KeyStoreLocked);
    // The file waits for its key.
    let refused =
        SealedFile::open(directory.path(), "default", Arc::new(keys.clone())).unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::KeyStoreLocked);
    let kept = fs::read_dir(directory.path().join("default")).unwrap();
    let names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with("damaged")));
    // Nobody can tell whether there is one, so it is not "none".
    let other = keys.get("other").unwrap_err();
    assert_eq!(other.kind(), StorageErrorKind::KeyStoreLocked);
}
