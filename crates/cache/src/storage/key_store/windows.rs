//! Windows: a generic credential of the Credential Manager.

use std::collections::HashMap;

use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Entry, Error};
use windows_native_keyring_store::Store;

use crate::storage::limited::Asking;
use crate::storage::{StorageError, StorageErrorKind};

/// The item, on this machine only: the file it opens does not roam either.
pub(super) fn entry(service: &str, user: &str, _asking: &Asking) -> Result<Entry, StorageError> {
    let store = Store::new().map_err(explain)?;
    let here = HashMap::from([("persistence", "Local")]);
    store.build(service, user, Some(&here)).map_err(explain)
}

/// What the error of an item means.
pub(super) fn explain(error: Error) -> StorageError {
    StorageError::new(match error {
        // The process runs without a logon session, as some services do.
        Error::NoStorageAccess(_) => StorageErrorKind::KeyStoreAbsent,
        _ => StorageErrorKind::KeyStoreFailed,
    })
}
