//! "After X comes Y" of API version 1.

mod completion;
mod opening;
mod refresh;
pub(crate) mod registration;
pub(crate) mod reset_password;
pub(crate) mod second_factor;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
mod step_up;
mod verification;

pub use refresh::{Refresh, refresh};
pub use reset_password::reset_password;
pub use sign_in::sign_in;
pub use sign_up::sign_up;
pub use step_up::{StepUp, step_up};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::action::Next;
use crate::session::{Otherwise, Session};
use crate::{FlowKind, Result};

/// Where to go on when the server took a step and a later request of the same action got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Waypoint {
    /// The code was accepted in a sign-up; the challenge that asks for the password comes next.
    SignUpCredential,
    /// The account was created, or the password changed; signing in comes next.
    SignIn,
    /// The first factor was accepted; the list of methods for the second comes next.
    SecondFactor,
    /// The first factor was accepted; the list of methods to register comes next.
    Registration,
    /// The address to register was verified before; registering it comes next.
    Preverified,
    /// The method was registered; signing in comes next.
    Registered,
    /// The tokens are there; verifying their ID token comes next.
    Verification,
    /// The new password was taken; asking whether it is in force comes next.
    Polling {
        /// How long to wait before each time.
        interval: Duration,
    },
}

impl Waypoint {
    /// Goes on within the flow. The state in which a sign-up or a reset came to its own end does not fail any more;
    /// the states behind it ask for something more, and say so if it fails.
    pub(crate) fn go_on(self, session: Session) -> Result<Next> {
        let otherwise = match session.flow() {
            FlowKind::SignUp | FlowKind::ResetPassword if !session.is_confirmed() => {
                completion::complete_without
            }
            _ => Session::fail,
        };
        self.go_on_or(session, otherwise)
    }

    /// Goes on; `otherwise` decides about a failure to sign in.
    pub(crate) fn go_on_or(self, session: Session, otherwise: Otherwise) -> Result<Next> {
        // Every point but these lies behind the account or the new password.
        let session = match self {
            Self::SignUpCredential | Self::Polling { .. } => session,
            _ => session.into_confirmed(),
        };
        match self {
            Self::SignUpCredential => sign_up::challenge(session),
            Self::SignIn => completion::sign_in(session, otherwise),
            Self::Verification => verification::verify(session, otherwise),
            Self::SecondFactor => second_factor::introspect(session, otherwise),
            Self::Registration => registration::introspect(session, otherwise),
            Self::Preverified => registration::prove(session, None),
            Self::Registered => registration::redeem_registered(session),
            Self::Polling { interval } => reset_password::poll(session, interval),
        }
    }
}
