//! Tokens whose claims stand in the test.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// The tenant's id in the fixtures.
pub(crate) const TENANT_ID: &str = "3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4";

/// The person's object id in the fixtures.
pub(crate) const OBJECT_ID: &str = "91c0e2f7-63ab-4d18-b5f4-2e8a7c6d0b35";

/// A JSON Web Token with these claims. Its signature is none, and nobody here looks at it.
pub(crate) fn jwt(claims: &Value) -> String {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": "walk"});
    format!("{}.{}.c2lnbmF0dXJl", encode(&header), encode(claims))
}

/// A `client_info` that names a person in a tenant.
pub(crate) fn client_info(object_id: &str, tenant_id: &str) -> String {
    encode(&json!({"uid": object_id, "utid": tenant_id}))
}

/// The body of a token answer with only what is needed, and these members besides.
pub(crate) fn tokens(members: Value) -> String {
    let mut body =
        json!({"token_type": "Bearer", "expires_in": 3600, "access_token": "opaque-access"});
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body.to_string()
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
