//! Tokens that wait for their ID token to be verified.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use native_auth_wire::{CorrelationId, IdTokenClaims, Secret};

use crate::action::Next;
use crate::token_answer::TokenAnswer;
use crate::{Error, Result};

/// Tokens whose ID token has to be verified, and the way to go on after it.
///
/// Whoever runs the action verifies it with [`id_token`](crate::id_token) and the tenant's keys, and hands in the claims.
/// Nothing has been read from the token until then. `Debug` shows nothing of the tokens.
#[must_use = "a verification has to be carried out and resumed"]
pub struct Verification {
    id_token: Secret,
    answer: Arc<TokenAnswer>,
    renews: bool,
    resume: AfterVerification,
}

type AfterVerification = Box<dyn FnOnce(Result<IdTokenClaims>) -> Result<Next> + Send + Sync>;

impl Verification {
    /// For the ID token of this answer; `renews` says that the answer is a refresh's.
    pub(crate) fn new(
        id_token: Secret,
        answer: Arc<TokenAnswer>,
        renews: bool,
        correlation_id: CorrelationId,
        resume: impl FnOnce(Result<IdTokenClaims>) -> Result<Next> + Send + Sync + 'static,
    ) -> Self {
        Self {
            id_token,
            answer,
            renews,
            resume: Box::new(move |outcome| {
                let outcome = outcome.map_err(|error: Error| error.of_flow(correlation_id));
                resume(outcome).map_err(|error| error.of_flow(correlation_id))
            }),
        }
    }

    /// The token to verify.
    #[must_use]
    pub fn id_token(&self) -> &Secret {
        &self.id_token
    }

    /// Of a refresh: the new refresh token, if one came. It has to be made durable **before** the verification, since the
    /// one before it may be worthless by now, whatever becomes of the rest.
    #[must_use]
    pub fn renewed_refresh_token(&self) -> Option<&Secret> {
        let response = self.answer.response();
        response.refresh_token.as_ref().filter(|_| self.renews)
    }

    /// Notes when the tokens came. Only the first time counts: an action that is run again goes on with tokens that came
    /// before.
    pub fn arrived(&self, now: SystemTime) {
        self.answer.arrive(now);
    }

    /// Goes on with the verified claims, or with the reason why there are none.
    ///
    /// # Errors
    ///
    /// The failure handed in, unless the flow has a way on; and what is wrong with whom the tokens are for.
    pub fn resume(self, outcome: Result<IdTokenClaims>) -> Result<Next> {
        (self.resume)(outcome)
    }
}

impl fmt::Debug for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification")
            .field("renews", &self.renews)
            .finish_non_exhaustive()
    }
}
