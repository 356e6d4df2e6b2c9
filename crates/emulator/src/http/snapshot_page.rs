//! `/_emulator/export` and `/_emulator/import`: the tenants as one file.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use serde_json::json;

use super::{Shared, management, reply};
use crate::problem::Stamp;
use crate::snapshot;

/// The longest file that is taken, in bytes. Room for as many users as the limits allow by default,
/// each with flows and tokens.
const LONGEST: usize = 64 * 1024 * 1024;

/// `GET /_emulator/export`.
pub(super) fn export(shared: &Shared) -> Response {
    let mut response = reply::json(200, &());
    *response.body_mut() = Body::from(snapshot::export(&shared.domain()));
    response
}

/// `POST /_emulator/import`: takes what `export` gives; answers with what there is now.
pub(super) async fn import(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let body = match management::json_body_of(LONGEST, request, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let Ok(text) = String::from_utf8(body) else {
        return reply::refusal(400, "The body is not UTF-8.", &stamp);
    };
    let work = move || {
        let domain = snapshot::import(&text, &shared.domain())?;
        let facts = json!({
            "tenants": domain.tenants.len(),
            "users": domain.state().users.len(),
        });
        shared.replace_domain(domain);
        Ok::<_, snapshot::ImportError>(facts)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(facts)) => reply::json(200, &facts),
        Ok(Err(error)) => reply::refusal(400, &format!("Nothing was imported: {error}."), &stamp),
        Err(_) => reply::refusal(500, "The emulator failed to answer.", &stamp),
    }
}
