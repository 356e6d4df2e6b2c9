//! What went wrong, and what to do about it.
//!
//! Three worlds stay apart: the server said no ([`Error::server`] holds its words), the network failed, or the
//! caller erred. In all of them [`Error::recovery`] tells what to do, [`Error::retry`] whether the same action can
//! succeed later, [`Error::kind`] what happened, and [`Error::code`] which row of [`CATALOGUE`] it is, the same string
//! in every language.

pub mod catalogue;
mod kind;
mod language;
mod meaning;
mod recovery;
mod retry;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use native_auth_wire::{
    CorrelationId, Endpoint, HttpResponse, MalformedReason, MalformedReply, Problem,
    join_claims_requests,
};

pub use catalogue::{CATALOGUE, Entry};
pub use kind::ErrorKind;
pub use language::Language;
pub use recovery::Recovery;
pub use retry::Retry;

/// What is wrong with tokens for good. Those that came too early or too late by this device's clock are not among them.
static REFUSED_TOKENS: [&Entry; 16] = [
    &catalogue::ID_TOKEN_MISSING,
    &catalogue::ID_TOKEN_MALFORMED,
    &catalogue::ID_TOKEN_DUPLICATE_MEMBER,
    &catalogue::ID_TOKEN_ALGORITHM,
    &catalogue::ID_TOKEN_HEADER,
    &catalogue::ID_TOKEN_KEY_UNKNOWN,
    &catalogue::ID_TOKEN_KEY_UNUSABLE,
    &catalogue::ID_TOKEN_SIGNATURE,
    &catalogue::ID_TOKEN_CLAIM_MISSING,
    &catalogue::ID_TOKEN_CLAIM_TYPE,
    &catalogue::ID_TOKEN_ISSUER,
    &catalogue::ID_TOKEN_TENANT,
    &catalogue::ID_TOKEN_AUDIENCE,
    &catalogue::IDENTITY_MISSING,
    &catalogue::IDENTITY_CONTRADICTION,
    &catalogue::EMULATOR_TOKENS,
];

