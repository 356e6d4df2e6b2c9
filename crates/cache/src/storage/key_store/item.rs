//! The item of one profile.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use super::platform::{self, explain};
use crate::storage::limited::Asking;
use crate::storage::{DataKey, StorageError};

/// The item of a profile; there may be none yet.
///
/// The key is kept as text, since KWallet keeps nothing else.
#[derive(Debug)]
pub(super) struct Item(Entry);

impl Item {
    /// The item under this service and user, in a key store that is open.
    pub(super) fn new(service: &str, user: &str, asking: &Asking) -> Result<Self, StorageError> {
        platform::entry(service, user, asking).map(Self)
    }

    /// The key that it holds.
    pub(super) fn read(&self) -> Result<Option<DataKey>, StorageError> {
        match key_of(&self.0) {
            Err(Error::Ambiguous(items)) => agreed(&items),
            read => read.map_err(explain),
        }
    }

    /// Has it hold this key.
    pub(super) fn write(&self, key: &DataKey) -> Result<(), StorageError> {
        let text = Zeroizing::new(STANDARD.encode(key.expose()));
        match self.0.set_secret(text.as_bytes()) {
            Err(Error::Ambiguous(items)) => {
                delete_all(&items)?;
                self.0.set_secret(text.as_bytes()).map_err(explain)
            }
            written => written.map_err(explain),
        }
    }

    /// Removes it.
    pub(super) fn remove(&self) -> Result<(), StorageError> {
        match self.0.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(items)) => delete_all(&items),
            removed => removed.map_err(explain),
        }
    }
}

fn key_of(entry: &Entry) -> Result<Option<DataKey>, Error> {
    match entry.get_secret().map(Zeroizing::new) {
        Ok(text) => Ok(decoded(&text)),
        Err(Error::NoEntry | Error::BadEncoding(_) | Error::BadDataFormat(..)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn decoded(text: &[u8]) -> Option<DataKey> {
    let key = Zeroizing::new(STANDARD.decode(text).ok()?);
    DataKey::from_bytes(&key)
}

/// Of several items under one name, the one key that all those with a key hold. A key store that is synchronised or
/// restored from a copy may end up with two; with two different keys neither can be trusted, and the key counts as lost.
fn agreed(items: &[Entry]) -> Result<Option<DataKey>, StorageError> {
    let mut agreed: Option<DataKey> = None;
    for item in items {
        let Some(key) = key_of(item).map_err(explain)? else {
            continue;
        };
        match &agreed {
            Some(other) if other.expose() != key.expose() => return Ok(None),
            _ => agreed = Some(key),
        }
    }
    Ok(agreed)
}

fn delete_all(items: &[Entry]) -> Result<(), StorageError> {
    for item in items {
        match item.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => {}
            Err(error) => return Err(explain(error)),
        }
    }
    Ok(())
}
