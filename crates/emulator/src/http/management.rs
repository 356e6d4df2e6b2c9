//! The pages under `/_emulator`: the inbox, the users and the list of requests.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::{Shared, protocol, reply};
use crate::problem::Stamp;
use crate::users::{NewUser, User, UserChangeError, UserError};

/// `GET /_emulator/messages?recipient=`: newest last. A `+` in the recipient stands for itself, escaped or not: no
/// address and no phone number holds the space that it means in a form.
pub(super) fn messages(shared: &Shared, uri: &Uri) -> Response {
    let query = uri.query().unwrap_or_default().replace('+', "%2B");
    let recipient = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "recipient")
        .map(|(_, value)| value.into_owned());
    let messages = shared.domain().state().inbox.list(recipient.as_deref());
    reply::json(200, &messages)
}

/// `GET /_emulator/users`: oldest first.
pub(super) fn users(shared: &Shared) -> Response {
    let domain = shared.domain();
    let state = domain.state();
    let users: Vec<_> = state.users.list().map(User::facts).collect();
    reply::json(200, &users)
}

/// `GET /_emulator/requests`: newest last.
pub(super) fn requests(shared: &Shared) -> Response {
    reply::json(200, &shared.log.list())
}

/// `POST /_emulator/users`: 201 with the `id`.
pub(super) async fn add_user(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let body = match json_body(&shared, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let new: NewUser = match parse(&body) {
        Ok(new) => new,
        Err(sentence) => return reply::refusal(400, &sentence, &stamp),
    };
    let created = tokio::task::spawn_blocking(move || shared.domain().add_user(&new)).await;
    match created {
        Ok(Ok(id)) => reply::json(201, &json!({ "id": id })),
        Ok(Err(error)) => {
            let status = match error {
                UserError::Field { .. } => 400,
                UserError::Exists | UserError::TooMany => 409,
            };
            reply::refusal(status, &format!("The user was not made: {error}."), &stamp)
        }
        Err(_) => reply::refusal(500, "The emulator failed to answer.", &stamp),
    }
}

/// The body of a request that must be JSON. Boxed, since the error is a whole response.
pub(super) async fn json_body(
    shared: &Shared,
    request: Request,
    stamp: &Stamp,
) -> Result<Vec<u8>, Box<Response>> {
    let limit = shared.domain().limits.body_bytes;
    json_body_of(limit, request, stamp).await
}

/// The same, with a limit in bytes of its own.
pub(super) async fn json_body_of(
    limit: usize,
    request: Request,
    stamp: &Stamp,
) -> Result<Vec<u8>, Box<Response>> {
    let is_json = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()?.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        let text = "Send JSON, with Content-Type: application/json.";
        return Err(Box::new(reply::refusal(415, text, stamp)));
    }
    protocol::read(request.into_body(), limit, stamp).await
}

/// `PATCH /_emulator/users/{id}`: what is not named stays.
pub(super) async fn change_user(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let path = request.uri().path().to_owned();
    let id = path.rsplit('/').next().unwrap_or_default();
    let body = match json_body(&shared, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    // Read as an object first: an array would do for the fields in their order.
    let change = serde_json::from_slice(&body)
        .and_then(|members: Map<String, Value>| serde_json::from_value(Value::Object(members)));
    let Ok(change) = change else {
        let text = "The body must be a JSON object with some of enabled, blocked, password_expired \
                    and must_change_password (true or false), and nothing else.";
        return reply::refusal(400, text, &stamp);
    };
    match shared.domain().change_user(id, change) {
        Ok(()) => reply::json(200, &json!({})),
        Err(UserChangeError::Unknown) => {
            reply::refusal(404, "There is no user with this ID.", &stamp)
        }
        Err(UserChangeError::NoPassword) => {
            reply::refusal(400, "The user has no password that could expire.", &stamp)
        }
    }
}

/// `DELETE /_emulator/users/{id}`.
pub(super) fn delete_user(shared: &Shared, uri: &Uri, stamp: &Stamp) -> Response {
    let id = uri.path().rsplit('/').next().unwrap_or_default();
    if shared.domain().delete_user(id) {
        reply::json(200, &json!({}))
    } else {
        reply::refusal(404, "There is no user with this ID.", stamp)
    }
}

/// `POST /_emulator/reset`.
pub(super) fn reset(shared: &Shared) -> Response {
    shared.reset();
    reply::json(200, &json!({}))
}

/// What `POST /_emulator/mfa` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MfaDemand {
    tenant: Option<String>,
    client_id: String,
    required: bool,
}

/// `POST /_emulator/mfa`: an app demands a second factor from now on, or no longer.
pub(super) async fn mfa(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let body = match json_body(&shared, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let Ok(demand) = serde_json::from_slice::<MfaDemand>(&body) else {
        let text = "The body must be a JSON object with client_id, required (true or false) and, if only \
                    one tenant is meant, tenant (its name or ID).";
        return reply::refusal(400, text, &stamp);
    };
    let tenant = demand.tenant.as_deref();
    let domain = shared.domain();
    if domain.require_mfa(tenant, &demand.client_id, demand.required) {
        reply::json(200, &json!({}))
    } else {
        reply::refusal(404, "There is no application with this client_id.", &stamp)
    }
}

/// Says where the body is wrong, and does not repeat what is there.
fn parse(body: &[u8]) -> Result<NewUser, String> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let new = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.inner();
        if inner.is_data() && path != "." {
            let top = path.split(['.', '[']).next().unwrap_or_default();
            let known = [
                "tenant",
                "username",
                "password",
                "alias",
                "enabled",
                "attributes",
                "methods",
                "must_change_password",
                "password_expired",
                "blocked",
            ];
            if known.contains(&top) {
                return format!("The field `{top}` is not of the documented type.");
            }
        }
        "The body must be a JSON object with tenant, username, and if wanted password, alias, \
         enabled, attributes, methods [{channel, target}], must_change_password, password_expired \
         and blocked, and nothing else."
            .to_owned()
    })?;
    match reader.end() {
        Ok(()) => Ok(new),
        Err(_) => {
            Err("Something follows the JSON object; the body must be one and no more.".to_owned())
        }
    }
}
