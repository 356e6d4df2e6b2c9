//! Whose turn it is in a state.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use native_auth_wire::Secret;

use crate::error::catalogue;
use crate::token_answer::TokenAnswer;
use crate::v1::Waypoint;
use crate::{Error, Result};

/// The one thing that changes in a state: free, under way or spent, and the newest continuation token.
///
/// It also remembers a *waypoint*: the server took a step of an action, but a later request of the same action got
/// no answer. Running any action of the state again goes on from there, because going back is impossible.
#[derive(Clone)]
pub(crate) struct Turn(Arc<Mutex<Inner>>);

struct Inner {
    phase: Phase,
    token: Option<Secret>,
    waypoint: Option<Waypoint>,
    held: Option<Arc<TokenAnswer>>,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Free,
    UnderWay,
    Spent,
}

/// What a turn that nobody has remembers.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) token: Option<Secret>,
    pub(crate) waypoint: Option<Waypoint>,
    /// Tokens whose ID token could not be verified yet.
    pub(crate) held: Option<Arc<TokenAnswer>>,
}

/// Holds the turn of a state while an action is under way.
///
/// Dropping it gives the turn back, so an error, a time-out or a cancelled call leaves the state usable.
/// [`spend`](Self::spend) ends the state, once its action has led somewhere.
#[derive(Debug)]
#[must_use = "dropping it frees the state at once"]
pub struct TurnGuard(Option<Turn>);

impl Turn {
    pub(crate) fn new(token: Option<Secret>) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            phase: Phase::Free,
            token,
            waypoint: None,
            held: None,
        })))
    }

    /// A free turn as it was before, with what it remembered.
    pub(crate) fn restored(rest: Rest) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            phase: Phase::Free,
            token: rest.token,
            waypoint: rest.waypoint,
            held: rest.held,
        })))
    }

    /// What a free turn remembers; refused as [`take`](Self::take) refuses it.
    pub(crate) fn rest(&self) -> Result<Rest> {
        let inner = self.lock();
        inner.phase.check_free()?;
        Ok(Rest {
            token: inner.token.clone(),
            waypoint: inner.waypoint,
            held: inner.held.clone(),
        })
    }

    /// Takes the turn, or says who has it.
    pub(crate) fn take(&self) -> Result<TurnGuard> {
        let mut inner = self.lock();
        inner.phase.check_free()?;
        inner.phase = Phase::UnderWay;
        Ok(TurnGuard(Some(self.clone())))
    }

    /// The newest token. Only a spent state has none.
    pub(crate) fn token(&self) -> Result<Secret> {
        let token = self.lock().token.clone();
        token.ok_or_else(|| Error::new(&catalogue::STATE_STALE))
    }

    /// A refusal brought a new token.
    pub(crate) fn renew(&self, token: Secret) {
        self.lock().token = Some(token);
    }

    /// The server took a step within an action.
    pub(crate) fn pass(&self, waypoint: Waypoint, token: Secret) {
        let mut inner = self.lock();
        inner.token = Some(token);
        inner.waypoint = Some(waypoint);
    }

    /// The server gave the tokens; verifying them comes next.
    pub(crate) fn hold(&self, answer: Arc<TokenAnswer>) {
        let mut inner = self.lock();
        inner.held = Some(answer);
        inner.waypoint = Some(Waypoint::Verification);
    }

    pub(crate) fn held(&self) -> Option<Arc<TokenAnswer>> {
        self.lock().held.clone()
    }

    /// What the server took came to nothing: the state is where it was, with this token if one came.
    pub(crate) fn back(&self, token: Option<Secret>) {
        let mut inner = self.lock();
        inner.waypoint = None;
        if token.is_some() {
            inner.token = token;
        }
    }

    pub(crate) fn waypoint(&self) -> Option<Waypoint> {
        self.lock().waypoint
    }

    /// Nothing here can panic while holding the lock, so a poisoned one holds whole data all the same.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Phase {
    fn check_free(self) -> Result<()> {
        match self {
            Self::Free => Ok(()),
            Self::UnderWay => Err(Error::new(&catalogue::ACTION_IN_PROGRESS)),
            Self::Spent => Err(Error::new(&catalogue::STATE_STALE)),
        }
    }
}

impl TurnGuard {
    /// For an action that begins a flow: there is no state whose turn it could be.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Ends the state: its action has led to the next step, and its token is forgotten.
    pub fn spend(mut self) {
        if let Some(turn) = self.0.take() {
            let mut inner = turn.lock();
            inner.phase = Phase::Spent;
            inner.token = None;
            inner.held = None;
        }
    }
}

impl Drop for TurnGuard {
    fn drop(&mut self) {
        if let Some(turn) = self.0.take() {
            turn.lock().phase = Phase::Free;
        }
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.lock();
        f.debug_struct("Turn")
            .field("phase", &inner.phase)
            .field("waypoint", &inner.waypoint)
            .finish_non_exhaustive()
    }
}
