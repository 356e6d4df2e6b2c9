//! One refresh, from waiting for its turn to keeping what it brings.

use std::time::Duration;

use native_auth_cache::{AccountKey, AccountRecord};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery, Refresh};

use super::ATTEMPTS;
use crate::client::correlation_id;
use crate::flights::{Landed, Landing};
use crate::id_token;
use crate::keep_first::Renewed;
use crate::vault::{Asked, Refreshed, RenewalLock};
use crate::{AccessToken, Client, Result};

/// What the token endpoint came to.
enum Fetched {
    /// It refused the refresh token.
    Refused(Error),
    Answered(Refreshed),
}

/// One refresh, from waiting for its turn to keeping what it brings.
pub(super) struct Renewal<'a> {
    client: &'a Client,
    key: &'a AccountKey,
    landing: &'a Landing,
    scopes: Vec<String>,
    minimum: Duration,
}

impl<'a> Renewal<'a> {
    pub(super) fn new(
        client: &'a Client,
        key: &'a AccountKey,
        landing: &'a Landing,
        scopes: Vec<String>,
        minimum: Duration,
    ) -> Self {
        Self {
            client,
            key,
            landing,
            scopes,
            minimum,
        }
    }

    pub(super) async fn run(&self) -> Result<Landed> {
        let _turn = self.landing.flights().turn().await;
        let inner = self.client.inner();
        let wanted = self.landing.wanted();
        // What counts as newer, where that is wanted, is newer than what is in the storage now.
        let start = if wanted.fresh {
            inner.vault.reload(self.key).await?
        } else {
            inner.vault.account(self.key)
        };
        let Some(start) = start else {
            return Ok(Landed::Overtaken);
        };
        // A refresh for something else may have brought what is wanted while this one waited for its turn.
        if let Some(token) = self.served() {
            return Ok(Landed::Token(token));
        }
        if let Some(error) = inner.silences.of(self.key, wanted, inner.clock.now()) {
            return Err(error);
        }
        let before = self.any();
        let lock = inner.vault.lock_renewal(self.key).await?;
        let outcome = self.renew(&start, before.as_ref(), lock).await;
        let now = inner.clock.now();
        match &outcome {
            Err(error) => inner.silences.note(self.key, wanted, error, now),
            Ok(_) if self.there().is_none() => inner.silences.note_idle(self.key, wanted, now),
            Ok(_) => {}
        }
        outcome
    }

    /// Adopts what a sibling has fetched, else fetches. `before` is the token that was there when this was wanted.
    async fn renew(
        &self,
        start: &AccountRecord,
        before: Option<&AccessToken>,
        mut lock: RenewalLock,
    ) -> Result<Landed> {
        let vault = &self.client.inner().vault;
        let mut refused = None;
        for _ in 0..ATTEMPTS {
            let Some(base) = vault.reload(self.key).await? else {
                return Ok(Landed::Overtaken);
            };
            if base.sign_in != start.sign_in {
                return Ok(Landed::Overtaken);
            }
            if let Some(token) = self.adopted(before) {
                return Ok(Landed::Token(token));
            }
            let tried = (base.sign_in, base.generation);
            match self.fetch(base).await {
                // Somebody else may have rotated the refresh token: not by our lock, or past it.
                Ok(Fetched::Refused(error)) => {
                    if !self.is_other_than(tried).await? {
                        if lock.is_shared() {
                            return Err(held_up(error));
                        }
                        match vault.after_those_who_passed(self.key, lock).await? {
                            Some(after) => lock = after,
                            None => return Err(held_up(error)),
                        }
                        if !self.is_other_than(tried).await? {
                            return Err(error);
                        }
                    }
                    refused = Some(error);
                }
                Ok(Fetched::Answered(Refreshed::Overtaken)) => {}
                Ok(Fetched::Answered(Refreshed::Kept(token))) => return Ok(Landed::Token(token)),
                Ok(Fetched::Answered(Refreshed::SignedOut)) => return Ok(Landed::Overtaken),
                Err(error) => return Err(error),
            }
        }
        Err(refused.map_or_else(|| Error::new(&catalogue::REFRESH_HELD_UP), held_up))
    }

