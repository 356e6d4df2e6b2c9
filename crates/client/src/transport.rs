//! The seam to the network.

use std::fmt;

use async_trait::async_trait;
use native_auth_core::Error;
use native_auth_core::error::{Entry, catalogue};
use native_auth_wire::{HttpRequest, HttpResponse};

/// Sends requests.
///
/// Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**,
/// redirects are never followed, and cookies are neither stored nor sent. An answer's body should be capped (the
/// built-in transport reads at most 1 MiB). No limit of time is needed: the client has one around every call.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends one request and reads the whole answer, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no complete answer.
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError>;
}

/// Why there is no complete answer.
#[derive(Debug, thiserror::Error)]
#[error("{failure}")]
pub struct TransportError {
    failure: TransportFailure,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The ways to fail at getting an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportFailure {
    /// No connection could be made: nothing was sent.
    #[error("the server cannot be reached")]
    Unreachable,
    /// No connection could be made in time: nothing was sent.
    #[error("connecting took too long")]
    ConnectTimedOut,
    /// The proxy could not be reached or refused: nothing was sent.
    #[error("the proxy refuses or cannot be reached")]
    Proxy,
    /// The server's certificate is not trusted: nothing was sent.
    #[error("the server's certificate is not trusted")]
    Certificate,
    /// No secure connection could be agreed on: nothing was sent.
    #[error("no secure connection could be agreed on")]
    Tls,
    /// The connection broke before the answer began. The server may have taken the request.
    #[error("the connection was lost")]
    ConnectionLost,
    /// The answer took too long. The server may have taken the request.
    #[error("the answer took too long")]
    TimedOut,
    /// The answer broke off.
    #[error("the answer broke off")]
    Truncated,
    /// The answer is larger than is ever read.
    #[error("the answer is too large")]
    TooLarge,
}

impl TransportError {
    /// A failure without a cause to name.
    #[must_use]
    pub fn new(failure: TransportFailure) -> Self {
        Self {
            failure,
            source: None,
        }
    }

    /// Adds the cause. Its text must hold neither a secret nor anything about the person.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What failed.
    #[must_use]
    pub fn failure(&self) -> TransportFailure {
        self.failure
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::new(entry(error.failure)).with_source(error)
    }
}

fn entry(failure: TransportFailure) -> &'static Entry {
    match failure {
        TransportFailure::Unreachable => &catalogue::HOST_UNREACHABLE,
        TransportFailure::ConnectTimedOut => &catalogue::CONNECT_TIMED_OUT,
        TransportFailure::Proxy => &catalogue::PROXY_UNREACHABLE,
        TransportFailure::Certificate => &catalogue::CERTIFICATE_REJECTED,
        TransportFailure::Tls => &catalogue::TLS_FAILED,
        TransportFailure::ConnectionLost => &catalogue::CONNECTION_LOST,
        TransportFailure::TimedOut => &catalogue::EXCHANGE_TIMED_OUT,
        TransportFailure::Truncated => &catalogue::REPLY_TRUNCATED,
        TransportFailure::TooLarge => &catalogue::REPLY_TOO_LARGE,
    }
}
