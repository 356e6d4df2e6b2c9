//! The places for tokens that this build has, and what stands for those that it lacks.

use native_auth::{Secret, TokenStorage};

use crate::Result;

pub(super) fn msal_file(path: String) -> TokenStorage {
    #[cfg(feature = "msal")]
    {
        TokenStorage::msal_file(path)
    }
    #[cfg(not(feature = "msal"))]
    absent(path)
}

pub(super) fn passphrase(directory: String, profile: String, passphrase: Secret) -> TokenStorage {
    #[cfg(feature = "file")]
    {
        TokenStorage::passphrase(directory, profile, passphrase)
    }
    #[cfg(not(feature = "file"))]
    absent((directory, profile, passphrase))
}

pub(super) fn sealed_file(directory: String, profile: String, key: &[u8]) -> Result<TokenStorage> {
    #[cfg(feature = "file")]
    {
        given_key::GivenKey::new(key).map(|key| TokenStorage::sealed_file(directory, profile, key))
    }
    #[cfg(not(feature = "file"))]
    Ok(absent((directory, profile, key)))
}

pub(super) fn key_store(app: String, profile: String) -> TokenStorage {
    #[cfg(feature = "keyring")]
    {
        TokenStorage::key_store(app, profile)
    }
    #[cfg(not(feature = "keyring"))]
    absent((app, profile))
}

pub(super) fn key_store_in(directory: String, app: String, profile: String) -> TokenStorage {
    #[cfg(feature = "keyring")]
    {
        TokenStorage::key_store_in(directory, app, profile)
    }
    #[cfg(not(feature = "keyring"))]
    absent((directory, app, profile))
}

/// A place that says that it is not here. What it was to be made of is dropped.
#[cfg(not(all(feature = "keyring", feature = "msal")))]
fn absent<T>(_: T) -> TokenStorage {
    TokenStorage::custom(absent::Absent)
}

#[cfg(not(all(feature = "keyring", feature = "msal")))]
mod absent {
    use std::time::Duration;

    use native_auth::{Storage, StorageError, StorageErrorKind, StorageLock, Zeroizing};

    #[derive(Debug)]
    pub(super) struct Absent;

    fn not_built_in<T>() -> Result<T, StorageError> {
        Err(StorageError::new(StorageErrorKind::NotBuiltIn))
    }

    impl Storage for Absent {
        fn load(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
            not_built_in()
        }

        fn save(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
            not_built_in()
        }

        fn delete(&self, _: &str) -> Result<(), StorageError> {
            not_built_in()
        }

        fn keys(&self, _: &str) -> Result<Vec<String>, StorageError> {
            not_built_in()
        }

        fn lock(&self, _: &str, _: Duration) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
            not_built_in()
        }
    }
}

#[cfg(feature = "file")]
mod given_key {
    use native_auth::error::catalogue;
    use native_auth::{DataKey, KeySource, StorageError, StorageErrorKind};

    use crate::{NativeAuthError, Result};

    /// A key that the app has given.
    #[derive(Debug)]
    pub(super) struct GivenKey(DataKey);

    impl GivenKey {
        pub(super) fn new(bytes: &[u8]) -> Result<Self> {
            let key = DataKey::from_bytes(bytes);
            let invalid = || NativeAuthError::new(&catalogue::SEALING_KEY_INVALID);
            key.map(Self).ok_or_else(invalid)
        }
    }

    impl KeySource for GivenKey {
        fn get(&self, _: &str) -> std::result::Result<Option<DataKey>, StorageError> {
            Ok(Some(self.0.clone()))
        }

        /// Never called, for there is always one.
        fn put(&self, _: &str, _: &DataKey) -> std::result::Result<(), StorageError> {
            Err(StorageError::new(StorageErrorKind::KeyStoreFailed))
        }
    }
}
