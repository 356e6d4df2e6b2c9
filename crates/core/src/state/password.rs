//! Waiting for a password.

use native_auth_wire::{CorrelationId, Secret};

use crate::session::Session;
use crate::suspended::StateForm;
use crate::v1::{reset_password, sign_in, sign_up};
use crate::{Action, FlowKind, PasswordPurpose};

/// A password is wanted.
#[derive(Debug)]
pub struct PasswordRequired {
    session: Session,
    purpose: PasswordPurpose,
}

impl PasswordRequired {
    pub(crate) fn new(session: &Session, purpose: PasswordPurpose, token: Secret) -> Self {
        Self {
            session: session.next(Some(token)),
            purpose,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let purpose = self.purpose;
        (&self.session, StateForm::PasswordRequired { purpose })
    }

    pub(crate) fn restored(session: Session, purpose: PasswordPurpose) -> Self {
        Self { session, purpose }
    }

    /// Which flow this is.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// Whether it is the account's password or a new one.
    #[must_use]
    pub fn purpose(&self) -> PasswordPurpose {
        self.purpose
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// Submits the password exactly as typed.
    ///
    /// Running it fails with [`InvalidCredentials`](crate::ErrorKind::InvalidCredentials) for a wrong one and
    /// [`PasswordRejected`](crate::ErrorKind::PasswordRejected) for a new one that breaks the rules, after which
    /// this state can be used again.
    pub fn submit_password(&self, password: impl Into<Secret>) -> Action {
        let password = password.into();
        let (purpose, flow) = (self.purpose, self.flow());
        Action::from_state("submit_password", &self.session, move |session| {
            match (purpose, flow) {
                (PasswordPurpose::Existing, _) => sign_in::submit_password(session, &password),
                (PasswordPurpose::New, FlowKind::ResetPassword) => {
                    reset_password::submit_password(session, &password)
                }
                (PasswordPurpose::New, FlowKind::SignUp | FlowKind::SignIn) => {
                    sign_up::submit_password(session, &password)
                }
            }
        })
    }
}
