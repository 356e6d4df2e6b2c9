//! The flows of native authentication, without input or output.
//!
//! A flow waits for two things only: a person or the server. Waiting for the person is a *state*
//! ([`CodeRequired`], [`PasswordRequired`], …): a few facts to show, and methods for exactly what is allowed next.
//! Waiting for the server is an [`Action`]: a value that does nothing until somebody runs it. One enum, [`Step`],
//! names every wait of every flow.
//!
//! To run an action, call [`Action::begin`] and then do what each [`Next`] says: send the request of an
//! [`Exchange`] and hand the outcome to [`Exchange::resume`], until [`Next::Done`]. All protocol decisions are
//! made in here; the sending is somebody else's.
//!
//! ```
//! use native_auth_core::{Application, ClientTag, Next, SignIn, sign_in};
//! use native_auth_wire::{Authority, ChallengeType, CorrelationId};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let application = Application {
//!     tag: ClientTag::new(1),
//!     authority: Authority::parse("contoso", false)?,
//!     client_id: "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11".to_owned(),
//!     challenge_types: vec![ChallengeType::Oob, ChallengeType::Redirect],
//!     capabilities: Vec::new(),
//! };
//! let request = SignIn { username: "someone@example.com".to_owned(), ..SignIn::default() };
//! let action = sign_in(&application.into(), request, CorrelationId::from_random_bytes([7; 16]))?;
//! let (_turn, next) = action.begin(ClientTag::new(1))?;
//! let Next::Send(exchange) = next else { unreachable!("a sign-in begins with a request") };
//! assert_eq!(exchange.request().url().path(), "/contoso.onmicrosoft.com/oauth2/v2.0/initiate");
//! # Ok(())
//! # }
//! ```
//!
//! Applications use the `native-auth` crate, which runs actions for them.

mod action;
mod application;
pub mod error;
mod flow;
pub mod id_token;
mod session;
mod state;
mod step;
mod suspended;
mod token_answer;
mod tokens;
mod turn;
mod v1;
mod verification;

pub use action::{Action, Exchange, Next, Pause};
pub use application::{Application, ClientTag};
pub use error::{Error, ErrorKind, Language, Recovery, Retry};
pub use flow::{CodePurpose, FlowKind, PasswordPurpose, ResetPassword, SignIn, SignUp};
pub use state::{
    AttributesRequired, BrowserReason, BrowserRequired, CodeRequired, Completed, MethodRequired,
    PasswordRequired, RegistrationRequired,
};
pub use step::Step;
pub use suspended::{resume, suspend};
pub use tokens::Tokens;
pub use turn::TurnGuard;
pub use v1::{Refresh, StepUp, refresh, reset_password, sign_in, sign_up, step_up};
pub use verification::Verification;

/// The outcome of anything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;
