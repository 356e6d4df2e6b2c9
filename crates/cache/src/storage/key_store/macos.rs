//! macOS: a generic password in the login keychain.

use apple_native_keyring_store::keychain::Store;
use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Entry, Error};

use crate::storage::limited::Asking;
use crate::storage::{StorageError, StorageErrorKind};

/// `errSecNotAvailable`, `errSecNoSuchKeychain`: there is no keychain, as for a user without a home.
const ABSENT: [i32; 2] = [-25291, -25294];

/// `errSecAuthFailed`, `errSecInteractionNotAllowed`, `errSecUserCanceled`: locked, and the person did not unlock it or
/// cannot be asked.
const LOCKED: [i32; 3] = [-25293, -25308, -128];

/// The item. Keychain asks the person by itself when it is locked, and says nothing of it.
pub(super) fn entry(service: &str, user: &str, _asking: &Asking) -> Result<Entry, StorageError> {
    let store = Store::new().map_err(explain)?;
    store.build(service, user, None).map_err(explain)
}

/// What the error of an item means.
pub(super) fn explain(error: Error) -> StorageError {
    let (Error::PlatformFailure(source) | Error::NoStorageAccess(source)) = error else {
        return StorageError::new(StorageErrorKind::KeyStoreFailed);
    };
    let Some(error) = source.downcast_ref::<security_framework::base::Error>() else {
        return StorageError::new(StorageErrorKind::KeyStoreFailed);
    };
    let code = error.code();
    let kind = if ABSENT.contains(&code) {
        StorageErrorKind::KeyStoreAbsent
    } else if LOCKED.contains(&code) {
        StorageErrorKind::KeyStoreLocked
    } else {
        StorageErrorKind::KeyStoreFailed
    };
    StorageError::with_detail(kind, format!("Keychain answered {code}"))
}
