//! Somebody who is signed in on this device.

use std::fmt;
use std::sync::{Arc, Weak};

use native_auth_cache::AccountKey;
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::{AccountId, IdTokenClaims, Secret};

use crate::client::Inner;
use crate::id_token;
use crate::refresh;
use crate::{AccessToken, Client, Result, TokenRequest};

/// Somebody who is signed in on this device. Cheap to clone.
///
/// It is a handle: once the account has signed out, every handle of it says so.
#[derive(Debug, Clone)]
pub struct Account {
    client: Client,
    key: AccountKey,
    id: AccountId,
}

impl Account {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn new(client: Client, key: AccountKey) -> Self {
        let key = client.inner().vault.known(key);
        let id = key.account();
        Self { client, key, id }
    }

    pub(crate) fn key(&self) -> &AccountKey {
        &self.key
    }

    /// The same account without a hold on its client.
    #[must_use]
    pub fn downgrade(&self) -> WeakAccount {
        WeakAccount {
            client: Arc::downgrade(&self.client.0),
            key: self.key.clone(),
            id: self.id.clone(),
        }
    }

    /// Who: tenant and object id. Never an e-mail address.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.id
    }

    /// What the person signs in with, as the newest ID token spells it: for a list to choose from. It can change hands:
    /// what is kept about a person is kept by [`id`](Self::id). `None` once signed out, and where no ID token said it.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        self.client.inner().vault.username(&self.key)
    }

    /// Reads what is stored of the account, if that has not been done yet. Nothing is sent.
    ///
    /// Only who was listed by [`Client::accounts`] need do this, and only for [`claims`](Self::claims) and
    /// [`id_token`](Self::id_token), which wait for nothing: whatever waits reads by itself.
    ///
    /// # Errors
    ///
    /// [`SignInRequired`](crate::ErrorKind::SignInRequired) (`account_signed_out`) if it is no longer there, or cannot be
    /// read because it is damaged. Besides, as those of [`Client::accounts`].
    pub async fn load(&self) -> Result<()> {
        match self.client.inner().vault.load(&self.key).await? {
            true => Ok(()),
            false => Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT)),
        }
    }

    /// What the newest ID token says, which was verified when it came: the tenant signed it, for this app. `None` once
    /// signed out, and before anything was read of an account that was [listed](Client::accounts): see
    /// [`load`](Self::load).
    #[must_use]
    pub fn claims(&self) -> Option<IdTokenClaims> {
        id_token::claims_of(&self.id_token()?)
    }

    /// The newest raw ID token, for an API that wants it, which has to verify it itself; `None` as for
    /// [`claims`](Self::claims).
    #[must_use]
    pub fn id_token(&self) -> Option<Secret> {
        self.client.inner().vault.id_token(&self.key)
    }

    /// A token for an API: from memory if one that covers `scopes` lives for at least five more minutes, else by
    /// refresh. No scopes at all means those of the sign-in.
    ///
    /// Callers who ask for the same at the same time share one refresh, which goes on even if they all give up, so
    /// that no rotated refresh token is lost. Other processes with the same storage share it too. A token that is there
    /// is given without any request, and renewed in the background once most of its life is over.
    ///
    /// # Errors
    ///
    /// [`SignInRequired`](crate::ErrorKind::SignInRequired) if only the person can go on; the account stays until
    /// [`sign_out`](Self::sign_out). [`BrowserRequired`](crate::ErrorKind::BrowserRequired),
    /// [`ConsentMissing`](crate::ErrorKind::ConsentMissing), and everything that any request can meet: see
    /// [`Client::run`]. While the device is offline that is [`Network`](crate::ErrorKind::Network), and the account
    /// stays signed in.
    pub async fn access_token(&self, scopes: &[&str]) -> Result<AccessToken> {
        match refresh::at_hand(&self.client, &self.key, scopes) {
            Some(token) => Ok(token),
            None => self.access_token_with(TokenRequest::new(scopes)).await,
        }
    }

    /// The token that [`access_token`](Self::access_token) would give without a request, at once and without waiting;
    /// `None` if there is none in memory. It is renewed in the background once most of its life is over, if this is called
    /// within a tokio runtime.
    #[must_use]
    pub fn token_at_hand(&self, scopes: &[&str]) -> Option<AccessToken> {
        refresh::at_hand(&self.client, &self.key, scopes)
    }

    /// As [`access_token`](Self::access_token), with everything that can be said about the token.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn access_token_with(&self, request: TokenRequest) -> Result<AccessToken> {
        refresh::access_token(&self.client, &self.key, request).await
    }

    /// Signs out: forgets every token of this account on this device, at once and without a request. Other accounts
    /// stay. Signing out twice is no error.
    ///
    /// # Errors
    ///
    /// [`StorageUnavailable`](crate::ErrorKind::StorageUnavailable) or [`Storage`](crate::ErrorKind::Storage) if the
    /// tokens may still be in the storage. This process has forgotten them all the same, and the next time that the
    /// storage can be written they are removed there.
    pub async fn sign_out(&self) -> Result<()> {
        self.client.sign_out(&self.key).await
    }
}

/// An [`Account`] that does not keep its client, with its transport and storage, from being freed.
#[derive(Clone)]
pub struct WeakAccount {
    client: Weak<Inner>,
    key: AccountKey,
    id: AccountId,
}

impl WeakAccount {
    /// The account; `None` once nothing else holds the client any more.
    #[must_use]
    pub fn upgrade(&self) -> Option<Account> {
        Some(Account {
            client: Client(self.client.upgrade()?),
            key: self.key.clone(),
            id: self.id.clone(),
        })
    }
}

impl fmt::Debug for WeakAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakAccount")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
