//! The client: where actions are run.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::ready;
use native_auth_cache::AccountKey;
use native_auth_core::error::catalogue;
use native_auth_core::{
    Action, Application, Error, Next, ResetPassword, SignIn, SignUp, Tokens, TurnGuard,
};
use native_auth_wire::{AccountId, CorrelationId, HttpRequest, HttpResponse};
use tracing::Instrument as _;

use crate::account_events::AccountEvents;
use crate::id_token::{self, TenantKeys};
use crate::ignored_patterns;
use crate::keep_first::KeepFirst;
use crate::patience::Patience;
use crate::randomness::random_bytes;
use crate::request_headers::RequestHeaders;
use crate::sealing::{SealingKey, seal, unseal};
use crate::silence::Silences;
use crate::time_limits::TimeLimits;
use crate::vault::Vault;
use crate::{Account, ClientBuilder, Clock, Result, Transport};

/// Where a flow stands: what the person is asked for, or how it ended.
pub type Step = native_auth_core::Step<Account>;

/// Runs the flows of one app in one tenant and keeps its accounts. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) application: Arc<Application>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) headers: RequestHeaders,
    pub(crate) limits: TimeLimits,
    pub(crate) suspension_lifetime: Duration,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) silences: Silences,
    pub(crate) tenant_keys: TenantKeys,
}

