//! Custom authentication extensions: what is asked of the app's own endpoints, and what their
//! answers mean. Nothing here does the asking; see [`errands`](crate::errands).

mod answer;
mod bearer;
mod payload;

use serde_json::Value;

use crate::config::{ExtensionConfig, ExtensionEvent};
use crate::problem::Problem;

pub(crate) use answer::{Failure, Reply, read};
pub(crate) use payload::{About, Occasion, RequestType};

/// One question to one endpoint, ready to be sent.
pub(crate) struct Callout {
    pub(crate) event: ExtensionEvent,
    pub(crate) url: String,
    pub(crate) timeout_ms: u64,
    pub(crate) bearer: String,
    pub(crate) body: Value,
}

impl Callout {
    /// Signs the token, which takes a millisecond: not for an async thread.
    pub(crate) fn new(
        extension: &ExtensionConfig,
        about: &About<'_>,
        occasion: &Occasion<'_>,
    ) -> Result<Self, Problem> {
        Ok(Self {
            event: extension.event,
            url: extension.url.clone(),
            timeout_ms: extension.timeout_ms,
            bearer: bearer::token(extension, about)?,
            body: payload::payload(extension, about, occasion),
        })
    }
}

impl ExtensionEvent {
    /// As the questions and the answers spell it.
    fn word(self) -> &'static str {
        match self {
            Self::AttributeCollectionStart => "attributeCollectionStart",
            Self::AttributeCollectionSubmit => "attributeCollectionSubmit",
            Self::TokenIssuanceStart => "tokenIssuanceStart",
            Self::OtpSend => "otpSend",
        }
    }
}
