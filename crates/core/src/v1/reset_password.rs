//! Password reset, read from top to bottom.

use std::sync::Arc;
use std::time::Duration;

use native_auth_wire::v1::CodeChallenge;
use native_auth_wire::v1::reset_password::{
    Challenge, Continue, GoesOn, Poll, Polled, Start, Submit, Submitted,
};
use native_auth_wire::{CorrelationId, Secret};

use super::{Waypoint, completion, opening};
use crate::action::{Action, Next, Pause};
use crate::error::catalogue;
use crate::session::{Facts, Session};
use crate::state::CodeOrigin;
use crate::{
    Application, CodeRequired, Error, ErrorKind, FlowKind, PasswordPurpose, PasswordRequired,
    ResetPassword, Result, Step,
};

/// Begins a password reset. `fresh` is the correlation id to use if the app gave none.
///
/// # Errors
///
/// [`InvalidUsername`](crate::ErrorKind::InvalidUsername) or
/// [`Configuration`](crate::ErrorKind::Configuration) for input that cannot be sent.
pub fn reset_password(
    application: &Arc<Application>,
    request: ResetPassword,
    fresh: CorrelationId,
) -> Result<Action> {
    let correlation_id = request.correlation_id.unwrap_or(fresh);
    begin(application, &request, correlation_id).map_err(|error| error.of_flow(correlation_id))
}

fn begin(
    application: &Arc<Application>,
    request: &ResetPassword,
    correlation_id: CorrelationId,
) -> Result<Action> {
    let session = Session::new(Facts {
        application: Arc::clone(application),
        kind: FlowKind::ResetPassword,
        correlation_id,
        username: opening::username(&request.username)?,
        sign_in: request.sign_in,
        scopes: opening::scopes(&request.scopes)?,
        claims: None,
        account: None,
    });
    Ok(Action::begin_flow(
        "reset_password",
        application.tag,
        correlation_id,
        move || Ok(start(session)),
    ))
}

fn start(session: Session) -> Next {
    let application = Arc::clone(&session.facts().application);
    let username = session.facts().username.clone();
    session.call(
        &Start {
            client_id: &application.client_id,
            username: &username,
            challenge_types: &application.challenge_types,
            capabilities: &application.capabilities,
        },
        started,
    )
}

fn started(session: Session, reply: GoesOn) -> Result<Next> {
    challenge(session.next(Some(reply.token)))
}

/// Asks for a code; also sends it again.
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

#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "a continuation, whose shape is given"
)]
fn challenged(session: Session, reply: CodeChallenge) -> Result<Next> {
    Ok(Next::Done(Step::CodeRequired {
        state: CodeRequired::new(&session, CodeOrigin::ResetPassword, reply),
    }))
}

pub(crate) fn submit_code(session: Session, code: &Secret) -> Result<Next> {
    let code = opening::filled(code, &catalogue::CODE_EMPTY)?;
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Continue {
            client_id: &application.client_id,
            token: &token,
            code,
        },
        verified,
    ))
}

#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "a continuation, whose shape is given"
)]
fn verified(session: Session, reply: GoesOn) -> Result<Next> {
    Ok(Next::Done(Step::PasswordRequired {
        state: PasswordRequired::new(&session, PasswordPurpose::New, reply.token)
            .expiring_in(reply.expires_in),
    }))
}

pub(crate) fn submit_password(session: Session, password: &Secret) -> Result<Next> {
    let new_password = opening::filled(password, &catalogue::NEW_PASSWORD_EMPTY)?;
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Submit {
            client_id: &application.client_id,
            token: &token,
            new_password,
        },
        submitted,
    ))
}

fn submitted(session: Session, reply: Submitted) -> Result<Next> {
    let interval = reply.poll_interval;
    session.pass(Waypoint::Polling { interval }, reply.token);
    poll(session, interval)
}

/// Asks whether the new password is in force: at once, and then in intervals.
pub(crate) fn poll(session: Session, interval: Duration) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call_or(
        &Poll {
            client_id: &application.client_id,
            token: &token,
        },
        move |session, reply| polled(session, reply, interval),
        refused_while_polling,
    ))
}

fn polled(session: Session, reply: Polled, interval: Duration) -> Result<Next> {
    match reply {
        Polled::Pending => {
            let correlation_id = session.correlation_id();
            Ok(Next::Wait(Pause::new(
                interval,
                correlation_id,
                move |outcome| {
                    outcome?;
                    poll(session, interval)
                },
            )))
        }
        Polled::Succeeded { token } => completion::finished(session, token),
        // The person may try another password, if the server left a way.
        Polled::Failed { token: Some(token) } => {
            session.back(Some(token));
            Err(Error::new(&catalogue::PASSWORD_CHANGE_FAILED))
        }
        Polled::Failed { token: None } => {
            Err(Error::new(&catalogue::PASSWORD_CHANGE_FAILED_FOR_GOOD))
        }
    }
}

/// A password that is refused this late is asked for again; any other failure leaves the poll to go on.
fn refused_while_polling(session: Session, error: Error) -> Result<Next> {
    if error.kind() == ErrorKind::PasswordRejected {
        session.back(None);
    }
    Err(error)
}
