//! Renewing tokens: one refresh in flight for each account and what is wanted, one process at a time.

use std::time::{Duration, SystemTime};

use native_auth_cache::{AccountKey, AccountRecord, ScopeSet};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery, Refresh};
use tracing::instrument::WithSubscriber as _;

use crate::access_token::ENOUGH_LIFE;
use crate::client::correlation_id;
use crate::flights::{Landed, Landing, Wanted};
use crate::id_token;
use crate::keep_first::Renewed;
use crate::vault::{Asked, Refreshed, RenewalLock};
use crate::{AccessToken, Client, Result, TokenRequest};

/// How often a refresh is begun again because others were faster.
const ATTEMPTS: usize = 3;

/// A token for these scopes that is there already and lives long enough: nothing is waited for, and nothing asked for is
/// copied.
pub(crate) fn at_hand<S: AsRef<str>>(
    client: &Client,
    key: &AccountKey,
    scopes: &[S],
) -> Option<AccessToken> {
    match ask(client, key, scopes, ENOUGH_LIFE, true) {
        Asked::Token { token, .. } => Some(token),
        Asked::Missing | Asked::NotLoaded => None,
    }
}

/// A token as it is asked for: from memory, else by joining the refresh that is under way for this, else by starting one
/// in a task of its own.
///
/// The task goes on when every caller has given up, so that a rotated refresh token is not lost. If the network or the
/// service fails, a token that still has a little life left is better than none; with a claims request it is not, for an
/// API has refused it.
pub(crate) async fn access_token(
    client: &Client,
    key: &AccountKey,
    request: TokenRequest,
) -> Result<AccessToken> {
    let vault = &client.inner().vault;
    let cached = !request.force_refresh && request.claims.is_none();
    for _ in 0..ATTEMPTS {
        let renews = cached && request.renew_in_background;
        match ask(client, key, &request.scopes, request.minimum_ttl, renews) {
            Asked::Token { token, .. } if cached => return Ok(token),
            Asked::NotLoaded if !vault.load(key).await? => return Err(signed_out()),
            Asked::NotLoaded if cached => continue,
            _ => {}
        }
        let Some((wanted, scopes)) = wanted(client, key, &request) else {
            return Err(signed_out());
        };
        // The last try has just failed, and what is left of the token still serves.
        let now = client.inner().clock.now();
        if cached
            && client.inner().silences.in_background(key, &wanted, now)
            && let Some(token) = last_resort(client, key, &wanted, &request)
        {
            return Ok(token);
        }
        match fly(client, key, &wanted, scopes, request.minimum_ttl).await? {
            Ok(Landed::Token(token)) => return Ok(token),
            // The person signed in again meanwhile, which brought tokens of its own.
            Ok(Landed::Overtaken) => {}
            Err(error) if error.recovery() == Recovery::TryLater && cached => {
                return last_resort(client, key, &wanted, &request).ok_or(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::new(&catalogue::REFRESH_HELD_UP))
}

/// What is in memory. Whether others have changed something is looked at now and then; and if it `renews`, the token is
/// renewed when it is time to.
fn ask<S: AsRef<str>>(
    client: &Client,
    key: &AccountKey,
    scopes: &[S],
    minimum: Duration,
    renews: bool,
) -> Asked {
    let inner = client.inner();
    let now = inner.clock.now();
    if inner.vault.should_look(now) {
        look_in_background(client);
    }
    let asked = inner.vault.ask(key, scopes, now, minimum);
    if let Asked::Token { renew: true, .. } = asked
        && renews
    {
        renew_in_background(client, key, scopes, now);
    }
    asked
}

fn signed_out() -> Error {
    Error::new(&catalogue::ACCOUNT_SIGNED_OUT)
}

/// What is left when no new token can be had.
fn last_resort(
    client: &Client,
    key: &AccountKey,
    wanted: &Wanted,
    request: &TokenRequest,
) -> Option<AccessToken> {
    let inner = client.inner();
    let now = inner.clock.now();
    match inner.vault.ask(key, &request.scopes, now, Duration::ZERO) {
        Asked::Token { token, .. } => Some(token),
        _ if request.stale_in_outage => inner.vault.ask_in_outage(key, &wanted.scopes, now),
        _ => None,
    }
}

/// What a flight is for, with the scopes as they are spelt; `None` if the account is not there.
fn wanted(
    client: &Client,
    key: &AccountKey,
    request: &TokenRequest,
) -> Option<(Wanted, Vec<String>)> {
    let of_sign_in = client
        .inner()
        .vault
        .read(key, |account| Some(account.asked.clone()))?;
    let scopes = if request.scopes.is_empty() {
        of_sign_in
    } else {
        request.scopes.clone()
    };
    let wanted = Wanted {
        scopes: ScopeSet::new(&scopes),
        claims: request.claims.clone(),
        fresh: request.force_refresh,
    };
    Some((wanted, scopes))
}

/// Joins the flight for this, or starts it. The outer error is that of a call outside a runtime.
async fn fly(
    client: &Client,
    key: &AccountKey,
    wanted: &Wanted,
    scopes: Vec<String>,
    minimum: Duration,
) -> Result<Result<Landed>> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return Err(Error::new(&catalogue::RUNTIME_MISSING));
    };
    let Some(flights) = client.inner().vault.flights(key) else {
        return Ok(Ok(Landed::Overtaken));
    };
    let (flight, take_off) = flights.join(wanted);
    if let Some(landing) = take_off {
        let (client, key) = (client.clone(), key.clone());
        let renewing = async move {
            let outcome = Renewal::new(&client, &key, &landing, scopes, minimum)
                .run()
                .await;
            landing.land(outcome);
        };
        // Its log goes where that of the caller goes.
        runtime.spawn(renewing.with_current_subscriber());
    }
    Ok(flight.await)
}

/// Renews a token that still serves; nobody waits for it, and its failure is nobody's.
fn renew_in_background<S: AsRef<str>>(
    client: &Client,
    key: &AccountKey,
    scopes: &[S],
    now: SystemTime,
) {
    let scopes: Vec<&str> = scopes.iter().map(AsRef::as_ref).collect();
    let request = TokenRequest::new(&scopes);
    let Some((wanted, scopes)) = wanted(client, key, &request) else {
        return;
    };
    if client.inner().silences.in_background(key, &wanted, now) {
        return;
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let (client, key) = (client.clone(), key.clone());
    let renewing = async move {
        let outcome = fly(&client, &key, &wanted, scopes, Duration::ZERO).await;
        drop(outcome);
    };
    runtime.spawn(renewing.with_current_subscriber());
}

/// Takes over what other processes have changed, while this one goes on with what it has.
fn look_in_background(client: &Client) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let vault = client.inner().vault.clone();
    let looking = async move {
        if let Err(error) = vault.look().await {
            tracing::debug!(code = error.code(), "the storage could not be looked at");
        }
    };
    runtime.spawn(looking.with_current_subscriber());
}

/// What the token endpoint came to.
enum Fetched {
    /// It refused the refresh token.
    Refused(Error),
    Answered(Refreshed),
}

/// One refresh, from waiting for its turn to keeping what it brings.
struct Renewal<'a> {
    client: &'a Client,
    key: &'a AccountKey,
    landing: &'a Landing,
    scopes: Vec<String>,
    minimum: Duration,
}

impl<'a> Renewal<'a> {
    fn new(
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

    async fn run(&self) -> Result<Landed> {
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
