//! Listing who is signed in reads no token; using one of them reads that one's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use native_auth::{
    Client, ErrorKind, MemoryStorage, Result, Storage, StorageError, StorageLock, TokenStorage,
    Zeroizing,
};
use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{PASSWORD, Stage};

use crate::openings::{password_account, person};

const PEOPLE: usize = 5;

/// A storage that writes down which records are read.
#[derive(Debug, Clone, Default)]
struct Watched {
    inner: MemoryStorage,
    read: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    /// The records of access tokens that were read since this was last asked.
    fn tokens_read(&self) -> Vec<String> {
        let mut read = std::mem::take(&mut *self.read.lock().unwrap());
        read.retain(|key| key.starts_with("token|"));
        read
    }
}

impl Storage for Watched {
    fn load(&self, key: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        self.read.lock().unwrap().push(key.to_owned());
        self.inner.load(key)
    }

    fn save(&self, key: &str, bytes: &[u8]) -> std::result::Result<(), StorageError> {
        self.inner.save(key, bytes)
    }

    fn delete(&self, key: &str) -> std::result::Result<(), StorageError> {
        self.inner.delete(key)
    }

    fn keys(&self, prefix: &str) -> std::result::Result<Vec<String>, StorageError> {
        self.inner.keys(prefix)
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> std::result::Result<Option<Box<dyn StorageLock>>, StorageError> {
        self.inner.lock(name, patience)
    }
}

/// Several people who have signed in, and a client that has just begun.
async fn scene() -> Result<(Stage, Watched, Client)> {
    let stage = Stage::http().await;
    let storage = Watched::default();
    let client = || {
        let storage = TokenStorage::custom(storage.clone());
        let builder = stage.builder(CONTOSO_APP_PASSWORD).storage(storage);
        builder.build().unwrap()
    };
    let before = client();
    for number in 0..PEOPLE {
        let username = person(number);
        stage.add_user(&username, Some(PASSWORD));
        password_account(&before, &username, &[]).await?;
    }
    storage.tokens_read();
    let client = client();
    Ok((stage, storage, client))
}

#[tokio::test]
async fn listing_reads_no_token() -> Result<()> {
    let (_stage, storage, client) = scene().await?;
    for _ in 0..2 {
        let accounts = client.accounts().await?;
        let names = accounts.iter().map(|account| account.username().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        assert_eq!(names, [0, 1, 2, 3, 4].map(person));
        assert!(accounts.iter().all(|account| account.claims().is_none()));
    }
    assert_eq!(storage.tokens_read(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn using_one_reads_its_tokens_and_no_others() -> Result<()> {
    let (stage, storage, client) = scene().await?;
    let accounts = client.accounts().await?;
    let sent = stage.emulator.requests().len();
    accounts[0].access_token(&[]).await?;
    accounts[1].load().await?;
    let claims = accounts[1].claims().unwrap();
    assert_eq!(
        claims.preferred_username(),
        accounts[1].username().as_deref()
    );
    assert_eq!(stage.emulator.requests().len(), sent);
    let read = storage.tokens_read();
    assert_eq!(read.len(), 2, "{read:?}");
    for account in &accounts[..2] {
        let object_id = account.id().object_id();
        assert!(read.iter().any(|key| key.contains(object_id)), "{read:?}");
    }
    Ok(())
}

#[tokio::test]
async fn whoever_was_listed_and_has_signed_out_is_not_there_to_be_read() -> Result<()> {
    let (_stage, storage, client) = scene().await?;
    let listed = client.accounts().await?;
    let other = MemoryStorage::clone(&storage.inner);
    for key in other.keys("").unwrap() {
        other.delete(&key).unwrap();
    }
    let error = listed[0].load().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SignInRequired);
    assert_eq!(error.code(), "account_signed_out");
    assert_eq!(listed[0].username(), None);
    assert!(client.accounts().await?.is_empty());
    Ok(())
}
