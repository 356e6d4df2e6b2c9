//! What being signed in brings.

use std::time::Duration;

use native_auth_wire::{
    AccountId, Authority, IdTokenClaims, IdentityError, Secret, identify, is_from_emulator,
    is_same_account, v1::token::TokenResponse,
};

use crate::error::catalogue;
use crate::{Error, Result};

/// The tokens of one account, fresh from the server.
#[derive(Debug)]
pub struct Tokens {
    account: AccountId,
    claims: Option<IdTokenClaims>,
    asked: Vec<String>,
    scopes: Vec<String>,
    step_up: bool,
    response: TokenResponse,
}

impl Tokens {
    /// Takes the answer of a sign-in, which has to name the account.
    pub(crate) fn of_sign_in(
        response: TokenResponse,
        authority: &Authority,
        asked: &[String],
    ) -> Result<Self> {
        check_origin(&response, authority)?;
        if response.id_token.is_none() {
            return Err(Error::new(&catalogue::ID_TOKEN_MISSING));
        }
        let claims = read_claims(&response);
        let client_info = response.client_info.as_ref().map(Secret::expose);
        match identify(client_info, claims.as_ref()) {
            Ok(account) => Ok(Self::new(account, claims, response, asked)),
            Err(IdentityError::Missing) => Err(Error::new(&catalogue::IDENTITY_MISSING)),
            Err(IdentityError::Contradiction) => {
                Err(Error::new(&catalogue::IDENTITY_CONTRADICTION))
            }
        }
    }

    /// Takes the answer of a refresh, which may leave the account out but must not name another one.
    pub(crate) fn of_refresh(
        response: TokenResponse,
        authority: &Authority,
        asked: &[String],
        account: &AccountId,
        subject: Option<&str>,
    ) -> Result<Self> {
        check_origin(&response, authority)?;
        let claims = read_claims(&response);
        let client_info = response.client_info.as_ref().map(Secret::expose);
        if identify(client_info, claims.as_ref()) == Err(IdentityError::Contradiction) {
            return Err(Error::new(&catalogue::IDENTITY_CONTRADICTION));
        }
        if !is_same_account(account, subject, client_info, claims.as_ref()) {
            return Err(Error::new(&catalogue::IDENTITY_CHANGED));
        }
        Ok(Self::new(account.clone(), claims, response, asked))
    }

    /// Whose tokens they are.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// What the ID token says, unverified; a refresh may bring none.
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
        &self.response.access_token
    }

    /// How long the access token lives, counted from the arrival of the answer; never zero.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        self.response.expires_in
    }

    /// How long it may be used if the service is down.
    #[must_use]
    pub fn ext_expires_in(&self) -> Option<Duration> {
        self.response.ext_expires_in
    }

    /// When to renew it although it still lives.
    #[must_use]
    pub fn refresh_in(&self) -> Option<Duration> {
        self.response.refresh_in
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
        self.response.refresh_token.as_ref()
    }

    /// The raw ID token.
    #[must_use]
    pub fn id_token(&self) -> Option<&Secret> {
        self.response.id_token.as_ref()
    }

    fn new(
        account: AccountId,
        claims: Option<IdTokenClaims>,
        mut response: TokenResponse,
        asked: &[String],
    ) -> Self {
        let scopes = response.scopes.take().unwrap_or_else(|| asked.to_vec());
        Self {
            account,
            claims,
            asked: asked.to_vec(),
            scopes,
            step_up: false,
            response,
        }
    }
}

/// An emulator's tokens are accepted from this machine only: anywhere else somebody passes off a toy as a tenant.
fn check_origin(response: &TokenResponse, authority: &Authority) -> Result<()> {
    let says_emulator = |token: &Secret| is_from_emulator(token.expose());
    let emulated = says_emulator(&response.access_token)
        || response.id_token.as_ref().is_some_and(says_emulator);
    if emulated && !authority.is_loopback() {
        return Err(Error::new(&catalogue::EMULATOR_TOKENS));
    }
    Ok(())
}

fn read_claims(response: &TokenResponse) -> Option<IdTokenClaims> {
    let token = response.id_token.as_ref()?;
    IdTokenClaims::read_unverified(token.expose())
}
