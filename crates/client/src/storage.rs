//! Where tokens are kept: the app's choice.

use std::fmt;
#[cfg(any(feature = "file", feature = "msal"))]
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "msal")]
use native_auth_cache::MsalFile;
use native_auth_cache::storage::{AppStorage, RecordStore};
#[cfg(feature = "keyring")]
use native_auth_cache::storage::{KeyStore, default_directory};
#[cfg(feature = "file")]
use native_auth_cache::{KeySource, Passphrase, SealedFile};
use native_auth_cache::{MemoryStorage, RecordTokenStore, Storage, StorageError, TokenStore};
#[cfg(feature = "file")]
use native_auth_wire::Secret;

/// Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place.
///
/// ```no_run
/// # fn main() -> native_auth::Result<()> {
/// use native_auth::{Client, TokenStorage};
///
/// let client = Client::builder("contoso", "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11")
///     .storage(TokenStorage::in_memory())
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenStorage {
    name: &'static str,
    open: Arc<dyn Fn() -> Result<Arc<dyn TokenStore>, StorageError> + Send + Sync>,
}

impl TokenStorage {
    /// In memory: tokens end with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::custom(MemoryStorage::new())
    }

    /// In a place of the app's own. Clients that are given clones of one place share what is in it.
    ///
    /// The bytes it is handed are secret, and it has to protect them.
    #[must_use]
    pub fn custom(storage: impl Storage) -> Self {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        Self::records("custom", move || {
            Ok(Arc::new(AppStorage::new(Arc::clone(&storage))))
        })
    }

    /// In a sealed file of this user's, with its key in the key store of the operating system: the Keychain on macOS, the
    /// Credential Manager on Windows, the Secret Service elsewhere.
    ///
    /// `app` names the app, once and for all (`com.example.app`): its directory in the user's data directory, and its
    /// items in the key store. A profile is a file with a key of its own: letters, digits, `-`, `_` and `.`. Several
    /// processes may have it open, and share what is in it.
    ///
    /// If the key store is locked, absent or silent, every call that needs the storage fails with an error that says so,
    /// within 5 seconds; nothing else is used in its place. If it has lost the key, the accounts are signed out, which is
    /// told as [`AccountEvent::StorageLost`](crate::AccountEvent::StorageLost).
    #[cfg(feature = "keyring")]
    #[must_use]
    pub fn key_store(app: impl Into<String>, profile: impl Into<String>) -> Self {
        let (app, profile) = (app.into(), profile.into());
        Self::records("key_store", move || {
            let directory = default_directory(&app)?;
            let keys = KeyStore::new(&app);
            Ok(Arc::new(SealedFile::open(
                &directory,
                &profile,
                Arc::new(keys),
            )?))
        })
    }

    /// As [`key_store`](Self::key_store), with the file below a directory of the app's choice.
    #[cfg(feature = "keyring")]
    #[must_use]
    pub fn key_store_in(
        directory: impl Into<PathBuf>,
        app: impl Into<String>,
        profile: impl Into<String>,
    ) -> Self {
        let keys = KeyStore::new(&app.into());
        Self::sealed_file(directory, profile, keys)
    }

    /// In a sealed file of this user's below `directory`, with a key that is wrapped with a passphrase (Argon2id).
    ///
    /// The passphrase should come from the person, or from where the platform keeps secrets for a service; never from the
    /// command line, which every process of the machine may read.
    #[cfg(feature = "file")]
    #[must_use]
    pub fn passphrase(
        directory: impl Into<PathBuf>,
        profile: impl Into<String>,
        passphrase: Secret,
    ) -> Self {
        let (directory, profile) = (directory.into(), profile.into());
        Self::records("passphrase", move || {
            let keys = Passphrase::new(&directory, passphrase.clone())?;
            Ok(Arc::new(SealedFile::open(
                &directory,
                &profile,
                Arc::new(keys),
            )?))
        })
    }

    /// In a sealed file of this user's below `directory`, in a directory named after the profile, with a key that the app
    /// has from elsewhere.
    ///
    /// A profile is a file with a key of its own: letters, digits, `-`, `_` and `.`. Several processes may have it open,
    /// and share what is in it. Records are sealed one by one with XChaCha20-Poly1305.
    #[cfg(feature = "file")]
    #[must_use]
    pub fn sealed_file(
        directory: impl Into<PathBuf>,
        profile: impl Into<String>,
        keys: impl KeySource + 'static,
    ) -> Self {
        let (directory, profile) = (directory.into(), profile.into());
        let keys: Arc<dyn KeySource> = Arc::new(keys);
        Self::records("sealed_file", move || {
            let keys = Arc::clone(&keys);
            Ok(Arc::new(SealedFile::open(&directory, &profile, keys)?))
        })
    }

    /// In a cache file of Microsoft's clients, such as MSAL Python has with `msal_extensions.FilePersistence`: they and this
    /// client share one sign-in.
    ///
    /// **The file is not encrypted**: whoever reads it can act in these people's names. It is made for its owner alone
    /// (mode 0600 on Unix). An ID token that another client has put there is not believed: [`Account::claims`] says nothing
    /// until the next refresh.
    ///
    /// [`Account::claims`]: crate::Account::claims
    #[cfg(feature = "msal")]
    #[must_use]
    pub fn msal_file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            name: "msal_file",
            open: Arc::new(move || Ok(Arc::new(MsalFile::new(&path)))),
        }
    }

    fn records(
        name: &'static str,
        open: impl Fn() -> Result<Arc<dyn RecordStore>, StorageError> + Send + Sync + 'static,
    ) -> Self {
        let open = move || {
            let store: Arc<dyn TokenStore> = Arc::new(RecordTokenStore::new(open()?));
            Ok(store)
        };
        Self {
            name,
            open: Arc::new(open),
        }
    }

    /// Opens it. Blocks, with a key store for up to 5 seconds.
    pub(crate) fn open(&self) -> Result<Arc<dyn TokenStore>, StorageError> {
        (self.open)()
    }
}

impl fmt::Debug for TokenStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenStorage").field(&self.name).finish()
    }
}
