//! What comes between tokens and being signed in: their ID token is verified before anything is read from it.

use std::sync::Arc;

use native_auth_wire::IdTokenClaims;
use native_auth_wire::v1::token::TokenResponse;

use super::step_up;
use crate::action::Next;
use crate::error::catalogue;
use crate::session::{Otherwise, Session};
use crate::token_answer::TokenAnswer;
use crate::{Error, Result, Step, Tokens, Verification};

/// The flow has its tokens.
///
/// From here on the state holds them: what proved who the person is has been used up, so a verification that could not
/// be carried out goes on here when any action of the state is run again.
pub(super) fn begin(
    session: Session,
    response: TokenResponse,
    otherwise: Otherwise,
) -> Result<Next> {
    if response.id_token.is_none() {
        return Err(Error::new(&catalogue::ID_TOKEN_MISSING));
    }
    session.hold(Arc::new(TokenAnswer::new(response)));
    verify(session, otherwise)
}

/// Has the held tokens verified; `otherwise` decides about a failure.
pub(super) fn verify(session: Session, otherwise: Otherwise) -> Result<Next> {
    let answer = session.held()?;
    let id_token = answer.response().id_token.clone();
    let id_token = id_token.ok_or_else(|| Error::new(&catalogue::ID_TOKEN_MISSING))?;
    let correlation_id = session.correlation_id();
    Ok(Next::Verify(Verification::new(
        id_token,
        Arc::clone(&answer),
        false,
        correlation_id,
        move |outcome| {
            let next = outcome.and_then(|claims| signed_in(&session, answer, claims));
            next.or_else(|error| otherwise(session, error.of_flow(correlation_id)))
        },
    )))
}

fn signed_in(session: &Session, answer: Arc<TokenAnswer>, claims: IdTokenClaims) -> Result<Next> {
    let application = session.application();
    let scopes = &session.facts().scopes;
    let tokens = Tokens::of_sign_in(answer, claims, &application.authority, scopes)?;
    let account = step_up::checked(session, tokens)?;
    Ok(Next::Done(Step::SignedIn { account }))
}
