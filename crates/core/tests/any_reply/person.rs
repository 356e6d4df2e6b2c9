//! A person who may do anything a state allows.

use std::sync::Arc;

use native_auth_core::{
    Action, Application, AttributesRequired, CodeRequired, Completed, MethodRequired,
    PasswordRequired, RegistrationRequired, ResetPassword, Result, SignIn, SignUp, Step, Tokens,
};
use native_auth_wire::{Attributes, AuthenticationMethod, Secret};
use proptest::prelude::*;

use crate::setting::{PASSWORD, USERNAME, application, capable_application, correlation_id};

/// How a flow begins, and whether the app can handle whatever is demanded.
#[derive(Debug, Clone)]
pub(crate) struct Beginning {
    flow: Flow,
    capable: bool,
}

#[derive(Debug, Clone)]
enum Flow {
    SignUp {
        password: bool,
        attributes: bool,
        sign_in: bool,
    },
    SignIn {
        password: bool,
    },
    ResetPassword {
        sign_in: bool,
    },
}

/// A state that something can be done in.
#[derive(Debug)]
pub(crate) enum State {
    Code(CodeRequired),
    Password(PasswordRequired),
    Attributes(AttributesRequired),
    Method(MethodRequired),
    Registration(RegistrationRequired),
    Completed(Completed),
}

/// Which of the actions that a state allows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Choice {
    First,
    Second,
    Third,
}

/// Any beginning.
pub(crate) fn any_beginning() -> impl Strategy<Value = Beginning> {
    let flow = prop_oneof![
        any::<(bool, bool, bool)>().prop_map(|(password, attributes, sign_in)| {
            Flow::SignUp {
                password,
                attributes,
                sign_in,
            }
        }),
        any::<bool>().prop_map(|password| Flow::SignIn { password }),
        any::<bool>().prop_map(|sign_in| Flow::ResetPassword { sign_in }),
    ];
    let capable = prop::bool::weighted(0.8);
    (flow, capable).prop_map(|(flow, capable)| Beginning { flow, capable })
}

/// Any choice, most often the first.
pub(crate) fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        4 => Just(Choice::First),
        2 => Just(Choice::Second),
        1 => Just(Choice::Third),
    ]
}

impl Beginning {
    /// The action that begins.
    pub(crate) fn action(&self) -> Result<Action> {
        let known = |password: &bool| password.then(|| Secret::from(PASSWORD));
        let application = self.application();
        match &self.flow {
            Flow::SignUp {
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
                native_auth_core::sign_up(&application, request, correlation_id())
            }
            Flow::SignIn { password } => {
                let request = SignIn {
                    username: USERNAME.to_owned(),
                    password: known(password),
                    ..SignIn::default()
                };
                native_auth_core::sign_in(&application, request, correlation_id())
            }
            Flow::ResetPassword { sign_in } => {
                let request = ResetPassword {
                    username: USERNAME.to_owned(),
                    sign_in: *sign_in,
                    ..ResetPassword::default()
                };
                native_auth_core::reset_password(&application, request, correlation_id())
            }
        }
    }

    fn application(&self) -> Arc<Application> {
        if self.capable {
            capable_application()
        } else {
            application()
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
            Step::MethodRequired { state } => Some(Self::Method(state)),
            Step::RegistrationRequired { state } => Some(Self::Registration(state)),
            Step::Completed { state } => {
                state.sign_in().is_some().then_some(Self::Completed(state))
            }
            Step::BrowserRequired { .. } | Step::SignedIn { .. } => None,
        }
    }

    /// One of the actions that the state allows, with what the person entered.
    pub(crate) fn act(&self, choice: Choice, entered: &str) -> Action {
        match self {
            Self::Code(state) => match choice {
                Choice::First => state.submit_code(entered),
                Choice::Second => state.resend_code(),
                Choice::Third => state
                    .choose_another_method()
                    .unwrap_or_else(|| state.resend_code()),
            },
            Self::Password(state) => state.submit_password(entered),
            Self::Attributes(state) => state.submit_attributes([("city", entered)]),
            Self::Method(state) => state.choose_method(&chosen(state.methods(), choice, entered)),
            Self::Registration(state) => {
                state.register(&chosen(state.methods(), choice, entered), entered)
            }
            Self::Completed(state) => state.sign_in().unwrap(),
        }
    }
}

/// The first or the last of the methods, or none of them.
fn chosen(methods: &[AuthenticationMethod], choice: Choice, entered: &str) -> String {
    match choice {
        Choice::First => methods[0].id().to_owned(),
        Choice::Second => methods[methods.len() - 1].id().to_owned(),
        Choice::Third => entered.to_owned(),
    }
}
