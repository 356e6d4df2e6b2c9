//! A storage of the app's own that fails, or panics: nothing is lost that need not be, and nobody is told otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use native_auth::{
    AccountEvent, Client, ErrorKind, MemoryStorage, Result, Storage, StorageError,
    StorageErrorKind, StorageLock, StorageLoss, TokenRequest, TokenStorage, Zeroizing,
};
use native_auth_emulator::{CONTOSO_API_SCOPE, CONTOSO_APP_PASSWORD};
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::password_account;

const QUINN: &str = "quinn.vale@example.test";

/// What the storage does when something is to be written or removed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    Willing = 0,
    Full = 1,
    Panicking = 2,
}

#[derive(Debug, Clone, Default)]
struct Unwilling {
    inner: MemoryStorage,
    mood: Arc<AtomicU8>,
}

impl Unwilling {
    fn be(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    fn may_write(&self) -> std::result::Result<(), StorageError> {
        match self.mood.load(Ordering::SeqCst) {
            1 => Err(StorageError::with_detail(
                StorageErrorKind::Full,
                "no room on the card",
            )),
            2 => panic!("the app's storage has a fault"),
            _ => Ok(()),
        }
    }
}

impl Storage for Unwilling {
    fn load(&self, key: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        self.inner.load(key)
    }

    fn save(&self, key: &str, bytes: &[u8]) -> std::result::Result<(), StorageError> {
        self.may_write()?;
        self.inner.save(key, bytes)
    }

    fn delete(&self, key: &str) -> std::result::Result<(), StorageError> {
        self.may_write()?;
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

struct Scene {
    stage: Stage,
    storage: Unwilling,
}

impl Scene {
    async fn new() -> Self {
        let stage = Stage::http().await;
        stage.add_user(PAT, Some(PASSWORD));
        stage.add_user(QUINN, Some(PASSWORD));
        Self {
            stage,
            storage: Unwilling::default(),
        }
    }

    fn client(&self) -> Client {
        self.client_on(self.storage.clone())
    }

    /// A client of another process, whose own way to the same storage is always willing.
    fn other(&self) -> Client {
        self.client_on(Unwilling {
            inner: self.storage.inner.clone(),
            mood: Arc::default(),
        })
    }

    fn client_on(&self, storage: Unwilling) -> Client {
        let storage = TokenStorage::custom(storage);
        let builder = self.stage.builder(CONTOSO_APP_PASSWORD).storage(storage);
        builder.build().unwrap()
    }
}

#[tokio::test]
async fn a_session_goes_on_in_memory_and_the_next_save_brings_it_home() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let mut events = client.account_events();
    scene.storage.be(Mood::Full);
    let pat = password_account(&client, PAT, &[]).await?;
    let first = events.next().await.unwrap();
    let loss = StorageLoss::NotWritten;
    assert_eq!(first, AccountEvent::StorageLost { loss });
    let token = pat.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert_eq!(client.accounts().await?.len(), 1, "looking does not forget");
    assert!(scene.client().accounts().await?.is_empty());
    // Somebody else signs in: the storage can be written again, and takes both.
    scene.storage.be(Mood::Willing);
    password_account(&client, QUINN, &[]).await?;
    let other = scene.client();
    assert_eq!(other.accounts().await?.len(), 2);
    let kept = other.account(pat.id()).await?.unwrap();
    assert_eq!(
        kept.access_token(&[CONTOSO_API_SCOPE]).await?.expose(),
        token.expose()
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_out_that_could_not_be_written_holds_and_is_made_good() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let pat = password_account(&client, PAT, &[]).await?;
    scene.storage.be(Mood::Full);
    let error = pat.sign_out().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageUnavailable);
    assert_eq!(error.code(), "storage_full");
    assert_eq!(error.detail(), Some("no room on the card"));
    assert!(client.accounts().await?.is_empty(), "here it holds");
    assert_eq!(scene.client().accounts().await?.len(), 1);
    scene.storage.be(Mood::Willing);
    password_account(&client, QUINN, &[]).await?;
    let left = scene.client().accounts().await?;
    assert_eq!(left.len(), 1);
    assert_ne!(left[0].id(), pat.id());
    Ok(())
}

#[tokio::test]
async fn a_refresh_that_could_not_be_written_is_not_lost() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let pat = password_account(&client, PAT, &[]).await?;
    scene.storage.be(Mood::Full);
    pat.access_token(&[CONTOSO_API_SCOPE]).await?;
    scene.storage.be(Mood::Willing);
    scene.stage.pass(Duration::from_secs(2 * 3600));
    pat.access_token(&[CONTOSO_API_SCOPE]).await?;
    let other = scene.client();
    let kept = other.account(pat.id()).await?.unwrap();
    let sent = scene.stage.refreshes();
    kept.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert_eq!(scene.stage.refreshes(), sent);
    Ok(())
}

#[tokio::test]
async fn a_storage_that_panics_is_an_error_and_the_client_goes_on() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let pat = password_account(&client, PAT, &[]).await?;
    scene.storage.be(Mood::Panicking);
    let error = pat.sign_out().await.unwrap_err();
    assert_eq!(error.code(), "storage_unavailable");
    let mut events = client.account_events();
    let pat = password_account(&client, PAT, &[]).await?;
    let loss = StorageLoss::NotWritten;
    assert_eq!(
        events.next().await,
        Some(AccountEvent::StorageLost { loss })
    );
    pat.access_token(&[CONTOSO_API_SCOPE]).await?;
    scene.storage.be(Mood::Willing);
    pat.sign_out().await?;
    assert!(client.accounts().await?.is_empty());
    assert!(scene.client().accounts().await?.is_empty());
    Ok(())
}

