//! `/_emulator/api`: an API that demands an authentication context, for apps to try their step-up on.

use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{Shared, reply};
use crate::claims_request;
use crate::problem::{Problem, Stamp};
use crate::tenant::Tenant;

/// `GET /_emulator/api?acr=`: takes an access token of one of the tenants as a bearer token.
///
/// 401 with `invalid_token` when it is none of theirs or has expired, 401 with
/// `insufficient_claims` and what to ask for when it lacks the context, else 200.
pub(super) fn answer(shared: &Shared, headers: &HeaderMap, uri: &Uri, stamp: &Stamp) -> Response {
    let query = uri.query().unwrap_or_default();
    let acr = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "acr")
        .map(|(_, value)| value.into_owned());
    let domain = shared.domain();
    let Some((tenant, claims)) = bearer(headers)
        .and_then(|token| verified(token, &domain.tenants, domain.now().unix_seconds()))
    else {
        return challenge(
            "Bearer realm=\"\", error=\"invalid_token\"".to_owned(),
            stamp,
        );
    };
    let has = |acr: &str| {
        let acrs = claims.get("acrs").and_then(Value::as_array);
        acrs.is_some_and(|acrs| acrs.iter().any(|has| has == acr))
    };
    if let Some(acr) = acr.filter(|acr| !has(acr)) {
        let wanted = STANDARD.encode(claims_request::for_contexts(&[acr]));
        let (origin, id) = (&shared.origin, &tenant.id);
        return challenge(
            format!(
                "Bearer realm=\"\", authorization_uri=\"{origin}/{id}/oauth2/v2.0/authorize\", \
                 error=\"insufficient_claims\", claims=\"{wanted}\""
            ),
            stamp,
        );
    }
    let known = |name: &str| claims.get(name).cloned().unwrap_or(Value::Null);
    reply::json(
        200,
        &json!({ "oid": known("oid"), "scp": known("scp"), "acrs": known("acrs") }),
    )
}

fn challenge(header: String, stamp: &Stamp) -> Response {
    let text = "The access token is not valid here, or lacks a claim that this API demands.";
    let mut response = reply::problem(Problem::new("invalid_token", None, text).status(401), stamp);
    if let Ok(value) = HeaderValue::from_str(&header) {
        response.headers_mut().insert(WWW_AUTHENTICATE, value);
    }
    response
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// The claims of an access token that one of the tenants has signed and that is good now.
fn verified<'t>(token: &str, tenants: &'t [Tenant], now: i64) -> Option<(&'t Tenant, Value)> {
    let (tenant, claims) = tenants
        .iter()
        .find_map(|tenant| Some((tenant, tenant.signing_key.verify(token)?)))?;
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let is_now = time("nbf")? <= now && now < time("exp")?;
    // An ID token has no scopes, and is for no API.
    let is_access_token = claims.get("scp").is_some_and(Value::is_string);
    (is_now && is_access_token).then_some((tenant, claims))
}
