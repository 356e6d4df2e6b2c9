//! One request and where its answer leads.

use std::fmt;
use std::time::Duration;

use crate::problem::identifier;
use crate::{Authority, Endpoint, HttpRequest, HttpResponse, Problem};

/// One request to one endpoint, together with the way to read what comes back.
///
/// A call knows its reply, so a continuation cannot be handed the wrong one.
pub trait Call {
    /// Where this endpoint can lead.
    type Reply: 'static;

    /// Which endpoint is called; the meaning of an error depends on it.
    const ENDPOINT: Endpoint;

    /// The request to send.
    fn request(&self, authority: &Authority) -> HttpRequest;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// [`MalformedReply`] if it is nothing that the protocol knows, or lacks what the flow cannot go on without.
    fn answer(response: &HttpResponse) -> Result<Answer<Self::Reply>, MalformedReply>;
}

/// What came back, seen as a place to go.
#[derive(Debug)]
pub enum Answer<R> {
    /// The endpoint's own reply, including those that arrive as HTTP 400.
    Reply(R),
    /// The native flow is over: the tenant wants a browser. Any endpoint may say so.
    Redirect(Redirect),
    /// A true refusal.
    Refused(Box<Problem>),
}

/// The tenant wants a browser.
///
/// `Debug` does not show the reason, which is free text.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Redirect {
    /// The server's free text on why, for a developer's eyes. Never branch on it.
    pub reason: Option<String>,
}

/// An answer that the protocol does not know.
///
/// `Debug` shows the trace id only if it looks like an identifier: whatever answered may not be the service.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer (HTTP {status}) {reason}")]
pub struct MalformedReply {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with it.
    pub reason: MalformedReason,
    /// The server's own id of the request (`x-ms-request-id`), if it sent one.
    pub trace_id: Option<String>,
    /// How long the server asks to wait, if it says.
    pub retry_after: Option<Duration>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedReason {
    /// There is no body.
    #[error("has no body")]
    Empty,
    /// The body is no JSON: a proxy's page, or cut off.
    #[error("is not JSON")]
    NotJson,
    /// The body is JSON, but no object.
    #[error("is not a JSON object")]
    NotAnObject,
    /// A member that the flow needs is not there.
    #[error("lacks the member {0}")]
    Missing(&'static str),
    /// A way of challenging that this version does not know.
    #[error("asks for a challenge type that this version does not know")]
    UnknownChallengeType,
    /// A state of a password reset that this version does not know.
    #[error("names a status that this version does not know")]
    UnknownStatus,
    /// A token type other than `Bearer`.
    #[error("holds a token type other than Bearer")]
    UnknownTokenType,
    /// An HTTP redirect. It is never followed.
    #[error("is an HTTP redirect, which is never followed")]
    HttpRedirect,
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("has_reason", &self.reason.is_some())
            .finish()
    }
}

impl fmt::Debug for MalformedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedReply")
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("trace_id", &self.trace_id.as_deref().map(identifier))
            .field("retry_after", &self.retry_after)
            .finish()
    }
}
