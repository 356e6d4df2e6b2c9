//! Renewing tokens: one refresh in flight for each account and what is wanted.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery, Refresh};
use native_auth_wire::AccountId;
use tokio::sync::oneshot;

use crate::accounts::Accounts;
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

/// What a refresh is asked for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    scopes: Vec<String>,
    /// A claims request. No token that is there already meets it.
    claims: Option<String>,
}

impl Wanted {
    pub(crate) fn new(mut scopes: Vec<String>, claims: Option<String>) -> Self {
        scopes.sort();
        scopes.dedup();
        Self { scopes, claims }
    }
}

/// The claims request is the app's text and may name the person.
impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted")
            .field("scopes", &self.scopes)
            .field("has_claims", &self.claims.is_some())
            .finish()
    }
}

/// The refreshes under way for one sign-in of one account.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flights(Arc<FlightsInner>);

#[derive(Debug, Default)]
struct FlightsInner {
    by_wanted: Mutex<HashMap<Wanted, Flight>>,
    /// Refreshes for different things take turns, because each may bring a new refresh token.
    turn: tokio::sync::Mutex<()>,
}

impl Flights {
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn by_wanted(&self) -> MutexGuard<'_, HashMap<Wanted, Flight>> {
        // Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
        self.0
            .by_wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Joins the refresh that is under way for this, or starts one in a task of its own.
///
/// The task goes on when every caller has given up, so that a rotated refresh token is not lost. If the network or
/// the service fails, a token that still has a little life left is better than none; with a claims request it is not,
/// for an API has refused it.
pub(crate) async fn access_token(
    client: &Client,
    id: &AccountId,
    wanted: Wanted,
) -> Result<AccessToken> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return Err(Error::new(&catalogue::RUNTIME_MISSING));
    };
    let inner = client.inner();
    loop {
        let Some(flights) = inner.accounts.flights(id) else {
            return Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT));
        };
        let (flight, take_off) = flights.join(&wanted);
        if let Some(landing) = take_off {
            runtime.spawn(fly(client.clone(), id.clone(), landing));
        }
        match flight.await {
            Ok(Landed::Token(token)) => return Ok(token),
            // The person signed in again meanwhile, which brought tokens of its own.
            Ok(Landed::Overtaken) => {
                let now = inner.clock.now();
                if let Some(token) = wanted.served_by(&inner.accounts, id, now) {
                    return Ok(token);
                }
            }
            Err(error) if error.recovery() == Recovery::TryLater && wanted.claims.is_none() => {
                let now = inner.clock.now();
                let kept = inner.accounts.last_resort(id, &wanted.scopes, now);
                return kept.ok_or(error);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Ends a flight however it ends, so that nobody joins one that is over.
struct Landing {
    flights: Flights,
    wanted: Wanted,
    outcome: Option<oneshot::Sender<Result<Landed>>>,
}

impl Wanted {
    /// A token that is there already, if any could do.
    fn served_by(
        &self,
        accounts: &Accounts,
        id: &AccountId,
        now: SystemTime,
    ) -> Option<AccessToken> {
        match self.claims {
            Some(_) => None,
            None => accounts.access_token(id, &self.scopes, now),
        }
    }
}

impl Flights {
    /// The flight for this; with the means to end it for whoever has to start it.
    fn join(&self, wanted: &Wanted) -> (Flight, Option<Landing>) {
        let mut flights = self.by_wanted();
        if let Some(flight) = flights.get(wanted) {
            return (flight.clone(), None);
        }
        let (outcome, arrival) = oneshot::channel();
        let flight = arrival
            .map(|answer| {
                answer.unwrap_or_else(|_| Err(Error::new(&catalogue::REFRESH_INTERRUPTED)))
            })
            .boxed()
            .shared();
        flights.insert(wanted.clone(), flight.clone());
        let landing = Landing {
            flights: self.clone(),
            wanted: wanted.clone(),
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
        self.flights.by_wanted().remove(&self.wanted);
    }
}

async fn fly(client: Client, id: AccountId, landing: Landing) {
    let outcome = refresh(&client, &id, &landing.wanted, &landing.flights).await;
    landing.land(outcome);
}

async fn refresh(
    client: &Client,
    id: &AccountId,
    wanted: &Wanted,
    flights: &Flights,
) -> Result<Landed> {
    let _turn = flights.0.turn.lock().await;
    let inner = client.inner();
    let Some(renewal) = inner.accounts.renewal(id, flights) else {
        return Ok(Landed::Overtaken);
    };
    // Somebody else's refresh may have brought what is wanted while this one waited for its turn.
    if let Some(token) = wanted.served_by(&inner.accounts, id, inner.clock.now()) {
        return Ok(Landed::Token(token));
    }
    let correlation_id = correlation_id();
    let request = Refresh {
        account: id.clone(),
        subject: renewal.subject,
        refresh_token: renewal
            .refresh_token
            .ok_or_else(|| Error::new(&catalogue::REFRESH_TOKEN_MISSING).of_flow(correlation_id))?,
        scopes: if wanted.scopes.is_empty() {
            renewal.scopes
        } else {
            wanted.scopes.clone()
        },
        claims: wanted.claims.clone(),
    };
    let action = native_auth_core::refresh(&inner.application, request, correlation_id)?;
    let (_turn, step) = client.drive(action).await?;
    let Ok(tokens) = step.signed_in::<()>() else {
        return Err(Error::new(&catalogue::BROWSER_REQUIRED).of_flow(correlation_id));
    };
    let now = inner.clock.now();
    let met = wanted.claims.is_some();
    let token = inner.accounts.refreshed(id, flights, &tokens, met, now);
    Ok(token.map_or(Landed::Overtaken, Landed::Token))
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn a_claims_request_does_not_show() {
        let scopes = vec!["b".to_owned(), "a".to_owned()];
        let wanted = Wanted::new(scopes, Some(r#"{"who":"maya"}"#.to_owned()));
        let shown = format!("{wanted:?}");
        assert_eq!(shown, r#"Wanted { scopes: ["a", "b"], has_claims: true }"#);
    }
}
