//! Renewing tokens: one refresh in flight for each account and what is wanted, one process at a time.

mod renewal;

use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use native_auth_cache::{AccountKey, ScopeSet};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery};
use tracing::instrument::WithSubscriber as _;

use crate::access_token::ENOUGH_LIFE;
use crate::flights::{Landed, Wanted};
use crate::vault::Asked;
use crate::{AccessToken, Client, Result, TokenRequest};

use renewal::Renewal;

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
        spawn(&runtime, renewing.boxed());
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
    spawn(&runtime, renewing.boxed());
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
    spawn(&runtime, looking.boxed());
}

/// Behind a pointer, so that the runtime has one kind of task. Its log goes where that of the caller goes.
fn spawn(runtime: &tokio::runtime::Handle, work: BoxFuture<'static, ()>) {
    runtime.spawn(work.with_current_subscriber());
}
