//! Somebody who is signed in on this device.

use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::{AccountId, IdTokenClaims, Secret};

use crate::refresh::{self, Wanted};
use crate::{AccessToken, Client, Result};

/// Somebody who is signed in on this device. Cheap to clone.
///
/// It is a handle: once the account has signed out, every handle of it says so.
#[derive(Debug, Clone)]
pub struct Account {
    client: Client,
    id: AccountId,
}

impl Account {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn new(client: Client, id: AccountId) -> Self {
        Self { client, id }
    }

    /// Who: tenant and object id. Never an e-mail address.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.id
    }

    /// What the newest ID token says, **unverified**; `None` once signed out.
    #[must_use]
    pub fn claims_unverified(&self) -> Option<IdTokenClaims> {
        self.client.inner().accounts.claims(&self.id)
    }

    /// The newest raw ID token, for an API that wants it; `None` once signed out.
    #[must_use]
    pub fn id_token(&self) -> Option<Secret> {
        self.client.inner().accounts.id_token(&self.id)
    }

    /// A token for an API: from memory if one that covers `scopes` lives for at least five more minutes, else by
    /// refresh. No scopes at all means those of the sign-in.
    ///
    /// Callers who ask for the same at the same time share one refresh, which goes on even if they all give up, so
    /// that no rotated refresh token is lost.
    ///
    /// # Errors
    ///
    /// [`SignInRequired`](crate::ErrorKind::SignInRequired) if only the person can go on; the account stays until
    /// [`sign_out`](Self::sign_out). [`BrowserRequired`](crate::ErrorKind::BrowserRequired),
    /// [`ConsentMissing`](crate::ErrorKind::ConsentMissing), and everything that any request can meet: see
    /// [`Client::run`].
    pub async fn access_token(&self, scopes: &[&str]) -> Result<AccessToken> {
        let accounts = &self.client.inner().accounts;
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let now = self.client.inner().clock.now();
        match accounts.access_token(&self.id, &scopes, now) {
            Some(token) => Ok(token),
            None if accounts.contains(&self.id) => {
                let wanted = Wanted::new(scopes, None);
                refresh::access_token(&self.client, &self.id, wanted).await
            }
            None => Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT)),
        }
    }

    /// Signs out: forgets every token of this account on this device, at once and without a request. Other accounts
    /// stay. Signing out twice is no error.
    ///
    /// # Errors
    ///
    /// None as long as tokens are kept in memory only.
    pub async fn sign_out(&self) -> Result<()> {
        self.client.inner().accounts.sign_out(&self.id);
        tracing::info!("signed out");
        Ok(())
    }
}
