//! The refreshes under way, so that everybody who wants the same shares one.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use native_auth_cache::ScopeSet;
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use tokio::sync::oneshot;

use crate::{AccessToken, Result};

/// A refresh that somebody waits for.
pub(crate) type Flight = Shared<BoxFuture<'static, Result<Landed>>>;

/// What a refresh came to.
#[derive(Debug, Clone)]
pub(crate) enum Landed {
    Token(AccessToken),
    /// The account signed out, or in again, while the refresh was under way.
    Overtaken,
}

/// What a refresh is asked for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub(crate) scopes: ScopeSet,
    /// A claims request. No token that is there already meets it.
    pub(crate) claims: Option<String>,
    /// Whether a token that is there already will not do.
    pub(crate) fresh: bool,
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

/// Ends a flight however it ends, so that nobody joins one that is over.
pub(crate) struct Landing {
    flights: Flights,
    wanted: Wanted,
    outcome: Option<oneshot::Sender<Result<Landed>>>,
}

impl Flights {
    /// The flight for this; with the means to end it for whoever has to start it.
    pub(crate) fn join(&self, wanted: &Wanted) -> (Flight, Option<Landing>) {
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

    /// Waits for the turn among the refreshes of this account.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.turn.lock().await
    }

    fn by_wanted(&self) -> MutexGuard<'_, HashMap<Wanted, Flight>> {
        // Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
        self.0
            .by_wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Landing {
    pub(crate) fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    pub(crate) fn flights(&self) -> &Flights {
        &self.flights
    }

    pub(crate) fn land(mut self, outcome: Result<Landed>) {
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

/// The claims request is the app's text and may name the person.
impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted")
            .field("scopes", &self.scopes)
            .field("has_claims", &self.claims.is_some())
            .field("fresh", &self.fresh)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use native_auth_cache::ScopeSet;

    use super::Wanted;

    #[test]
    fn a_claims_request_does_not_show() {
        let wanted = Wanted {
            scopes: ScopeSet::new(&["b", "a"]),
            claims: Some(r#"{"who":"maya"}"#.to_owned()),
            fresh: false,
        };
        let shown = format!("{wanted:?}");
        assert_eq!(
            shown,
            r#"Wanted { scopes: {"a", "b"}, has_claims: true, fresh: false }"#
        );
    }
}
