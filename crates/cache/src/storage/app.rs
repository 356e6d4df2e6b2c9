//! The app's own storage as a record store.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{
    Change, Changed, Commit, Expected, Heading, Record, RecordStore, Storage, StorageError,
    StorageErrorKind, StorageLock, StorageLoss,
};

/// The lock that makes comparing and changing one.
const WRITING: &str = "writing";

/// How long a writer that is frozen is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

const GENERATION_BYTES: usize = 8;

/// Records in a [`Storage`], which may be somebody else's code: if it panics, that is an error.
///
/// A record is the generation, eight bytes with the lowest first, and the record's bytes behind it; one that is too short
/// for that is given as it is, of generation 0. A batch is written one record after the other in the order given.
#[derive(Debug, Clone)]
pub struct AppStorage(Arc<dyn Storage>);

impl AppStorage {
    /// Records in this storage.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self(storage)
    }

    fn apply(&self, change: &Change) -> Result<(), StorageError> {
        match change {
            Change::Put { key, record, .. } => {
                let generation = record.generation.to_le_bytes();
                let mut bytes =
                    Zeroizing::new(Vec::with_capacity(GENERATION_BYTES + record.bytes.len()));
                bytes.extend_from_slice(&generation);
                bytes.extend_from_slice(&record.bytes);
                guarded(|| self.0.save(key, &bytes))
            }
            Change::Delete { key } => guarded(|| self.0.delete(key)),
        }
    }
}

impl RecordStore for AppStorage {
    fn headings(&self, prefix: &str) -> Result<Vec<Heading>, StorageError> {
        let keys = guarded(|| self.0.keys(prefix))?;
        Ok(keys
            .into_iter()
            .map(|key| Heading { key, label: None })
            .collect())
    }

    fn load(&self, key: &str) -> Result<Option<Record>, StorageError> {
        let bytes = guarded(|| self.0.load(key))?;
        Ok(bytes.map(|bytes| match parts(&bytes) {
            Some((generation, rest)) => Record {
                generation,
                bytes: Zeroizing::new(rest.to_vec()),
            },
            // Whoever reads it finds that it is none.
            None => Record {
                generation: 0,
                bytes,
            },
        }))
    }

    fn commit(&self, expected: &Expected, changes: &[Change]) -> Result<Commit, StorageError> {
        // Whoever has it for so long is frozen. It is passed: a record of a frozen writer can then still come later,
        // which a store of our own rules out and one made of single keys cannot.
        let _writing = guarded(|| self.0.lock(WRITING, PATIENCE))?;
        if let Expected::Generation(key, generation) = expected {
            let bytes = guarded(|| self.0.load(key))?;
            let current = bytes.as_ref().and_then(|bytes| parts(bytes));
            if current.is_none_or(|(current, _)| current != *generation) {
                return Ok(Commit::Overtaken);
            }
        }
        for change in changes {
            self.apply(change)?;
        }
        Ok(Commit::Done)
    }

    fn changed(&self) -> Result<Changed, StorageError> {
        Ok(Changed::Unknown)
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        guarded(|| self.0.lock(name, patience))
    }

    fn losses(&self) -> Vec<StorageLoss> {
        Vec::new()
    }
}

/// The generation and what is behind it; `None` if there is less than a generation.
fn parts(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (generation, rest) = bytes.split_first_chunk::<GENERATION_BYTES>()?;
    Some((u64::from_le_bytes(*generation), rest))
}

/// What the storage answers; its panic is a failure like others. It holds nothing of ours that could be left half done.
fn guarded<T>(call: impl FnOnce() -> Result<T, StorageError>) -> Result<T, StorageError> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(StorageError::new(StorageErrorKind::Failed)))
}
