//! A person who may do anything a state allows.

use native_auth_core::{
    Action, AttributesRequired, CodeRequired, Completed, PasswordRequired, Result, SignIn, SignUp,
    Step, Tokens,
};
use native_auth_wire::{Attributes, Secret};
use proptest::prelude::*;

use crate::setting::{PASSWORD, USERNAME, application, correlation_id};

/// How a flow begins.
#[derive(Debug, Clone)]
pub(crate) enum Beginning {
    SignUp {
        password: bool,
        attributes: bool,
        sign_in: bool,
    },
    SignIn {
        password: bool,
    },
}

/// A state that something can be done in.
#[derive(Debug)]
pub(crate) enum State {
    Code(CodeRequired),
    Password(PasswordRequired),
    Attributes(AttributesRequired),
    Completed(Completed),
}

/// Any beginning.
pub(crate) fn any_beginning() -> impl Strategy<Value = Beginning> {
    prop_oneof![
        any::<(bool, bool, bool)>().prop_map(|(password, attributes, sign_in)| {
            Beginning::SignUp {
                password,
                attributes,
                sign_in,
            }
        }),
        any::<bool>().prop_map(|password| Beginning::SignIn { password }),
    ]
}

impl Beginning {
    /// The action that begins.
    pub(crate) fn action(&self) -> Result<Action> {
        let known = |password: &bool| password.then(|| Secret::from(PASSWORD));
        match self {
            Self::SignUp {
                password,
                attributes,
                sign_in,
            } => {
                let given = Attributes::from([("city", "Lund")]);
                let request = SignUp {
                    username: USERNAME.to_owned(),
                    password: known(password),
                    attributes: if *attributes {
                        given
                    } else {
                        Attributes::new()
                    },
                    sign_in: *sign_in,
                    ..SignUp::default()
                };
                native_auth_core::sign_up(&application(), request, correlation_id())
            }
            Self::SignIn { password } => {
                let request = SignIn {
                    username: USERNAME.to_owned(),
                    password: known(password),
                    ..SignIn::default()
                };
                native_auth_core::sign_in(&application(), request, correlation_id())
            }
        }
    }
}

impl State {
    /// What a step leads to, unless it is an end.
    pub(crate) fn of(step: Step<Tokens>) -> Option<Self> {
        match step {
            Step::CodeRequired { state } => Some(Self::Code(state)),
            Step::PasswordRequired { state } => Some(Self::Password(state)),
            Step::AttributesRequired { state } => Some(Self::Attributes(state)),
            Step::Completed { state } => {
                state.sign_in().is_some().then_some(Self::Completed(state))
            }
            Step::BrowserRequired { .. } | Step::SignedIn { .. } => None,
        }
    }

    /// One of the actions that the state allows, with what the person entered.
    pub(crate) fn act(&self, other: bool, entered: &str) -> Action {
        match self {
            Self::Code(state) if other => state.resend_code(),
            Self::Code(state) => state.submit_code(entered),
            Self::Password(state) => state.submit_password(entered),
            Self::Attributes(state) => state.submit_attributes([("city", entered)]),
            Self::Completed(state) => state.sign_in().unwrap(),
        }
    }
}
