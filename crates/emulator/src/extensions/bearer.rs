//! How an endpoint knows that it is the tenant who asks.

use std::time::Duration;

use serde_json::json;

use super::About;
use crate::config::ExtensionConfig;
use crate::problem::Problem;

/// The caller of every extension of every tenant: the service's own application.
const CALLER: &str = "99045fe1-7639-4a75-9d4a-577b6ca3810f";
/// How long such a token is good.
const LIFE: Duration = Duration::from_secs(300);
/// How far back it begins, so that an endpoint whose clock is behind takes it.
const BACK: Duration = Duration::from_secs(60);

/// A token for the extension's application. The caller stands in it twice, as tokens of version 2
/// and of version 1 spell it, since which of them an endpoint gets is a setting of its application.
pub(super) fn token(extension: &ExtensionConfig, about: &About<'_>) -> Result<String, Problem> {
    let issued = about.now.minus(BACK).unix_seconds();
    let tenant = about.tenant;
    tenant.signing_key.sign(&json!({
        "aud": extension.app_id.to_lowercase(),
        "iss": tenant.issuer(),
        "iat": issued,
        "nbf": issued,
        "exp": about.now.plus(LIFE).unix_seconds(),
        "azp": CALLER,
        "azpacr": "2",
        "appid": CALLER,
        "tid": tenant.id,
        "ver": "2.0",
        // So that nobody takes it for a real one.
        "emulator": true,
    }))
}
