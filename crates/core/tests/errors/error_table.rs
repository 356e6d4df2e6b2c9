//! Every documented refusal means what the table says: through the flows themselves, since nothing else makes one.

use std::collections::BTreeSet;

use native_auth_core::Error;
use native_auth_core::error::CATALOGUE;
use native_auth_wire::{Endpoint, HttpResponse};
use serde_json::json;

use crate::at::exchange_at;
use crate::documented::ROWS;
use crate::setting::correlation_id;

#[test]
fn every_documented_refusal_means_what_the_table_says() {
    for row in ROWS {
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, row.suberror, row.codes);
            let found = (error.code(), error.kind(), error.recovery());
            let what = (endpoint, row.error, row.suberror, row.codes);
            assert_eq!(found, row.means, "{what:?}");
            assert_ne!(error.code(), "unknown_refusal", "{what:?}");
            let server = error.server().unwrap();
            assert_eq!(server.error(), row.error);
            assert_eq!(server.suberror(), row.suberror);
            assert_eq!(server.codes(), row.codes);
            assert_eq!(error.status(), Some(400));
            assert_eq!(error.correlation_id(), Some(correlation_id()));
        }
    }
}

/// Numbers are looked for anywhere in the list, not at its head only.
#[test]
fn a_number_counts_wherever_it_stands() {
    for row in ROWS.iter().filter(|row| !row.codes.is_empty()) {
        let codes: Vec<i64> = [1].iter().chain(row.codes).copied().collect();
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, row.suberror, &codes);
            assert_eq!(
                error.code(),
                row.means.0,
                "{endpoint:?} {} {codes:?}",
                row.error
            );
        }
    }
}

/// At one endpoint two rows share a code only where the table says that they are one thing.
#[test]
fn rows_that_are_documented_apart_have_codes_of_their_own() {
    for endpoint in Endpoint::ALL {
        let here = || ROWS.iter().filter(|row| row.at.contains(&endpoint));
        let mut codes = BTreeSet::new();
        for row in here().filter(|row| !row.again) {
            assert!(
                codes.insert(row.means.0),
                "{} twice at {endpoint:?}",
                row.means.0
            );
        }
        for row in here().filter(|row| row.again) {
            assert!(
                codes.contains(row.means.0),
                "{} is no other row",
                row.means.0
            );
        }
    }
}

#[test]
fn every_code_of_the_table_is_in_the_catalogue() {
    for row in ROWS {
        let entry = CATALOGUE.iter().find(|entry| entry.code == row.means.0);
        assert_eq!(entry.unwrap().kind, row.means.1, "{}", row.means.0);
    }
}

/// What is documented nowhere is kept whole and called unknown; the words that name a step that does not belong
/// there are told apart.
#[test]
fn what_is_not_documented() {
    for endpoint in Endpoint::ALL {
        let error = refused(endpoint, "moon_phase", Some("waning"), &[1, 2]);
        assert_eq!(error.code(), "unknown_refusal", "{endpoint:?}");
        let server = error.server().unwrap();
        assert_eq!(
            (server.error(), server.suberror()),
            ("moon_phase", Some("waning"))
        );
        assert_eq!(server.codes(), [1, 2]);
        if endpoint != Endpoint::SignUpContinue {
            let error = refused(endpoint, "credential_required", None, &[55103]);
            assert_eq!(error.code(), "step_without_token", "{endpoint:?}");
        }
    }
}

/// An unknown suberror changes nothing about the main word.
#[test]
fn an_unknown_suberror_is_as_good_as_none() {
    for row in ROWS.iter().filter(|row| row.suberror.is_none()) {
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, Some("of_next_year"), row.codes);
            assert_eq!(error.code(), row.means.0, "{endpoint:?} {}", row.error);
        }
    }
}

#[test]
fn a_throttle_is_one_whatever_its_words() {
    for endpoint in Endpoint::ALL {
        for body in [
            r#"{"error":"invalid_grant","error_codes":[50126]}"#,
            "",
            "<html>",
        ] {
            let response = HttpResponse::new(429, Vec::new(), body.as_bytes().to_vec());
            let error = exchange_at(endpoint).resume(Ok(response)).unwrap_err();
            assert_eq!(error.code(), "throttled", "{endpoint:?} {body}");
        }
    }
}

fn refused(endpoint: Endpoint, error: &str, suberror: Option<&str>, codes: &[i64]) -> Error {
    let mut body = json!({"error": error, "error_codes": codes});
    if let Some(suberror) = suberror {
        body["suberror"] = json!(suberror);
    }
    let response = HttpResponse::new(400, Vec::new(), body.to_string().into_bytes());
    exchange_at(endpoint).resume(Ok(response)).unwrap_err()
}
