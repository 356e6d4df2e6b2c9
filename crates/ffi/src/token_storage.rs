//! Where a client keeps its tokens.
//!
//! Every build has every constructor, so that the sources of the languages go with all of them. What a build lacks says so
//! when it is used, and nothing else is used in its place.

mod built;

use std::sync::Arc;

use crate::Result;
use crate::storage::{ForeignStorage, Storage};

/// Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place.
///
/// A library that was built without its own storage or key store (the features `file` and `keyring`), or without what it
/// shares with Microsoft's clients (`msal`), answers a choice of those with `Configuration` at the first call that needs
/// the storage.
#[derive(Debug, uniffi::Object)]
pub struct TokenStorage(pub(crate) native_auth::TokenStorage);

#[uniffi::export]
impl TokenStorage {
    /// In memory: tokens end with the process.
    #[uniffi::constructor]
    #[must_use]
    pub fn in_memory() -> Arc<Self> {
        Arc::new(Self(native_auth::TokenStorage::in_memory()))
    }

    /// In a place of the app's own. Clients that are given one place share what is in it.
    #[uniffi::constructor]
    pub fn custom(storage: Arc<dyn Storage>) -> Arc<Self> {
        let storage = native_auth::TokenStorage::custom(ForeignStorage::new(storage));
        Arc::new(Self(storage))
    }

    /// In a cache file of Microsoft's clients, such as MSAL Python has with `msal_extensions.FilePersistence`: they and this
    /// client share one sign-in. **The file is not encrypted.**
    #[uniffi::constructor]
    #[must_use]
    pub fn msal_file(path: String) -> Arc<Self> {
        Arc::new(Self(built::msal_file(path)))
    }

    /// In a sealed file of this user's below `directory`, with a key that is wrapped with a passphrase (Argon2id). The
    /// passphrase should come from the person, or from where the platform keeps secrets for a service.
    #[uniffi::constructor]
    #[must_use]
    pub fn passphrase(directory: String, profile: String, passphrase: String) -> Arc<Self> {
        let storage = built::passphrase(directory, profile, passphrase.into());
        Arc::new(Self(storage))
    }

    /// In a sealed file of this user's below `directory`, with a key of 32 random bytes that the app keeps in a key store of
    /// its platform, such as Keychain or Android's Keystore.
    ///
    /// # Errors
    ///
    /// `Configuration` if there are not exactly 32 bytes.
    #[uniffi::constructor]
    pub fn sealed_file(directory: String, profile: String, key: Vec<u8>) -> Result<Arc<Self>> {
        let key = native_auth::Zeroizing::new(key);
        let storage = built::sealed_file(directory, profile, &key)?;
        Ok(Arc::new(Self(storage)))
    }

    /// In a sealed file of this user's, with its key in the key store of the operating system: the Keychain on macOS, the
    /// Credential Manager on Windows, the Secret Service elsewhere.
    ///
    /// `app` names the app, once and for all (`com.example.app`). A profile is a file with a key of its own: letters,
    /// digits, `-`, `_` and `.`. Several processes may have it open, and share what is in it.
    #[uniffi::constructor]
    #[must_use]
    pub fn key_store(app: String, profile: String) -> Arc<Self> {
        Arc::new(Self(built::key_store(app, profile)))
    }

    /// As `key_store`, with the file below a directory of the app's choice.
    #[uniffi::constructor]
    #[must_use]
    pub fn key_store_in(directory: String, app: String, profile: String) -> Arc<Self> {
        let storage = built::key_store_in(directory, app, profile);
        Arc::new(Self(storage))
    }
}
