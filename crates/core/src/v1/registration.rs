//! Registration of a strong authentication method, read from top to bottom.

use std::sync::Arc;

use native_auth_wire::v1::Introspected;
use native_auth_wire::v1::register::{Challenge, Challenged, Continue, Introspect, Registered};
use native_auth_wire::v1::token::Grant;
use native_auth_wire::{AuthenticationMethod, Capability, ChallengeChannel, Secret};

use super::{Waypoint, opening, sign_in};
use crate::action::Next;
use crate::error::catalogue;
use crate::session::{Otherwise, Session};
use crate::state::{CodeOrigin, Offered};
use crate::{BrowserReason, CodeRequired, Error, RegistrationRequired, Result, Step};

/// The server wants a method registered, and gave the token to go on with.
pub(crate) fn demanded(session: Session, token: Secret, otherwise: Otherwise) -> Result<Next> {
    let capabilities = &session.application().capabilities;
    if !capabilities.contains(&Capability::RegistrationRequired) {
        return session.browser_required(BrowserReason::Registration);
    }
    session.pass(Waypoint::Registration, token);
    introspect(session, otherwise)
}

/// Asks which methods can be registered.
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

fn introspected(session: &Session, reply: Introspected) -> Step<crate::Tokens> {
    Step::RegistrationRequired {
        state: RegistrationRequired::new(session, reply.token, Offered::new(reply.methods)),
    }
}

/// Registers the method the person chose.
pub(crate) fn begin(
    session: Session,
    methods: Offered,
    chosen: AuthenticationMethod,
    contact: &Secret,
) -> Result<Next> {
    let contact = read_contact(&chosen, contact)?;
    challenge(session, methods, chosen, contact)
}

/// Sends a code to the method; also sends it again.
pub(crate) fn challenge(
    session: Session,
    methods: Offered,
    chosen: AuthenticationMethod,
    contact: Secret,
) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    let call = Challenge {
        client_id: &application.client_id,
        token: &token,
        method: &chosen.clone(),
        contact: &contact.clone(),
    };
    Ok(session.call(&call, move |session, reply| match reply {
        Challenged::Code(challenge) => {
            let origin = CodeOrigin::Registration {
                methods,
                chosen,
                contact,
            };
            Ok(Next::Done(Step::CodeRequired {
                state: CodeRequired::new(&session, origin, challenge),
            }))
        }
        Challenged::Preverified { token } => {
            session.pass(Waypoint::Preverified, token);
            prove(session, None)
        }
    }))
}

/// Back to the choice, without a request: the newest token serves any method.
pub(crate) fn choose_another(session: &Session, methods: Offered) -> Result<Next> {
    let token = session.token()?;
    Ok(Next::Done(Step::RegistrationRequired {
        state: RegistrationRequired::new(session, token, methods),
    }))
}

pub(crate) fn submit_code(session: Session, code: &Secret) -> Result<Next> {
    let code = opening::filled(code, &catalogue::CODE_EMPTY)?;
    prove(session, Some(code))
}

/// Proves that the method is the person's: by the code, or by the flow itself.
pub(crate) fn prove(session: Session, code: Option<&Secret>) -> Result<Next> {
    let token = session.token()?;
    let application = Arc::clone(&session.facts().application);
    Ok(session.call(
        &Continue {
            client_id: &application.client_id,
            token: &token,
            code,
        },
        registered,
    ))
}

fn registered(session: Session, reply: Registered) -> Result<Next> {
    session.pass(Waypoint::Registered, reply.token);
    redeem_registered(session)
}

/// The method is registered: no further factor is asked for.
pub(crate) fn redeem_registered(session: Session) -> Result<Next> {
    let token = session.token()?;
    let grant = Grant::ContinuationToken { username: None };
    Ok(sign_in::redeem(session, &token, grant, Session::fail))
}

/// An e-mail address as it is; a phone number in the one form that is known to work (E.164).
fn read_contact(method: &AuthenticationMethod, contact: &Secret) -> Result<Secret> {
    let contact = opening::filled(contact, &catalogue::CONTACT_EMPTY)?;
    if *method.channel() != ChallengeChannel::Sms {
        return Ok(contact.clone());
    }
    let spoken = |c: &char| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    let number = Secret::new(contact.expose().chars().filter(spoken).collect());
    let digits = number.expose().strip_prefix('+').unwrap_or_default();
    let plausible = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !plausible {
        return Err(Error::new(&catalogue::CONTACT_NOT_INTERNATIONAL));
    }
    Ok(number)
}
