//! Renewing tokens: one refresh in flight for each account and set of scopes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery, Refresh};
use native_auth_wire::AccountId;
use tokio::sync::oneshot;

use crate::client::correlation_id;
use crate::{AccessToken, Client, Result};

type Flight = Shared<BoxFuture<'static, Result<Landed>>>;

/// What a refresh came to.
#[derive(Debug, Clone)]
enum Landed {
    Token(AccessToken),
    /// The account signed out, or in again, while the refresh was under way.
    Overtaken,
}

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
/// The task goes on when every caller has given up, so that a rotated refresh token is not lost. If the network or
/// the service fails, a token that still has a little life left is better than none.
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
    let inner = client.inner();
    loop {
        let Some(flights) = inner.accounts.flights(id) else {
            return Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT));
        };
        let (flight, take_off) = flights.join(&scopes);
        if let Some(landing) = take_off {
            runtime.spawn(fly(client.clone(), id.clone(), scopes.clone(), landing));
        }
        match flight.await {
            Ok(Landed::Token(token)) => return Ok(token),
            // The person signed in again meanwhile, which brought tokens of its own.
            Ok(Landed::Overtaken) => {
                let now = inner.clock.now();
                if let Some(token) = inner.accounts.access_token(id, &scopes, now) {
                    return Ok(token);
                }
            }
            Err(error) if error.recovery() == Recovery::TryLater => {
                let kept = inner.accounts.last_resort(id, &scopes, inner.clock.now());
                return kept.ok_or(error);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Ends a flight however it ends, so that nobody joins one that is over.
struct Landing {
    flights: Flights,
    scopes: Vec<String>,
    outcome: Option<oneshot::Sender<Result<Landed>>>,
}

impl Flights {
    /// The flight for these scopes; with the means to end it for whoever has to start it.
    fn join(&self, scopes: &[String]) -> (Flight, Option<Landing>) {
        let mut flights = self.by_scopes();
        if let Some(flight) = flights.get(scopes) {
            return (flight.clone(), None);
        }
        let (outcome, arrival) = oneshot::channel();
        let flight = arrival
            .map(|answer| {
                answer.unwrap_or_else(|_| Err(Error::new(&catalogue::REFRESH_INTERRUPTED)))
            })
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
    fn land(mut self, outcome: Result<Landed>) {
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
) -> Result<Landed> {
    let _turn = flights.0.turn.lock().await;
    let inner = client.inner();
    let Some(renewal) = inner.accounts.renewal(id, flights) else {
        return Ok(Landed::Overtaken);
    };
    // Somebody else's refresh may have brought what is wanted while this one waited for its turn.
    if let Some(token) = inner.accounts.access_token(id, asked, inner.clock.now()) {
        return Ok(Landed::Token(token));
    }
    let correlation_id = correlation_id();
    let request = Refresh {
        account: id.clone(),
        subject: renewal.subject,
        refresh_token: renewal
            .refresh_token
            .ok_or_else(|| Error::new(&catalogue::REFRESH_TOKEN_MISSING).of_flow(correlation_id))?,
        scopes: if asked.is_empty() {
            renewal.scopes
        } else {
            asked.to_vec()
        },
        claims: None,
    };
    let action = native_auth_core::refresh(&inner.application, request, correlation_id)?;
    let (_turn, step) = client.drive(action).await?;
    let Ok(tokens) = step.signed_in::<()>() else {
        return Err(Error::new(&catalogue::BROWSER_REQUIRED).of_flow(correlation_id));
    };
    let now = inner.clock.now();
    let token = inner.accounts.refreshed(id, flights, &tokens, now);
    Ok(token.map_or(Landed::Overtaken, Landed::Token))
}
