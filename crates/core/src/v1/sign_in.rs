//! Sign-in, read from top to bottom.

use std::sync::Arc;

use native_auth_wire::v1;
use native_auth_wire::v1::sign_in::{Challenge, Challenged, Initiate, Initiated};
use native_auth_wire::v1::token::{Grant, Redeem, Redeemed};
use native_auth_wire::{AccountId, CorrelationId, Secret};

use super::{opening, registration, second_factor, verification};
use crate::action::{Action, Next};
use crate::error::catalogue;
use crate::session::{Facts, Otherwise, Session};
use crate::state::CodeOrigin;
use crate::{
    Application, CodeRequired, FlowKind, PasswordPurpose, PasswordRequired, Result, SignIn, Step,
};

/// Begins a sign-in. `fresh` is the correlation id to use if the app gave none.
///
/// # Errors
///
/// [`InvalidUsername`](crate::ErrorKind::InvalidUsername),
/// [`InvalidCredentials`](crate::ErrorKind::InvalidCredentials) or [`Misuse`](crate::ErrorKind::Misuse) for input
/// that cannot be sent.
pub fn sign_in(
    application: &Arc<Application>,
    request: SignIn,
    fresh: CorrelationId,
) -> Result<Action> {
    let correlation_id = request.correlation_id.unwrap_or(fresh);
    begin("sign_in", application, request, None, correlation_id)
        .map_err(|error| error.of_flow(correlation_id))
}

/// A sign-in under a name of its own in the log; `account` is who has to be signed in at its end, if that matters.
pub(super) fn begin(
    name: &'static str,
    application: &Arc<Application>,
    request: SignIn,
    account: Option<AccountId>,
    correlation_id: CorrelationId,
) -> Result<Action> {
    let password = request.password;
    if let Some(password) = &password {
        opening::filled(password, &catalogue::PASSWORD_EMPTY)?;
    }
    let session = Session::new(Facts {
        application: Arc::clone(application),
        kind: FlowKind::SignIn,
        correlation_id,
        username: opening::username(&request.username)?,
        sign_in: true,
        scopes: opening::scopes(&request.scopes)?,
        claims: opening::claims(request.claims)?,
        account,
    });
    Ok(Action::begin_flow(
        name,
        application.tag,
        correlation_id,
        move || Ok(initiate(session, password)),
    ))
}

fn initiate(session: Session, password: Option<Secret>) -> Next {
    let application = Arc::clone(&session.facts().application);
    let username = session.facts().username.clone();
    session.call(
        &Initiate {
            client_id: &application.client_id,
            username: &username,
            challenge_types: &application.challenge_types,
            capabilities: &application.capabilities,
        },
        move |session, reply| initiated(&session, reply, password),
    )
}

fn initiated(session: &Session, reply: Initiated, password: Option<Secret>) -> Result<Next> {
    let session = session.next(Some(reply.token));
    match password {
        None => challenge(session),
        Some(password) => challenge_knowing(session, password),
    }
}

/// Lets the server choose the first factor; also sends the code again.
pub(crate) fn challenge(session: Session) -> Result<Next> {
    ask_for_challenge(session, challenged)
}

/// The same with a password at hand.
fn challenge_knowing(session: Session, password: Secret) -> Result<Next> {
    ask_for_challenge(session, move |session, reply| match reply {
        Challenged::Challenge(v1::Challenged::Password { token }) => {
            submit_password(session.next(Some(token)), &password)
        }
        // The person signs in with codes: the password is of no use and is dropped.
        other => challenged(session, other),
    })
}

fn ask_for_challenge(
    session: Session,
    then: impl FnOnce(Session, Challenged) -> Result<Next> + Send + Sync + 'static,
) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Challenge {
            client_id: &application.client_id,
            token: &token,
            challenge_types: &application.challenge_types,
            method: None,
        },
        then,
    ))
}

fn challenged(session: Session, reply: Challenged) -> Result<Next> {
    match reply {
        Challenged::Challenge(v1::Challenged::Code(challenge)) => {
            Ok(Next::Done(Step::CodeRequired {
                state: CodeRequired::new(&session, CodeOrigin::FirstFactor, challenge),
            }))
        }
        Challenged::Challenge(v1::Challenged::Password { token }) => {
            Ok(Next::Done(Step::PasswordRequired {
                state: PasswordRequired::new(&session, PasswordPurpose::Existing, token),
            }))
        }
        // An older form of the service: no default method, so the methods have to be listed first.
        Challenged::IntrospectRequired { token } => second_factor::introspect_first(session, token),
    }
}

pub(crate) fn submit_code(session: Session, code: &Secret) -> Result<Next> {
    let code = opening::filled(code, &catalogue::CODE_EMPTY)?;
    let token = session.token()?;
    Ok(redeem(session, &token, Grant::Code(code), Session::fail))
}

pub(crate) fn submit_password(session: Session, password: &Secret) -> Result<Next> {
    let password = opening::filled(password, &catalogue::PASSWORD_EMPTY)?;
    let token = session.token()?;
    Ok(redeem(
        session,
        &token,
        Grant::Password(password),
        Session::fail,
    ))
}

/// Turns a proof into tokens. Every flow ends here, or finds that more is wanted.
pub(crate) fn redeem(
    session: Session,
    token: &Secret,
    grant: Grant<'_>,
    otherwise: Otherwise,
) -> Next {
    let application = Arc::clone(&session.facts().application);
    let scopes = session.facts().scopes.clone();
    let claims = session.facts().claims.clone();
    session.call_or(
        &Redeem {
            client_id: &application.client_id,
            token,
            grant,
            scopes: &scopes,
            claims: claims.as_deref(),
        },
        move |session, reply| redeemed(session, reply, otherwise),
        otherwise,
    )
}

fn redeemed(session: Session, reply: Redeemed, otherwise: Otherwise) -> Result<Next> {
    match reply {
        Redeemed::Tokens(response) => verification::begin(session, response, otherwise),
        Redeemed::MfaRequired { token } => second_factor::demanded(session, token, otherwise),
        Redeemed::RegistrationRequired { token } => {
            registration::demanded(session, token, otherwise)
        }
    }
}
