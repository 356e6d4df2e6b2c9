//! Pages in browsers that call the tenants directly.
//!
//! The real service has no CORS at all, and apps in browsers need a proxy; so this is there only
//! when asked for.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

/// How long a browser may keep the answer to a preflight.
const PREFLIGHT_LIFE: Duration = Duration::from_secs(600);

/// Lets pages of these origins in; `None` when there are none.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        let values = origins.iter().map(|origin| HeaderValue::from_str(origin));
        AllowOrigin::list(values.flatten())
    };
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST])
            // Those of the client, and any that an app adds to get past a firewall.
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([
                HeaderName::from_static("client-request-id"),
                HeaderName::from_static("x-ms-request-id"),
                RETRY_AFTER,
            ])
            .max_age(PREFLIGHT_LIFE),
    )
}