fn forced() -> TokenRequest {
    TokenRequest {
        force_refresh: true,
        ..TokenRequest::default()
    }
}

#[tokio::test]
async fn what_could_not_be_written_does_not_undo_what_others_wrote_since() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let pat = password_account(&client, PAT, &[]).await?;
    let other = scene.other();
    let theirs = other.account(pat.id()).await?.unwrap();
    scene.storage.be(Mood::Full);
    let ours = pat.access_token_with(forced()).await?;
    let newer = theirs.access_token_with(forced()).await?;
    assert_ne!(ours.expose(), newer.expose());
    scene.storage.be(Mood::Willing);
    password_account(&client, QUINN, &[]).await?;
    assert_eq!(pat.access_token(&[]).await?.expose(), newer.expose());
    let third = scene.client().account(pat.id()).await?.unwrap();
    assert_eq!(third.access_token(&[]).await?.expose(), newer.expose());

    scene.storage.be(Mood::Full);
    pat.access_token_with(forced()).await?;
    theirs.sign_out().await?;
    scene.storage.be(Mood::Willing);
    password_account(&client, QUINN, &[]).await?;
    assert!(scene.client().account(pat.id()).await?.is_none());
    let error = pat.access_token(&[]).await.unwrap_err();
    assert_eq!(error.code(), "account_signed_out");
    Ok(())
}

#[tokio::test]
async fn a_late_sign_out_leaves_a_newer_sign_in_alone() -> Result<()> {
    let scene = Scene::new().await;
    let client = scene.client();
    let pat = password_account(&client, PAT, &[]).await?;
    scene.storage.be(Mood::Full);
    pat.sign_out().await.unwrap_err();
    let again = password_account(&scene.other(), PAT, &[]).await?;
    let newer = again.access_token(&[]).await?;
    scene.storage.be(Mood::Willing);
    password_account(&client, QUINN, &[]).await?;
    assert_eq!(client.accounts().await?.len(), 2);
    let kept = scene.client().account(pat.id()).await?.unwrap();
    assert_eq!(kept.access_token(&[]).await?.expose(), newer.expose());
    Ok(())
}
