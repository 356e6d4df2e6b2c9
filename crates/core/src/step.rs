//! One enum for every wait of every flow.

use crate::{
    AttributesRequired, BrowserRequired, CodeRequired, Completed, FlowKind, MethodRequired,
    PasswordRequired, RegistrationRequired,
};

/// Where a flow stands: what the person is asked for, or how it ended.
///
/// A policy of the tenant may add, repeat or reorder steps, so an app has one `match` over this and goes wherever it
/// leads. `A` is what being signed in means: tokens in this crate, an account in the client. A clone stands for the same
/// wait: whichever of them leads somewhere first spends it.
#[derive(Debug, Clone)]
#[must_use = "a step says what to ask the person next"]
pub enum Step<A> {
    /// A one-time code was sent. [`CodeRequired::purpose`] tells what it proves.
    CodeRequired {
        /// What to show, and what can be done.
        state: CodeRequired,
    },
    /// A password is wanted, the account's or a new one. [`PasswordRequired::purpose`] tells which.
    PasswordRequired {
        /// What to show, and what can be done.
        state: PasswordRequired,
    },
    /// Facts about the person are wanted before the account can exist.
    AttributesRequired {
        /// What to show, and what can be done.
        state: AttributesRequired,
    },
    /// A second factor is wanted: one of the person's authentication methods is to be chosen.
    MethodRequired {
        /// What to show, and what can be done.
        state: MethodRequired,
    },
    /// A strong authentication method has to be registered before the person can be signed in.
    RegistrationRequired {
        /// What to show, and what can be done.
        state: RegistrationRequired,
    },
    /// The tenant wants a browser: the native flow is over. [`BrowserRequired::reason`] tells why.
    BrowserRequired {
        /// What to show.
        state: BrowserRequired,
    },
    /// Signed in. The tokens are kept already.
    SignedIn {
        /// Who.
        account: A,
    },
    /// The account exists, or its password is new, and nobody is signed in: it was not asked for, or it failed.
    Completed {
        /// Why, and the way to sign in where the server left one.
        state: Completed,
    },
}

impl<A> Step<A> {
    /// Splits off the one variant that knows what being signed in means: the account, or the same step for any
    /// other meaning of it.
    ///
    /// # Errors
    ///
    /// Every other step, as it is.
    pub fn signed_in<B>(self) -> Result<A, Step<B>> {
        Err(match self {
            Self::SignedIn { account } => return Ok(account),
            Self::CodeRequired { state } => Step::CodeRequired { state },
            Self::PasswordRequired { state } => Step::PasswordRequired { state },
            Self::AttributesRequired { state } => Step::AttributesRequired { state },
            Self::MethodRequired { state } => Step::MethodRequired { state },
            Self::RegistrationRequired { state } => Step::RegistrationRequired { state },
            Self::BrowserRequired { state } => Step::BrowserRequired { state },
            Self::Completed { state } => Step::Completed { state },
        })
    }

    /// A stable word for the step, such as `code_required`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::CodeRequired { .. } => "code_required",
            Self::PasswordRequired { .. } => "password_required",
            Self::AttributesRequired { .. } => "attributes_required",
            Self::MethodRequired { .. } => "method_required",
            Self::RegistrationRequired { .. } => "registration_required",
            Self::BrowserRequired { .. } => "browser_required",
            Self::SignedIn { .. } => "signed_in",
            Self::Completed { .. } => "completed",
        }
    }

    /// Which flow the step belongs to; `None` once somebody is signed in.
    #[must_use]
    pub fn flow(&self) -> Option<FlowKind> {
        match self {
            Self::CodeRequired { state } => Some(state.flow()),
            Self::PasswordRequired { state } => Some(state.flow()),
            Self::AttributesRequired { state } => Some(state.flow()),
            Self::MethodRequired { state } => Some(state.flow()),
            Self::RegistrationRequired { state } => Some(state.flow()),
            Self::BrowserRequired { state } => Some(state.flow()),
            Self::Completed { state } => Some(state.flow()),
            Self::SignedIn { .. } => None,
        }
    }
}
