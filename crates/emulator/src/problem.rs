//! The error body every refusal and every "step forward" answer of the protocol shares.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::clock::Moment;

/// One refusal, before it is stamped with the request's identifiers. Its `Debug` leaves out what only
/// the client may have: a continuation token, and what an extension says.
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) retry_after_seconds: Option<u64>,
    error: &'static str,
    suberror: Option<&'static str>,
    code: Option<u32>,
    text: String,
    members: Map<String, Value>,
}

/// What identifies one request in its answer.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    pub(crate) trace_id: String,
    pub(crate) correlation_id: String,
    pub(crate) at: Moment,
    /// Whether the endpoint adds `error_uri`; those under `/oauth2` do.
    pub(crate) with_uri: bool,
}

impl Problem {
    /// `text` is one sentence, and holds nothing the caller sent.
    pub(crate) fn new(error: &'static str, code: Option<u32>, text: impl Into<String>) -> Self {
        Self {
            status: 400,
            retry_after_seconds: None,
            error,
            suberror: None,
            code,
            text: text.into(),
            members: Map::new(),
        }
    }

    pub(crate) fn suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    pub(crate) fn member(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn continuation_token(self, token: String) -> Self {
        self.member("continuation_token", Value::String(token))
    }

    pub(crate) fn error(&self) -> &'static str {
        self.error
    }

    pub(crate) fn suberror_word(&self) -> Option<&'static str> {
        self.suberror
    }

    /// The continuation token it carries, if it is a step forward.
    pub(crate) fn next_token(&self) -> Option<&str> {
        self.members.get("continuation_token")?.as_str()
    }

    /// What it says, without the request's identifiers.
    pub(crate) fn description(&self) -> String {
        match self.code {
            Some(code) => format!("AADSTS{code}: {}", self.text),
            None => self.text.clone(),
        }
    }

    /// As the list of requests names it: `invalid_grant/invalid_oob_value`.
    pub(crate) fn outcome(&self) -> String {
        match self.suberror {
            Some(suberror) => format!("{}/{suberror}", self.error),
            None => self.error.to_owned(),
        }
    }

    pub(crate) fn into_body(self, stamp: &Stamp) -> Value {
        let timestamp = stamp.at.in_error_body();
        let description = match self.code {
            Some(code) => format!(
                "AADSTS{code}: {} Trace ID: {} Correlation ID: {} Timestamp: {timestamp}",
                self.text, stamp.trace_id, stamp.correlation_id
            ),
            None => self.text,
        };
        let mut body = self.members;
        body.insert("error".to_owned(), json!(self.error));
        body.insert("error_description".to_owned(), json!(description));
        // Never an empty list: Microsoft's Android client takes the first of whatever list there is.
        if let Some(code) = self.code {
            body.insert("error_codes".to_owned(), json!([code]));
        }
        body.insert("timestamp".to_owned(), json!(timestamp));
        body.insert("trace_id".to_owned(), json!(stamp.trace_id));
        body.insert("correlation_id".to_owned(), json!(stamp.correlation_id));
        if let Some(suberror) = self.suberror {
            body.insert("suberror".to_owned(), json!(suberror));
        }
        if let (true, Some(code)) = (stamp.with_uri, self.code) {
            let uri = format!("https://login.microsoftonline.com/error?code={code}");
            body.insert("error_uri".to_owned(), json!(uri));
        }
        Value::Object(body)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.status)
            .field("error", &self.error)
            .field("suberror", &self.suberror)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_debug_keeps_the_token_and_the_text() {
        let problem = Problem::new("invalid_grant", Some(50_076), "canary text")
            .suberror("mfa_required")
            .continuation_token("canary token".to_owned());
        let shown = format!("{problem:?}");
        assert!(shown.contains("mfa_required") && shown.contains("50076"));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
