//! The data key in the key store of the operating system.

mod item;
#[cfg(target_os = "macos")]
#[path = "key_store/macos.rs"]
mod platform;
#[cfg(any(target_os = "linux", target_os = "freebsd"))]
#[path = "key_store/secret_service.rs"]
mod platform;
#[cfg(windows)]
#[path = "key_store/windows.rs"]
mod platform;
#[cfg(not(any(
    target_os = "linux",
    target_os = "freebsd",
    target_os = "macos",
    windows
)))]
#[path = "key_store/none.rs"]
mod platform;

use std::fmt;
use std::time::Duration;

use item::Item;

use super::sealed_file::checked;
use super::{DataKey, KeySource, StorageError, limited};

/// Keeps the data key in the key store of the operating system: Keychain on macOS, the Credential Manager on Windows,
/// and the Secret Service (GNOME Keyring, KWallet, KeePassXC) on Linux and FreeBSD.
///
/// There is one item per app and profile. Its service is `native-auth:` and the app's name, its user the profile, and
/// what it holds is the key in base64. An item that holds anything else counts as none: its key is lost, and the next
/// `put` takes its place.
///
/// Every method blocks, for [`KeyStore::LIMIT`] at most, and so does opening a profile's file, with all its calls
/// together. They may be called from a thread of an async runtime as far as that thread may block at all. What has gone
/// on for longer goes on by itself, at most four calls of a process at a time: a `put` that timed out may still have been
/// made. The key itself is zeroed when it is dropped; what passes through the libraries of the platform is out of our
/// hands.
///
/// # Errors
///
/// | Kind | When |
/// |---|---|
/// | [`KeyStoreLocked`](super::StorageErrorKind::KeyStoreLocked) | the person has to unlock it. Where the system asks them, the question stays on the screen, on Linux for a minute; once it is answered, calls go through again |
/// | [`KeyStoreAbsent`](super::StorageErrorKind::KeyStoreAbsent) | no session bus, no Secret Service or none with a default collection; no logon session; a platform that has none here, such as Android and iOS |
/// | [`KeyStoreTimedOut`](super::StorageErrorKind::KeyStoreTimedOut) | no answer |
/// | [`KeyStoreFailed`](super::StorageErrorKind::KeyStoreFailed) | anything else |
/// | [`ProfileInvalid`](super::StorageErrorKind::ProfileInvalid) | as for [`SealedFile::open`](super::SealedFile::open) |
#[derive(Clone)]
pub struct KeyStore {
    service: String,
}

impl KeyStore {
    /// How long a call takes at most, and how long opening a profile's file waits for the key store.
    pub const LIMIT: Duration = Duration::from_secs(5);

    /// The key store of the person who runs this process.
    ///
    /// `app` tells the app's items from those of other apps, and shows in the tools that list them. Take the identifier
    /// that the app goes by on the platform, such as `com.example.app`, the same as for
    /// [`default_directory`](super::default_directory), and never another afterwards: a key is found only under the
    /// name it was kept under.
    #[must_use]
    pub fn new(app: &str) -> Self {
        Self {
            service: format!("native-auth:{app}"),
        }
    }

    /// Removes the key of a profile, after which nobody can read that profile's file. No key is no error.
    ///
    /// # Errors
    ///
    /// [`StorageError`] of the kinds above if it may still be there.
    pub fn remove(&self, profile: &str) -> Result<(), StorageError> {
        self.with_item(profile, Item::remove)
    }

    fn with_item<T: Send + 'static>(
        &self,
        profile: &str,
        work: impl FnOnce(&Item) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let (service, profile) = (self.service.clone(), checked(profile)?);
        limited::run(Self::LIMIT, move |asking| {
            work(&Item::new(&service, &profile, asking)?)
        })
    }
}

impl KeySource for KeyStore {
    fn get(&self, profile: &str) -> Result<Option<DataKey>, StorageError> {
        self.with_item(profile, Item::read)
    }

    fn put(&self, profile: &str, key: &DataKey) -> Result<(), StorageError> {
        let key = key.clone();
        self.with_item(profile, move |item| item.write(&key))
    }

    fn limit(&self) -> Option<Duration> {
        Some(Self::LIMIT)
    }
}

impl fmt::Debug for KeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyStore")
            .field("service", &self.service)
            .finish()
    }
}