/// Why something did not happen. Cheap to clone.
///
/// `Display` is one sentence that says what to do; neither it nor `Debug` holds a secret or anything about the
/// person. The server's own text is only in [`server`](Self::server).
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    entry: &'static Entry,
    detail: Option<String>,
    correlation_id: Option<CorrelationId>,
    server: Option<Box<Problem>>,
    status: Option<u16>,
    trace_id: Option<String>,
    retry_after: Option<Duration>,
    claims: Option<String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this row of the catalogue.
    #[must_use]
    pub fn new(entry: &'static Entry) -> Self {
        Self(Arc::new(Inner {
            entry,
            detail: None,
            correlation_id: None,
            server: None,
            status: None,
            trace_id: None,
            retry_after: None,
            claims: None,
            source: None,
        }))
    }

    /// Adds our own words on this case, such as the field that is wrong. Never what a person or a server wrote.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        self.change(|inner| inner.detail = Some(detail.into()))
    }

    /// Adds the error that caused this one. Its text must hold neither a secret nor anything about the person.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let source: Arc<dyn std::error::Error + Send + Sync> = Arc::from(source.into());
        self.change(|inner| inner.source = Some(source))
    }

    /// Adds the correlation id of the flow, unless there is one.
    #[must_use]
    pub fn of_flow(self, correlation_id: CorrelationId) -> Self {
        if self.0.correlation_id.is_some() {
            return self;
        }
        self.change(|inner| inner.correlation_id = Some(correlation_id))
    }

    /// How long to wait before trying again; `None` leaves it to what is usual for the error.
    #[must_use]
    pub fn with_retry_after(self, wait: Option<Duration>) -> Self {
        self.change(|inner| inner.retry_after = wait)
    }

    /// Adds the claims that this request asked for to an error that only the person can mend: the next sign-in has to
    /// ask for them, besides those that the server names.
    pub(crate) fn asking_for(self, asked: Option<&str>) -> Self {
        let Some(asked) = asked.filter(|_| self.recovery() == Recovery::SignInAgain) else {
            return self;
        };
        let both = |named: &String| join_claims_requests(asked, named);
        let claims = self.0.claims.as_ref().and_then(both);
        let claims = claims.unwrap_or_else(|| asked.to_owned());
        self.change(|inner| inner.claims = Some(claims))
    }

    /// What the server refused.
    pub(crate) fn refused(endpoint: Endpoint, problem: Box<Problem>) -> Self {
        Self::new(meaning::of(endpoint, &problem)).change(|inner| {
            inner.status = Some(problem.status());
            inner.trace_id = problem.trace_id().map(str::to_owned);
            inner.retry_after = problem.retry_after();
            inner.claims = problem.claims().map(str::to_owned);
            inner.server = Some(problem);
        })
    }

    /// What the server answered outside the protocol.
    pub(crate) fn malformed(malformed: MalformedReply, response: &HttpResponse) -> Self {
        Self::new(unexpected(&malformed, response)).change(|inner| {
            inner.status = Some(malformed.status);
            inner.trace_id.clone_from(&malformed.trace_id);
            inner.retry_after = malformed.retry_after;
            inner.source = Some(Arc::new(malformed));
        })
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.entry.kind
    }

    /// Which row of the catalogue it is: a stable string, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.entry.code
    }

    /// What to do about it.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        self.kind().recovery()
    }

    /// Whether running the same action again can help, and when.
    ///
    /// What the server asked for in this answer counts before what is usual for this error.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match (self.0.entry.retry, self.0.retry_after) {
            (Retry::Now | Retry::After(_), Some(Duration::ZERO)) => Retry::Now,
            (Retry::Now | Retry::After(_), Some(wait)) => Retry::After(wait),
            (usual, _) => usual,
        }
    }

    /// The stable name of its text, `native_auth.error.` and the code, for apps that bring texts of their own.
    #[must_use]
    pub fn message_key(&self) -> &'static str {
        self.0.entry.message_key
    }

    /// Its text as a sentence that stands alone, to show to whoever can act on it: the person who uses the app or,
    /// where the recovery is [`Fix`](Recovery::Fix), the developer.
    ///
    /// It has no [`detail`](Self::detail); `Display` is the English text with it.
    #[must_use]
    pub fn localized_message(&self, language: Language) -> String {
        language::sentence(self.0.entry.message(language))
    }

    /// Our own words on this case, in English and for developers, such as the field that is wrong.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The server's own words, if it refused. Its description may name the person.
    #[must_use]
    pub fn server(&self) -> Option<&Problem> {
        self.0.server.as_deref()
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Whether the tenant itself took the request and answered it: with a refusal, or with tokens.
    pub(crate) fn answered_by_tenant(&self) -> bool {
        let about_tokens = REFUSED_TOKENS.iter();
        self.0.server.is_some()
            || about_tokens
                .map(|entry| entry.code)
                .any(|code| code == self.code())
    }

    /// The correlation id of the flow, to quote to support.
    #[must_use]
    pub fn correlation_id(&self) -> Option<CorrelationId> {
        self.0.correlation_id
    }

    /// The server's own id of the request, to quote to support.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// The claims request (a JSON object as text) that the next sign-in has to make, if a policy wants more than the
    /// last one proved. It goes into [`SignIn::claims`](crate::SignIn::claims).
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.0.claims.as_deref()
    }

    /// How long to wait before trying again, if the server says. [`retry`](Self::retry) takes it into account.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.entry.message(Language::English))?;
        match &self.0.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.kind())
            .field("code", &self.code())
            .field("recovery", &self.recovery());
        if let Some(detail) = &self.0.detail {
            debug.field("detail", detail);
        }
        if let Some(correlation_id) = &self.0.correlation_id {
            debug.field("correlation_id", correlation_id);
        }
        if let Some(status) = self.0.status {
            debug.field("status", &status);
        }
        if let Some(server) = &self.0.server {
            debug.field("server", server);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &source.to_string());
        }
        debug.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

/// An answer outside the protocol: an outage or a throttle if the status says so, else the reason itself.
fn unexpected(malformed: &MalformedReply, response: &HttpResponse) -> &'static Entry {
    let html = response
        .header("content-type")
        .is_some_and(|value| value.to_ascii_lowercase().contains("html"));
    match (malformed.status, &malformed.reason) {
        (429, _) => &catalogue::THROTTLED,
        (502..=504, _) => &catalogue::GATEWAY_FAILED,
        (500.., _) => &catalogue::SERVER_FAILED,
        (_, MalformedReason::HttpRedirect) => &catalogue::HTTP_REDIRECT,
        (404 | 405, _) => &catalogue::ENDPOINT_NOT_FOUND,
        (407, _) => &catalogue::PROXY_AUTHENTICATION,
        (_, MalformedReason::NotJson) if html => &catalogue::REPLY_IS_A_PAGE,
        (_, MalformedReason::NotJson | MalformedReason::NotAnObject) => &catalogue::REPLY_NOT_JSON,
        (_, MalformedReason::Empty) => &catalogue::REPLY_EMPTY,
        (_, MalformedReason::UnknownChallengeType) => &catalogue::CHALLENGE_TYPE_UNKNOWN,
        (_, MalformedReason::UnknownStatus) => &catalogue::POLL_STATUS_UNKNOWN,
        (_, MalformedReason::Missing("continuation_token")) => {
            &catalogue::CONTINUATION_TOKEN_MISSING
        }
        _ => &catalogue::REPLY_INCOMPLETE,
    }
}
