//! A new refresh token is kept before the rest of its answer is looked at.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use native_auth_cache::AccountRecord;
use native_auth_wire::Secret;

use crate::{Client, Result};

/// What is done with a new refresh token before its answer is verified.
pub(crate) type KeepFirst<'a> = &'a (dyn Fn(Secret) -> BoxFuture<'a, Result<()>> + Send + Sync);

/// The account that a refresh is for, as it is kept.
pub(crate) struct Renewed<'a> {
    client: &'a Client,
    /// `None` once somebody else has put other tokens in its place.
    account: Mutex<Option<AccountRecord>>,
    /// Whether the server has taken the refresh token and given a new one.
    came: AtomicBool,
}

impl<'a> Renewed<'a> {
    pub(crate) fn new(client: &'a Client, account: AccountRecord) -> Self {
        Self {
            client,
            account: Mutex::new(Some(account)),
            came: AtomicBool::new(false),
        }
    }

    /// Makes the refresh token durable. It runs to its end even if nobody waits for it.
    pub(crate) fn keep(&self, refresh_token: Secret) -> BoxFuture<'_, Result<()>> {
        async move {
            let Some(base) = self.take() else {
                return Ok(());
            };
            self.came.store(true, Ordering::Relaxed);
            let inner = self.client.inner();
            let now = inner.clock.now();
            let keep = move |vault: &crate::vault::Vault| {
                vault.refresh_token_came(&base, &refresh_token, now)
            };
            let account = inner.vault.blocking(keep).await?;
            *self.account.lock().unwrap_or_else(PoisonError::into_inner) = account;
            Ok(())
        }
        .boxed()
    }

    /// Whether the server took the refresh token: what is refused after that is no race that was lost.
    pub(crate) fn came(&self) -> bool {
        self.came.load(Ordering::Relaxed)
    }

    /// The account as it is by now; `None` if it is another.
    pub(crate) fn into_account(self) -> Option<AccountRecord> {
        self.take()
    }

    fn take(&self) -> Option<AccountRecord> {
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        account.take()
    }
}
