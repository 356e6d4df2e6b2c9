//! Linux and FreeBSD: the Secret Service on the session bus, in its default collection.
//!
//! <https://specifications.freedesktop.org/secret-service-spec/latest/>

use std::collections::HashMap;
use std::sync::{Mutex, TryLockError};

use dbus_secret_service::{EncryptionType, Error as ServiceError, SecretService};
use dbus_secret_service_keyring_store::Store;
use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Entry, Error};

use crate::storage::limited::Asking;
use crate::storage::{StorageError, StorageErrorKind};

/// How long the person has to unlock the key store before the question is taken back. It is also how long a question
/// that was refused at once may seem to go on: the library does not always see that it was.
const SECONDS_TO_UNLOCK: u64 = 60;

/// Held while the person is asked, so that a second call does not ask a second time.
static QUESTION: Mutex<()> = Mutex::new(());

/// The item, after the collection that it is in was unlocked.
///
/// Unlocked first, because some services do not list what is in a locked collection, and a key that is locked up must
/// not pass for one that is lost. Connected anew every time: a service that was restarted in between has forgotten
/// every connection, and this is called once per start of an app.
pub(super) fn entry(service: &str, user: &str, asking: &Asking) -> Result<Entry, StorageError> {
    unlock(asking).map_err(|error| from_service(&error))?;
    let store = Store::new().map_err(explain)?;
    let label = format!("{service} ({user})");
    let label = HashMap::from([("label", label.as_str())]);
    store.build(service, user, Some(&label)).map_err(explain)
}

fn unlock(asking: &Asking) -> Result<(), ServiceError> {
    let service =
        SecretService::connect_with_max_prompt_timeout(EncryptionType::Plain, SECONDS_TO_UNLOCK)?;
    let collection = service.get_default_collection()?;
    if collection.is_locked()? {
        let _question = match QUESTION.try_lock() {
            Ok(question) => question,
            Err(TryLockError::Poisoned(question)) => question.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(ServiceError::Locked),
        };
        asking.begin();
        let unlocked = collection.unlock();
        asking.end();
        unlocked?;
    }
    Ok(())
}

/// What the error of an item means.
pub(super) fn explain(error: Error) -> StorageError {
    match error {
        Error::PlatformFailure(source) | Error::NoStorageAccess(source) => {
            match source.downcast_ref::<ServiceError>() {
                Some(error) => from_service(error),
                None => StorageError::new(StorageErrorKind::KeyStoreFailed),
            }
        }
        _ => StorageError::new(StorageErrorKind::KeyStoreFailed),
    }
}

fn from_service(error: &ServiceError) -> StorageError {
    match error {
        ServiceError::Locked | ServiceError::Prompt => {
            StorageError::new(StorageErrorKind::KeyStoreLocked)
        }
        ServiceError::NoResult => StorageError::with_detail(
            StorageErrorKind::KeyStoreAbsent,
            "the Secret Service has no default collection",
        ),
        ServiceError::Unavailable => StorageError::new(StorageErrorKind::KeyStoreAbsent),
        ServiceError::Dbus(error) => from_bus(error.name().unwrap_or_default()),
        _ => StorageError::new(StorageErrorKind::KeyStoreFailed),
    }
}

/// The names are those of the D-Bus and of the Secret Service specifications; the text beside a name is for people and
/// may say anything, so it is left out.
fn from_bus(name: &str) -> StorageError {
    let kind = match name.rsplit_once("Error.").map(|(_, name)| name) {
        Some("IsLocked") => StorageErrorKind::KeyStoreLocked,
        Some("NoReply" | "Timeout" | "TimedOut") => StorageErrorKind::KeyStoreTimedOut,
        Some(
            "BadAddress" | "FileNotFound" | "NameHasNoOwner" | "NoServer" | "NotSupported"
            | "ServiceUnknown",
        ) => StorageErrorKind::KeyStoreAbsent,
        Some(name) if name.starts_with("Spawn.") => StorageErrorKind::KeyStoreAbsent,
        _ => StorageErrorKind::KeyStoreFailed,
    };
    StorageError::with_detail(kind, name)
}

#[cfg(test)]
mod tests {
    use super::from_bus;
    use crate::storage::StorageErrorKind::{
        KeyStoreAbsent, KeyStoreFailed, KeyStoreLocked, KeyStoreTimedOut,
    };

    #[test]
    fn errors_of_the_bus_are_told_apart_by_name() {
        for (name, kind) in [
            ("org.freedesktop.DBus.Error.ServiceUnknown", KeyStoreAbsent),
            (
                "org.freedesktop.DBus.Error.Spawn.ChildExited",
                KeyStoreAbsent,
            ),
            ("org.freedesktop.DBus.Error.NoReply", KeyStoreTimedOut),
            ("org.freedesktop.Secret.Error.IsLocked", KeyStoreLocked),
            ("org.freedesktop.Secret.Error.NoSuchObject", KeyStoreFailed),
            ("", KeyStoreFailed),
        ] {
            assert_eq!(from_bus(name).kind(), kind, "{name}");
        }
    }
}
