//! A sign-up and a reset up to the answer that confirms what they are for.

use native_auth_core::{Action, CodeRequired, FlowKind, PasswordRequired};

use crate::asks::{introspect, new_password, poll, register_introspect, submit};
use crate::driver::{Outcome, Walk};
use crate::script::{Ask, Unanswered};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;
use crate::{capable, reset_password};

/// The error that demands a method, the request for the methods, and their list.
pub(crate) type Demand = (&'static str, fn(&str) -> Unanswered, &'static str);

/// What signing in may demand.
pub(crate) const DEMANDS: [Demand; 2] = [
    ("error_mfa_required", introspect, "sign_in_introspect"),
    (
        "error_registration_required",
        register_introspect,
        "register_introspect",
    ),
];

/// A new account or a new password.
pub(crate) struct Confirmed {
    pub(crate) flow: FlowKind,
    /// The answer that confirms it.
    pub(crate) token_of: &'static str,
    capable: bool,
}

/// The state whose action is confirmed.
pub(crate) enum LastState {
    Code(CodeRequired),
    Password(PasswordRequired),
}

/// Comes to the confirmation and goes on with these requests.
pub(crate) fn confirmed<'a>(
    walk: &'a mut Walk,
    new: &Confirmed,
    asks: impl IntoIterator<Item = Ask>,
) -> Outcome<'a> {
    let state = new.to_last_state(walk);
    walk.goes_on(|| state.act(), new.last_asks().into_iter().chain(asks))
}

impl Confirmed {
    /// A new account.
    const SIGN_UP: Self = Self {
        flow: FlowKind::SignUp,
        token_of: "sign_up_continue_created",
        capable: true,
    };

    /// A new password.
    pub(crate) const RESET: Self = Self {
        flow: FlowKind::ResetPassword,
        token_of: "reset_password_poll_succeeded",
        capable: true,
    };

    /// A new password of an app that can handle neither a second factor nor its registration.
    pub(crate) const RESET_OF_A_PLAIN_APP: Self = Self {
        capable: false,
        ..Self::RESET
    };

    /// A new password, and no way to sign in with it at once.
    pub(crate) const RESET_WITHOUT_A_TOKEN: Self = Self {
        token_of: "reset_password_poll_succeeded_without_token",
        ..Self::RESET
    };

    /// Both, of an app that can handle whatever is demanded next.
    pub(crate) const ALL: [Self; 2] = [Self::SIGN_UP, Self::RESET];

    /// Comes to the state whose action is confirmed.
    pub(crate) fn to_last_state(&self, walk: &mut Walk) -> LastState {
        match (self.flow, self.capable) {
            (FlowKind::SignUp, _) => LastState::Code(capable::sign_up_to_code(walk)),
            (_, true) => LastState::Password(capable::reset_to_new_password(walk)),
            (_, false) => LastState::Password(reset_password::to_new_password(walk)),
        }
    }

    /// What its action asks until it is confirmed.
    pub(crate) fn last_asks(&self) -> Vec<Ask> {
        match self.flow {
            FlowKind::SignUp => {
                vec![submit("sign_up_challenge_code", "oob", CODE).gets(self.token_of)]
            }
            _ => vec![
                new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
                poll().gets(self.token_of),
            ],
        }
    }
}

impl LastState {
    /// Its action.
    pub(crate) fn act(&self) -> Action {
        match self {
            Self::Code(code) => code.submit_code(CODE),
            Self::Password(password) => password.submit_password(PASSWORD),
        }
    }
}
