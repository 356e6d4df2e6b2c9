//! What being signed in brings.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_wire::v1::token::TokenResponse;
use native_auth_wire::{
    AccountId, Authority, IdTokenClaims, IdentityError, Secret, identify, is_from_emulator,
    is_same_account,
};

use crate::error::catalogue;
use crate::token_answer::TokenAnswer;
use crate::{Error, Result};

/// The tokens of one account, fresh from the server.
#[derive(Debug)]
pub struct Tokens {
    account: AccountId,
    claims: Option<IdTokenClaims>,
    asked: Vec<String>,
    scopes: Vec<String>,
    step_up: bool,
    answer: Arc<TokenAnswer>,
}

impl Tokens {
    /// Takes the answer of a sign-in and its verified claims, one of which has to name the account.
    pub(crate) fn of_sign_in(
        answer: Arc<TokenAnswer>,
        claims: IdTokenClaims,
        authority: &Authority,
        asked: &[String],
    ) -> Result<Self> {
        let response = answer.response();
        check_origin(response, Some(&claims), authority)?;
        match identify(client_info(response), Some(&claims)) {
            Ok(account) => Ok(Self::new(account, Some(claims), answer, asked)),
            Err(IdentityError::Missing) => Err(Error::new(&catalogue::IDENTITY_MISSING)),
            Err(IdentityError::Contradiction) => {
                Err(Error::new(&catalogue::IDENTITY_CONTRADICTION))
            }
        }
    }

    /// Takes the answer of a refresh and its verified claims, if it brought any. It may leave the account out but must
    /// not name another one.
    pub(crate) fn of_refresh(
        answer: Arc<TokenAnswer>,
        claims: Option<IdTokenClaims>,
        authority: &Authority,
        asked: &[String],
        account: &AccountId,
        subject: Option<&str>,
    ) -> Result<Self> {
        let response = answer.response();
        check_origin(response, claims.as_ref(), authority)?;
        let client_info = client_info(response);
        if identify(client_info, claims.as_ref()) == Err(IdentityError::Contradiction) {
            return Err(Error::new(&catalogue::IDENTITY_CONTRADICTION));
        }
        if !is_same_account(account, subject, client_info, claims.as_ref()) {
            return Err(Error::new(&catalogue::IDENTITY_CHANGED));
        }
        Ok(Self::new(account.clone(), claims, answer, asked))
    }

    /// Whose tokens they are.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// What the ID token says, verified; a refresh may bring none.
    #[must_use]
    pub fn claims(&self) -> Option<&IdTokenClaims> {
        self.claims.as_ref()
    }

    /// What the access token is for: what was granted, or what was asked where the server does not say.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// What was asked for, with the OpenID Connect scopes.
    #[must_use]
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// For the API; opaque.
    #[must_use]
    pub fn access_token(&self) -> &Secret {
        &self.answer.response().access_token
    }

    /// When the answer came, if whoever ran the action noted it.
    #[must_use]
    pub fn arrived_at(&self) -> Option<SystemTime> {
        self.answer.arrived_at()
    }

    /// How long the access token lives, counted from the arrival of the answer; never zero.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        self.answer.response().expires_in
    }

    /// How long it may be used if the service is down.
    #[must_use]
    pub fn ext_expires_in(&self) -> Option<Duration> {
        self.answer.response().ext_expires_in
    }

    /// When to renew it although it still lives.
    #[must_use]
    pub fn refresh_in(&self) -> Option<Duration> {
        self.answer.response().refresh_in
    }

    /// Whether an account that was signed in before has stepped up: the tokens are for what it wanted then, and what its
    /// first sign-in asked for stays what the account is about.
    #[must_use]
    pub fn is_step_up(&self) -> bool {
        self.step_up
    }

    pub(crate) fn of_step_up(self) -> Self {
        Self {
            step_up: true,
            ..self
        }
    }

    /// Gets the next tokens. It replaces the one before.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&Secret> {
        self.answer.response().refresh_token.as_ref()
    }

    /// The raw ID token.
    #[must_use]
    pub fn id_token(&self) -> Option<&Secret> {
        self.answer.response().id_token.as_ref()
    }

    fn new(
        account: AccountId,
        claims: Option<IdTokenClaims>,
        answer: Arc<TokenAnswer>,
        asked: &[String],
    ) -> Self {
        let granted = answer.response().scopes.as_deref();
        let scopes = granted.unwrap_or(asked).to_vec();
        Self {
            account,
            claims,
            asked: asked.to_vec(),
            scopes,
            step_up: false,
            answer,
        }
    }
}

/// An emulator's tokens are accepted from this machine only: anywhere else somebody passes off a toy as a tenant.
fn check_origin(
    response: &TokenResponse,
    claims: Option<&IdTokenClaims>,
    authority: &Authority,
) -> Result<()> {
    let emulated = is_from_emulator(response.access_token.expose())
        || claims.is_some_and(IdTokenClaims::is_from_emulator);
    if emulated && !authority.is_loopback() {
        return Err(Error::new(&catalogue::EMULATOR_TOKENS));
    }
    Ok(())
}

fn client_info(response: &TokenResponse) -> Option<&str> {
    response.client_info.as_ref().map(Secret::expose)
}
