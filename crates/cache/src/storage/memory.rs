//! Tokens that end with the process.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Storage, StorageError, StorageLock, held};

/// Keeps tokens in memory: they end with the process. Clones share what is in it, so several clients of one app can.
#[derive(Clone, Default)]
pub struct MemoryStorage(Arc<Inner>);

#[derive(Default)]
struct Inner {
    records: Mutex<BTreeMap<String, Zeroizing<Vec<u8>>>>,
    locked: Mutex<BTreeSet<String>>,
    unlocked: Condvar,
}

impl MemoryStorage {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Zeroizing<Vec<u8>>>> {
        held(&self.0.records)
    }
}

impl Storage for MemoryStorage {
    fn load(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        Ok(self.records().get(key).cloned())
    }

    fn save(&self, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
        let bytes = Zeroizing::new(bytes.to_vec());
        self.records().insert(key.to_owned(), bytes);
        Ok(())
    }

    fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.records().remove(key);
        Ok(())
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let records = self.records();
        let from = records.range(prefix.to_owned()..);
        let keys = from
            .map(|(key, _)| key)
            .take_while(|key| key.starts_with(prefix));
        Ok(keys.cloned().collect())
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        let locked = held(&self.0.locked);
        let waited = self
            .0
            .unlocked
            .wait_timeout_while(locked, patience, |locked| locked.contains(name));
        let (mut locked, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Ok(None);
        }
        locked.insert(name.to_owned());
        Ok(Some(Box::new(Guard {
            storage: Arc::clone(&self.0),
            name: name.to_owned(),
        })))
    }
}

struct Guard {
    storage: Arc<Inner>,
    name: String,
}

impl StorageLock for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        held(&self.storage.locked).remove(&self.name);
        self.storage.unlocked.notify_all();
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

impl fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStorage").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::MemoryStorage;
    use crate::Storage as _;

    #[test]
    fn a_lock_is_one_holders_at_a_time() {
        let storage = MemoryStorage::new();
        let held = storage.lock("a", Duration::ZERO).unwrap();
        assert!(held.is_some());
        assert!(storage.lock("a", Duration::ZERO).unwrap().is_none());
        assert!(storage.lock("b", Duration::ZERO).unwrap().is_some());
        drop(held);
        assert!(storage.lock("a", Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn keys_are_those_with_the_prefix() {
        let storage = MemoryStorage::new();
        for key in ["a", "ab", "abc", "b"] {
            storage.save(key, b"1").unwrap();
        }
        storage.delete("abc").unwrap();
        assert_eq!(storage.keys("ab").unwrap(), ["ab"]);
        assert_eq!(storage.keys("").unwrap().len(), 3);
    }
}
