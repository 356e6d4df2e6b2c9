//! `/_emulator/faults`: forced answers are queued, listed and cleared.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Shared, management, reply};
use crate::faults::Fault;
use crate::problem::Stamp;

/// What a fault is made of, for a sentence that helps.
const FIELDS: [&str; 13] = [
    "endpoint",
    "username",
    "correlation_id",
    "times",
    "answer",
    "status",
    "body",
    "content_type",
    "retry_after",
    "retry_after_as",
    "delay_ms",
    "drop",
    "shape",
];

/// `GET /_emulator/faults`: those that still wait, oldest first, with the times that are left.
pub(super) fn list(shared: &Shared) -> Response {
    reply::json(200, &shared.faults.list())
}

/// `DELETE /_emulator/faults`.
pub(super) fn clear(shared: &Shared) -> Response {
    shared.faults.clear();
    reply::json(200, &json!({}))
}

/// `POST /_emulator/faults`: one fault or a list of them; 201 with how many wait now.
pub(super) async fn add(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let body = match management::json_body(&shared, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let (faults, is_list) = match parse(&body) {
        Ok(parsed) => parsed,
        Err(sentence) => return reply::refusal(400, &sentence, &stamp),
    };
    match shared.faults.add(faults) {
        Ok(waiting) => reply::json(201, &json!({ "waiting": waiting })),
        Err((place, error)) => {
            let at = if is_list {
                format!("[{place}]: ")
            } else {
                String::new()
            };
            let sentence = format!("Nothing was queued: {at}{error}.");
            reply::refusal(400, &sentence, &stamp)
        }
    }
}

/// The faults, and whether they came as a list.
fn parse(body: &[u8]) -> Result<(Vec<Fault>, bool), String> {
    match serde_json::from_slice(body) {
        Ok(Value::Array(items)) => {
            let one = |(i, item)| fault(item).map_err(|sentence| format!("[{i}]: {sentence}"));
            let faults = items.into_iter().enumerate().map(one);
            Ok((faults.collect::<Result<_, _>>()?, true))
        }
        Ok(item) => Ok((vec![fault(item)?], false)),
        Err(_) => Err("The body is not JSON.".to_owned()),
    }
}

/// Says what is wrong, and does not repeat what is there.
fn fault(item: Value) -> Result<Fault, String> {
    let unknown = match &item {
        Value::Object(members) => members.keys().any(|name| !FIELDS.contains(&name.as_str())),
        _ => true,
    };
    if unknown {
        return Err(format!(
            "A fault is a JSON object with some of these fields and no others: {}.",
            FIELDS.join(", ")
        ));
    }
    serde_path_to_error::deserialize(item).map_err(|error| {
        let field = error.path().to_string();
        let what = match field.as_str() {
            "times" | "status" | "retry_after" | "delay_ms" => "must be a whole number",
            "retry_after_as" => "must be seconds or date",
            "drop" => "must be before or after",
            "shape" => "must be html_page, truncated or oversized",
            _ => "must be text",
        };
        format!("The field `{field}` {what}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_all_there() {
        let whole = serde_json::to_value(Fault::named("Keys", "ServerError")).unwrap();
        for name in whole.as_object().unwrap().keys() {
            assert!(FIELDS.contains(&name.as_str()), "{name}");
        }
        for name in FIELDS {
            let fault = fault(json!({ name: null }));
            // Null is no number of times, and nothing at all for the others.
            assert_eq!(fault.is_ok(), name != "times", "{name}");
        }
    }
}
