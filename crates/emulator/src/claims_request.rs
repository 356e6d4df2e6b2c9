//! The `claims` parameter: what an app, or an API behind it, wants to be told in a token.

use serde_json::{Value, json};

use crate::problem::Problem;
use crate::refusals;
use crate::tenant::{App, Tenant};

/// Reads the parameter (OpenID Connect Core 1.0, section 5.5), and tells which of the tenant's
/// authentication contexts the access token is to carry in `acrs`. Whatever else is in it makes no
/// difference, as of a context that the tenant does not have.
///
/// Whether the native endpoints heed the parameter is not documented; Microsoft's clients send it.
pub(crate) fn contexts(text: &str, tenant: &Tenant) -> Result<Vec<String>, Problem> {
    let request: Value = serde_json::from_str(text).map_err(|_| refusals::not_valid("claims"))?;
    if !request.is_object() {
        return Err(refusals::not_valid("claims"));
    }
    let Some(acrs) = request.pointer("/access_token/acrs") else {
        return Ok(Vec::new());
    };
    let one = acrs.get("value").into_iter();
    let several = acrs.get("values").and_then(Value::as_array);
    let asked = one.chain(several.into_iter().flatten());
    let mut contexts: Vec<String> = Vec::new();
    for id in asked.filter_map(Value::as_str) {
        let is_known = tenant.authentication_context(id).is_some();
        if is_known && !contexts.iter().any(|known| known == id) {
            contexts.push(id.to_owned());
        }
    }
    Ok(contexts)
}

/// What an app should ask for to get a token with these contexts.
pub(crate) fn for_contexts(contexts: &[String]) -> String {
    let acrs = match contexts {
        [one] => json!({ "essential": true, "value": one }),
        several => json!({ "essential": true, "values": several }),
    };
    json!({ "access_token": { "acrs": acrs } }).to_string()
}

/// What an app should ask for whose own policy demands more than was done. The service names the
/// policy by an ID of its own; here it is derived from the app's.
pub(crate) fn for_policy(app: &App) -> String {
    json!({ "access_token": { "capolids": { "essential": true, "values": [app.policy_id] } } })
        .to_string()
}
