//! All at once: out of this library, and into it.

use native_auth_wire::Secret;
use zeroize::Zeroizing;

use super::document::{Document, MsalError};
use super::reader::{self, Found};
use super::writer;
use crate::Partition;
use crate::store::StoredAccount;

pub use super::reader::Skipped;

/// What was read from a cache of Microsoft's clients.
#[derive(Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The accounts of the app that was asked for.
    pub accounts: Vec<ImportedAccount>,
    /// What was left out.
    pub skipped: Skipped,
}

/// An account of such a cache.
///
/// Its generation and sign-in number are those that were exported with it; what comes from elsewhere has others, which
/// mean nothing. Whoever stores the account gives it new ones.
#[derive(Debug)]
#[non_exhaustive]
pub struct ImportedAccount {
    /// The account with its tokens, without its ID token.
    pub stored: StoredAccount,
    /// Its ID token. **Nobody has verified it**: Microsoft's clients do not, and whoever could write the cache could write
    /// any. It becomes the account's once its signature, issuer, audience and tenant have been checked; it may have
    /// expired long ago.
    pub unverified_id_token: Option<Secret>,
}

/// The accounts as a cache of Microsoft's clients: JSON, in UTF-8, with every token in the clear. **Secret**: whoever
/// reads it can act in these people's names.
///
/// Times are kept in whole seconds, as the schema has them.
#[must_use]
pub fn export(accounts: &[StoredAccount]) -> Zeroizing<String> {
    let mut document = Document::default();
    for stored in accounts {
        writer::add(&mut document, &stored.account, &stored.tokens);
    }
    document.write()
}

/// Reads the accounts of one app from a cache of Microsoft's clients: those whose `environment` is the host of the
/// partition and who have tokens of its client id. The `realm` becomes the tenant id.
///
/// # Errors
///
/// [`MsalError`] if it is no such cache. A single entity that cannot be read is left out and counted.
pub fn import(json: &str, partition: &Partition) -> Result<Imported, MsalError> {
    let document = Document::parse(json)?;
    let (found, skipped) = reader::read(&document, partition, None);
    let accounts = found.into_iter().map(
        |Found {
             stored, id_token, ..
         }| ImportedAccount {
            stored,
            unverified_id_token: id_token,
        },
    );
    Ok(Imported {
        accounts: accounts.collect(),
        skipped,
    })
}
