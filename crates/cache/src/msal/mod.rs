//! Microsoft's clients beside ours: their cache in the schema that MSAL Python, Node and .NET share.
//!
//! | What | For |
//! |---|---|
//! | [`export`] | giving the signed-in accounts to one of Microsoft's clients |
//! | [`import`] | taking over what one of them has |
//! | [`MsalFile`] | one file for both, so that they share one sign-in |
//!
//! The schema has five sections (`AccessToken`, `RefreshToken`, `IdToken`, `Account`, `AppMetadata`) of entities by key.
//! Readers look at the entities, not at the keys. What only this library needs to know is in a section of its own,
//! `NativeAuth`, and in the member `native_auth_asked` of an access token. Their clients keep both or drop them; nothing
//! is wrong without.
//!
//! `environment` is the host of the authority, without the port, as MSAL Python and .NET have it; entities with the port,
//! as MSAL Node writes them, are understood. An account whose `home_account_id` is no `{object id}.{tenant id}`, as when a
//! tenant leaves `client_info` out, is not shared.

mod app;

mod document;
mod entity;
mod file;
mod fingerprint;
mod names;
mod notes;
mod reader;
mod remover;
mod transfer;
mod writer;

pub use document::MsalError;
pub use file::MsalFile;
pub use transfer::{Imported, ImportedAccount, Skipped, export, import};
