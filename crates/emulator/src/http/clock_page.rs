//! `/_emulator/clock`: what time it is for the emulator, and moving it forward.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Shared, management, reply};
use crate::clock::Clock;
use crate::problem::Stamp;

/// What `POST /_emulator/clock` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

/// `GET /_emulator/clock`.
pub(super) fn show(shared: &Shared) -> Response {
    reply::json(200, &facts(&shared.domain().clock))
}

/// `POST /_emulator/clock`: moves it forward, and answers what `GET` answers then.
pub(super) async fn advance(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let body = match management::json_body(&shared, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    // Read as an object first: an array would do for the fields in their order.
    let advance = serde_json::from_slice(&body)
        .and_then(|members: Map<String, Value>| serde_json::from_value(Value::Object(members)));
    let Ok(Advance { advance_seconds }) = advance else {
        let text = "The body must be a JSON object with advance_seconds, a whole number from 0, \
                    and nothing else: the clock never goes back.";
        return reply::refusal(400, text, &stamp);
    };
    let clock = &shared.domain().clock;
    if clock.try_advance(Duration::from_secs(advance_seconds)) {
        reply::json(200, &facts(clock))
    } else {
        let text = "The field `advance_seconds` is too large: the clock can be moved ahead by ten \
                    years in all.";
        reply::refusal(400, text, &stamp)
    }
}

fn facts(clock: &Clock) -> Value {
    json!({
        "now": clock.now().rfc3339(),
        "ahead_seconds": clock.ahead().as_secs(),
        "frozen": clock.is_frozen(),
    })
}
