//! The real transport, counting what goes through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use native_auth::{
    Authority, HttpRequest, HttpResponse, Method, ReqwestTransport, ReqwestTransportConfig,
    Transport, TransportError,
};

/// Sends over real HTTP and counts.
#[derive(Debug, Clone)]
pub struct Counting {
    inner: ReqwestTransport,
    sent: Arc<AtomicUsize>,
    documents: Arc<AtomicUsize>,
}

impl Counting {
    /// For this authority on plain HTTP.
    ///
    /// # Panics
    ///
    /// If it cannot be built; no test could go on.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "a test without its transport has failed"
    )]
    pub fn to(authority: &str) -> Self {
        let authority = Authority::parse(authority, true).expect("an authority");
        let inner = ReqwestTransportConfig::default()
            .build(&authority)
            .expect("a transport");
        Self {
            inner,
            sent: Arc::default(),
            documents: Arc::default(),
        }
    }

    /// How many requests of flows were handed over to be sent.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// How often one of the tenant's documents, its metadata or its keys, was asked for.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents.load(Ordering::SeqCst)
    }
}

#[native_auth::async_trait]
impl Transport for Counting {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let counter = match request.method() {
            Method::Post => &self.sent,
            Method::Get => &self.documents,
        };
        counter.fetch_add(1, Ordering::SeqCst);
        self.inner.send(request).await
    }
}
