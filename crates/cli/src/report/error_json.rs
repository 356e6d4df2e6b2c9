//! An error as JSON: a line of its own, or a member of another.

use native_auth::{Error, Retry};
use serde::Serialize;

use crate::failure::Failure;

/// The only member of its line.
#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) error: ErrorBody,
}

/// What went wrong; kind and recovery are spelled as in Rust.
#[derive(Serialize)]
pub(crate) struct ErrorBody {
    kind: String,
    code: &'static str,
    recovery: String,
    retry: RetryBody,
    message: String,
    /// None for what only this program says: the catalogue has no texts for it.
    message_key: Option<&'static str>,
    correlation_id: Option<String>,
    trace_id: Option<String>,
    retry_after_seconds: Option<u64>,
}

/// Whether the same action can succeed later, and when.
#[derive(Serialize)]
struct RetryBody {
    when: &'static str,
    seconds: Option<u64>,
}

impl ErrorBody {
    pub(crate) fn of_error(error: &Error) -> Self {
        Self::of_failure(&Failure::from(error.clone()))
    }

    pub(crate) fn of_failure(failure: &Failure) -> Self {
        let error = failure.sdk();
        Self {
            kind: format!("{:?}", failure.kind()),
            code: failure.code(),
            recovery: format!("{:?}", failure.recovery()),
            // What this program itself refuses it would refuse again.
            retry: RetryBody::new(error.map_or(Retry::Never, Error::retry)),
            message: failure.message(),
            message_key: error.map(Error::message_key),
            correlation_id: error
                .and_then(Error::correlation_id)
                .map(|id| id.to_string()),
            trace_id: error.and_then(Error::trace_id).map(str::to_owned),
            retry_after_seconds: error
                .and_then(Error::retry_after)
                .map(|wait| wait.as_secs()),
        }
    }
}

impl RetryBody {
    fn new(retry: Retry) -> Self {
        let (when, seconds) = match retry {
            Retry::Never => ("never", None),
            Retry::AfterChange => ("after_change", None),
            Retry::WhenFree => ("when_free", None),
            Retry::Now => ("now", None),
            Retry::After(wait) => ("after", Some(wait.as_secs())),
        };
        Self { when, seconds }
    }
}
