//! Whether trying again can help, and when.

use std::time::Duration;

use native_auth_core::error::{CATALOGUE, Entry, catalogue};
use native_auth_core::{Error, ErrorKind, Recovery, Retry};
use native_auth_wire::{Endpoint, HttpResponse};

use crate::at::exchange_at;

/// Errors to mend as a developer that may also be a network that wants a sign-in first, pass by themselves, or be mended
/// by whoever sets the clock of the device.
const MAY_PASS: [&str; 5] = [
    "reply_is_a_page",
    "http_redirect",
    "poll_status_unknown",
    "id_token_expired",
    "id_token_not_yet_valid",
];

#[test]
fn the_retry_agrees_with_the_recovery() {
    for entry in CATALOGUE {
        let what = format!("{} {:?}", entry.code, entry.retry);
        let fits = match entry.kind.recovery() {
            // The app gave up by itself: nothing was wrong with what was entered.
            Recovery::AskAgain if entry.kind == ErrorKind::Cancelled => entry.retry == Retry::Now,
            Recovery::AskAgain => entry.retry == Retry::AfterChange,
            Recovery::ChooseAnother => matches!(entry.retry, Retry::AfterChange | Retry::Never),
            Recovery::TryLater => matches!(entry.retry, Retry::Now | Retry::After(_)),
            Recovery::Wait => entry.retry == Retry::WhenFree,
            Recovery::Fix if MAY_PASS.contains(&entry.code) => entry.retry == Retry::Now,
            _ => entry.retry == Retry::Never,
        };
        assert!(fits, "{what}");
        assert_ne!(entry.retry, Retry::After(Duration::ZERO), "{what}");
    }
}

#[test]
fn what_the_server_asks_for_counts_before_what_is_usual() {
    assert_eq!(
        throttled(None).retry(),
        Retry::After(Duration::from_secs(60))
    );
    let asked = throttled(Some("7"));
    assert_eq!(asked.retry(), Retry::After(Duration::from_secs(7)));
    assert_eq!(asked.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(throttled(Some("0")).retry(), Retry::Now);
}

/// A header says when, never whether: what was refused for good stays refused.
#[test]
fn a_header_makes_no_retry_of_what_cannot_help() {
    for (body, retry) in [
        (r#"{"error":"expired_token"}"#, Retry::Never),
        (
            r#"{"error":"invalid_grant","error_codes":[50126]}"#,
            Retry::AfterChange,
        ),
        (
            r#"{"error":"slow_down"}"#,
            Retry::After(Duration::from_secs(9)),
        ),
    ] {
        assert_eq!(answered(400, Some("9"), body).retry(), retry, "{body}");
    }
}

#[test]
fn what_is_ours_has_its_usual_retry() {
    let retry = |entry: &'static Entry| Error::new(entry).retry();
    assert_eq!(retry(&catalogue::ACTION_IN_PROGRESS), Retry::WhenFree);
    assert_eq!(retry(&catalogue::CONNECTION_LOST), Retry::Now);
    assert_eq!(
        retry(&catalogue::SLOW_DOWN),
        Retry::After(Duration::from_secs(5))
    );
    assert_eq!(retry(&catalogue::STATE_STALE), Retry::Never);
}

fn throttled(retry_after: Option<&str>) -> Error {
    answered(429, retry_after, "")
}

fn answered(status: u16, retry_after: Option<&str>, body: &str) -> Error {
    let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned()));
    let headers = headers.into_iter().collect();
    let response = HttpResponse::new(status, headers, body.as_bytes().to_vec());
    exchange_at(Endpoint::Token)
        .resume(Ok(response))
        .unwrap_err()
}
