//! New tokens for a signed-in account, without the person.

use std::fmt;
use std::sync::Arc;

use native_auth_wire::v1::token::{self, TokenResponse};
use native_auth_wire::{
    AccountId, Answer, Call, CorrelationId, HttpResponse, IdTokenClaims, Secret,
};

use super::opening;
use crate::action::{Action, Exchange, Next};
use crate::error::catalogue;
use crate::token_answer::TokenAnswer;
use crate::{Application, Error, Result, Step, Tokens, Verification};

/// What a refresh needs.
///
/// `Debug` shows neither the refresh token nor the claims request.
#[derive(Clone)]
pub struct Refresh {
    /// Whose tokens are renewed; an answer for anybody else is refused.
    pub account: AccountId,
    /// The `sub` of the account's newest ID token, if it has one.
    pub subject: Option<String>,
    /// The newest refresh token of the account.
    pub refresh_token: Secret,
    /// What the access token shall be for. The OpenID Connect scopes are always added.
    pub scopes: Vec<String>,
    /// An OpenID Connect claims request: a JSON object as text.
    pub claims: Option<String>,
}

/// Refreshes the tokens of an account. It leads to [`Step::SignedIn`] or fails, never to another step: what needs
/// the person fails with [`SignInRequired`](crate::ErrorKind::SignInRequired) or
/// [`BrowserRequired`](crate::ErrorKind::BrowserRequired).
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) or [`Misuse`](crate::ErrorKind::Misuse) for scopes or claims
/// that cannot be sent.
pub fn refresh(
    application: &Arc<Application>,
    request: Refresh,
    correlation_id: CorrelationId,
) -> Result<Action> {
    let flow = |error: Error| error.of_flow(correlation_id);
    let scopes = opening::scopes(&request.scopes).map_err(flow)?;
    let claims = opening::claims(request.claims).map_err(flow)?;
    let application = Arc::clone(application);
    let (account, subject) = (request.account, request.subject);
    let refresh_token = request.refresh_token;
    Ok(Action::begin_flow(
        "refresh",
        application.tag,
        correlation_id,
        move || {
            let request = token::Refresh {
                client_id: &application.client_id,
                refresh_token: &refresh_token,
                scopes: &scopes,
                claims: claims.as_deref(),
            }
            .request(&application.authority);
            Ok(Next::Send(Exchange::new(
                token::Refresh::ENDPOINT,
                request,
                correlation_id,
                move |outcome| {
                    let response = refreshed(&outcome?)
                        .map_err(|error| error.asking_for(claims.as_deref()))?;
                    let renewal = Renewal {
                        application,
                        scopes,
                        account,
                        subject,
                    };
                    renewal.take(response, correlation_id)
                },
            )))
        },
    ))
}

/// What the answer has to be about.
struct Renewal {
    application: Arc<Application>,
    scopes: Vec<String>,
    account: AccountId,
    subject: Option<String>,
}

impl Renewal {
    /// Has the ID token of an answer verified, if it brought one. What the answer says of its account without it is
    /// looked at first: a refresh token that is somebody else's must not be kept.
    fn take(self, response: TokenResponse, correlation_id: CorrelationId) -> Result<Next> {
        let answer = Arc::new(TokenAnswer::new(response));
        let without_claims = self.tokens(Arc::clone(&answer), None)?;
        let Some(id_token) = answer.response().id_token.clone() else {
            return Ok(Next::Done(Step::SignedIn {
                account: without_claims,
            }));
        };
        Ok(Next::Verify(Verification::new(
            id_token,
            Arc::clone(&answer),
            true,
            correlation_id,
            move |outcome| {
                let account = self.tokens(answer, Some(outcome?))?;
                Ok(Next::Done(Step::SignedIn { account }))
            },
        )))
    }

    fn tokens(&self, answer: Arc<TokenAnswer>, claims: Option<IdTokenClaims>) -> Result<Tokens> {
        Tokens::of_refresh(
            answer,
            claims,
            &self.application.authority,
            &self.scopes,
            &self.account,
            self.subject.as_deref(),
        )
    }
}

fn refreshed(response: &HttpResponse) -> Result<TokenResponse> {
    match token::Refresh::answer(response) {
        Ok(Answer::Reply(tokens)) => Ok(tokens),
        Ok(Answer::Redirect(_)) => Err(Error::new(&catalogue::BROWSER_REQUIRED)),
        Ok(Answer::Refused(problem)) => Err(Error::refused(token::Refresh::ENDPOINT, problem)),
        Err(malformed) => Err(Error::malformed(malformed, response)),
    }
}

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh")
            .field("account", &self.account)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
