//! A sealed file with all accounts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use native_auth::{DataKey, KeySource, StorageError, TokenStorage};
use native_auth_cache::{RecordTokenStore, SealedFile};
use tempfile::TempDir;

use crate::people::{self, Granted};

const PROFILE: &str = "bench";

/// A key that is known, so that another process can open the file.
#[derive(Debug)]
struct KnownKey;

impl KeySource for KnownKey {
    fn get(&self, _: &str) -> Result<Option<DataKey>, StorageError> {
        Ok(DataKey::from_bytes(&[7; DataKey::LENGTH]))
    }

    fn put(&self, _: &str, _: &DataKey) -> Result<(), StorageError> {
        Ok(())
    }
}

/// A store on disk that is gone at the end.
pub(crate) struct Filled {
    directory: TempDir,
    pub(crate) store: RecordTokenStore,
}

impl Filled {
    /// Signs this many people in, one after the other.
    pub(crate) fn with(accounts: usize) -> Result<Self> {
        let directory = scratch()?;
        let store = open(directory.path())?;
        people::fill(&store, accounts, Granted::Asked)?;
        Ok(Self { directory, store })
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }
}

/// The store in this directory.
fn open(directory: &Path) -> Result<RecordTokenStore> {
    let file = SealedFile::open(directory, PROFILE, Arc::new(KnownKey))?;
    Ok(RecordTokenStore::new(Arc::new(file)))
}

/// The same for a client.
pub(crate) fn storage(directory: &Path) -> TokenStorage {
    TokenStorage::sealed_file(directory, PROFILE, KnownKey)
}

/// A new directory beside this program: on the disk that is built on, where the system's own for such things may be in
/// memory.
pub(crate) fn scratch() -> Result<TempDir> {
    Ok(tempfile::tempdir_in(beside_this_program()?)?)
}

/// The directory of this program.
pub(crate) fn beside_this_program() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let directory = program.parent().context("a program without a directory")?;
    Ok(directory.to_owned())
}
