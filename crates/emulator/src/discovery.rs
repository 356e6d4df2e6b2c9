//! The two documents of OpenID Connect that a token's validator reads.

use serde_json::{Value, json};

use crate::tenant::Tenant;

/// `/v2.0/.well-known/openid-configuration`. The issuer is what the real service says; everything
/// to be fetched is at `origin`, where the emulator answers.
pub(crate) fn metadata(tenant: &Tenant, origin: &str) -> Value {
    let base = format!("{origin}/{}", tenant.id);
    json!({
        "issuer": tenant.issuer(),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["none"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "nbf", "name", "preferred_username", "oid", "tid",
            "sid", "ver", "email",
        ],
        "request_uri_parameter_supported": false,
    })
}

/// `/discovery/v2.0/keys`.
pub(crate) fn keys(tenant: &Tenant, _origin: &str) -> Value {
    json!({ "keys": [tenant.signing_key.public(&tenant.issuer())] })
}
