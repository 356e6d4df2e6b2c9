//! The account exists, and nobody is signed in.

use std::time::Duration;

use native_auth_wire::CorrelationId;

use crate::session::Session;
use crate::suspended::{CompletedForm, ErrorForm, StateForm};
use crate::v1::Waypoint;
use crate::{Action, Error, FlowKind};

/// The flow has done what it was for, and nobody is signed in: it was not asked for, or it failed.
#[derive(Debug, Clone)]
pub struct Completed {
    session: Session,
    /// Where signing in goes on.
    point: Waypoint,
    can_sign_in: bool,
    sign_in_error: Option<Error>,
}

impl Completed {
    pub(crate) fn new(session: Session, point: Waypoint, sign_in_error: Option<Error>) -> Self {
        Self {
            can_sign_in: session.can_go_on(),
            session,
            point,
            sign_in_error,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let form = CompletedForm {
            point: self.point,
            sign_in_error: self.sign_in_error.as_ref().map(ErrorForm::of),
        };
        (&self.session, StateForm::Completed(form))
    }

    pub(crate) fn restored(session: Session, form: &CompletedForm, away: Duration) -> Option<Self> {
        let error = match &form.sign_in_error {
            None => None,
            Some(error) => Some(error.restore(away)?.of_flow(session.correlation_id())),
        };
        Some(Self::new(session, form.point, error))
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

    /// Signs in without asking the person for what they have given already. `None` where the server left no way;
    /// sign in as usual then.
    #[must_use]
    pub fn sign_in(&self) -> Option<Action> {
        let point = self.point;
        // The app asks for it, so it is told if it fails.
        self.can_sign_in.then(|| {
            Action::from_state("sign_in_after", &self.session, move |session| {
                point.go_on_or(session, Session::fail)
            })
        })
    }
}
