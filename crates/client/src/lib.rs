//! Native authentication for Microsoft Entra External ID: your own screens for sign-up and sign-in, this library
//! behind them.
//!
//! A [`Client`] begins a flow and gives a [`Step`]: what to ask the person next. Each step but the last carries a
//! *state* whose methods are exactly what is allowed next; [`Client::run`] carries them out. One `match` serves
//! every flow:
//!
//! ```no_run
//! use native_auth::{Client, SignUp, Step, TokenStorage};
//!
//! # fn ask(_: &str) -> String { String::new() }
//! # async fn example() -> Result<(), native_auth::Error> {
//! let client = Client::builder("contoso", "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11")
//!     .storage(TokenStorage::in_memory())
//!     .build()?;
//! let request = SignUp { username: ask("E-mail"), ..SignUp::default() };
//! let mut step = client.sign_up(request).await?;
//! let account = loop {
//!     step = match step {
//!         Step::CodeRequired { state } => client.run(state.submit_code(&ask("Code"))).await?,
//!         Step::PasswordRequired { state } => {
//!             client.run(state.submit_password(ask("Password"))).await?
//!         }
//!         Step::AttributesRequired { state } => {
//!             let names = state.attributes().iter().map(|attribute| attribute.name());
//!             let values: native_auth::Attributes = names.map(|name| (name, ask(name))).collect();
//!             client.run(state.submit_attributes(values)).await?
//!         }
//!         Step::SignedIn { account } => break account,
//!         Step::MethodRequired { state } => {
//!             let method = &state.methods()[0];
//!             client.run(state.choose_method(method.id())).await?
//!         }
//!         Step::RegistrationRequired { state } => {
//!             let method = &state.methods()[0];
//!             client.run(state.register(method.id(), &ask("E-mail or phone"))).await?
//!         }
//!         Step::BrowserRequired { .. } | Step::Completed { .. } => return Ok(()),
//!     };
//! };
//! let token = account.access_token(&[]).await?;
//! # drop(token);
//! # Ok(())
//! # }
//! ```
//!
//! **Errors.** [`Error::recovery`] tells what to do, and for most of them that is: show the same state again. After
//! an error the state can be used again unless it says otherwise.
//!
//! **Never twice.** A request that may have reached the server is never sent again, and redirects are never
//! followed. Dropping a future is safe: the state is free again, or goes on from where the server is when its
//! action is run again.
//!
//! **Signed in** means verified: the tenant signed the ID token, for this app, and it is good now.
//!
//! **Secrets.** Passwords, codes and tokens live in [`Secret`], which does not print itself and is zeroed when
//! dropped. Nothing that this library logs holds a secret or an e-mail address.
//!
//! Everything here runs within a tokio runtime whose time driver is on.

mod access_token;
mod account;
mod account_events;
mod builder;
mod client;
mod clock;
mod flights;
mod id_token;
mod ignored_patterns;
mod keep_first;
#[cfg(feature = "msal")]
mod msal_cache;
mod patience;
mod randomness;
mod refresh;
mod request_headers;
mod sealing;
mod silence;
mod step_up;
mod storage;
mod storage_failure;
mod time_limits;
mod transport;
mod vault;

#[cfg(feature = "reqwest")]
mod reqwest_transport;
#[cfg(feature = "reqwest")]
mod root_certificates;

pub use access_token::{AccessToken, TokenRequest};
pub use account::{Account, WeakAccount};
pub use account_events::{AccountEvent, AccountEvents};
pub use builder::ClientBuilder;
pub use client::{Client, Step};
pub use clock::{Clock, SystemClock};
#[cfg(feature = "msal")]
pub use msal_cache::MsalImport;
pub use sealing::SealingKey;
pub use step_up::StepUp;
pub use storage::TokenStorage;
pub use transport::{Transport, TransportError, TransportFailure};

/// Bytes that are zeroed when dropped, as [`Storage`] hands them; from the `zeroize` crate.
pub use zeroize::Zeroizing;

/// Makes [`Transport`] implementable; from the `async-trait` crate.
pub use async_trait::async_trait;

#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportConfig};

#[cfg(feature = "keyring")]
pub use native_auth_cache::KeyStore;
#[cfg(feature = "file")]
pub use native_auth_cache::{DataKey, KeySource, Passphrase, default_directory};
pub use native_auth_cache::{
    MemoryStorage, Storage, StorageError, StorageErrorKind, StorageLock, StorageLoss,
};
pub use native_auth_core::error;
pub use native_auth_core::{
    Action, AttributesRequired, BrowserReason, BrowserRequired, CodePurpose, CodeRequired,
    Completed, Error, ErrorKind, FlowKind, Language, MethodRequired, PasswordPurpose,
    PasswordRequired, Recovery, RegistrationRequired, ResetPassword, Retry, SignIn, SignUp,
};
pub use native_auth_wire::{
    AccountId, AttributeFault, AttributeValue, Attributes, AuthenticationMethod, Authority,
    AuthorityError, Capability, ChallengeChannel, ChallengeType, ConsentAttributes, CorrelationId,
    ExtensionsApp, HttpRequest, HttpResponse, IdTokenClaims, InnerError, InvalidExtensionsApp,
    Method, PasswordFault, Problem, RequiredAttribute, Secret, check_new_password,
};

/// The outcome of anything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;
