//! Tokens at rest.
//!
//! This crate knows tokens, not flows, and has no clock of its own: the time is an argument everywhere.
//!
//! | Module | What |
//! |---|---|
//! | [`key`] | whose tokens: authority, tenant id, client id and account |
//! | [`scopes`] | what a token is for, as a set |
//! | [`record`] | what is kept of an account and of an access token |
//! | [`lookup`] | [`TokenCache`]: choosing a token, in memory; pure |
//! | [`msal`] | the same in the schema of Microsoft's clients, and a file of theirs |
//! | [`schema`] | the persisted form, tagged by version; pure |
//! | [`store`] | [`TokenStore`]: accounts and tokens, durable |
//! | [`storage`] | where the bytes go: memory, a sealed file, the app's own |
//!
//! ```text
//! client ── TokenCache (memory)
//!    └───── TokenStore ─┬─ RecordTokenStore ── RecordStore ─┬─ SealedFile
//!                       │      (schema)                     ├─ MemoryStorage
//!                       │                                   └─ AppStorage ── the app's own Storage
//!                       └─ MsalFile (a cache file of Microsoft's clients)
//! ```

pub mod key;
pub mod lookup;
#[cfg(feature = "msal")]
pub mod msal;
pub mod record;
pub mod schema;
pub mod scopes;
pub mod storage;
pub mod store;

pub use key::{AccountKey, Partition};
pub use lookup::{Ambiguous, TokenCache};
#[cfg(feature = "msal")]
pub use msal::MsalFile;
pub use record::{AccessTokenRecord, AccountRecord};
pub use scopes::ScopeSet;
#[cfg(feature = "keyring")]
pub use storage::KeyStore;
#[cfg(feature = "file")]
pub use storage::{DataKey, KeySource, Passphrase, SealedFile, default_directory};
pub use storage::{
    MemoryStorage, RecordStore, Storage, StorageError, StorageErrorKind, StorageLock, StorageLoss,
};
pub use store::{RecordTokenStore, TokenStore};
