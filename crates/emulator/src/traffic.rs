//! How much traffic the service bears, and what it says to more.
//!
//! The service counts requests within a second, per tenant and for each address a tenant is asked
//! from, and counts a user's whole action at a fixed number of them. Here an action is counted at
//! the request that begins it; those that follow add one for tokens and two for each code by e-mail. What
//! adds nothing is refused only when the second is full anyhow.

mod text_messages;

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Moment;
use crate::config::Throttling;
use crate::flows::{Answer, Endpoint};
use crate::problem::Problem;
use crate::refusals;

use text_messages::TextMessages;

/// What the OpenID Connect metadata and the key set count.
pub(crate) const DOCUMENT_COST: u32 = 1;
/// What is counted together.
const WINDOW: Duration = Duration::from_secs(1);

/// The traffic of the last second, and the text messages of the last week.
pub(crate) struct Traffic {
    throttling: Throttling,
    counted: Mutex<HashMap<Key, VecDeque<(Moment, u32)>>>,
    text_messages: Mutex<TextMessages>,
}

/// A tenant, as asked from one address or from all of them.
type Key = (String, Option<IpAddr>);

impl Traffic {
    pub(crate) fn new(throttling: Throttling) -> Self {
        Self {
            throttling,
            counted: Mutex::default(),
            text_messages: Mutex::default(),
        }
    }

    pub(crate) fn throttling(&self) -> Throttling {
        self.throttling
    }

    /// Counts a request that costs so much, or refuses it with 429.
    pub(crate) fn admit(
        &self,
        tenant_id: &str,
        address: Option<IpAddr>,
        cost: u32,
        now: Moment,
    ) -> Result<(), Problem> {
        let Some(per_tenant) = self.throttling.per_tenant() else {
            return Ok(());
        };
        let mut counted = self.counted();
        forget(&mut counted, now);
        let spent = |key: Key| -> u32 {
            let seen = counted.get(&key).into_iter().flatten();
            seen.map(|(_, cost)| *cost).sum()
        };
        let id = tenant_id.to_owned();
        let is_full = |spent: u32, most: u32| spent.saturating_add(cost.max(1)) > most;
        let from_address = address.map_or(0, |a| spent((id.clone(), Some(a))));
        if is_full(from_address, Throttling::PER_ADDRESS) || is_full(spent((id, None)), per_tenant)
        {
            // Whatever filled the second is gone when it has passed.
            return Err(refusals::too_many_requests().retry_after(WINDOW.as_secs()));
        }
        add(&mut counted, tenant_id, address, cost, now);
        Ok(())
    }

    /// Counts what an answer cost on top.
    pub(crate) fn charge(&self, tenant_id: &str, address: Option<IpAddr>, cost: u32, now: Moment) {
        if self.throttling.per_tenant().is_some() && cost > 0 {
            add(&mut self.counted(), tenant_id, address, cost, now);
        }
    }

    /// Counts one more text message, or refuses it with 50088.
    pub(crate) fn text_message(
        &self,
        tenant_id: &str,
        number: &str,
        address: Option<IpAddr>,
        now: Moment,
    ) -> Result<(), Problem> {
        if self.throttling == Throttling::Off {
            return Ok(());
        }
        let messages = self.text_messages.lock();
        let mut messages = messages.unwrap_or_else(PoisonError::into_inner);
        messages.count(tenant_id, number, address, now)
    }

    fn counted(&self) -> MutexGuard<'_, HashMap<Key, VecDeque<(Moment, u32)>>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request counts before it is answered.
pub(crate) fn cost(endpoint: Endpoint) -> u32 {
    match endpoint {
        Endpoint::SignUpStart => 6,
        Endpoint::Initiate | Endpoint::ResetStart => 4,
        // Not part of the action that leads to it.
        Endpoint::Token => 1,
        _ => 0,
    }
}

/// What an answer counts besides: a code by e-mail two.
pub(crate) fn surcharge(answer: &Answer) -> u32 {
    let channel = answer.body.get("challenge_channel");
    let is_mail = answer.outcome == "code_sent" && channel.is_some_and(|c| c == "email");
    if is_mail { 2 } else { 0 }
}

fn add(
    counted: &mut HashMap<Key, VecDeque<(Moment, u32)>>,
    tenant_id: &str,
    address: Option<IpAddr>,
    cost: u32,
    now: Moment,
) {
    let keys = [None, address]
        .into_iter()
        .take(if address.is_some() { 2 } else { 1 });
    for key in keys {
        let seen = counted.entry((tenant_id.to_owned(), key)).or_default();
        seen.push_back((now, cost));
    }
}

fn forget(counted: &mut HashMap<Key, VecDeque<(Moment, u32)>>, now: Moment) {
    let since = now.minus(WINDOW);
    counted.retain(|_, seen| {
        while seen.front().is_some_and(|(at, _)| *at <= since) {
            seen.pop_front();
        }
        !seen.is_empty()
    });
}
