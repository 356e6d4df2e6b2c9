//! A stronger sign-in of an account that is signed in already.

use std::fmt;
use std::sync::Arc;

use native_auth_wire::{AccountId, CorrelationId, Secret};

use super::sign_in;
use crate::action::Action;
use crate::error::catalogue;
use crate::session::Session;
use crate::{Application, Error, Result, SignIn, Tokens};

/// What a step-up begins with.
///
/// `Debug` shows neither the user name nor the claims request.
#[derive(Clone)]
pub struct StepUp {
    /// Who has to be signed in at the end; tokens for anybody else are refused.
    pub account: AccountId,
    /// The account's user name: e-mail address or alias.
    pub username: String,
    /// The password, if the app has asked for it already.
    pub password: Option<Secret>,
    /// What the access token shall be for. The OpenID Connect scopes are always added.
    pub scopes: Vec<String>,
    /// An OpenID Connect claims request: a JSON object as text.
    pub claims: String,
}

/// Signs an account in again with the claims that an API or a policy wants: the steps of a sign-in, at the end of
/// which the same account has to stand.
///
/// # Errors
///
/// As [`sign_in`](crate::sign_in). Running it ends in [`SignInRequired`](crate::ErrorKind::SignInRequired) if the user
/// name belongs to another account by now.
pub fn step_up(
    application: &Arc<Application>,
    request: StepUp,
    correlation_id: CorrelationId,
) -> Result<Action> {
    let sign_in = SignIn {
        username: request.username,
        password: request.password,
        scopes: request.scopes,
        claims: Some(request.claims),
        correlation_id: Some(correlation_id),
    };
    let account = Some(request.account);
    sign_in::begin("step_up", application, sign_in, account, correlation_id)
        .map_err(|error| error.of_flow(correlation_id))
}

/// Takes the tokens of a sign-in. The wrong account never steps up: a user name can change hands.
pub(super) fn checked(session: &Session, tokens: Tokens) -> Result<Tokens> {
    match &session.facts().account {
        None => Ok(tokens),
        Some(account) if account == tokens.account() => Ok(tokens.of_step_up()),
        Some(_) => Err(Error::new(&catalogue::ANOTHER_ACCOUNT)),
    }
}

impl fmt::Debug for StepUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepUp")
            .field("account", &self.account)
            .field("has_password", &self.password.is_some())
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
