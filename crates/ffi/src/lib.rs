//! The SDK for Swift, Kotlin and Python: UniFFI objects over the `native-auth` crate. One method is one line of meaning, and
//! nothing is decided here.
//!
//! What the languages see is named as in Rust, each in its own spelling. `bindings/*` adds what only one language can say.
//!
//! - A state is an object with the facts to show and the methods that are allowed next; [`Step`] names them all.
//! - Whatever fails gives a [`NativeAuthError`], an object, so that nothing in it is printed by accident.
//! - No record and no enum holds a secret: those are method arguments, or objects that show nothing.
//! - Whatever waits runs on threads of this library, so that no loop of the app is kept busy. Giving up the call, or its
//!   [`CancelToken`], ends the work before the call returns, and frees the state.
//! - Code of the app ([`Transport`], [`Storage`], [`RequestHeaders`], [`LogSink`], [`AccountObserver`]) is called on
//!   threads that may block, and is waited for within a limit.

mod access_token;
mod account;
mod attributes;
mod cancel;
mod claims;
mod client;
mod configuration;
mod error;
mod foreign;
mod logs;
mod msal;
mod observer;
mod process;
mod request_headers;
mod running;
mod shared;
mod state;
mod step;
mod step_up;
mod storage;
mod token_storage;
mod transport;
mod words;

pub use access_token::{AccessToken, TokenOptions};
pub use account::Account;
pub use attributes::{
    AttributeValue, RequiredAttribute, check_new_password, custom_attribute_name,
};
pub use cancel::CancelToken;
pub use claims::IdTokenClaims;
pub use client::{NativeAuthClient, generate_sealing_key};
pub use configuration::ClientOptions;
pub use error::{InnerProblem, NativeAuthError, ServerProblem};
pub use foreign::{CallbackFailure, end_callbacks};
pub use logs::{LogEntry, LogLevel, LogSink};
pub use msal::MsalImport;
pub use observer::{AccountObserver, AccountSubscription};
pub use request_headers::RequestHeaders;
pub use state::{
    AttributesRequired, AuthenticationMethod, BrowserReason, BrowserRequired, CodeRequired,
    Completed, MethodRequired, PasswordRequired, RegistrationRequired,
};
pub use step::Step;
pub use step_up::StepUpRequest;
pub use storage::{Storage, StorageFailure, StorageLock};
pub use token_storage::TokenStorage;
pub use transport::{Exchange, Transport};
pub use words::*;

uniffi::setup_scaffolding!("native_auth");

/// The outcome of anything in this crate that can fail.
pub type Result<T, E = std::sync::Arc<NativeAuthError>> = std::result::Result<T, E>;
