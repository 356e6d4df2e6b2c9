//! Renewing tokens: one refresh in flight for each account and set of scopes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Refresh};
use native_auth_wire::AccountId;
use tokio::sync::oneshot;

use crate::client::correlation_id;
use crate::{AccessToken, Client, Result};

type Flight = Shared<BoxFuture<'static, Result<AccessToken>>>;

/// The refreshes under way for one sign-in of one account.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flights(Arc<FlightsInner>);

#[derive(Debug, Default)]
struct FlightsInner {
    by_scopes: Mutex<HashMap<Vec<String>, Flight>>,
    /// Refreshes for different scopes take turns, because each may bring a new refresh token.
    turn: tokio::sync::Mutex<()>,
}

impl Flights {
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn by_scopes(&self) -> MutexGuard<'_, HashMap<Vec<String>, Flight>> {
        // Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
        self.0
            .by_scopes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Joins the refresh that is under way for these scopes, or starts one in a task of its own.
///
/// The task goes on when every caller has given up, so that a rotated refresh token is not lost.
pub(crate) async fn access_token(
    client: &Client,
    id: &AccountId,
    mut scopes: Vec<String>,
) -> Result<AccessToken> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return Err(Error::new(&catalogue::RUNTIME_MISSING));
    };
    scopes.sort();
    scopes.dedup();
    let Some(flights) = client.inner().accounts.flights(id) else {
        return Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT));
    };
    let (flight, take_off) = flights.join(&scopes);
    if let Some(landing) = take_off {
        runtime.spawn(fly(client.clone(), id.clone(), scopes, landing));
    }
    flight.await
}

/// Ends a flight however it ends, so that nobody joins one that is over.
struct Landing {
    flights: Flights,
    scopes: Vec<String>,
    outcome: Option<oneshot::Sender<Result<AccessToken>>>,
}

impl Flights {
    /// The flight for these scopes; with the means to end it for whoever has to start it.
    fn join(&self, scopes: &[String]) -> (Flight, Option<Landing>) {
        let mut flights = self.by_scopes();
        if let Some(flight) = flights.get(scopes) {
            return (flight.clone(), None);
        }
        let (outcome, arrival) = oneshot::channel();
        // Nobody answers only if the runtime ended, and its task with it.
        let flight = arrival
            .map(|answer| answer.unwrap_or_else(|_| Err(Error::new(&catalogue::RUNTIME_MISSING))))
            .boxed()
            .shared();
        flights.insert(scopes.to_vec(), flight.clone());
        let landing = Landing {
            flights: self.clone(),
            scopes: scopes.to_vec(),
            outcome: Some(outcome),
        };
        (flight, Some(landing))
    }
}

impl Landing {
    fn land(mut self, outcome: Result<AccessToken>) {
        let arrival = self.outcome.take();
        // First nobody may join any more, then those who have are told.
        drop(self);
        if let Some(arrival) = arrival {
            // All callers may have given up; the tokens are kept all the same.
            drop(arrival.send(outcome));
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.by_scopes().remove(&self.scopes);
    }
}

async fn fly(client: Client, id: AccountId, scopes: Vec<String>, landing: Landing) {
    let outcome = refresh(&client, &id, &scopes, &landing.flights).await;
    landing.land(outcome);
}

async fn refresh(
    client: &Client,
    id: &AccountId,
    asked: &[String],
    flights: &Flights,
) -> Result<AccessToken> {
    let _turn = flights.0.turn.lock().await;
    let inner = client.inner();
    let kept = || inner.accounts.access_token(id, asked, inner.clock.now());
    // Somebody else's refresh may have brought what is wanted while this one waited for its turn.
    if let Some(token) = kept() {
        return Ok(token);
    }
    let signed_out = || Error::new(&catalogue::ACCOUNT_SIGNED_OUT);
    let (refresh_token, sign_in_scopes) =
        inner.accounts.refresh_token(id).ok_or_else(signed_out)?;
    let request = Refresh {
        account: id.clone(),
        refresh_token: refresh_token
            .ok_or_else(|| Error::new(&catalogue::REFRESH_TOKEN_MISSING))?,
        scopes: if asked.is_empty() {
            sign_in_scopes
        } else {
            asked.to_vec()
        },
        claims: None,
    };
    let action = native_auth_core::refresh(&inner.application, request, correlation_id())?;
    let (_turn, step) = client.drive(action).await?;
    let Ok(tokens) = step.signed_in::<()>() else {
        return Err(Error::new(&catalogue::BROWSER_REQUIRED));
    };
    inner
        .accounts
        .refreshed(id, flights, &tokens, inner.clock.now())
        // Signed out meanwhile; or signed in again, which brought tokens of its own.
        .or_else(kept)
        .ok_or_else(signed_out)
}
