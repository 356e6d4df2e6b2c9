//! "After X comes Y" of API version 1.

mod opening;
mod refresh;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

pub use refresh::{Refresh, refresh};
pub use sign_in::sign_in;
pub use sign_up::sign_up;

use crate::Result;
use crate::action::Next;
use crate::session::Session;

/// Where to go on when the server took a step and a later request of the same action got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waypoint {
    /// The code was accepted in a sign-up; the challenge that asks for the password comes next.
    SignUpCredential,
    /// The account was created; signing in comes next.
    SignInCreated,
}

impl Waypoint {
    pub(crate) fn go_on(self, session: Session) -> Result<Next> {
        match self {
            Self::SignUpCredential => sign_up::challenge(session),
            Self::SignInCreated => sign_up::sign_in_or_complete(session),
        }
    }
}
