//! Every documented refusal is the error that the tables say: through the flows themselves, since nothing else makes one.

use std::collections::{BTreeMap, BTreeSet};

use native_auth_core::error::CATALOGUE;
use native_auth_core::{Error, Next};
use native_auth_wire::{Endpoint, HttpResponse};
use serde_json::json;

use crate::at::exchange_at;
use crate::data_file::{self, Answer};
use crate::documented::{Row, by_number, rows};
use crate::setting::correlation_id;

const CATCH_ALL: &str = "unknown_refusal";

/// Numbers that are one error, numbered differently from version to version or in one table row.
const ONE_ERROR: &[&[i64]] = &[
    &[552_003, 552_001, 55112], // an expired continuation token: now, in the field, before
    &[55200, 55000],            // one that is not valid: the service, the test suites
    &[900_144, 90014],          // one row of the documentation
    &[90006, 90024],            // one row of the documentation
    &[55106, 55102],            // wanted attributes: the service, one test file
];

#[test]
fn every_documented_refusal_is_the_error_that_the_tables_say() {
    for row in rows() {
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, row.suberror, &row.numbers());
            assert_eq!(error.code(), row.code, "{endpoint:?} {row:?}");
            assert_ne!(error.code(), CATCH_ALL, "{endpoint:?} {row:?}");
            let server = error.server().unwrap();
            assert_eq!(server.error(), row.error);
            assert_eq!(server.suberror(), row.suberror);
            assert_eq!(server.codes(), row.numbers());
            assert_eq!(error.status(), Some(400));
            assert_eq!(error.correlation_id(), Some(correlation_id()));
        }
    }
}

/// So that the table of docs/errors.md, which is made from it, says it too.
#[test]
fn every_documented_refusal_is_in_the_data_file() {
    let declared = data_file::declared();
    for row in rows() {
        let error = declared.iter().find(|error| error.code == row.code);
        for endpoint in row.at {
            let told = |answer: &Answer| covers(answer, *endpoint, &row);
            let answers = &error.unwrap().answers;
            assert!(answers.iter().any(told), "{endpoint:?} {row:?}");
        }
    }
}

#[test]
fn every_answer_in_the_data_file_is_the_error_it_stands_under() {
    for declared in data_file::declared() {
        for answer in &declared.answers {
            for (endpoint, error) in provoke(answer) {
                let what = format!("{endpoint:?} {answer:?}");
                assert_eq!(error.code(), declared.code, "{what}");
                assert_eq!(format!("{:?}", error.kind()), declared.kind, "{what}");
            }
        }
    }
}

#[test]
fn the_endpoints_of_the_data_file_are_ours() {
    let ours: BTreeMap<String, String> = Endpoint::ALL
        .into_iter()
        .map(|endpoint| (format!("{endpoint:?}"), endpoint.path().to_owned()))
        .collect();
    let file: toml::Table = include_str!("../../errors.toml").parse().unwrap();
    let paths = file["endpoints"].as_table().unwrap().iter();
    let theirs: BTreeMap<String, String> = paths
        .map(|(name, path)| (name.clone(), path.as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(theirs, ours);
}

/// Numbers are looked for anywhere in the list, not at its head only.
#[test]
fn a_number_counts_wherever_it_stands() {
    for row in rows().filter(|row| row.number.is_some()) {
        let numbers: Vec<i64> = [1].into_iter().chain(row.number).collect();
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, row.suberror, &numbers);
            assert_eq!(error.code(), row.code, "{endpoint:?} {row:?}");
        }
    }
}

/// At one endpoint two numbers share a code only where they are one error, numbered differently.
#[test]
fn every_number_has_a_code_of_its_own() {
    for endpoint in Endpoint::ALL {
        let mut by_code: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        let here = by_number::ROWS.iter();
        for row in here.filter(|row| row.at.contains(&endpoint)) {
            by_code.entry(row.code).or_default().extend(row.number);
        }
        for (code, numbers) in by_code.iter().filter(|(_, numbers)| numbers.len() > 1) {
            let one = ONE_ERROR
                .iter()
                .any(|one| numbers.iter().all(|number| one.contains(number)));
            assert!(one, "{endpoint:?}: {code} is {numbers:?}");
        }
    }
}

#[test]
fn every_code_of_the_tables_is_in_the_catalogue() {
    for row in rows() {
        assert!(
            CATALOGUE.iter().any(|entry| entry.code == row.code),
            "{row:?}"
        );
    }
}

/// The words that name a next step are no errors where all that is needed to take it came along.
#[test]
fn a_step_forward_is_no_error() {
    let token = json!("opaque-token");
    let steps = [
        (
            Endpoint::SignUpContinue,
            json!({"error": "credential_required", "error_codes": [55103]}),
        ),
        (
            Endpoint::SignUpContinue,
            json!({"error": "attributes_required", "error_codes": [55106], "required_attributes": [{"name": "city"}]}),
        ),
        (
            Endpoint::SignUpContinue,
            json!({"error": "attributes_required", "error_codes": [55102], "required_attributes": [{"name": "city"}]}),
        ),
        (
            Endpoint::SignInChallenge,
            json!({"error": "invalid_request", "suberror": "introspect_required"}),
        ),
        (
            Endpoint::Token,
            json!({"error": "invalid_grant", "suberror": "mfa_required", "error_codes": [50076]}),
        ),
        (
            Endpoint::Token,
            json!({"error": "invalid_grant", "suberror": "registration_required", "error_codes": [50072]}),
        ),
    ];
    for (endpoint, mut body) in steps {
        body["continuation_token"] = token.clone();
        let next = exchange_at(endpoint).resume(Ok(answer(&body)));
        assert!(
            matches!(next, Ok(Next::Send(_) | Next::Done(_))),
            "{endpoint:?} {body} {next:?}"
        );
    }
}

