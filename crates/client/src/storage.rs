//! Where tokens are kept: the app's choice.

use std::fmt;
use std::sync::Arc;

use native_auth_cache::storage::{AppStorage, RecordStore};
use native_auth_cache::{MemoryStorage, RecordTokenStore, Storage, StorageError, TokenStore};

/// Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place.
///
/// ```no_run
/// # fn main() -> native_auth::Result<()> {
/// use native_auth::{Client, TokenStorage};
///
/// let client = Client::builder("contoso", "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11")
///     .storage(TokenStorage::in_memory())
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenStorage {
    name: &'static str,
    open: Arc<dyn Fn() -> Result<Arc<dyn TokenStore>, StorageError> + Send + Sync>,
}

impl TokenStorage {
    /// In memory: tokens end with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::custom(MemoryStorage::new())
    }

    /// In a place of the app's own. Clients that are given clones of one place share what is in it.
    ///
    /// The bytes it is handed are secret, and it has to protect them.
    #[must_use]
    pub fn custom(storage: impl Storage) -> Self {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        Self::records("custom", move || {
            Ok(Arc::new(AppStorage::new(Arc::clone(&storage))))
        })
    }

    fn records(
        name: &'static str,
        open: impl Fn() -> Result<Arc<dyn RecordStore>, StorageError> + Send + Sync + 'static,
    ) -> Self {
        let open = move || {
            let store: Arc<dyn TokenStore> = Arc::new(RecordTokenStore::new(open()?));
            Ok(store)
        };
        Self {
            name,
            open: Arc::new(open),
        }
    }

    /// Opens it. Blocks, with a key store for up to 5 seconds.
    pub(crate) fn open(&self) -> Result<Arc<dyn TokenStore>, StorageError> {
        (self.open)()
    }
}

impl fmt::Debug for TokenStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenStorage").field(&self.name).finish()
    }
}
