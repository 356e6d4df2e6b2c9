//! Sign-up, read from top to bottom.

use std::sync::Arc;

use native_auth_wire::v1::Challenged;
use native_auth_wire::v1::sign_up::{Challenge, Continue, Continued, Grant, Start, Started};
use native_auth_wire::{Attributes, CorrelationId, Secret};

use super::{Waypoint, completion, opening};
use crate::action::{Action, Next};
use crate::error::catalogue;
use crate::session::{Facts, Session};
use crate::state::CodeOrigin;
use crate::{
    Application, AttributesRequired, CodeRequired, Error, FlowKind, PasswordPurpose,
    PasswordRequired, Result, SignUp, Step,
};

/// Begins a sign-up. `fresh` is the correlation id to use if the app gave none.
///
/// # Errors
///
/// [`InvalidUsername`](crate::ErrorKind::InvalidUsername), [`PasswordRejected`](crate::ErrorKind::PasswordRejected)
/// or [`Misuse`](crate::ErrorKind::Misuse) for input that cannot be sent.
pub fn sign_up(
    application: &Arc<Application>,
    request: SignUp,
    fresh: CorrelationId,
) -> Result<Action> {
    let correlation_id = request.correlation_id.unwrap_or(fresh);
    begin(application, request, correlation_id).map_err(|error| error.of_flow(correlation_id))
}

fn begin(
    application: &Arc<Application>,
    request: SignUp,
    correlation_id: CorrelationId,
) -> Result<Action> {
    let SignUp {
        password,
        attributes,
        ..
    } = request;
    if let Some(password) = &password {
        opening::filled(password, &catalogue::NEW_PASSWORD_EMPTY)?;
    }
    let session = Session::new(Facts {
        application: Arc::clone(application),
        kind: FlowKind::SignUp,
        correlation_id,
        username: opening::username(&request.username)?,
        sign_in: request.sign_in,
        scopes: opening::scopes(&request.scopes)?,
        claims: opening::claims(request.claims)?,
        account: None,
    });
    Ok(Action::begin_flow(
        "sign_up",
        application.tag,
        correlation_id,
        move || start(session, password.as_ref(), &attributes),
    ))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "stands where fallible openings of a flow stand"
)]
fn start(session: Session, password: Option<&Secret>, attributes: &Attributes) -> Result<Next> {
    let application = Arc::clone(&session.facts().application);
    let username = session.facts().username.clone();
    Ok(session.call(
        &Start {
            client_id: &application.client_id,
            username: &username,
            challenge_types: &application.challenge_types,
            capabilities: &application.capabilities,
            password,
            attributes,
        },
        started,
    ))
}

fn started(session: Session, reply: Started) -> Result<Next> {
    challenge(session.next(Some(reply.token)))
}

/// Asks for a code, or which credential is wanted; also sends the code again.
pub(crate) fn challenge(session: Session) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Challenge {
            client_id: &application.client_id,
            token: &token,
            challenge_types: &application.challenge_types,
        },
        challenged,
    ))
}

fn challenged(session: Session, reply: Challenged) -> Result<Next> {
    Ok(Next::Done(match reply {
        Challenged::Code(challenge) => Step::CodeRequired {
            state: CodeRequired::new(&session, CodeOrigin::SignUp, challenge),
        },
        Challenged::Password { token } => Step::PasswordRequired {
            state: PasswordRequired::new(&session, PasswordPurpose::New, token),
        },
    }))
}

pub(crate) fn submit_code(session: Session, code: &Secret) -> Result<Next> {
    let code = opening::filled(code, &catalogue::CODE_EMPTY)?;
    submit(session, Grant::Code(code))
}

pub(crate) fn submit_password(session: Session, password: &Secret) -> Result<Next> {
    let password = opening::filled(password, &catalogue::NEW_PASSWORD_EMPTY)?;
    submit(session, Grant::Password(password))
}

pub(crate) fn submit_attributes(session: Session, attributes: &Attributes) -> Result<Next> {
    if attributes.is_empty() {
        return Err(Error::new(&catalogue::ATTRIBUTES_EMPTY));
    }
    submit(session, Grant::Attributes(attributes))
}

fn submit(session: Session, grant: Grant<'_>) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Continue {
            client_id: &application.client_id,
            token: &token,
            grant,
        },
        continued,
    ))
}

fn continued(session: Session, reply: Continued) -> Result<Next> {
    match reply {
        Continued::Created { token } => completion::finished(session, token),
        Continued::CredentialRequired { token } => {
            session.pass(Waypoint::SignUpCredential, token);
            challenge(session)
        }
        Continued::AttributesRequired { token, attributes } => {
            Ok(Next::Done(Step::AttributesRequired {
                state: AttributesRequired::new(&session, token, attributes),
            }))
        }
    }
}
