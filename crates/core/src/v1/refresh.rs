//! New tokens for a signed-in account, without the person.

use std::fmt;
use std::sync::Arc;

use native_auth_wire::v1::token::{self, TokenResponse};
use native_auth_wire::{AccountId, Answer, Call, CorrelationId, HttpResponse, Secret};

use super::opening;
use crate::action::{Action, Exchange, Next};
use crate::error::catalogue;
use crate::{Application, Error, Result, Step, Tokens};

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
                    let account = Tokens::of_refresh(
                        response,
                        &application.authority,
                        &scopes,
                        &account,
                        subject.as_deref(),
                    )?;
                    Ok(Next::Done(Step::SignedIn { account }))
                },
            )))
        },
    ))
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
