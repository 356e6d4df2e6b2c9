//! A second factor, read from top to bottom.

use std::sync::Arc;

use native_auth_wire::v1::sign_in::{Challenge, Challenged, Introspect};
use native_auth_wire::v1::token::Grant;
use native_auth_wire::v1::{self, Introspected};
use native_auth_wire::{AuthenticationMethod, Capability, Secret};

use super::{Waypoint, opening, sign_in};
use crate::action::Next;
use crate::error::catalogue;
use crate::session::{Otherwise, Session};
use crate::state::{CodeOrigin, Offered};
use crate::{BrowserReason, CodeRequired, Error, MethodRequired, Result, Step};

/// The server wants a second factor, and gave the token to go on with.
pub(crate) fn demanded(session: Session, token: Secret, otherwise: Otherwise) -> Result<Next> {
    if !can_be_given(&session) {
        return session.browser_required(BrowserReason::SecondFactor);
    }
    session.pass(Waypoint::SecondFactor, token);
    introspect(session, otherwise)
}

/// The server wants the methods listed before it challenges; a token that came with this replaces the newest.
pub(crate) fn introspect_first(session: Session, token: Option<Secret>) -> Result<Next> {
    if !can_be_given(&session) {
        return session.browser_required(BrowserReason::SecondFactor);
    }
    if let Some(token) = token {
        session.renew(token);
    }
    introspect(session, Session::fail)
}

/// Asks which methods the person has.
pub(crate) fn introspect(session: Session, otherwise: Otherwise) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call_or(
        &Introspect {
            client_id: &application.client_id,
            token: &token,
        },
        |session, reply| Ok(Next::Done(introspected(&session, reply))),
        otherwise,
    ))
}

fn can_be_given(session: &Session) -> bool {
    let capabilities = &session.application().capabilities;
    capabilities.contains(&Capability::MfaRequired)
}

fn introspected(session: &Session, reply: Introspected) -> Step<crate::Tokens> {
    Step::MethodRequired {
        state: MethodRequired::new(session, reply.token, Offered::new(reply.methods)),
    }
}

/// Sends a code by the method the person chose; also sends it again.
pub(crate) fn challenge(
    session: Session,
    methods: Offered,
    chosen: AuthenticationMethod,
) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    let id = chosen.id().to_owned();
    Ok(session.call(
        &Challenge {
            client_id: &application.client_id,
            token: &token,
            challenge_types: &application.challenge_types,
            method: Some(&id),
        },
        |session, reply| challenged(session, reply, methods, chosen),
    ))
}

fn challenged(
    session: Session,
    reply: Challenged,
    methods: Offered,
    chosen: AuthenticationMethod,
) -> Result<Next> {
    match reply {
        Challenged::Challenge(v1::Challenged::Code(challenge)) => {
            let origin = CodeOrigin::SecondFactor { methods, chosen };
            Ok(Next::Done(Step::CodeRequired {
                state: CodeRequired::new(&session, origin, challenge),
            }))
        }
        Challenged::Challenge(v1::Challenged::Password { .. }) => {
            Err(Error::new(&catalogue::CHALLENGE_TYPE_UNKNOWN))
        }
        Challenged::IntrospectRequired { token } => introspect_first(session, token),
    }
}

/// Back to the choice, without a request: the newest token serves any method.
pub(crate) fn choose_another(session: &Session, methods: Offered) -> Result<Next> {
    let token = session.token()?;
    Ok(Next::Done(Step::MethodRequired {
        state: MethodRequired::new(session, token, methods),
    }))
}

pub(crate) fn submit_code(session: Session, code: &Secret) -> Result<Next> {
    let code = opening::filled(code, &catalogue::CODE_EMPTY)?;
    let token = session.token()?;
    Ok(sign_in::redeem(
        session,
        &token,
        Grant::MfaCode(code),
        Session::fail,
    ))
}
