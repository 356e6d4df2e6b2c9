//! Headers of the app's own.

use crate::CallbackFailure;
use crate::foreign::{Foreign, PATIENCE};
use std::collections::HashMap;

/// Gives headers that the app adds to requests, such as a fraud signal for a web application firewall.
#[uniffi::export(foreign)]
pub trait RequestHeaders: Send + Sync {
    /// The headers for a request to this address. It may block for as long as a request may take.
    ///
    /// A name must begin with `x-` and not with `x-ms-`, `x-client-`, `x-broker-` or `x-app-`, and a value must be visible
    /// ASCII; anything else is dropped with a warning in the log.
    ///
    /// # Errors
    ///
    /// [`CallbackFailure`]: the request is then sent without them.
    fn headers(&self, url: String) -> Result<HashMap<String, String>, CallbackFailure>;
}

/// What it gives; nothing, with a warning in the log, if it fails.
pub(crate) async fn ask(
    headers: Foreign<dyn RequestHeaders>,
    url: String,
) -> Vec<(String, String)> {
    match headers.call(PATIENCE, |app| app.headers(url)).await {
        Ok(Ok(headers)) => headers.into_iter().collect(),
        Ok(Err(_)) | Err(_) => {
            tracing::warn!("the app's request headers are missing: its own code failed");
            Vec::new()
        }
    }
}
