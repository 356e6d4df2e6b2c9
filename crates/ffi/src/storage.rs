//! A place of the app's own for tokens.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use native_auth::{StorageError, StorageErrorKind, Zeroizing};
use tokio::sync::Semaphore;

use crate::foreign::{Foreign, NoAnswer, PATIENCE, Visit, on_a_thread};

/// A place of the app's own for tokens, such as Keychain or a file under Android's Keystore: bytes by key.
///
/// Its methods may block; they are called on threads where that is allowed, from several at once. The keys hold the
/// authority, the client id, tenant and object ids and scopes. **The bytes are secret**: whoever reads them can act in the
/// person's name, so the place has to protect them.
///
/// What changes something gives `true` once it is done. What a language throws and loses on the way, such as an `Error` of
/// the JVM's, leaves `false` behind, which counts as a failure: no token is taken for kept that is not.
#[uniffi::export(foreign)]
pub trait Storage: Send + Sync {
    /// What was saved last under the key; `None` if nothing was, or it was deleted.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`] if it cannot be told.
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StorageFailure>;

    /// Keeps the bytes in the place of those before, and gives `true`. On return they are durable: they survive a crash and
    /// a power cut. On failure what was there before stays.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`] if they were not kept.
    fn save(&self, key: String, bytes: Vec<u8>) -> Result<bool, StorageFailure>;

    /// Forgets what is under the key, durably, and gives `true`. A key without anything is no error.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`] if it may still be there.
    fn delete(&self, key: String) -> Result<bool, StorageFailure>;

    /// Every key that begins with `prefix`, in any order.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`] if they cannot be told.
    fn keys(&self, prefix: String) -> Result<Vec<String>, StorageFailure>;

    /// Takes the lock of this name, so that one process at a time refreshes an account: waits for it up to `patience` and
    /// gives `None` if somebody else has it for longer. It ends when it is released, and when its holder dies.
    ///
    /// The library asks for names of its own, which it may hold several of at once, and all clients of the place share them.
    /// An app that takes locks there for itself keeps to names that begin with `app|`, which the library never asks for.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`] if there can be no lock.
    fn lock(
        &self,
        name: String,
        patience: Duration,
    ) -> Result<Option<Arc<dyn StorageLock>>, StorageFailure>;
}

/// Holds a lock of a [`Storage`].
#[uniffi::export(foreign)]
pub trait StorageLock: Send + Sync {
    /// Gives the lock up; called once.
    ///
    /// # Errors
    ///
    /// [`StorageFailure`], which changes nothing.
    fn release(&self) -> Result<(), StorageFailure>;
}

/// Why the app's place for tokens cannot be used. Whatever else is thrown counts as `Failed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Error)]
pub enum StorageFailure {
    /// It is locked; the person has to unlock it.
    Locked,
    /// There is no room left.
    Full,
    /// It may be read and not written.
    ReadOnly,
    /// It cannot be reached.
    Unreachable,
    /// Anything else.
    Failed,
}

impl fmt::Display for StorageFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Locked => "the place for tokens is locked",
            Self::Full => "there is no room left for the tokens",
            Self::ReadOnly => "the place for tokens cannot be written",
            Self::Unreachable => "the place for tokens cannot be reached",
            Self::Failed => "the place for tokens failed",
        })
    }
}

impl std::error::Error for StorageFailure {}

