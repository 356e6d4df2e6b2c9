//! Somebody who is signed in on this device.

use std::sync::Arc;

use crate::running;
use crate::shared::{Shared, closed};
use crate::step_up::StepUpRequest;
use crate::{
    AccessToken, AccountId, CancelToken, IdTokenClaims, Result, Step, TokenOptions, process,
};

/// Somebody who is signed in on this device. It is a handle: once the account has signed out, every handle of it says so.
#[derive(Debug, uniffi::Object)]
pub struct Account {
    pub(crate) shared: Arc<Shared>,
    id: AccountId,
    /// Weak: a client that was closed goes though its accounts are held.
    account: native_auth::WeakAccount,
}

#[uniffi::export]
impl Account {
    /// Who: tenant and object id. Never an e-mail address.
    #[must_use]
    pub fn id(&self) -> AccountId {
        self.id.clone()
    }

    /// What the person signs in with: for a list to choose from. It can change hands: what is kept about a person is kept
    /// by `id`. `None` once signed out, and where no ID token said it.
    ///
    /// # Errors
    ///
    /// As those of `claims`.
    pub fn username(&self) -> Result<Option<String>> {
        Ok(self.inner()?.username())
    }

    /// Reads what is stored of the account, if that has not been done yet. Nothing is sent. Only who was listed by the
    /// client's `accounts` need do this, and only for `claims` and the ID token, which wait for nothing.
    ///
    /// # Errors
    ///
    /// `SignInRequired` if it is no longer there, or cannot be read because it is damaged. Besides, as those of the client's
    /// `accounts`.
    #[uniffi::method(default(cancel = None))]
    pub async fn load(&self, cancel: Option<Arc<CancelToken>>) -> Result<()> {
        let account = self.inner()?;
        let work = |_| async move { account.load().await };
        running::run(&self.shared, cancel, work)?.await
    }

    /// What the newest ID token says, which was verified when it came. `None` once signed out, and before anything was read
    /// of an account that was listed: see `load`.
    ///
    /// # Errors
    ///
    /// `Misuse` if the client was closed, or made before a fork.
    pub fn claims(&self) -> Result<Option<Arc<IdTokenClaims>>> {
        let claims = self.inner()?.claims();
        Ok(claims.map(|claims| Arc::new(IdTokenClaims(claims))))
    }

    /// The newest raw ID token, for an API that wants it, which has to verify it itself; `None` as for `claims`. Never
    /// log, print or store it.
    ///
    /// # Errors
    ///
    /// As those of `claims`.
    pub fn expose_id_token(&self) -> Result<Option<String>> {
        let token = self.inner()?.id_token();
        Ok(token.map(|token| token.expose().to_owned()))
    }

    /// The text of a token that is in memory, covers these scopes (separated by spaces; none at all means those of the
    /// sign-in) and lives for five more minutes: at once, without a request, and without waiting. `None` if there is none:
    /// ask `access_token` then. It is renewed in the background once most of its life is over. Never log, print or store
    /// it.
    ///
    /// # Errors
    ///
    /// As those of `claims`.
    pub fn peek_token(&self, scopes: &str) -> Result<Option<String>> {
        let account = self.inner()?;
        let runtime = process::runtime()?;
        let token = self.shared.at_once(|_| {
            // A renewal in the background needs somewhere to run.
            let _entered = runtime.enter();
            let scopes: Vec<&str> = scopes.split_ascii_whitespace().collect();
            Ok(account.token_at_hand(&scopes))
        })?;
        Ok(token.map(|token| token.expose().to_owned()))
    }

    /// A token for an API: from memory if one that covers the scopes lives for at least five more minutes, else by refresh.
    /// No scopes at all means those of the sign-in. Callers who ask for the same at the same time share one refresh, which
    /// goes on even if they all give up. `claims` is an OpenID Connect claims request, a JSON object as text; no token that
    /// is there already meets it.
    ///
    /// # Errors
    ///
    /// `SignInRequired` if only the person can go on, `BrowserRequired`, `ConsentMissing`, and everything that any request
    /// can meet. While the device is offline that is `Network`, and the account stays signed in.
    #[uniffi::method(default(options = None, claims = None, cancel = None))]
    pub async fn access_token(
        &self,
        scopes: Vec<String>,
        options: Option<TokenOptions>,
        claims: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<AccessToken>> {
        let account = self.inner()?;
        let request = match options {
            Some(options) => options.into_request(scopes, claims),
            None => native_auth::TokenRequest {
                scopes,
                claims,
                ..native_auth::TokenRequest::default()
            },
        };
        let work = |_| async move { account.access_token_with(request).await };
        let token = running::run(&self.shared, cancel, work)?.await?;
        Ok(Arc::new(AccessToken(token)))
    }

    /// Proves more, because an API or a policy wants it: by a refresh if that is enough, else by the steps of a sign-in at
    /// whose end the same account has to stand.
    ///
    /// # Errors
    ///
    /// `SignInRequired` if the account has signed out, or if another account stands at the end. `Misuse` for claims that
    /// are no JSON object. Besides, everything that a sign-in can meet.
    #[uniffi::method(default(password = None, cancel = None))]
    pub async fn step_up(
        &self,
        request: Arc<StepUpRequest>,
        password: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let account = self.inner()?;
        let request = request.with_password(password);
        let work = |_| async move { account.step_up(request).await };
        Step::of(&self.shared, cancel, work).await
    }

    /// Signs out: forgets every token of this account on this device, without a request. Other accounts stay. Signing out
    /// twice is no error.
    ///
    /// # Errors
    ///
    /// `StorageUnavailable` or `Storage` if the tokens may still be in the storage. This process has forgotten them all the
    /// same.
    #[uniffi::method(default(cancel = None))]
    pub async fn sign_out(&self, cancel: Option<Arc<CancelToken>>) -> Result<()> {
        let account = self.inner()?;
        let work = |_| async move { account.sign_out().await };
        running::run(&self.shared, cancel, work)?.await
    }
}

impl Account {
    pub(crate) fn bind(shared: &Arc<Shared>, account: native_auth::Account) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::clone(shared),
            id: account.id().into(),
            account: account.downgrade(),
        })
    }

    /// The account behind it, if the client is open and of this process.
    pub(crate) fn inner(&self) -> Result<native_auth::Account> {
        self.shared.client()?;
        self.account.upgrade().ok_or_else(closed)
    }
}
