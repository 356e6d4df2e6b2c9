//! Why something did not happen.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use native_auth::error::Entry;
use native_auth::{Error, ErrorKind, InnerError, Language, Problem, Recovery, Retry};

use crate::RequiredAttribute;

/// Why something did not happen: the one error of this library.
///
/// What it prints is one sentence that says what to do, without a secret and without anything about the person. `recovery`
/// tells what to do, `kind` what happened, `code` which case of it, with the same words in every language.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct NativeAuthError(Error);

#[uniffi::export]
impl NativeAuthError {
    /// What happened. Each kind has exactly one recovery.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind()
    }

    /// Which case of it: a stable word, the same in every language.
    #[must_use]
    pub fn code(&self) -> String {
        self.0.code().to_owned()
    }

    /// What to do about it.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        self.0.recovery()
    }

    /// Whether running the same action again can help, and when.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.0.retry()
    }

    /// How long to wait before trying again, if the server says.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after()
    }

    /// Its text as a sentence that stands alone, to show to whoever can act on it: the person who uses the app or, where
    /// the recovery is `Fix`, the developer.
    #[must_use]
    pub fn localized_message(&self, language: Language) -> String {
        self.0.localized_message(language)
    }

    /// The stable name of its text, for apps that bring texts of their own.
    #[must_use]
    pub fn message_key(&self) -> String {
        self.0.message_key().to_owned()
    }

    /// Our own words on this case, in English and for developers, such as the field that is wrong.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        self.0.detail().map(str::to_owned)
    }

    /// The correlation id of the flow, to quote to support.
    #[must_use]
    pub fn correlation_id(&self) -> Option<String> {
        self.0.correlation_id().map(|id| id.to_string())
    }

    /// The server's own id of the request, to quote to support.
    #[must_use]
    pub fn trace_id(&self) -> Option<String> {
        self.0.trace_id().map(str::to_owned)
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status()
    }

    /// The claims request (a JSON object as text) that the next sign-in has to make, if a policy wants more than the last
    /// one proved.
    #[must_use]
    pub fn claims(&self) -> Option<String> {
        self.0.claims().map(str::to_owned)
    }

    /// The server's own words, if it refused. They may name the person.
    #[must_use]
    pub fn server(&self) -> Option<Arc<ServerProblem>> {
        let problem = self.0.server()?.clone();
        Some(Arc::new(ServerProblem(problem)))
    }
}

impl NativeAuthError {
    pub(crate) fn new(entry: &'static Entry) -> Arc<Self> {
        Self::wrap(Error::new(entry))
    }

    pub(crate) fn wrap(error: Error) -> Arc<Self> {
        Arc::new(Self(error))
    }

    pub(crate) fn inner(&self) -> &Error {
        &self.0
    }
}

impl From<Error> for NativeAuthError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl fmt::Debug for NativeAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for NativeAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for NativeAuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// What the server said, in its own words: for a developer's eyes. The description may name the person.
#[derive(Debug, uniffi::Object)]
pub struct ServerProblem(Problem);

#[uniffi::export]
impl ServerProblem {
    /// The server's word for what happened (`error`).
    #[must_use]
    pub fn error(&self) -> String {
        self.0.error().to_owned()
    }

    /// Which case of it (`suberror`).
    #[must_use]
    pub fn suberror(&self) -> Option<String> {
        self.0.suberror().map(str::to_owned)
    }

    /// The server's sentence, in English.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        self.0.description().map(str::to_owned)
    }

    /// The numbers behind `AADSTS`.
    #[must_use]
    pub fn codes(&self) -> Vec<i64> {
        self.0.codes().to_vec()
    }

    /// When, by the server's clock and in its form.
    #[must_use]
    pub fn timestamp(&self) -> Option<String> {
        self.0.timestamp().map(str::to_owned)
    }

    /// Where the service explains the case.
    #[must_use]
    pub fn error_uri(&self) -> Option<String> {
        self.0.error_uri().map(str::to_owned)
    }

    /// The names of the attributes whose values it refused.
    #[must_use]
    pub fn invalid_attributes(&self) -> Vec<String> {
        self.0.invalid_attributes().to_vec()
    }

    /// The attributes that it still wants, where the refusal says so.
    #[must_use]
    pub fn required_attributes(&self) -> Vec<RequiredAttribute> {
        self.0
            .required_attributes()
            .iter()
            .map(Into::into)
            .collect()
    }

    /// The names of what has to be verified first.
    #[must_use]
    pub fn unverified_attributes(&self) -> Vec<String> {
        self.0.unverified_attributes().to_vec()
    }

    /// Refusals within the refusal.
    #[must_use]
    pub fn inner_problems(&self) -> Vec<Arc<InnerProblem>> {
        let inner = self.0.inner_errors().iter().cloned();
        inner.map(|inner| Arc::new(InnerProblem(inner))).collect()
    }
}

/// A refusal within a refusal of the server's. The description may name the person.
#[derive(Debug, uniffi::Object)]
pub struct InnerProblem(InnerError);

#[uniffi::export]
impl InnerProblem {
    /// The server's word for what happened (`error`).
    #[must_use]
    pub fn error(&self) -> Option<String> {
        self.0.error().map(str::to_owned)
    }

    /// The server's sentence, in English.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        self.0.description().map(str::to_owned)
    }
}
