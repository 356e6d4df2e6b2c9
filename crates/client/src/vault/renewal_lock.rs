//! The lock under which one process at a time renews an account's tokens, and how a holder is passed that does not get on.
//!
//! Whoever passes it takes a second lock. By that one, the next to have the first lock can tell, when the service refuses the
//! refresh token, whether somebody is still to bring a newer one: the holder who was passed may have died since, and left
//! the first lock to it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use native_auth_cache::{AccountKey, StorageLock};

use super::Vault;
use crate::Result;
use crate::storage_failure::explain;

/// Held while the tokens of an account are renewed.
pub(crate) struct RenewalLock {
    passed: bool,
    taken: Instant,
    patience: Duration,
    _guard: Option<Box<dyn StorageLock>>,
}

/// What taking a lock came to.
enum Taken {
    Held(Box<dyn StorageLock>),
    /// Somebody else has it and does not get on.
    Passed,
    /// The place gives no lock.
    None,
}

impl RenewalLock {
    fn new(vault: &Vault, passed: bool, guard: Option<Box<dyn StorageLock>>) -> Self {
        Self {
            passed,
            taken: Instant::now(),
            patience: vault.patience,
            _guard: guard,
        }
    }

    /// Whether somebody else may be renewing them too: one who had the lock and did not get on, or who has passed this
    /// one, because it did not.
    pub(crate) fn is_shared(&self) -> bool {
        self.passed || self.taken.elapsed() >= self.patience
    }
}

impl Vault {
    /// Takes the lock of the account. A holder that does not get on within the limit is passed. A place that gives no lock
    /// does not stand in the way: tokens go on in memory there too.
    pub(crate) async fn lock_renewal(self: &Arc<Self>, key: &AccountKey) -> Result<RenewalLock> {
        let key = key.clone();
        self.blocking(move |vault| {
            Ok(match vault.take("refresh", &key) {
                Taken::Held(guard) => RenewalLock::new(vault, false, Some(guard)),
                Taken::None => RenewalLock::new(vault, false, None),
                Taken::Passed => match vault.take("passing", &key) {
                    Taken::Held(guard) => RenewalLock::new(vault, true, Some(guard)),
                    Taken::Passed | Taken::None => RenewalLock::new(vault, true, None),
                },
            })
        })
        .await
    }

    /// Gives the lock up and waits for whoever has passed a holder before this one. `None` if they do not get on either.
    pub(crate) async fn after_those_who_passed(
        self: &Arc<Self>,
        key: &AccountKey,
        lock: RenewalLock,
    ) -> Result<Option<RenewalLock>> {
        // Two names may be one lock.
        drop(lock);
        let key = key.clone();
        self.blocking(move |vault| {
            Ok(match vault.take("passing", &key) {
                Taken::Held(guard) => Some(RenewalLock::new(vault, true, Some(guard))),
                Taken::None => Some(RenewalLock::new(vault, true, None)),
                Taken::Passed => None,
            })
        })
        .await
    }

    fn take(&self, what: &str, key: &AccountKey) -> Taken {
        let name = format!("{what}|{}", key.as_str());
        let taken = self
            .store()
            .and_then(|store| store.lock(&name, self.patience).map_err(explain));
        match taken {
            Ok(Some(guard)) => Taken::Held(guard),
            Ok(None) => Taken::Passed,
            Err(error) => {
                tracing::warn!(code = error.code(), "tokens are renewed without a lock");
                Taken::None
            }
        }
    }
}