/// What is documented nowhere is kept whole and called unknown.
#[test]
fn what_is_not_documented() {
    for endpoint in Endpoint::ALL {
        let error = refused(endpoint, "moon_phase", Some("waning"), &[1, 2]);
        assert_eq!(error.code(), CATCH_ALL, "{endpoint:?}");
        let server = error.server().unwrap();
        assert_eq!(
            (server.error(), server.suberror()),
            ("moon_phase", Some("waning"))
        );
        assert_eq!(server.codes(), [1, 2]);
    }
}

/// An unknown suberror changes nothing about the main word.
#[test]
fn an_unknown_suberror_is_as_good_as_none() {
    for row in rows().filter(|row| row.suberror.is_none()) {
        for endpoint in row.at {
            let error = refused(*endpoint, row.error, Some("of_next_year"), &row.numbers());
            assert_eq!(error.code(), row.code, "{endpoint:?} {row:?}");
        }
    }
}

/// Two sentences are read, as Microsoft's own clients do, where nothing else tells the cases apart.
#[test]
fn the_description_tells_the_parameter_and_the_challenge_type() {
    let described = |endpoint, number: i64, description: &str| {
        let body = json!({
            "error": "invalid_request", "error_codes": [number],
            "error_description": format!("AADSTS{number}: {description} Trace ID: 1 Timestamp: 2"),
        });
        exchange_at(endpoint).resume(Ok(answer(&body))).unwrap_err()
    };
    for (name, code) in [
        ("username", "username_invalid"),
        ("client_id", "parameter_invalid"),
    ] {
        let sentence = format!("{name} parameter is empty or not valid.");
        let error = described(Endpoint::SignUpStart, 90100, &sentence);
        assert_eq!(error.code(), code, "{name}");
    }
    let sentence = "The challenge_type list parameter contains an unsupported challenge type.";
    for endpoint in [Endpoint::SignUpStart, Endpoint::SignInChallenge] {
        let error = described(endpoint, 901_007, sentence);
        assert_eq!(error.code(), "challenge_type_unsupported", "{endpoint:?}");
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

fn covers(answer: &Answer, endpoint: Endpoint, row: &Row) -> bool {
    match answer {
        Answer::Refusal(refusal) => {
            let worded = refusal.error.as_deref() == Some(row.error);
            let refined = refusal.suberror.as_deref() == row.suberror || of_no_consequence(row);
            let by_number = refusal.error.is_none() && row.number.is_some();
            refusal.at.contains(&endpoint)
                && refusal.sentence.is_none()
                && refusal.number == row.number
                && (worded && refined || by_number)
        }
        Answer::Status { .. } => false,
    }
}

/// Suberrors of the silent path that refine nothing for us.
fn of_no_consequence(row: &Row) -> bool {
    row.at == [Endpoint::Refresh]
}

/// What becomes of an answer wherever it may be given.
fn provoke(told: &Answer) -> Vec<(Endpoint, Error)> {
    match told {
        Answer::Refusal(told) => {
            let word = told.error.as_deref().unwrap_or("any_word");
            let numbers: Vec<i64> = told.number.into_iter().collect();
            let mut body = refusal(word, told.suberror.as_deref(), &numbers);
            if let Some(sentence) = &told.sentence {
                body["error_description"] = json!(format!("AADSTS1: {sentence} Trace ID: 1"));
            }
            let refused = |endpoint: &Endpoint| (*endpoint, error_of(*endpoint, answer(&body)));
            told.at.iter().map(refused).collect()
        }
        Answer::Status { status, bodies } => {
            let mut errors = Vec::new();
            for body in bodies {
                for endpoint in Endpoint::ALL {
                    let answer = body.answer(number_of(status));
                    errors.push((endpoint, error_of(endpoint, answer)));
                }
            }
            errors
        }
    }
}

/// The status itself, or the first of its class.
fn number_of(status: &str) -> u16 {
    status.replace("xx", "00").parse().unwrap()
}

fn refused(endpoint: Endpoint, error: &str, suberror: Option<&str>, numbers: &[i64]) -> Error {
    error_of(endpoint, answer(&refusal(error, suberror, numbers)))
}

fn refusal(error: &str, suberror: Option<&str>, numbers: &[i64]) -> serde_json::Value {
    let mut body = json!({"error": error, "error_codes": numbers});
    if let Some(suberror) = suberror {
        body["suberror"] = json!(suberror);
    }
    body
}

fn error_of(endpoint: Endpoint, answer: HttpResponse) -> Error {
    exchange_at(endpoint).resume(Ok(answer)).unwrap_err()
}

fn answer(body: &serde_json::Value) -> HttpResponse {
    HttpResponse::new(400, Vec::new(), body.to_string().into_bytes())
}
