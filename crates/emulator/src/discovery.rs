//! The two documents of OpenID Connect that a token's validator reads.

use serde_json::{Value, json};

use crate::tenant::Tenant;

/// `/v2.0/.well-known/openid-configuration`. The issuer is what the real service says; everything
/// to be fetched is at `origin`, where the emulator answers. What it names beyond the token endpoint and the keys is
/// there as on the real service; the crate's page says what of it is not served.
pub(crate) fn metadata(tenant: &Tenant, origin: &str) -> Value {
    let base = format!("{origin}/{}", tenant.id);
    json!({
        "issuer": tenant.issuer(),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": [
            "client_secret_post", "private_key_jwt", "client_secret_basic",
        ],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "nbf", "name", "preferred_username", "oid", "tid",
            "sid", "ver", "email",
        ],
        "request_uri_parameter_supported": false,
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "tenant_region_scope": "WW",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
        "rbac_url": "https://pas.windows.net",
    })
}

/// `/discovery/v2.0/keys`.
pub(crate) fn keys(tenant: &Tenant, _origin: &str) -> Value {
    json!({ "keys": [tenant.signing_key.public(&tenant.issuer())] })
}
