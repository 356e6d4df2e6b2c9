//! The key that a profile's file is sealed with, and where that key is kept.

use std::fmt;
use std::time::Duration;

use rand::TryRngCore as _;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::StorageError;

/// 32 random bytes that seal the file of a profile. Zeroed when dropped; `Debug` does not show them.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; DataKey::LENGTH]>);

impl DataKey {
    /// How many bytes a key has.
    pub const LENGTH: usize = 32;

    /// A new random key, from the operating system's randomness.
    #[must_use]
    pub fn generate() -> Self {
        let mut key = Zeroizing::new([0; Self::LENGTH]);
        // Not of a generator of the thread's own, which a fork would give to both processes.
        rand::RngCore::fill_bytes(&mut OsRng.unwrap_err(), &mut key[..]);
        Self(key)
    }

    /// The key that was kept; `None` if these are not exactly 32 bytes. They have to be random: a passphrase, or a plain
    /// digest of one, is no key.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; Self::LENGTH]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    /// The bytes to keep. Never log or print them.
    #[must_use]
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// Where the data key of a profile is kept: the key store of the operating system, or a passphrase's derivation.
///
/// Its methods block. Two processes that open a new profile at the same time call `put` one after the other: the one
/// that comes second has seen what the first one put. After a `put` the key is had with `get` like any other, so what is
/// used is what is kept.
pub trait KeySource: fmt::Debug + Send + Sync {
    /// The key of this profile; `None` if there is none, or none any more. What cannot be told is an error, never
    /// `None`: without a key the file of the profile is set aside and a new one begun.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told, because the key store is locked, absent or silent.
    fn get(&self, profile: &str) -> Result<Option<DataKey>, StorageError>;

    /// Keeps the key of this profile. On return it is durable.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it was not kept.
    fn put(&self, profile: &str, key: &DataKey) -> Result<(), StorageError>;

    /// How long whoever opens a profile waits for this source, with all its calls together, and for another process that
    /// is making the key; also how long asking again takes at most. `None`: for as long as the calls take.
    ///
    /// With a limit they are made on a thread of their own. When it is over, opening fails with
    /// [`KeyStoreTimedOut`](super::StorageErrorKind::KeyStoreTimedOut), and the thread goes on by itself. Until it ends
    /// nobody else makes a key for the profile: a `put` that hangs may still be made.
    fn limit(&self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::DataKey;

    #[test]
    fn a_key_has_32_bytes_and_shows_none() {
        for length in [0, 16, 31, 33, 64] {
            assert!(DataKey::from_bytes(&vec![7; length]).is_none());
        }
        let key = DataKey::from_bytes(&[7; 32]).unwrap();
        assert_eq!(key.expose(), &[7; 32]);
        assert_eq!(format!("{key:?}"), "DataKey(..)");
    }

    #[test]
    fn a_key_is_made_only_once() {
        assert_ne!(DataKey::generate().expose(), DataKey::generate().expose());
    }
}
