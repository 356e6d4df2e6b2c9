//! The data file tells whatever the table knows: no answer has a meaning that docs/errors.md leaves out.

use std::collections::BTreeSet;

use native_auth_wire::v1::sign_in::Introspect;
use native_auth_wire::{Answer as Read, Call, Endpoint, HttpResponse, Problem};
use serde_json::json;

use self::data_file::{Answer, Body, Declared, Refusal};
use super::{ROWS, Row, Suberror, of};
use crate::Error;

#[path = "../../../tests/errors/data_file.rs"]
mod data_file;

const CATCH_ALL: &str = "unknown_refusal";

/// Every word, refinement and number that the table reads, and one of each that it does not, at every endpoint; and
/// every sentence.
#[test]
fn every_combination_is_in_the_data_file_or_unknown() {
    let declared = data_file::declared();
    let told = refusals(&declared);
    let mut known = 0;
    for words in vocabulary(&told) {
        let problem = words.problem();
        let fits: Vec<_> = told.iter().filter(|(_, told)| words.fit(told)).collect();
        for endpoint in Endpoint::ALL {
            let entry = of(endpoint, &problem);
            let here = fits.iter().filter(|(_, told)| told.at.contains(&endpoint));
            let kinds: BTreeSet<(&str, &str)> = here
                .map(|(error, _)| (error.code.as_str(), error.kind.as_str()))
                .collect();
            let kind = format!("{:?}", entry.kind);
            let listed = kinds.contains(&(entry.code, kind.as_str()));
            let unknown = entry.code == CATCH_ALL && kinds.is_empty();
            let code = entry.code;
            assert!(
                listed || unknown,
                "{endpoint:?} {words:?} is {code}, not in {kinds:?}"
            );
            known += usize::from(listed);
        }
    }
    assert!(known > 100_000, "{known}");
}

/// Every status with every body that means nothing by itself. Only what a reply lacks depends on the endpoint.
#[test]
fn every_status_is_in_the_data_file() {
    let declared = data_file::declared();
    for status in 200..600 {
        for body in Body::ALL {
            let codes = codes_of(&declared, status, body);
            if (status / 100, body) == (2, Body::NoError) {
                assert_eq!(codes, BTreeSet::new(), "{status} {body:?}");
                continue;
            }
            let error = read(Endpoint::SignInIntrospect, &body.answer(status));
            assert_eq!(codes, BTreeSet::from([error.code()]), "{status} {body:?}");
        }
    }
}

/// The words of a refusal.
#[derive(Debug, Clone)]
struct Words {
    error: &'static str,
    suberror: Option<&'static str>,
    number: Option<i64>,
    sentence: Option<String>,
}

impl Words {
    fn problem(&self) -> Box<Problem> {
        let numbers: Vec<i64> = self.number.into_iter().collect();
        let mut body = json!({"error": self.error, "error_codes": numbers});
        if let Some(suberror) = self.suberror {
            body["suberror"] = json!(suberror);
        }
        if let Some(sentence) = &self.sentence {
            body["error_description"] = json!(format!("AADSTS1: {sentence} Trace ID: 1"));
        }
        let response = HttpResponse::new(400, Vec::new(), body.to_string().into_bytes());
        match Introspect::answer(&response) {
            Ok(Read::Refused(problem)) => problem,
            other => panic!("{self:?} is no refusal: {other:?}"),
        }
    }

    /// Whether all that the file names is among these words.
    fn fit(&self, told: &Refusal) -> bool {
        told.error.as_deref().is_none_or(|word| word == self.error)
            && (told.suberror.is_none() || told.suberror.as_deref() == self.suberror)
            && (told.number.is_none() || told.number == self.number)
            && (told.sentence.is_none() || told.sentence == self.sentence)
    }
}

/// A sentence is not joined to a refinement: where one decides, the other does not count.
fn vocabulary(told: &[(&Declared, &Refusal)]) -> Vec<Words> {
    let mut words: BTreeSet<&str> = ROWS.iter().filter_map(|row| row.error).collect();
    words.insert("moon_phase");
    let mut suberrors: BTreeSet<Option<&str>> = ROWS.iter().map(refinement).collect();
    suberrors.extend([None, Some("of_next_year")]);
    let mut numbers: BTreeSet<Option<i64>> = ROWS.iter().map(|row| row.code).collect();
    numbers.extend([None, Some(1)]);
    let sentences: BTreeSet<Option<String>> = told
        .iter()
        .map(|(_, refusal)| refusal.sentence.clone())
        .collect();
    let mut all = Vec::new();
    for error in words {
        for suberror in &suberrors {
            for number in &numbers {
                for sentence in &sentences {
                    if suberror.is_some() && sentence.is_some() {
                        continue;
                    }
                    let (suberror, number, sentence) = (*suberror, *number, sentence.clone());
                    all.push(Words {
                        error,
                        suberror,
                        number,
                        sentence,
                    });
                }
            }
        }
    }
    all
}

fn refinement(row: &Row) -> Option<&'static str> {
    match row.suberror {
        Suberror::Any => None,
        Suberror::Is(suberror) => Some(suberror),
    }
}

fn refusals(declared: &[Declared]) -> Vec<(&Declared, &Refusal)> {
    let mut refusals = Vec::new();
    for error in declared {
        for answer in &error.answers {
            if let Answer::Refusal(refusal) = answer {
                refusals.push((error, refusal));
            }
        }
    }
    refusals
}

/// What the file says about a status: by its number or, if no row has that, by its class.
fn codes_of(declared: &[Declared], status: u16, body: Body) -> BTreeSet<&str> {
    let by = |name: &str| -> BTreeSet<&str> {
        let told = |answer: &Answer| match answer {
            Answer::Status { status, bodies } => status == name && bodies.contains(&body),
            Answer::Refusal(_) => false,
        };
        let of_it = declared
            .iter()
            .filter(|error| error.answers.iter().any(told));
        of_it.map(|error| error.code.as_str()).collect()
    };
    let by_number = by(&status.to_string());
    if by_number.is_empty() {
        return by(&format!("{}xx", status / 100));
    }
    by_number
}

fn read(endpoint: Endpoint, response: &HttpResponse) -> Error {
    match Introspect::answer(response) {
        Ok(Read::Refused(problem)) => Error::refused(endpoint, problem),
        Err(malformed) => Error::malformed(malformed, response),
        Ok(other) => panic!("no error: {other:?}"),
    }
}