impl Client {
    /// Begins to set up a client.
    ///
    /// `tenant` is the tenant's subdomain (`contoso`), its host (`contoso.ciamlogin.com`) or its full authority
    /// address, by name, by id or on a custom domain (`https://login.contoso.com/{tenant id}`). What is given is
    /// never rewritten. `client_id` is the app's id (a GUID) from its registration.
    ///
    /// Nothing is checked before [`ClientBuilder::build`].
    pub fn builder(tenant: impl Into<String>, client_id: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(tenant.into(), client_id.into())
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    /// Begins a sign-up.
    ///
    /// # Errors
    ///
    /// Of what was entered: [`InvalidUsername`](crate::ErrorKind::InvalidUsername),
    /// [`UserExists`](crate::ErrorKind::UserExists), [`PasswordRejected`](crate::ErrorKind::PasswordRejected),
    /// [`InvalidAttributes`](crate::ErrorKind::InvalidAttributes). Besides, everything that any request can meet:
    /// see [`run`](Self::run).
    pub async fn sign_up(&self, request: SignUp) -> Result<Step> {
        let action = native_auth_core::sign_up(&self.0.application, request, correlation_id())?;
        self.run(action).await
    }

    /// Begins a sign-in. With the password it can be one call.
    ///
    /// If the one call fails with `id_token_keys_unavailable` there is no state to go on from: make it again. What was begun
    /// without the password goes on with the state that it came to.
    ///
    /// # Errors
    ///
    /// Of what was entered: [`InvalidUsername`](crate::ErrorKind::InvalidUsername),
    /// [`UserNotFound`](crate::ErrorKind::UserNotFound),
    /// [`InvalidCredentials`](crate::ErrorKind::InvalidCredentials). Besides, everything that any request can meet:
    /// see [`run`](Self::run).
    pub async fn sign_in(&self, request: SignIn) -> Result<Step> {
        let action = native_auth_core::sign_in(&self.0.application, request, correlation_id())?;
        self.run(action).await
    }

    /// Begins a password reset.
    ///
    /// # Errors
    ///
    /// Of what was entered: [`InvalidUsername`](crate::ErrorKind::InvalidUsername),
    /// [`UserNotFound`](crate::ErrorKind::UserNotFound), [`NoPassword`](crate::ErrorKind::NoPassword) if there is
    /// none to reset. Besides, everything that any request can meet: see [`run`](Self::run).
    pub async fn reset_password(&self, request: ResetPassword) -> Result<Step> {
        let application = &self.0.application;
        let action = native_auth_core::reset_password(application, request, correlation_id())?;
        self.run(action).await
    }

    /// Runs an action of a state.
    ///
    /// Dropping the future cancels it: the state is free again. The same goes for every error but those that say
    /// that the state is stale.
    ///
    /// # Errors
    ///
    /// [`InProgress`](crate::ErrorKind::InProgress) if an action of the same state is under way and
    /// [`Misuse`](crate::ErrorKind::Misuse) if the state is stale or another client's; nothing was sent then. What
    /// the server refuses, by the action. [`FlowExpired`](crate::ErrorKind::FlowExpired),
    /// [`Throttled`](crate::ErrorKind::Throttled), [`ServerUnavailable`](crate::ErrorKind::ServerUnavailable),
    /// [`Network`](crate::ErrorKind::Network), [`Timeout`](crate::ErrorKind::Timeout),
    /// [`Certificate`](crate::ErrorKind::Certificate), [`Configuration`](crate::ErrorKind::Configuration) and
    /// [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply) for any.
    ///
    /// What ends in being signed in verifies the ID token first. If the tenant's keys cannot be had
    /// ([`ServerUnavailable`](crate::ErrorKind::ServerUnavailable), `id_token_keys_unavailable`), or the clock of the device
    /// is wrong (`id_token_expired`, `id_token_not_yet_valid`), running any action of the same state later goes on there:
    /// nothing is sent again, and no new code is needed. A token that is refused has a code of its own for each reason,
    /// `id_token_…`.
    pub async fn run(&self, action: Action) -> Result<Step> {
        // Before the person has typed anything: a key store that is locked is better told of now.
        self.0.vault.ready().await?;
        let (turn, step) = self.drive(action).await?;
        match step.signed_in() {
            Ok(tokens) => self.keep(tokens, turn).await,
            Err(step) => {
                turn.spend();
                Ok(step)
            }
        }
    }

    /// Seals a step that waits for the person, so that the app can keep it and be killed: [`resume`](Self::resume) makes
    /// it a step again. Nothing is sent, and the step itself stays usable. Suspend it as soon as it has come.
    ///
    /// What comes out may be kept anywhere; it is authenticated and encrypted (XChaCha20-Poly1305), bound to this app
    /// and tenant, and good for [`suspension_lifetime`](ClientBuilder::suspension_lifetime). The key belongs into the
    /// key store of the operating system. There is no other way to keep a continuation token.
    ///
    /// ```no_run
    /// # fn app(client: &native_auth::Client, step: &native_auth::Step) -> native_auth::Result<()> {
    /// let key = native_auth::SealingKey::generate();
    /// let sealed = client.suspend(step, &key)?;
    /// // The app is killed while its user reads the e-mail. Later, with another client of the same app:
    /// let step = client.resume(&sealed, &key)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) for a step after which nothing can be gone on with (nobody waits at
    /// [`SignedIn`](crate::Step::SignedIn) and [`BrowserRequired`](crate::Step::BrowserRequired)), for a stale state and
    /// for another client's; [`InProgress`](crate::ErrorKind::InProgress) while an action of the state is under way.
    pub fn suspend(&self, step: &Step, key: &SealingKey) -> Result<Vec<u8>> {
        let now = self.0.clock.now();
        let lifetime = self.0.suspension_lifetime;
        let text = native_auth_core::suspend(&self.0.application, step, now, lifetime)?;
        seal(&text, key)
    }

    /// Makes a step of what [`suspend`](Self::suspend) sealed, in this or an earlier run of the app. Nothing is sent.
    ///
    /// The step belongs to this client. If the original still exists, whichever of the two leads somewhere first makes
    /// the other one worthless.
    ///
    /// # Errors
    ///
    /// [`FlowExpired`](crate::ErrorKind::FlowExpired), with a code of its own each, if it was tampered with or sealed
    /// with another key (`suspension_unreadable`), is of another version (`suspension_version_unknown`), too old
    /// (`suspension_expired`), or another app's or tenant's (`suspension_foreign`).
    pub fn resume(&self, sealed: &[u8], key: &SealingKey) -> Result<Step> {
        let text = unseal(sealed, key)?;
        let now = self.0.clock.now();
        let step = native_auth_core::resume(&self.0.application, &text, now)?;
        ignored_patterns::warn(&step);
        // Whoever is signed in is never suspended.
        step.signed_in()
            .err()
            .ok_or_else(|| Error::new(&catalogue::SUSPENSION_UNREADABLE))
    }

    /// The accounts that are signed in, in no particular order, those that other processes have signed in included.
    ///
    /// Listing reads no tokens: what is known of an account by now is its [`id`](Account::id) and its
    /// [`username`](Account::username). The rest is read when it is first used, or by [`Account::load`].
    ///
    /// # Errors
    ///
    /// [`StorageUnavailable`](crate::ErrorKind::StorageUnavailable) or [`Storage`](crate::ErrorKind::Storage) if the
    /// storage cannot tell.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let keys = self.0.vault.keys().await?;
        Ok(keys
            .into_iter()
            .map(|key| Account::new(self.clone(), key))
            .collect())
    }

    /// The account of this identity, if it is signed in.
    ///
    /// # Errors
    ///
    /// As those of [`accounts`](Self::accounts).
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>> {
        let key = self.0.vault.key(id);
        let found = self.0.vault.load(&key).await?;
        Ok(found.then(|| Account::new(self.clone(), key)))
    }

    /// The account that signs in with this user name, whose case does not matter. A user name can change hands: what is
    /// kept about a person is kept by [`Account::id`].
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if several accounts have it (`account_ambiguous`): none is picked. Besides,
    /// as those of [`accounts`](Self::accounts).
    pub async fn account_by_username(&self, username: &str) -> Result<Option<Account>> {
        let Some(key) = self.0.vault.key_of(username).await? else {
            return Ok(None);
        };
        let found = self.0.vault.load(&key).await?;
        Ok(found.then(|| Account::new(self.clone(), key)))
    }

    /// The account with this user name if it is known in memory, at once and without waiting. `None` means nothing more than
    /// that: [`account_by_username`](Self::account_by_username) also looks at the storage.
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if several accounts have it.
    pub fn account_at_hand(&self, username: &str) -> Result<Option<Account>> {
        let key = self.0.vault.named(username)?;
        Ok(key.map(|key| Account::new(self.clone(), key)))
    }

