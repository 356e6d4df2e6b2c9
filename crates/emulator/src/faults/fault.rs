use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What some of the next requests get, as `POST /_emulator/faults` takes it.
///
/// It is for requests that fit every one of `endpoint`, `username` and `correlation_id` that is
/// given; one at least must be. The oldest fault that fits a request is used, `times` times, and is
/// then gone. Its `Debug` tells nothing.
///
/// With [`answer`](Self::answer), [`status`](Self::status), [`body`](Self::body),
/// [`retry_after`](Self::retry_after) or [`shape`](Self::shape) the request is answered without
/// being processed: no flow moves and no attempt counts. With only [`delay_ms`](Self::delay_ms) it
/// is processed, later.
///
/// ```
/// use native_auth_emulator::Fault;
///
/// let wrong_code = Fault {
///     times: 2,
///     ..Fault::named("signup/v1.0/continue", "InvalidOOBValue")
/// };
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The endpoint: its path after the tenant, such as `oauth2/v2.0/token`, or its name, such as
    /// `SignInToken`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The person the request is about: the address or alias it names, or that of the user behind
    /// its continuation token or refresh token. In any case of letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The request's `client-request-id`, a GUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// How many requests get it, 1 to 1000; 1 unless said otherwise.
    #[serde(default = "once")]
    pub times: u32,
    /// One of the answers that Microsoft's own clients are tested with, by the name it has there:
    /// `InvalidOOBValue`, `MFARequired`, `TokenSuccess` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The HTTP status, 200 to 599. Without a body it brings the one that fits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The body: sent as it is if it is text, and as JSON otherwise. The status is 200 unless said
    /// otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The `Content-Type` of a body; JSON unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Seconds for the header `Retry-After`, at most a year. The status is 429 unless said
    /// otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// How that header is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_as: Option<RetryAfterForm>,
    /// Milliseconds to wait first, at most ten minutes of real time. A request whose client went
    /// away in the meantime is not processed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Closes the connection instead of answering. Nothing else but a delay goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop: Option<DropWhen>,
    /// What is wrong with the answer's form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
}

/// When a connection is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropWhen {
    /// The request was read and is not processed.
    Before,
    /// The request is processed, so that the step is taken, and the answer is lost.
    After,
}

/// The two forms of `Retry-After` (RFC 9110, section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfterForm {
    /// A number of seconds.
    #[default]
    Seconds,
    /// A date, counted from that of the answer's header `Date`.
    Date,
}

/// What is wrong with the form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A page of HTML, as a proxy on the way sends one; 502 unless another status is given.
    HtmlPage,
    /// The body ends in the middle and so does the connection, though more was announced.
    Truncated,
    /// The body is good JSON and more than two mebibytes long.
    Oversized,
}

impl Fault {
    /// A named answer, once, for an endpoint.
    pub fn named(endpoint: &str, answer: &str) -> Self {
        Self {
            answer: Some(answer.to_owned()),
            ..Self::at(endpoint)
        }
    }

    /// A status with the body that fits it, once, for an endpoint.
    pub fn status(endpoint: &str, status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::at(endpoint)
        }
    }

    /// A dropped connection, once, for an endpoint.
    pub fn dropped(endpoint: &str, when: DropWhen) -> Self {
        Self {
            drop: Some(when),
            ..Self::at(endpoint)
        }
    }

    fn at(endpoint: &str) -> Self {
        Self {
            endpoint: Some(endpoint.to_owned()),
            username: None,
            correlation_id: None,
            times: 1,
            answer: None,
            status: None,
            body: None,
            content_type: None,
            retry_after: None,
            retry_after_as: None,
            delay_ms: None,
            drop: None,
            shape: None,
        }
    }

    /// Whether the request is answered without being processed.
    pub(crate) fn is_answer(&self) -> bool {
        self.answer.is_some()
            || self.status.is_some()
            || self.body.is_some()
            || self.retry_after.is_some()
            || self.shape.is_some()
    }

    /// As the list of requests names it. Nothing in it is the caller's own text.
    pub(crate) fn shown(&self) -> String {
        let mut words = Vec::new();
        if self.delay_ms.is_some() {
            words.push("delayed".to_owned());
        }
        match self.drop {
            Some(DropWhen::Before) => words.push("dropped before processing".to_owned()),
            Some(DropWhen::After) => words.push("dropped after processing".to_owned()),
            None => {}
        }
        // Checked when it was queued, so it is one of ours.
        words.extend(self.answer.clone());
        words.extend(self.status.map(|status| format!("status {status}")));
        if self.body.is_some() {
            words.push("body".to_owned());
        }
        if self.retry_after.is_some() {
            words.push("retry-after".to_owned());
        }
        words.extend(self.shape.map(|shape| match shape {
            Shape::HtmlPage => "html page".to_owned(),
            Shape::Truncated => "truncated".to_owned(),
            Shape::Oversized => "oversized".to_owned(),
        }));
        words.join(", ")
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").finish_non_exhaustive()
    }
}

/// Why a fault cannot be queued. `Display` is a sentence that says what to change and repeats
/// nothing of what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError {
    field: &'static str,
    reason: String,
}

impl FaultError {
    pub(crate) fn new(field: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { field, reason }
    }

    /// The field at fault.
    pub fn field(&self) -> &str {
        self.field
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the field `{}` {}", self.field, self.reason)
    }
}

impl std::error::Error for FaultError {}

fn once() -> u32 {
    1
}
