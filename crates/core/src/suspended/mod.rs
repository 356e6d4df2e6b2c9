//! Flows that outlive the app: a step becomes text that can be kept, and the text a step.
//!
//! The text holds the continuation token and the user name, so it is a [`Secret`]: whoever keeps it has to seal it
//! first. Continuation tokens are kept in no other way. Where a flow has its tokens and could not verify them, it holds
//! those too.

mod answer_form;
mod form;
mod secret_text;

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_wire::Secret;

pub(crate) use form::{
    CodeForm, CodeOriginForm, CompletedForm, ErrorForm, PasswordForm, StateForm,
};
use form::{Form, SessionForm};

use crate::error::catalogue;
use crate::session::Session;
use crate::{
    Application, AttributesRequired, CodeRequired, Completed, Error, MethodRequired,
    PasswordRequired, RegistrationRequired, Result, Step, Tokens,
};

/// A clock that was set back by more than this makes the age of a suspended flow unknown.
const TOLERATED_SETBACK: Duration = Duration::from_secs(120);

/// Writes down a step that waits for the person, as text to be sealed and kept. It can be resumed for `lifetime`
/// from `now` on, with whole seconds. The step itself stays as it is.
///
/// # Errors
///
/// [`Misuse`](crate::ErrorKind::Misuse) for a step after which nothing can be gone on with, for a state that has
/// already led to a next one, and for one of another client; [`InProgress`](crate::ErrorKind::InProgress) while an
/// action of the state is under way.
pub fn suspend<A>(
    application: &Application,
    step: &Step<A>,
    now: SystemTime,
    lifetime: Duration,
) -> Result<Secret> {
    let (session, state) = match step {
        Step::CodeRequired { state } => state.to_form(),
        Step::PasswordRequired { state } => state.to_form(),
        Step::AttributesRequired { state } => state.to_form(),
        Step::MethodRequired { state } => state.to_form(),
        Step::RegistrationRequired { state } => state.to_form(),
        Step::Completed { state } if state.sign_in().is_some() => state.to_form(),
        Step::Completed { .. } | Step::BrowserRequired { .. } | Step::SignedIn { .. } => {
            return Err(Error::new(&catalogue::STEP_NOT_SUSPENDABLE));
        }
    };
    let flow = |error: Error| error.of_flow(session.correlation_id());
    if session.owner() != application.tag {
        return Err(flow(Error::new(&catalogue::ACTION_OF_ANOTHER_CLIENT)));
    }
    let suspended_at = seconds(now);
    let form = Form {
        authority: application.authority.as_str().to_owned(),
        client_id: application.client_id.clone(),
        suspended_at,
        expires_at: suspended_at.saturating_add(lifetime.as_secs()),
        session: SessionForm::of(session).map_err(flow)?,
        state,
    };
    write(&form).map_err(|_| flow(Error::new(&catalogue::STEP_NOT_SUSPENDABLE)))
}

/// Makes a step of what [`suspend`] wrote. It never leads to [`Step::SignedIn`], and sends nothing.
///
/// # Errors
///
/// [`FlowExpired`](crate::ErrorKind::FlowExpired) if the text is none of ours, is another app's or tenant's, or is
/// older than it may be.
pub fn resume(
    application: &Arc<Application>,
    text: &Secret,
    now: SystemTime,
) -> Result<Step<Tokens>> {
    let unreadable = || Error::new(&catalogue::SUSPENSION_UNREADABLE);
    let form: Form = serde_json::from_str(text.expose()).map_err(|_| unreadable())?;
    let foreign = form.authority != application.authority.as_str()
        || !form.client_id.eq_ignore_ascii_case(&application.client_id);
    if foreign {
        return Err(Error::new(&catalogue::SUSPENSION_FOREIGN));
    }
    let now = seconds(now);
    let set_back = form.suspended_at > now.saturating_add(TOLERATED_SETBACK.as_secs());
    if now >= form.expires_at || set_back {
        return Err(Error::new(&catalogue::SUSPENSION_EXPIRED));
    }
    let away = Duration::from_secs(now.saturating_sub(form.suspended_at));
    let session = form
        .session
        .restore(Arc::clone(application))
        .ok_or_else(unreadable)?;
    form.state.restore(session, away).ok_or_else(unreadable)
}

impl StateForm {
    fn restore(self, session: Session, away: Duration) -> Option<Step<Tokens>> {
        Some(match self {
            Self::CodeRequired(form) => Step::CodeRequired {
                state: CodeRequired::restored(session, form, away)?,
            },
            Self::PasswordRequired(form) => Step::PasswordRequired {
                state: PasswordRequired::restored(session, &form, away),
            },
            Self::AttributesRequired { attributes } => Step::AttributesRequired {
                state: AttributesRequired::restored(session, &attributes)?,
            },
            Self::MethodRequired { methods } => Step::MethodRequired {
                state: MethodRequired::restored(session, &methods)?,
            },
            Self::RegistrationRequired { methods } => Step::RegistrationRequired {
                state: RegistrationRequired::restored(session, &methods)?,
            },
            Self::Completed(form) => Step::Completed {
                state: Completed::restored(session, &form, away)?,
            },
        })
    }
}

/// Into a buffer that never grows: growing would leave secrets behind in memory that nobody zeroes.
fn write(form: &Form) -> Result<Secret, serde_json::Error> {
    let mut length = Length(0);
    serde_json::to_writer(&mut length, form)?;
    let mut text = Vec::with_capacity(length.0);
    serde_json::to_writer(&mut text, form)?;
    let text = String::from_utf8(text).map_err(serde::ser::Error::custom)?;
    Ok(Secret::new(text))
}

/// Counts instead of writing.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Seconds since 1970; a clock before that stands at its beginning.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
