//! Taking accounts over from Microsoft's clients, and giving them to those.

use std::sync::Arc;

use native_auth::Secret;

use crate::{Account, CancelToken, Result};

/// What was taken over from a cache of Microsoft's clients.
#[derive(Debug, uniffi::Record)]
pub struct MsalImport {
    /// The accounts that are signed in now.
    pub accounts: Vec<Arc<Account>>,
    /// How many entities belong to other apps or tenants, or to no account.
    pub skipped: u64,
    /// How many entities lack something or cannot be read.
    pub malformed: u64,
}

#[cfg(feature = "msal")]
pub(crate) async fn export(
    shared: &Arc<crate::shared::Shared>,
    cancel: Option<Arc<CancelToken>>,
) -> Result<String> {
    let work = |client: native_auth::Client| async move { client.export_msal_cache().await };
    let exported = crate::running::run(shared, cancel, work)?.await?;
    Ok(exported.expose().to_owned())
}

#[cfg(feature = "msal")]
pub(crate) async fn import(
    shared: &Arc<crate::shared::Shared>,
    cache: Secret,
    cancel: Option<Arc<CancelToken>>,
) -> Result<MsalImport> {
    let work = |client: native_auth::Client| async move { client.import_msal_cache(&cache).await };
    let imported = crate::running::run(shared, cancel, work)?.await?;
    let bind = |account| Account::bind(shared, account);
    let count = |entities| u64::try_from(entities).unwrap_or(u64::MAX);
    Ok(MsalImport {
        accounts: imported.accounts.into_iter().map(bind).collect(),
        skipped: count(imported.skipped),
        malformed: count(imported.malformed),
    })
}

#[cfg(not(feature = "msal"))]
pub(crate) async fn export<T>(_: T, _: Option<Arc<CancelToken>>) -> Result<String> {
    Err(not_built_in())
}

#[cfg(not(feature = "msal"))]
pub(crate) async fn import<T>(_: T, _: Secret, _: Option<Arc<CancelToken>>) -> Result<MsalImport> {
    Err(not_built_in())
}

#[cfg(not(feature = "msal"))]
fn not_built_in() -> Arc<crate::NativeAuthError> {
    crate::NativeAuthError::new(&native_auth::error::catalogue::MSAL_NOT_BUILT_IN)
}
