//! Seeing every exchange of the SDK.

use std::time::Instant;

use native_auth::{
    HttpRequest, HttpResponse, ReqwestTransport, Transport, TransportError, async_trait,
};

use super::exchange::Exchange;
use super::narrator::Narrator;

/// The SDK's own transport, with somebody looking on.
#[derive(Debug)]
pub(super) struct Recording {
    pub(super) inner: ReqwestTransport,
    pub(super) narrator: Narrator,
}

#[async_trait]
impl Transport for Recording {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let begun = Instant::now();
        let outcome = self.inner.send(request).await;
        self.narrator
            .exchange(&Exchange::new(request, &outcome, begun.elapsed()));
        outcome
    }
}
