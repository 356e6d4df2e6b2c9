//! Requests that are not made for a while, because the service asked for it or the last answer was of no use.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use native_auth_cache::AccountKey;
use native_auth_core::{Error, ErrorKind, Retry};

use crate::flights::Wanted;

/// A renewal in the background that failed is tried again after this at the earliest.
const BACKGROUND: Duration = Duration::from_secs(30);

/// After an ID token that is refused, by a wrong clock for example: asking at once would bring another like it.
const WRONG_ANSWER: Duration = Duration::from_secs(30);

/// What is kept silent, and until when.
#[derive(Debug, Default)]
pub(crate) struct Silences(Mutex<HashMap<(AccountKey, Wanted), Silence>>);

#[derive(Debug)]
struct Silence {
    since: SystemTime,
    until: SystemTime,
    /// What the app is told if it asks; none if this holds only for what is done in the background.
    error: Option<Error>,
}

impl Silences {
    /// Takes note of a failure: how long this is not to be asked again.
    pub(crate) fn note(&self, key: &AccountKey, wanted: &Wanted, error: &Error, now: SystemTime) {
        let (pause, strict) = match (error.kind(), error.retry()) {
            (ErrorKind::Throttled | ErrorKind::ServerUnavailable, Retry::After(pause)) => {
                (pause, true)
            }
            _ if error.code().starts_with("id_token_") => (WRONG_ANSWER, true),
            _ => (BACKGROUND, false),
        };
        self.keep(key, wanted, pause, strict.then(|| error.clone()), now);
    }

    /// Takes note of a success that changed nothing: the token that is there is still to be renewed. In the background that
    /// is not tried again for a while.
    pub(crate) fn note_idle(&self, key: &AccountKey, wanted: &Wanted, now: SystemTime) {
        self.keep(key, wanted, BACKGROUND, None, now);
    }

    fn keep(
        &self,
        key: &AccountKey,
        wanted: &Wanted,
        pause: Duration,
        error: Option<Error>,
        now: SystemTime,
    ) {
        let silence = Silence {
            since: now,
            until: now.checked_add(pause).unwrap_or(now),
            error,
        };
        let mut silences = self.lock();
        silences.retain(|_, silence| silence.holds(now));
        silences.insert(of(key, wanted), silence);
    }

    /// What the service answered when it asked for silence on just this, while that holds.
    pub(crate) fn of(&self, key: &AccountKey, wanted: &Wanted, now: SystemTime) -> Option<Error> {
        self.find(key, wanted, now)?
    }

    /// Whether this is not to be done in the background now.
    pub(crate) fn in_background(&self, key: &AccountKey, wanted: &Wanted, now: SystemTime) -> bool {
        self.find(key, wanted, now).is_some()
    }

    fn find(&self, key: &AccountKey, wanted: &Wanted, now: SystemTime) -> Option<Option<Error>> {
        let silences = self.lock();
        if silences.is_empty() {
            return None;
        }
        let silence = silences.get(&of(key, wanted))?;
        silence.holds(now).then(|| silence.error.clone())
    }

    /// Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
    fn lock(&self) -> MutexGuard<'_, HashMap<(AccountKey, Wanted), Silence>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A forced refresh sends what any other does.
fn of(key: &AccountKey, wanted: &Wanted) -> (AccountKey, Wanted) {
    let wanted = Wanted {
        fresh: false,
        ..wanted.clone()
    };
    (key.clone(), wanted)
}

impl Silence {
    /// A clock that was set back ends it: nobody knows for how long it would hold.
    fn holds(&self, now: SystemTime) -> bool {
        self.since <= now && now < self.until
    }
}