/// Its text may hold anything, so it is dropped.
impl From<uniffi::UnexpectedUniFFICallbackError> for StorageFailure {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<StorageFailure> for StorageError {
    fn from(failure: StorageFailure) -> Self {
        Self::new(match failure {
            StorageFailure::Locked => StorageErrorKind::KeyStoreLocked,
            StorageFailure::Full => StorageErrorKind::Full,
            StorageFailure::ReadOnly => StorageErrorKind::ReadOnly,
            StorageFailure::Unreachable => StorageErrorKind::Unreachable,
            StorageFailure::Failed => StorageErrorKind::Failed,
        })
    }
}

/// The app's storage as the client wants one.
pub(crate) struct ForeignStorage {
    app: Foreign<dyn Storage>,
    /// Changes are made one after the other. One that nobody waits for any more may still be made: a later one of the same
    /// key must not come before it.
    changing: Arc<Semaphore>,
}

impl ForeignStorage {
    pub(crate) fn new(storage: Arc<dyn Storage>) -> Self {
        Self {
            app: Foreign::new(storage),
            changing: Arc::new(Semaphore::new(1)),
        }
    }

    /// Calls the app's storage, and goes on without it if it does not answer.
    fn call<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Foreign<dyn Storage>) -> Result<T, StorageFailure> + Send + 'static,
    ) -> Result<T, StorageError> {
        waited(self.app.call(limit, work))
    }

    /// Has the app's storage change something.
    fn change(
        &self,
        work: impl FnOnce(&Foreign<dyn Storage>) -> Result<bool, StorageFailure> + Send + 'static,
    ) -> Result<(), StorageError> {
        let is_done = waited(self.app.call_in_turn(&self.changing, PATIENCE, work))?;
        is_done
            .then_some(())
            .ok_or_else(|| StorageError::new(StorageErrorKind::Failed))
    }
}

/// What came of a call. Blocks.
fn waited<T>(
    call: impl Future<Output = Result<Result<T, StorageFailure>, NoAnswer>>,
) -> Result<T, StorageError> {
    // Always there: the client calls storages on its runtime's threads for what blocks.
    let runtime = tokio::runtime::Handle::try_current()
        .map_err(|_| StorageError::new(StorageErrorKind::Failed))?;
    match runtime.block_on(call) {
        Ok(answer) => answer.map_err(StorageError::from),
        Err(NoAnswer::TimedOut) => Err(StorageError::new(StorageErrorKind::KeyStoreTimedOut)),
        Err(NoAnswer::Broken) => Err(StorageError::new(StorageErrorKind::Failed)),
    }
}

impl native_auth::Storage for ForeignStorage {
    fn load(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let key = key.to_owned();
        let loaded = self.call(PATIENCE, |storage| storage.load(key))?;
        Ok(loaded.map(Zeroizing::new))
    }

    fn save(&self, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
        let (key, bytes) = (key.to_owned(), bytes.to_vec());
        self.change(|storage| storage.save(key, bytes))
    }

    fn delete(&self, key: &str) -> Result<(), StorageError> {
        let key = key.to_owned();
        self.change(|storage| storage.delete(key))
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let prefix = prefix.to_owned();
        self.call(PATIENCE, |storage| storage.keys(prefix))
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn native_auth::StorageLock>>, StorageError> {
        let name = name.to_owned();
        let limit = patience.saturating_add(PATIENCE);
        // A lock that comes when nobody waits for it any more is given up at once.
        let work = move |storage: &Foreign<dyn Storage>| storage.lock(name, patience).map(Held::of);
        let held = self.call(limit, work)?;
        Ok(held.map(|held| Box::new(held) as Box<dyn native_auth::StorageLock>))
    }
}

impl fmt::Debug for ForeignStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignStorage")
    }
}

/// A lock of the app's, released when it is dropped.
struct Held(Option<Foreign<dyn StorageLock>>);

impl Held {
    fn of(lock: Option<Arc<dyn StorageLock>>) -> Option<Self> {
        lock.map(|lock| Self(Some(Foreign::new(lock))))
    }
}

impl native_auth::StorageLock for Held {}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(lock) = self.0.take() else {
            return;
        };
        // It may be dropped where nothing may block. Without a thread the lock ends with the process.
        let release = move || {
            if let Some(_visit) = Visit::begin() {
                let _ = lock.release();
            }
        };
        let _ = on_a_thread(Box::new(release));
    }
}
