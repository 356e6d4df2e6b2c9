//! Platforms without a key store that this library knows: Android and iOS among them, where the app hands in its own
//! storage.

use keyring_core::{Entry, Error};

use crate::storage::limited::Asking;
use crate::storage::{StorageError, StorageErrorKind};

/// There is no item.
pub(super) fn entry(_service: &str, _user: &str, _asking: &Asking) -> Result<Entry, StorageError> {
    Err(StorageError::new(StorageErrorKind::KeyStoreAbsent))
}

/// There is no item, so there is no error of one either.
pub(super) fn explain(_error: Error) -> StorageError {
    StorageError::new(StorageErrorKind::KeyStoreAbsent)
}
