//! The client.

use std::collections::HashMap;
use std::sync::Arc;

use native_auth::error::catalogue;
use native_auth::{CorrelationId, ResetPassword, SealingKey, SignIn, SignUp};

use crate::attributes::attributes;
use crate::foreign::Foreign;
use crate::shared::{Shared, guarded};
use crate::transport::ForeignTransport;
use crate::{
    Account, AccountId, AccountObserver, AccountSubscription, AttributeValue, CancelToken,
    ClientOptions, LogLevel, LogSink, MsalImport, NativeAuthError, RequestHeaders, Result, Step,
    TokenStorage, Transport, logs, msal, process, request_headers, running,
};

/// Runs the flows of one app in one tenant and keeps its accounts.
#[derive(Debug, uniffi::Object)]
pub struct NativeAuthClient {
    shared: Arc<Shared>,
}

#[uniffi::export]
impl NativeAuthClient {
    /// Sets a client up. Without a storage, tokens are kept in a sealed file with its key in the key store of the operating
    /// system, where this library was built with one. A proxy's address may carry a user name and a password, which are
    /// never shown.
    ///
    /// # Errors
    ///
    /// `Configuration`; the message names the field and says what is wrong.
    #[uniffi::constructor(default(
        storage = None,
        transport = None,
        request_headers = None,
        proxy = None,
        log_sink = None,
        log_level = None
    ))]
    pub fn new(
        options: ClientOptions,
        storage: Option<Arc<TokenStorage>>,
        transport: Option<Arc<dyn Transport>>,
        request_headers: Option<Arc<dyn RequestHeaders>>,
        proxy: Option<String>,
        log_sink: Option<Arc<dyn LogSink>>,
        log_level: Option<LogLevel>,
    ) -> Result<Arc<Self>> {
        let about_network = options.is_about_network() || proxy.is_some();
        let has_own = transport.is_some() || cfg!(not(feature = "reqwest"));
        if about_network && has_own {
            return Err(NativeAuthError::new(&catalogue::NETWORK_SETTINGS_UNUSED));
        }
        let mut builder = options.into_builder();
        if let Some(storage) = storage {
            builder = builder.storage(storage.0.clone());
        }
        if let Some(transport) = transport {
            builder = builder.transport(ForeignTransport(Foreign::new(transport)));
        }
        if let Some(headers) = request_headers {
            let headers = Foreign::new(headers);
            builder = builder
                .request_headers(move |url| request_headers::ask(headers.clone(), url.into()));
        }
        #[cfg(feature = "reqwest")]
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy);
        }
        // The built-in transport wants a runtime to stand in.
        let runtime = process::runtime()?;
        let _entered = runtime.enter();
        let logs = logs::dispatch(log_sink, log_level.unwrap_or(LogLevel::Info));
        let client = guarded(|| tracing::dispatcher::with_default(&logs, || builder.build()))?;
        Ok(Arc::new(Self {
            shared: Shared::new(client, logs),
        }))
    }

    /// Begins a sign-in. With the password it can be one call. `scopes` are what the access token shall be for, those of one
    /// API; `claims` is an OpenID Connect claims request.
    ///
    /// # Errors
    ///
    /// `InvalidUsername`, `UserNotFound`, `InvalidCredentials`, and everything that any request can meet.
    #[uniffi::method(default(password = None, scopes = [], claims = None, correlation_id = None, cancel = None))]
    pub async fn sign_in(
        &self,
        username: String,
        password: Option<String>,
        scopes: Vec<String>,
        claims: Option<String>,
        correlation_id: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let request = SignIn {
            username,
            password: password.map(Into::into),
            scopes,
            claims,
            correlation_id: parsed(correlation_id)?,
        };
        Step::of(&self.shared, cancel, |client| async move {
            client.sign_in(request).await
        })
        .await
    }

    /// Begins a sign-up. What is known already saves a step; an optional attribute can be given only here, or together with
    /// required ones. With `sign_in` the person is signed in as soon as the account exists.
    ///
    /// # Errors
    ///
    /// `InvalidUsername`, `UserExists`, `PasswordRejected`, `InvalidAttributes`, and everything that any request can meet.
    #[uniffi::method(default(
        password = None,
        attributes = None,
        sign_in = true,
        scopes = [],
        claims = None,
        correlation_id = None,
        cancel = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "other languages name them")]
    pub async fn sign_up(
        &self,
        username: String,
        password: Option<String>,
        attributes: Option<HashMap<String, AttributeValue>>,
        sign_in: bool,
        scopes: Vec<String>,
        claims: Option<String>,
        correlation_id: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let request = SignUp {
            username,
            password: password.map(Into::into),
            attributes: self::attributes(attributes.unwrap_or_default()),
            sign_in,
            scopes,
            claims,
            correlation_id: parsed(correlation_id)?,
        };
        Step::of(&self.shared, cancel, |client| async move {
            client.sign_up(request).await
        })
        .await
    }

    /// Begins a password reset. With `sign_in` the person is signed in as soon as the new password is in force.
    ///
    /// # Errors
    ///
    /// `InvalidUsername`, `UserNotFound`, `NoPassword`, and everything that any request can meet.
    #[uniffi::method(default(sign_in = true, scopes = [], correlation_id = None, cancel = None))]
    pub async fn reset_password(
        &self,
        username: String,
        sign_in: bool,
        scopes: Vec<String>,
        correlation_id: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let request = ResetPassword {
            username,
            sign_in,
            scopes,
            correlation_id: parsed(correlation_id)?,
        };
        Step::of(&self.shared, cancel, |client| async move {
            client.reset_password(request).await
        })
        .await
    }

    /// Seals a step that waits for the person with a key of 32 random bytes, so that the app can keep it and be killed:
    /// `resume` makes it a step again. Nothing is sent, and the step itself stays usable. What comes out may be kept
    /// anywhere; the key belongs into the key store of the operating system.
    ///
    /// # Errors
    ///
    /// `Misuse` for a step after which nothing can be gone on with, for a stale state and for another client's;
    /// `InProgress` while an action of the state is under way; `Configuration` for a key of another length.
    pub fn suspend(&self, step: Step, key: Vec<u8>) -> Result<Vec<u8>> {
        let (key, step) = (sealing_key(key)?, step.inner()?);
        self.shared.at_once(|client| client.suspend(&step, &key))
    }

    /// Makes a step of what `suspend` sealed, in this or an earlier run of the app. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `FlowExpired`, with a code of its own each, if it was tampered with or sealed with another key, is of another version,
    /// too old, or another app's or tenant's; `Configuration` for a key of another length.
    pub fn resume(&self, sealed: Vec<u8>, key: Vec<u8>) -> Result<Step> {
        let key = sealing_key(key)?;
        let step = self.shared.at_once(|client| client.resume(&sealed, &key))?;
        Ok(Step::bind(&self.shared, step))
    }

    /// The accounts that are signed in, in no particular order, those that other processes have signed in included. Listing
    /// reads no tokens: what is known of an account by now is its `id` and its `username`.
    ///
    /// # Errors
    ///
    /// `StorageUnavailable` or `Storage` if the storage cannot tell.
    #[uniffi::method(default(cancel = None))]
    pub async fn accounts(&self, cancel: Option<Arc<CancelToken>>) -> Result<Vec<Arc<Account>>> {
        let work = |client: native_auth::Client| async move { client.accounts().await };
        let accounts = running::run(&self.shared, cancel, work)?.await?;
        let bind = |account| Account::bind(&self.shared, account);
        Ok(accounts.into_iter().map(bind).collect())
    }

    /// The account of this identity, if it is signed in.
    ///
    /// # Errors
    ///
    /// As those of `accounts`.
    #[uniffi::method(default(cancel = None))]
    pub async fn account(
        &self,
        id: AccountId,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Option<Arc<Account>>> {
        let id = native_auth::AccountId::from(&id);
        let work = |client: native_auth::Client| async move { client.account(&id).await };
        let account = running::run(&self.shared, cancel, work)?.await?;
        Ok(account.map(|account| Account::bind(&self.shared, account)))
    }

    /// The account with this user name, if it is signed in; case does not matter. User names change hands: what belongs to
    /// a person is kept by `id`.
    ///
    /// # Errors
    ///
    /// `Misuse` if several accounts have it. Besides, as those of `accounts`.
    #[uniffi::method(default(cancel = None))]
    pub async fn account_by_username(
        &self,
        username: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Option<Arc<Account>>> {
        let work = |client: native_auth::Client| async move {
            client.account_by_username(&username).await
        };
        let account = running::run(&self.shared, cancel, work)?.await?;
        Ok(account.map(|account| Account::bind(&self.shared, account)))
    }

    /// Signs the account of this identity out. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// As those of the account's `sign_out`.
    #[uniffi::method(default(cancel = None))]
    pub async fn remove_account(
        &self,
        id: AccountId,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<()> {
        let id = native_auth::AccountId::from(&id);
        let work = |client: native_auth::Client| async move { client.remove_account(&id).await };
        running::run(&self.shared, cancel, work)?.await
    }

    /// Tells an observer what happens to the accounts from now on, for as long as the subscription is kept.
    ///
    /// # Errors
    ///
    /// `Misuse` if the client was closed, or made before a fork.
    pub fn observe_accounts(
        &self,
        observer: Arc<dyn AccountObserver>,
    ) -> Result<Arc<AccountSubscription>> {
        let events = self.shared.client()?.account_events();
        let runtime = process::runtime()?;
        Ok(AccountSubscription::begin(
            &runtime,
            &self.shared,
            events,
            observer,
        ))
    }

    /// The accounts of this client as a token cache of Microsoft's clients, in the JSON that MSAL for Python, Node and .NET
    /// share. **It holds every token in the clear.**
    ///
    /// # Errors
    ///
    /// As those of `accounts`.
    #[uniffi::method(default(cancel = None))]
    pub async fn export_msal_cache(&self, cancel: Option<Arc<CancelToken>>) -> Result<String> {
        msal::export(&self.shared, cancel).await
    }

    /// Takes accounts over from such a cache. The ID tokens in it are not believed: what is known about a person comes with
    /// the next refresh. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `Misuse` if the text is no such cache. Besides, as those of `accounts`.
    #[uniffi::method(default(cancel = None))]
    pub async fn import_msal_cache(
        &self,
        cache: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MsalImport> {
        msal::import(&self.shared, cache.into(), cancel).await
    }

    /// Closes the client: calls under way fail with `client_closed`, as do later ones of everything that came from it.
    /// Accounts stay signed in, and a refresh that has begun goes on, since its tokens would be lost. What the app brought
    /// (transport, storage, headers, log, observers) is let go, though the client is still held. Closing twice is no error.
    pub fn close_client(&self) {
        self.shared.close();
    }

    /// The account with this user name if it is known in memory: at once and without waiting. `None` means nothing more than
    /// that: ask `account_by_username` then.
    ///
    /// # Errors
    ///
    /// `Misuse` if several accounts have it, and if the client was closed, or made before a fork.
    pub fn peek_account(&self, username: &str) -> Result<Option<Arc<Account>>> {
        let found = self
            .shared
            .at_once(|client| client.account_at_hand(username))?;
        Ok(found.map(|account| Account::bind(&self.shared, account)))
    }
}

/// A new key for `suspend`: 32 random bytes, to be kept in the key store of the operating system.
#[uniffi::export]
#[must_use]
pub fn generate_sealing_key() -> Vec<u8> {
    SealingKey::generate().expose().to_vec()
}

fn sealing_key(bytes: Vec<u8>) -> Result<SealingKey> {
    let bytes = native_auth::Zeroizing::new(bytes);
    SealingKey::from_bytes(&bytes).map_err(NativeAuthError::wrap)
}

fn parsed(correlation_id: Option<String>) -> Result<Option<CorrelationId>> {
    correlation_id
        .map(|text| CorrelationId::parse(&text))
        .transpose()
        .map_err(|_| NativeAuthError::new(&catalogue::CORRELATION_ID_INVALID))
}
