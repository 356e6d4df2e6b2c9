//! The account exists, and nobody is signed in.

use native_auth_wire::{CorrelationId, Secret};

use crate::session::Session;
use crate::v1::sign_up;
use crate::{Action, Error, FlowKind};

/// The flow has done what it was for, and nobody is signed in: it was not asked for, or it failed.
#[derive(Debug)]
pub struct Completed {
    session: Session,
    can_sign_in: bool,
    sign_in_error: Option<Error>,
}

impl Completed {
    pub(crate) fn new(
        session: &Session,
        token: Option<Secret>,
        sign_in_error: Option<Error>,
    ) -> Self {
        Self {
            can_sign_in: token.is_some(),
            session: session.next(token),
            sign_in_error,
        }
    }

    /// Which flow this was.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// Why signing in failed; `None` if it was not asked for.
    #[must_use]
    pub fn sign_in_error(&self) -> Option<&Error> {
        self.sign_in_error.as_ref()
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// Signs in without asking the person again. `None` where the server left no way; sign in as
    /// usual then.
    #[must_use]
    pub fn sign_in(&self) -> Option<Action> {
        self.can_sign_in
            .then(|| Action::from_state("sign_in_after", &self.session, sign_up::sign_in_created))
    }
}
