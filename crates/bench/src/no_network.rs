//! No network at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use native_auth::{HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};

/// A transport that fails, and tells whether anybody wanted it.
#[derive(Debug, Clone, Default)]
pub(crate) struct NoNetwork(Arc<AtomicBool>);

impl NoNetwork {
    /// Whether anybody wanted it.
    pub(crate) fn was_used(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

#[native_auth::async_trait]
impl Transport for NoNetwork {
    async fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
        self.0.store(true, Ordering::SeqCst);
        Err(TransportError::new(TransportFailure::Unreachable))
    }
}
