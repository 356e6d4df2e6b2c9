//! Smart lockout: after too many wrong passwords the account is locked for a while, and for longer
//! each time.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::password::PasswordHash;

/// The longest an account stays locked.
const LONGEST_LOCK: Duration = Duration::from_secs(3600);
/// How many wrong passwords are remembered; repeats of these do not count.
const REMEMBERED: usize = 3;

/// When an account is locked, and for how long at first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LockoutPolicy {
    pub(crate) failures: u32,
    pub(crate) first_lock: Duration,
}

/// One account's failures.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Lockout {
    failures: u32,
    locks: u32,
    until: Option<Moment>,
    recent: VecDeque<PasswordHash>,
}

impl Lockout {
    pub(crate) fn is_locked(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// Counts a wrong password, unless it is one of the last wrong ones again.
    pub(crate) fn failed(
        &mut self,
        password: &str,
        hash: PasswordHash,
        policy: LockoutPolicy,
        now: Moment,
    ) {
        if self.recent.iter().any(|wrong| wrong.matches(password)) {
            return;
        }
        if self.recent.len() >= REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        self.failures = self.failures.saturating_add(1);
        // Once locked, each further failure after the lock has passed locks again.
        if self.failures >= policy.failures {
            let longer = 2_u32.saturating_pow(self.locks);
            let lock = policy.first_lock.saturating_mul(longer).min(LONGEST_LOCK);
            self.locks = self.locks.saturating_add(1);
            self.until = Some(now.plus(lock));
        }
    }

    /// The right password, while not locked, forgives everything.
    pub(crate) fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, ClockMode};
    use crate::randomness::Randomness;
    use std::time::UNIX_EPOCH;

    #[test]
    fn ten_different_failures_lock_and_repeats_do_not_count() {
        let clock = Clock::new(ClockMode::Frozen(UNIX_EPOCH));
        let randomness = Randomness::new(Some(2)).unwrap();
        let policy = LockoutPolicy {
            failures: 10,
            first_lock: Duration::from_secs(60),
        };
        let mut lockout = Lockout::default();
        let fail = |lockout: &mut Lockout, password: &str| {
            let hash = PasswordHash::of(password, &randomness).unwrap();
            lockout.failed(password, hash, policy, clock.now());
        };
        for _ in 0..20 {
            fail(&mut lockout, "the same");
        }
        for n in 0..8 {
            fail(&mut lockout, &n.to_string());
        }
        assert!(!lockout.is_locked(clock.now()));
        fail(&mut lockout, "tenth");
        assert!(lockout.is_locked(clock.now()));
        clock.advance(Duration::from_secs(60));
        assert!(!lockout.is_locked(clock.now()));
        // The next lock is twice as long.
        fail(&mut lockout, "eleventh");
        clock.advance(Duration::from_secs(119));
        assert!(lockout.is_locked(clock.now()));
        lockout.succeeded();
        assert!(!lockout.is_locked(clock.now()));
    }
}
