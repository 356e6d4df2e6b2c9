//! Waiting for a password.

use std::time::Duration;

use native_auth_wire::{CorrelationId, Secret};

use crate::session::Session;
use crate::suspended::{PasswordForm, StateForm};
use crate::v1::{reset_password, sign_in, sign_up};
use crate::{Action, FlowKind, PasswordPurpose};

/// A password is wanted.
#[derive(Debug, Clone)]
pub struct PasswordRequired {
    session: Session,
    purpose: PasswordPurpose,
    expires_in: Option<Duration>,
}

impl PasswordRequired {
    pub(crate) fn new(session: &Session, purpose: PasswordPurpose, token: Secret) -> Self {
        Self {
            session: session.next(Some(token)),
            purpose,
            expires_in: None,
        }
    }

    /// For a state whose end the server told.
    pub(crate) fn expiring_in(self, expires_in: Option<Duration>) -> Self {
        Self { expires_in, ..self }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let form = PasswordForm {
            purpose: self.purpose,
            expires_in: self.expires_in,
        };
        (&self.session, StateForm::PasswordRequired(form))
    }

    /// `away` is how long the app was gone: so much less there is to enter the password.
    pub(crate) fn restored(session: Session, form: &PasswordForm, away: Duration) -> Self {
        Self {
            session,
            purpose: form.purpose,
            expires_in: form.expires_in.map(|left| left.saturating_sub(away)),
        }
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

    /// How long the person has to enter it, counted from when this state came, if the server says; after a reset's code it
    /// does. Later the flow has expired.
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
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
