//! One-time codes: one per flow, and how many an address may get.

use std::collections::{HashMap, VecDeque};
use std::sync::Weak;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

/// Digits of a code, announced as `code_length`.
pub(crate) const CODE_LENGTH: u32 = 8;
/// Wrong tries before a code is void.
const TRIES: u32 = 5;

/// The code a flow waits for. A new one takes its place, so a resend kills the old.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneTimeCode {
    digits: String,
    expires: Moment,
    failed: u32,
}

impl OneTimeCode {
    pub(crate) fn new(digits: String, expires: Moment) -> Self {
        Self {
            digits,
            expires,
            failed: 0,
        }
    }

    /// After five wrong tries even the right code is wrong, and nothing tells that apart.
    pub(crate) fn verify(&mut self, given: &str, now: Moment) -> Result<(), Problem> {
        if now >= self.expires {
            return Err(refusals::code_expired());
        }
        if self.failed >= TRIES || given != self.digits {
            self.failed = self.failed.saturating_add(1);
            return Err(refusals::code_wrong());
        }
        Ok(())
    }
}

/// The digits of a new code.
pub(crate) fn digits(randomness: &Randomness) -> String {
    randomness.digits(CODE_LENGTH)
}

/// When an address was sent codes lately, as an export has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedCodeCount {
    tenant_id: String,
    address: String,
    sent: VecDeque<Moment>,
}

/// Which codes each address was sent lately, and is being sent.
#[derive(Default)]
pub(crate) struct CodeCounts {
    sent: HashMap<Address, VecDeque<Moment>>,
    /// Each counts for as long as it is alive: until the code is sent and counted, or is not.
    sending: HashMap<Address, Vec<Weak<()>>>,
}

/// A tenant's ID and an address in lower case.
type Address = (String, String);

impl CodeCounts {
    /// Refuses one more code for an address of a tenant with 701014 if it has had its share, those
    /// that are being sent included.
    pub(crate) fn check(
        &mut self,
        tenant_id: &str,
        address: &str,
        now: Moment,
        most: usize,
        window: Duration,
    ) -> Result<(), Problem> {
        let since = now.minus(window);
        // Forgetting everybody's old codes keeps the maps as small as the window.
        self.sent.retain(|_, sent| {
            while sent.front().is_some_and(|at| *at <= since) {
                sent.pop_front();
            }
            !sent.is_empty()
        });
        self.sending.retain(|_, sending| {
            sending.retain(|mark| mark.strong_count() > 0);
            !sending.is_empty()
        });
        let key = key(tenant_id, address);
        let sent = self.sent.get(&key).map_or(0, VecDeque::len);
        let sending = self.sending.get(&key).map_or(0, Vec::len);
        if sent.saturating_add(sending) >= most {
            return Err(refusals::too_many_codes());
        }
        Ok(())
    }

    /// Counts one that is about to be sent, for as long as the mark is alive.
    pub(crate) fn reserve(&mut self, tenant_id: &str, address: &str, mark: Weak<()>) {
        let sending = self.sending.entry(key(tenant_id, address)).or_default();
        sending.push(mark);
    }

    /// Counts one that was sent.
    pub(crate) fn add(&mut self, tenant_id: &str, address: &str, now: Moment) {
        let sent = self.sent.entry(key(tenant_id, address)).or_default();
        sent.push_back(now);
    }

    /// In the order of the addresses.
    pub(crate) fn saved(&self) -> Vec<SavedCodeCount> {
        let saved =
            |((tenant_id, address), sent): (&(String, String), &VecDeque<Moment>)| SavedCodeCount {
                tenant_id: tenant_id.clone(),
                address: address.clone(),
                sent: sent.clone(),
            };
        let mut all: Vec<_> = self.sent.iter().map(saved).collect();
        all.sort_by(|a, b| (&a.tenant_id, &a.address).cmp(&(&b.tenant_id, &b.address)));
        all
    }

    pub(crate) fn restored(saved: Vec<SavedCodeCount>) -> Self {
        let one = |count: SavedCodeCount| ((count.tenant_id, count.address), count.sent);
        Self {
            sent: saved.into_iter().map(one).collect(),
            sending: HashMap::new(),
        }
    }
}

fn key(tenant_id: &str, address: &str) -> Address {
    (tenant_id.to_owned(), address.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, ClockMode};
    use std::time::UNIX_EPOCH;

    #[test]
    fn five_wrong_tries_void_the_code() {
        let now = Clock::new(ClockMode::Frozen(UNIX_EPOCH)).now();
        let randomness = Randomness::new(Some(3)).unwrap();
        let right = digits(&randomness);
        let mut code = OneTimeCode::new(right.clone(), now.plus(Duration::from_secs(1)));
        for _ in 0..4 {
            assert!(code.verify("x", now).is_err());
        }
        assert!(code.verify(&right, now).is_ok());
        assert!(code.verify("x", now).is_err());
        let refusal = code.verify(&right, now).unwrap_err();
        assert_eq!(refusal.outcome(), "invalid_grant/invalid_oob_value");
    }

    #[test]
    fn counts_are_per_address_and_window() {
        let clock = Clock::new(ClockMode::Frozen(UNIX_EPOCH));
        let window = Duration::from_secs(60);
        let mut counts = CodeCounts::default();
        let mut count = |address: &str, now| {
            let checked = counts.check("t", address, now, 2, window);
            if checked.is_ok() {
                counts.add("t", address, now);
            }
            checked
        };
        assert!(count("a@example.com", clock.now()).is_ok());
        assert!(count("A@example.com", clock.now()).is_ok());
        let refusal = count("a@example.com", clock.now()).unwrap_err();
        assert_eq!(refusal.outcome(), "invalid_request");
        assert!(count("b@example.com", clock.now()).is_ok());
        clock.advance(window);
        assert!(count("a@example.com", clock.now()).is_ok());
    }
}
