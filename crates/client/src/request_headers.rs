//! The headers that a client adds to every request.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use native_auth_wire::{HttpRequest, app_header_allowed};
use url::Url;

/// What the app wants to add to a request to this address: names and values.
pub(crate) type AppHeaders =
    Arc<dyn Fn(Url) -> Pin<Box<dyn Future<Output = Vec<(String, String)>> + Send>> + Send + Sync>;

/// The headers of one client.
#[derive(Clone)]
pub(crate) struct RequestHeaders {
    sku: String,
    app: Option<AppHeaders>,
}

impl RequestHeaders {
    pub(crate) fn new(sku: String, app: Option<AppHeaders>) -> Self {
        Self { sku, app }
    }

    /// Adds what tells the service which SDK this is, and what the app adds within the rule.
    pub(crate) async fn add_to(&self, request: &mut HttpRequest) {
        request.set_header("x-client-SKU", &self.sku);
        request.set_header("x-client-Ver", env!("CARGO_PKG_VERSION"));
        request.set_header("x-client-OS", std::env::consts::OS);
        request.set_header("x-client-CPU", std::env::consts::ARCH);
        let Some(app) = &self.app else { return };
        for (name, value) in app(request.url().clone()).await {
            if app_header_allowed(&name) && is_token(&name) && is_field_value(&value) {
                request.set_header(&name, &value);
            } else {
                tracing::warn!(
                    "dropped a request header of the app: names begin with x-, but not with x-ms-, x-client-, \
                     x-broker- or x-app-, and values are visible ASCII"
                );
            }
        }
    }
}

impl fmt::Debug for RequestHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHeaders")
            .field("sku", &self.sku)
            .field("app", &self.app.is_some())
            .finish()
    }
}

/// RFC 9110, section 5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// RFC 9110, section 5.5, without the obsolete parts.
fn is_field_value(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
}