    /// Whether the account is another by now than that of this sign-in and generation, or gone.
    async fn is_other_than(&self, (sign_in, generation): (u64, u64)) -> Result<bool> {
        let now = self.client.inner().vault.reload(self.key).await?;
        Ok(now.is_none_or(|now| (now.sign_in, now.generation) != (sign_in, generation)))
    }

    async fn fetch(&self, base: AccountRecord) -> Result<Fetched> {
        let inner = self.client.inner();
        let wanted = self.landing.wanted();
        let correlation_id = correlation_id();
        let request = Refresh {
            account: base.key.account(),
            subject: self.subject(),
            refresh_token: base.refresh_token.clone().ok_or_else(|| {
                Error::new(&catalogue::REFRESH_TOKEN_MISSING).of_flow(correlation_id)
            })?,
            scopes: self.scopes.clone(),
            claims: wanted.claims.clone(),
        };
        let action = native_auth_core::refresh(&inner.application, request, correlation_id)?;
        let renewed = Renewed::new(self.client, base);
        let keep = |token| renewed.keep(token);
        let outcome = self.client.drive_keeping(action, &keep).await;
        let (_turn, step) = match outcome {
            Err(error) if error.recovery() == Recovery::SignInAgain && !renewed.came() => {
                return Ok(Fetched::Refused(error));
            }
            outcome => outcome?,
        };
        let Ok(tokens) = step.signed_in::<()>() else {
            return Err(Error::new(&catalogue::BROWSER_REQUIRED).of_flow(correlation_id));
        };
        let Some(base) = renewed.into_account() else {
            return Ok(Fetched::Answered(Refreshed::Overtaken));
        };
        let now = inner.clock.now();
        let met = wanted.claims.is_some();
        let keep = move |vault: &crate::vault::Vault| vault.refreshed(&base, &tokens, met, now);
        inner.vault.blocking(keep).await.map(Fetched::Answered)
    }

    /// The `sub` of the newest ID token.
    fn subject(&self) -> Option<String> {
        let token = self.client.inner().vault.id_token(self.key)?;
        id_token::claims_of(&token)?.subject().map(str::to_owned)
    }

    /// A token that is there already, if any could do.
    fn served(&self) -> Option<AccessToken> {
        let wanted = self.landing.wanted();
        if wanted.fresh || wanted.claims.is_some() {
            return None;
        }
        self.there()
    }

    /// A token that somebody has fetched since this was wanted; where it has to be fresh, another than was there `before`.
    fn adopted(&self, before: Option<&AccessToken>) -> Option<AccessToken> {
        let wanted = self.landing.wanted();
        if wanted.claims.is_some() {
            return None;
        }
        let same =
            |token: &AccessToken| before.is_some_and(|before| before.expose() == token.expose());
        self.there().filter(|token| !wanted.fresh || !same(token))
    }

    /// Whatever is there, however little life it has left.
    fn any(&self) -> Option<AccessToken> {
        let inner = self.client.inner();
        let now = inner.clock.now();
        match inner.vault.ask(self.key, &self.scopes, now, Duration::ZERO) {
            Asked::Token { token, .. } => Some(token),
            Asked::Missing | Asked::NotLoaded => None,
        }
    }

    fn there(&self) -> Option<AccessToken> {
        let inner = self.client.inner();
        let now = inner.clock.now();
        match inner.vault.ask(self.key, &self.scopes, now, self.minimum) {
            Asked::Token { token, renew } if !renew => Some(token),
            _ => None,
        }
    }
}

/// The refresh token is refused, but whoever has the lock may hold a newer one: that is no reason to sign in again.
fn held_up(error: Error) -> Error {
    Error::new(&catalogue::REFRESH_HELD_UP).with_source(error)
}
