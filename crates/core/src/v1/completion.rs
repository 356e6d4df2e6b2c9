//! What comes after the server has confirmed a new account or a new password.

use native_auth_wire::Secret;
use native_auth_wire::v1::token::Grant;

use super::Waypoint;
use super::sign_in::redeem;
use crate::action::Next;
use crate::error::catalogue;
use crate::session::{Otherwise, Session};
use crate::{Completed, Error, Recovery, Result, Step};

/// From here on the flow cannot fail any more: it signs in, or ends in [`Completed`].
pub(crate) fn finished(session: Session, token: Option<Secret>) -> Result<Next> {
    let session = session.into_confirmed();
    if !session.facts().sign_in {
        return completed(session.next(token), Waypoint::SignIn, None);
    }
    let Some(token) = token else {
        let error = Error::new(&catalogue::SIGN_IN_TOKEN_MISSING);
        return completed(session.next(None), Waypoint::SignIn, Some(error));
    };
    session.pass(Waypoint::SignIn, token);
    sign_in(session, complete_without)
}

/// Signs in with what the flow has proved.
pub(crate) fn sign_in(session: Session, otherwise: Otherwise) -> Result<Next> {
    let token = session.token()?;
    let username = session.facts().username.clone();
    let grant = Grant::ContinuationToken {
        username: Some(&username),
    };
    Ok(redeem(session, &token, grant, otherwise))
}

/// Signing in failed.
///
/// What the tenant refused, or answered with tokens that cannot be used, is over. Anything else can be gone on with
/// from the same point: an outage, a lost connection, or something in between that is not the tenant at all.
pub(crate) fn complete_without(session: Session, error: Error) -> Result<Next> {
    let over = error.answered_by_tenant() && error.recovery() != Recovery::TryLater;
    let point = session.waypoint().unwrap_or(Waypoint::SignIn);
    let session = if over {
        session.next(None)
    } else {
        session.next_at_same_point()
    };
    completed(session, point, Some(error))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "ends fallible continuations, which all return the same type"
)]
fn completed(session: Session, point: Waypoint, error: Option<Error>) -> Result<Next> {
    let error = error.map(|error| error.of_flow(session.correlation_id()));
    Ok(Next::Done(Step::Completed {
        state: Completed::new(session, point, error),
    }))
}
