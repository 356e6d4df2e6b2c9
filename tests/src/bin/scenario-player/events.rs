//! Events of accounts.

use native_auth::{AccountEvent, AccountEvents};
use serde_json::{Value, json};

use crate::answers;
use crate::words::word;

/// Waits until there are so many, and takes them.
pub(crate) async fn take(events: &mut AccountEvents, count: u64) -> Vec<Value> {
    let mut taken = Vec::new();
    for _ in 0..count {
        let Some(event) = events.next().await else {
            break;
        };
        taken.push(answer(&event));
    }
    taken
}

fn answer(event: &AccountEvent) -> Value {
    match event {
        AccountEvent::SignedIn { account }
        | AccountEvent::Refreshed { account }
        | AccountEvent::SignedOut { account } => {
            json!({ "kind": word(event), "account": answers::account(account) })
        }
        AccountEvent::StorageLost { loss } => {
            json!({ "kind": "storage_lost", "loss": loss.code() })
        }
    }
}
