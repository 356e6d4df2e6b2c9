//! The body of an error.

use std::fmt;
use std::time::Duration;

use crate::members::Members;
use crate::{HttpResponse, RequiredAttribute, Secret};

/// What the server said when it refused.
///
/// Everything the server sends is here, as it spells it. `Debug` leaves out the description, the claims and the
/// continuation token, and shows the other texts only if they look like identifiers: a description may repeat the
/// person's e-mail address.
#[derive(Clone)]
pub struct Problem {
    status: u16,
    error: String,
    suberror: Option<String>,
    description: Option<String>,
    codes: Vec<i64>,
    timestamp: Option<String>,
    trace_id: Option<String>,
    correlation_id: Option<String>,
    error_uri: Option<String>,
    inner_errors: Vec<InnerError>,
    continuation_token: Option<Secret>,
    required_attributes: Vec<RequiredAttribute>,
    invalid_attributes: Vec<String>,
    unverified_attributes: Vec<String>,
    claims: Option<String>,
    retry_after: Option<Duration>,
}

/// An error within the error; seen in Microsoft's clients, not documented.
#[derive(Clone)]
pub struct InnerError {
    error: Option<String>,
    description: Option<String>,
}

impl Problem {
    /// Reads the error envelope; `None` if there is no `error` in it.
    pub(crate) fn read(members: &Members<'_>, response: &HttpResponse) -> Option<Self> {
        Some(Self {
            status: response.status(),
            error: members.text("error")?,
            suberror: members.text("suberror"),
            description: members.text("error_description"),
            codes: members.integers("error_codes"),
            timestamp: members.text("timestamp"),
            trace_id: members
                .text("trace_id")
                .or_else(|| response.header("x-ms-request-id").map(str::to_owned)),
            correlation_id: members
                .text("correlation_id")
                .or_else(|| response.header("client-request-id").map(str::to_owned)),
            error_uri: members.text("error_uri"),
            inner_errors: members
                .objects("inner_errors")
                .iter()
                .map(InnerError::read)
                .collect(),
            continuation_token: members.secret("continuation_token"),
            required_attributes: RequiredAttribute::read_all(members),
            invalid_attributes: members.names("invalid_attributes"),
            unverified_attributes: members.names("unverified_attributes"),
            claims: members.text("claims"),
            retry_after: response.retry_after(),
        })
    }

    /// The HTTP status; 400 for everything documented.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The main word, such as `invalid_grant`.
    #[must_use]
    pub fn error(&self) -> &str {
        &self.error
    }

    /// What refines it, such as `invalid_oob_value`.
    #[must_use]
    pub fn suberror(&self) -> Option<&str> {
        self.suberror.as_deref()
    }

    /// The server's text for developers. It may name the person: do not log it.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The service's numbers (`AADSTS…`). Usually one; may be empty.
    #[must_use]
    pub fn codes(&self) -> &[i64] {
        &self.codes
    }

    /// When the server refused, in its own format (`yyyy-MM-dd HH:mm:ssZ`, UTC).
    #[must_use]
    pub fn timestamp(&self) -> Option<&str> {
        self.timestamp.as_deref()
    }

    /// The server's own id of the request; quote it to Microsoft's support.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.trace_id.as_deref()
    }

    /// The correlation id as the server repeats it.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// Where the service explains the code.
    #[must_use]
    pub fn error_uri(&self) -> Option<&str> {
        self.error_uri.as_deref()
    }

    /// Errors within the error.
    #[must_use]
    pub fn inner_errors(&self) -> &[InnerError] {
        &self.inner_errors
    }

    /// The attributes the server still wants, where it says.
    #[must_use]
    pub fn required_attributes(&self) -> &[RequiredAttribute] {
        &self.required_attributes
    }

    /// The names of the attributes whose values were refused.
    #[must_use]
    pub fn invalid_attributes(&self) -> &[String] {
        &self.invalid_attributes
    }

    /// The names of what has to be verified first.
    #[must_use]
    pub fn unverified_attributes(&self) -> &[String] {
        &self.unverified_attributes
    }

    /// The claims challenge (a JSON text) that has to be met at the next sign-in.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// How long the server asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The token that replaces the caller's, if the refusal brought one. It is taken out, so that the flow holds
    /// the only copy.
    pub fn take_continuation_token(&mut self) -> Option<Secret> {
        self.continuation_token.take()
    }

    pub(crate) fn take_required_attributes(&mut self) -> Vec<RequiredAttribute> {
        std::mem::take(&mut self.required_attributes)
    }
}

impl InnerError {
    fn read(members: &Members<'_>) -> Self {
        Self {
            error: members.text("error"),
            description: members.text("error_description"),
        }
    }

    /// The main word.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The server's text for developers. It may name the person: do not log it.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.status)
            .field("error", &identifier(&self.error))
            .field("suberror", &self.suberror.as_deref().map(identifier))
            .field("codes", &self.codes)
            .field("trace_id", &self.trace_id.as_deref().map(identifier))
            .field(
                "correlation_id",
                &self.correlation_id.as_deref().map(identifier),
            )
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for InnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InnerError")
            .field("error", &self.error.as_deref().map(identifier))
            .finish_non_exhaustive()
    }
}

/// The text if it looks like an identifier, else a placeholder.
pub(crate) fn identifier(text: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if text.len() <= 64 && text.chars().all(plain) {
        text
    } else {
        "(not shown)"
    }
}
