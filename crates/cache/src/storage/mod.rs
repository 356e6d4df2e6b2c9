//! Where the bytes go.

mod app;
#[cfg(feature = "file")]
mod data_key;
#[cfg(feature = "file")]
mod directory;
#[cfg(feature = "file")]
pub(crate) mod disk;
mod error;
#[cfg(any(feature = "file", feature = "msal"))]
pub(crate) mod file_locks;
#[cfg(feature = "keyring")]
mod key_store;
#[cfg(feature = "file")]
mod limited;
mod loss;
mod memory;
#[cfg(feature = "file")]
mod passphrase;
#[cfg(any(feature = "file", feature = "msal"))]
pub(crate) mod private_files;
mod record_store;
#[cfg(feature = "file")]
mod sealed_file;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

pub use app::AppStorage;
#[cfg(feature = "file")]
pub use data_key::{DataKey, KeySource};
#[cfg(feature = "file")]
pub use directory::default_directory;
pub use error::{StorageError, StorageErrorKind};
#[cfg(feature = "keyring")]
pub use key_store::KeyStore;
pub use loss::StorageLoss;
pub use memory::MemoryStorage;
#[cfg(feature = "file")]
pub use passphrase::Passphrase;
pub use record_store::{Change, Changed, Commit, Expected, Heading, Label, Record, RecordStore};
#[cfg(feature = "file")]
pub use sealed_file::SealedFile;

/// A place of the app's own for tokens, such as Keychain or a file under Android's Keystore: bytes by key.
///
/// Its methods block; they are called on threads where that is allowed, from several at once. The keys hold the
/// authority, the client id, tenant and object ids and scopes: nothing secret and no e-mail address. **The bytes are
/// secret**: whoever reads them can act in the person's name, so the place has to protect them.
///
/// What comes back otherwise than it was saved counts as lost: it is told ([`StorageLoss`]), and copied to a key that begins
/// with `damaged|` before it is replaced, at most three of them.
///
/// If a method panics, the call that needed it fails with an error.
pub trait Storage: fmt::Debug + Send + Sync + 'static {
    /// What was saved last under the key; `None` if nothing was, or it was deleted.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn load(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError>;

    /// Keeps the bytes in the place of those before. On return they are durable: they survive a crash and a power cut.
    /// On failure what was there before stays.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if they were not kept.
    fn save(&self, key: &str, bytes: &[u8]) -> Result<(), StorageError>;

    /// Forgets what is under the key, durably. A key without anything is no error.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it may still be there.
    fn delete(&self, key: &str) -> Result<(), StorageError>;

    /// Every key that begins with `prefix`, in any order.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if they cannot be told.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError>;

    /// Takes the lock of this name, so that one process at a time refreshes an account: waits for it up to `patience`
    /// and gives `None` if somebody else has it for longer. It ends when the guard is dropped, and when its holder dies.
    ///
    /// The library asks for names of its own, which it may hold several of at once, and all clients of the place share them.
    /// An app that takes locks there for itself keeps to names that begin with `app|`, which the library never asks for: one
    /// that both use would keep the other waiting.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if there can be no lock.
    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError>;
}

/// Holds a lock of a [`Storage`]; dropping it gives the lock up.
pub trait StorageLock: fmt::Debug + Send {}

/// Nothing panics while holding one of these locks, so a poisoned one holds whole data all the same.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