    /// Removes the account of this identity: see [`Account::sign_out`]. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// As those of [`Account::sign_out`].
    pub async fn remove_account(&self, id: &AccountId) -> Result<()> {
        self.sign_out(&self.0.vault.key(id)).await
    }

    /// What happens to the accounts from now on, as a stream.
    #[must_use]
    pub fn account_events(&self) -> AccountEvents {
        self.0.vault.events().subscribe()
    }

    pub(crate) async fn sign_out(&self, key: &AccountKey) -> Result<()> {
        self.0.vault.sign_out(key).await?;
        tracing::info!("signed out");
        Ok(())
    }

    /// Does what an action asks for until the person's turn, or the end.
    async fn drive(&self, action: Action) -> Result<(TurnGuard, native_auth_core::Step<Tokens>)> {
        self.drive_keeping(action, &|_| ready(Ok(())).boxed()).await
    }

    /// The same for a refresh, whose new refresh token is handed to `keep` before the answer is verified.
    pub(crate) async fn drive_keeping(
        &self,
        action: Action,
        keep: KeepFirst<'_>,
    ) -> Result<(TurnGuard, native_auth_core::Step<Tokens>)> {
        let span = tracing::info_span!(
            "native_auth",
            action = action.name(),
            correlation_id = %action.correlation_id()
        );
        let outcome = self.carry_out(action, keep);
        let outcome = outcome.instrument(span.clone()).await;
        let _entered = span.enter();
        match &outcome {
            Ok((_, step)) => {
                ignored_patterns::warn(step);
                tracing::info!(step = step.name(), "done");
            }
            Err(error) => tracing::info!(code = error.code(), "failed"),
        }
        outcome
    }

    async fn carry_out(
        &self,
        action: Action,
        keep: KeepFirst<'_>,
    ) -> Result<(TurnGuard, native_auth_core::Step<Tokens>)> {
        let begins_flow = action.begins_flow();
        let (turn, mut next) = action.begin(self.0.application.tag)?;
        if matches!(next, Next::Send(_)) {
            // Learnt once, in this run of the app or in an earlier one.
            if let Some(tenant_id) = self.0.vault.tenant() {
                self.0.tenant_keys.pin(&tenant_id);
            }
            self.0.tenant_keys.fetch_ahead(self, begins_flow);
        }
        let mut patience = Patience::new(self.0.limits.polling);
        loop {
            next = match next {
                Next::Send(exchange) => {
                    let outcome = self.exchange(exchange.request()).await;
                    exchange.resume(outcome)?
                }
                Next::Wait(pause) => {
                    let outcome = patience.wait(pause.delay(), &*self.0.clock).await;
                    pause.resume(outcome)?
                }
                Next::Verify(verification) => {
                    verification.arrived(self.0.clock.now());
                    if let Some(renewed) = verification.renewed_refresh_token() {
                        keep(renewed.clone()).await?;
                    }
                    let outcome = id_token::verify(self, verification.id_token()).await;
                    verification.resume(outcome)?
                }
                Next::Done(step) => return Ok((turn, step)),
            };
        }
    }

    /// Sends one request, once, within the limit of time.
    pub(crate) async fn exchange(&self, request: &HttpRequest) -> Result<HttpResponse> {
        // Without a runtime the timer would panic.
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(&catalogue::RUNTIME_MISSING));
        }
        let mut request = request.clone();
        let path = request.url().path().to_owned();
        let limit = self.0.limits.exchange;
        // A limit of its own: nothing has been sent yet, and the error must not leave that open.
        tokio::time::timeout(limit, self.0.headers.add_to(&mut request))
            .await
            .map_err(|_elapsed| Error::new(&catalogue::REQUEST_HEADERS_TIMED_OUT))?;
        let outcome = match tokio::time::timeout(limit, self.0.transport.send(&request)).await {
            Ok(outcome) => outcome.map_err(Error::from),
            Err(_elapsed) => Err(Error::new(&catalogue::EXCHANGE_TIMED_OUT)),
        };
        match &outcome {
            Ok(response) => tracing::debug!(
                path,
                status = response.status(),
                trace_id = response.trace_id_for_log(),
                "answered"
            ),
            Err(error) => tracing::debug!(path, code = error.code(), "not answered"),
        }
        outcome
    }

    /// Keeps the tokens and then spends the state, whether or not somebody still waits for it: none is lost between.
    async fn keep(&self, tokens: Tokens, turn: TurnGuard) -> Result<Step> {
        let (now, seed) = (self.0.clock.now(), u64::from_le_bytes(random_bytes()));
        let keep = move |vault: &Vault| {
            let key = vault.signed_in(&tokens, seed, now);
            turn.spend();
            Ok(key)
        };
        let key = self.0.vault.blocking(keep).await?;
        Ok(Step::SignedIn {
            account: Account::new(self.clone(), key),
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("application", &self.0.application)
            .field("transport", &self.0.transport)
            .field("headers", &self.0.headers)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

/// A fresh one: randomness comes from here, since the core has none.
pub(crate) fn correlation_id() -> CorrelationId {
    CorrelationId::from_random_bytes(random_bytes())
}
