//! The seam between tokens and bytes.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{StorageError, StorageLock, StorageLoss};

/// Records by key, each with a generation, changed in batches. What a [`TokenStore`](crate::TokenStore) is made of.
///
/// Its methods block. An app implements [`Storage`](super::Storage) instead.
pub trait RecordStore: fmt::Debug + Send + Sync {
    /// What records there are whose keys begin with `prefix`, without reading them. Others' changes are seen.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn headings(&self, prefix: &str) -> Result<Vec<Heading>, StorageError>;

    /// One record. A record that cannot be read because it is damaged counts as absent, and as a loss.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn load(&self, key: &str) -> Result<Option<Record>, StorageError>;

    /// Makes all the changes, durably, or none: `Overtaken` if the record that `expected` names is another than
    /// expected. Comparing and changing are one.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if they were not made; what was there before stays as it was.
    fn commit(&self, expected: &Expected, changes: &[Change]) -> Result<Commit, StorageError>;

    /// What other processes have changed since this was last asked. Cheap if they have not.
    ///
    /// # Errors
    ///
    /// [`StorageError`] if it cannot be told.
    fn changed(&self) -> Result<Changed, StorageError>;

    /// Takes a named lock; see [`Storage::lock`](super::Storage::lock).
    ///
    /// # Errors
    ///
    /// [`StorageError`] if there can be no lock.
    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError>;

    /// What has been lost and not been told yet; each loss is told once.
    fn losses(&self) -> Vec<StorageLoss>;
}

/// That there is a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its key.
    pub key: String,
    /// The label it was put with: `None` if it has none, or if the store cannot tell without reading the record.
    pub label: Option<Label>,
}

/// What a record is found by besides its key; an e-mail address, as a rule, so it is sealed like the record and does not
/// show in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Label(pub String);

/// A record.
#[derive(Clone)]
pub struct Record {
    /// Which write it is of.
    pub generation: u64,
    /// What was put. Secret.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The condition of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// None.
    Anything,
    /// The record of this key is of this generation.
    Generation(String, u64),
}

/// One change of a batch.
#[derive(Clone)]
pub enum Change {
    /// Puts a record in the place of that of the same key, if there is one.
    Put {
        /// Its key.
        key: String,
        /// What else it is found by.
        label: Option<Label>,
        /// The record.
        record: Record,
    },
    /// Removes a record so that its bytes cannot be had back; one that is not there is no error.
    Delete {
        /// Its key.
        key: String,
    },
}

/// What came of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Commit {
    /// All changes are made, and durable.
    Done,
    /// The expected record is another, and nothing was changed.
    Overtaken,
}

/// What others have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// These keys; nothing if there are none.
    Keys(Vec<String>),
    /// Everything may be another.
    Everything,
    /// This store cannot tell.
    Unknown,
}

impl Change {
    /// The key of the record that it changes.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Put { key, .. } | Self::Delete { key } => key,
        }
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Label(..)")
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("generation", &self.generation)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { key, record, .. } => f
                .debug_struct("Put")
                .field("key", key)
                .field("record", record)
                .finish_non_exhaustive(),
            Self::Delete { key } => f.debug_struct("Delete").field("key", key).finish(),
        }
    }
}
