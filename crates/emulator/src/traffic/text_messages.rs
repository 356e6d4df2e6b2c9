//! How many text messages the service sends.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Moment;
use crate::problem::Problem;
use crate::refusals;

/// So many messages within so many minutes.
type Limit = (usize, u64);

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;
/// To one number.
const PER_NUMBER: [Limit; 4] = [(15, 15), (20, HOUR), (30, DAY), (50, 7 * DAY)];
/// Asked for from one address.
const PER_ADDRESS: [Limit; 3] = [(100, 15), (300, HOUR), (500, DAY)];
/// Of one tenant.
const PER_TENANT: [Limit; 3] = [(500, 15), (1500, HOUR), (5000, DAY)];
/// Longer than any of these.
const REMEMBERED: Duration = Duration::from_secs(7 * DAY * 60);

/// The text messages of the last week.
#[derive(Default)]
pub(super) struct TextMessages(HashMap<Counted, VecDeque<Moment>>);

#[derive(PartialEq, Eq, Hash)]
enum Counted {
    Number(String),
    Address(IpAddr),
    Tenant(String),
}

impl TextMessages {
    /// Counts one more message, or refuses it with 50088.
    pub(super) fn count(
        &mut self,
        tenant_id: &str,
        number: &str,
        address: Option<IpAddr>,
        now: Moment,
    ) -> Result<(), Problem> {
        self.forget(now.minus(REMEMBERED));
        let number = Counted::Number(number.to_owned());
        let tenant = Counted::Tenant(tenant_id.to_owned());
        let mut counted = vec![(number, &PER_NUMBER[..]), (tenant, &PER_TENANT)];
        counted.extend(address.map(|address| (Counted::Address(address), &PER_ADDRESS[..])));
        if counted
            .iter()
            .any(|(what, limits)| self.is_full(what, limits, now))
        {
            return Err(refusals::too_many_text_messages());
        }
        for (what, _) in counted {
            self.0.entry(what).or_default().push_back(now);
        }
        Ok(())
    }

    fn is_full(&self, what: &Counted, limits: &[Limit], now: Moment) -> bool {
        let Some(sent) = self.0.get(what) else {
            return false;
        };
        limits.iter().any(|(most, minutes)| {
            let since = now.minus(Duration::from_secs(minutes * 60));
            sent.iter().filter(|at| **at > since).count() >= *most
        })
    }

    fn forget(&mut self, since: Moment) {
        self.0.retain(|_, sent| {
            while sent.front().is_some_and(|at| *at <= since) {
                sent.pop_front();
            }
            !sent.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::clock::{Clock, ClockMode};

    /// How many of a thousand messages in one moment are sent.
    fn sent(
        messages: &mut TextMessages,
        now: Moment,
        number: impl Fn(u32) -> String,
        address: impl Fn(u32) -> Ipv4Addr,
    ) -> usize {
        (0..1000)
            .filter(|n| {
                let address = Some(address(*n).into());
                messages.count("t", &number(*n), address, now).is_ok()
            })
            .count()
    }

    #[test]
    fn each_limit_holds_for_its_time() {
        let clock = Clock::new(ClockMode::Frozen(UNIX_EPOCH));
        let minutes = |count: u64| clock.advance(Duration::from_secs(count * 60));
        let one = |_| "+4790012345".to_owned();
        let local = |_| Ipv4Addr::LOCALHOST;
        let mut messages = TextMessages::default();
        let now_sent = |messages: &mut TextMessages| sent(messages, clock.now(), one, local);
        assert_eq!(now_sent(&mut messages), 15);
        minutes(15);
        assert_eq!(now_sent(&mut messages), 5);
        minutes(45);
        // The first fifteen are an hour old, and the day allows ten more.
        assert_eq!(now_sent(&mut messages), 10);
        minutes(DAY);
        assert_eq!(now_sent(&mut messages), 15);
        minutes(DAY);
        assert_eq!(now_sent(&mut messages), 5);
        minutes(7 * DAY);
        assert_eq!(now_sent(&mut messages), 15);
    }

    #[test]
    fn numbers_addresses_and_tenants_are_counted_apart() {
        let now = Clock::new(ClockMode::Frozen(UNIX_EPOCH)).now();
        let each = |n: u32| format!("+479{n:07}");
        let local = |_| Ipv4Addr::LOCALHOST;
        let other = |n| Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) + n);
        let mut messages = TextMessages::default();
        assert_eq!(sent(&mut messages, now, each, local), 100);
        // The tenant's first hundred are sent already.
        let more = |n: u32| format!("+468{n:07}");
        assert_eq!(sent(&mut messages, now, more, other), 400);
        let refusal = messages.count("t", "+4511223344", None, now).unwrap_err();
        assert_eq!(refusal.outcome(), "invalid_request");
        assert!(messages.count("another", "+4511223344", None, now).is_ok());
    }
}
