//! What trouble with a place for tokens means to the app.

use native_auth_cache::{StorageError, StorageErrorKind};
use native_auth_core::Error;
use native_auth_core::error::catalogue;

/// The error of the catalogue, with the app's own words if its storage had any.
pub(crate) fn explain(error: StorageError) -> Error {
    let entry = match error.kind() {
        StorageErrorKind::KeyStoreLocked => &catalogue::KEY_STORE_LOCKED,
        StorageErrorKind::KeyStoreAbsent => &catalogue::KEY_STORE_ABSENT,
        StorageErrorKind::KeyStoreTimedOut => &catalogue::KEY_STORE_TIMED_OUT,
        StorageErrorKind::KeyStoreFailed => &catalogue::KEY_STORE_FAILED,
        StorageErrorKind::PassphraseWrong => &catalogue::PASSPHRASE_WRONG,
        StorageErrorKind::Full => &catalogue::STORAGE_FULL,
        StorageErrorKind::ReadOnly => &catalogue::STORAGE_READ_ONLY,
        StorageErrorKind::Unreachable => &catalogue::STORAGE_UNREACHABLE,
        StorageErrorKind::Replaced => &catalogue::STORAGE_REPLACED,
        StorageErrorKind::NotBuiltIn => &catalogue::STORAGE_NOT_BUILT_IN,
        StorageErrorKind::PassphraseEmpty => &catalogue::PASSPHRASE_EMPTY,
        StorageErrorKind::ProfileInvalid => &catalogue::STORAGE_PROFILE_INVALID,
        // Kinds that are added later land here too.
        _ => &catalogue::STORAGE_UNAVAILABLE,
    };
    let detail = error.detail().map(str::to_owned);
    let explained = Error::new(entry).with_source(error);
    match detail {
        Some(detail) => explained.with_detail(detail),
        None => explained,
    }
}
