//! Asking an extension over HTTP.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap};

use crate::extensions::{Callout, Failure, Reply, read};

/// The longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// As with the real service one more try follows one that got no answer.
const TRIES: u32 = 2;

/// Asks, and asks once more if there is no answer. Any answer is an answer.
pub(super) async fn ask(
    client: Option<reqwest::Client>,
    callout: &Callout,
) -> Result<Reply, Failure> {
    let client = client.ok_or(Failure::Unreachable)?;
    let mut failure = Failure::Unreachable;
    for _ in 0..TRIES {
        match one_try(&client, callout).await {
            Err(Failure::TimedOut) => failure = Failure::TimedOut,
            Err(Failure::Unreachable) => failure = Failure::Unreachable,
            answered => return answered,
        }
    }
    Err(failure)
}

async fn one_try(client: &reqwest::Client, callout: &Callout) -> Result<Reply, Failure> {
    let request = client
        .post(&callout.url)
        .timeout(Duration::from_millis(callout.timeout_ms))
        .bearer_auth(&callout.bearer)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(ACCEPT, "application/json")
        .body(callout.body.to_string());
    let mut response = request.send().await.map_err(|error| no_answer(&error))?;
    if response.status() != reqwest::StatusCode::OK {
        return Err(Failure::Status);
    }
    if !is_json(response.headers()) {
        return Err(Failure::ContentType);
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| no_answer(&error))? {
        body.extend_from_slice(&part);
        if body.len() > LONGEST {
            return Err(Failure::Body);
        }
    }
    read(callout.event, &body)
}

fn no_answer(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::TimedOut
    } else {
        Failure::Unreachable
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()?.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
