//! The tenant's endpoints.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;

use super::Shared;
use super::exchange::Told;
use super::reply::{self, Outcome};
use super::request_log::masked_fields;
use crate::flows::{self, Answer, Endpoint};
use crate::form::Form;
use crate::problem::{Problem, Stamp};
use crate::refusals;
use crate::tenant::Tenant;

/// The longest a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// How many times the limit is read and thrown away of a body that is too long.
const DISCARDED: usize = 64;

/// Answers one of the endpoints that take a form.
pub(super) async fn endpoint(
    endpoint: Endpoint,
    shared: Arc<Shared>,
    request: Request,
    stamp: Stamp,
) -> Response {
    let uri = request.uri().clone();
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let limit = shared.domain.limits.body_bytes;
    let body = match read(request.into_body(), limit, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let work = move || {
        let form = Form::parse(content_type.as_deref(), &body);
        let found = shared.domain.tenant(first_segment(&uri));
        let answer = match found {
            Some((tenant, named)) => flows::answer(endpoint, &shared.domain, tenant, named, &form),
            None => Err(refusals::tenant_not_found()),
        };
        let tenant = found.map(|(tenant, _)| tenant);
        let told = Told {
            app: tenant.and_then(|tenant| app_name(tenant, &form)),
            fields: masked_fields(&form, tenant),
        };
        (answer, told)
    };
    // Hashing passwords and signing tokens would hold up an async thread.
    let (answer, told) = match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => (Err(refusals::server_error()), Told::default()),
    };
    let mut response = reply(answer, &stamp);
    response.extensions_mut().insert(told);
    response
}

/// Answers one of the two documents anybody may read.
pub(super) fn document(
    write: fn(&Tenant, &str) -> Value,
    outcome: &'static str,
    shared: &Shared,
    uri: &Uri,
    stamp: &Stamp,
) -> Response {
    let Some((tenant, _)) = shared.domain.tenant(first_segment(uri)) else {
        return reply::problem(refusals::tenant_not_found(), stamp);
    };
    let body = write(tenant, &shared.origin);
    let mut response = reply(Ok(Answer { body, outcome }), stamp);
    response.headers_mut().insert(
        CACHE_CONTROL,
        HeaderValue::from_static("max-age=86400, private"),
    );
    response
}

/// Reads a whole body, or says in JSON why not. Boxed, since the error is a whole response.
pub(super) async fn read(
    body: Body,
    limit: usize,
    stamp: &Stamp,
) -> Result<Vec<u8>, Box<Response>> {
    let (status, text) = match tokio::time::timeout(BODY_TIME, collect(body, limit)).await {
        Ok(Ok(Some(bytes))) => return Ok(bytes),
        Ok(Ok(None)) => (413, "The body is too long."),
        Ok(Err(_)) => (400, "The body broke off."),
        Err(_) => (408, "The body took too long to arrive."),
    };
    Err(Box::new(reply::refusal(status, text, stamp)))
}

/// `None` for a body over the limit. Some of the rest is read and thrown away: a client that is
/// still sending when its connection is closed never sees the answer.
async fn collect(mut body: Body, limit: usize) -> Result<Option<Vec<u8>>, axum::Error> {
    let most = limit.saturating_mul(DISCARDED);
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= limit {
            bytes.extend_from_slice(&data);
        }
        if length > most {
            break;
        }
    }
    Ok((length <= limit).then_some(bytes))
}

fn reply(answer: Result<Answer, Problem>, stamp: &Stamp) -> Response {
    match answer {
        Ok(Answer { body, outcome }) => {
            let mut response = reply::json(200, &body);
            let outcome = Outcome(outcome.to_owned());
            response.extensions_mut().insert(outcome);
            response
        }
        Err(problem) => reply::problem(problem, stamp),
    }
}

/// The tenant's part of the path, as it was sent.
fn first_segment(uri: &Uri) -> &str {
    uri.path().split('/').nth(1).unwrap_or_default()
}

fn app_name(tenant: &Tenant, form: &Form) -> Option<String> {
    let client_id = form.optional("client_id").ok()??;
    Some(tenant.find_app(client_id)?.name.clone())
}
