//! What a fault must be besides well-formed.

use super::endpoints;
use super::fault::{Fault, FaultError, Shape};
use super::scenarios;

/// The most requests one fault is for.
const MOST_TIMES: u32 = 1000;
/// The longest delay, in milliseconds. Longer than any client of the protocol waits.
const LONGEST_DELAY_MS: u64 = 600_000;
/// The longest `Retry-After`, in seconds: a year.
const LONGEST_RETRY_AFTER: u32 = 365 * 24 * 3600;

/// The fault in its one spelling: the endpoint by its path, the user name in lower case.
pub(crate) fn checked(mut fault: Fault) -> Result<Fault, FaultError> {
    if let Some(endpoint) = &fault.endpoint {
        let path = endpoints::path(endpoint).ok_or_else(|| {
            FaultError::new(
                "endpoint",
                format!(
                    "must be the path after the tenant, such as oauth2/v2.0/token, or one of: {}",
                    endpoints::names()
                ),
            )
        })?;
        fault.endpoint = Some(path.to_owned());
    }
    if let Some(username) = &mut fault.username {
        if username.is_empty() {
            return Err(FaultError::new("username", "must not be empty"));
        }
        *username = username.to_lowercase();
    }
    if let Some(id) = &mut fault.correlation_id {
        *id = uuid::Uuid::try_parse(id)
            .map_err(|_| FaultError::new("correlation_id", "must be a GUID"))?
            .to_string();
    }
    if fault.endpoint.is_none() && fault.username.is_none() && fault.correlation_id.is_none() {
        return Err(FaultError::new(
            "endpoint",
            "is missing: say whom it is for by endpoint, username or correlation_id, or by \
             several of them",
        ));
    }
    if !(1..=MOST_TIMES).contains(&fault.times) {
        return Err(FaultError::new("times", "must be 1 to 1000"));
    }
    check_answer(&fault)?;
    Ok(fault)
}

fn check_answer(fault: &Fault) -> Result<(), FaultError> {
    if fault.drop.is_none() && fault.delay_ms.is_none() && !fault.is_answer() {
        return Err(FaultError::new(
            "answer",
            "is missing: say what happens by answer, status, body, retry_after, shape, drop or \
             delay_ms",
        ));
    }
    if fault.drop.is_some() && fault.is_answer() {
        return Err(FaultError::new(
            "drop",
            "leaves no answer: only delay_ms goes with it",
        ));
    }
    if let Some(name) = &fault.answer {
        if scenarios::scenario(name).is_none() {
            let names = scenarios::names();
            return Err(FaultError::new(
                "answer",
                format!("must be one of: {names}"),
            ));
        }
        if fault.body.is_some() {
            return Err(FaultError::new("body", "does not go with `answer`"));
        }
    }
    if fault.shape == Some(Shape::HtmlPage) && (fault.answer.is_some() || fault.body.is_some()) {
        return Err(FaultError::new(
            "shape",
            "html_page brings a body of its own: neither answer nor body goes with it",
        ));
    }
    if fault.status.is_some_and(|s| !(200..=599).contains(&s)) {
        return Err(FaultError::new("status", "must be 200 to 599"));
    }
    if let Some(kind) = &fault.content_type {
        if fault.body.is_none() {
            return Err(FaultError::new("content_type", "goes with `body` only"));
        }
        if axum::http::HeaderValue::from_str(kind).is_err() {
            return Err(FaultError::new("content_type", "is not a header's value"));
        }
    }
    if fault.retry_after.is_some_and(|s| s > LONGEST_RETRY_AFTER) {
        return Err(FaultError::new("retry_after", "must be at most a year"));
    }
    if fault.retry_after_as.is_some() && fault.retry_after.is_none() {
        return Err(FaultError::new(
            "retry_after_as",
            "goes with `retry_after` only",
        ));
    }
    if fault.delay_ms.is_some_and(|ms| ms > LONGEST_DELAY_MS) {
        return Err(FaultError::new(
            "delay_ms",
            "must be at most 600000, which is ten minutes",
        ));
    }
    Ok(())
}
