//! The list of documented answers leaves out no refusal that the tables of `../errors/documented` have, so that the walks,
//! the runs against the emulator and `docs/coverage.md` have it too.

use std::collections::BTreeSet;

use crate::recording::endpoint;
use crate::refusals::{Row, by_number, rows};
use crate::v1_answers::{self, Documented};

/// The codes that the tables have for an answer of the list.
pub(crate) fn codes(documented: &Documented) -> impl Iterator<Item = &'static str> {
    let (at, answer) = (documented.endpoint, documented.answer);
    let fits = move |row: &Row| {
        let here = row.at.iter().any(|here| endpoint(*here) == at);
        here && is(answer, row)
    };
    rows().filter(fits).map(|row| row.code)
}

#[test]
fn every_refusal_of_the_tables_is_on_the_list() {
    let listed = v1_answers::all();
    let mut missing = BTreeSet::new();
    for row in rows() {
        for at in row.at.iter().map(|at| endpoint(*at)) {
            let mut here = listed.iter().filter(|listed| listed.endpoint == at);
            if !here.any(|listed| is(listed.answer, &row)) {
                missing.insert(format!("{at} {}", in_words(&row)));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// No answer stands on the list twice at one endpoint.
#[test]
fn every_answer_is_on_the_list_once() {
    let mut seen = BTreeSet::new();
    for Documented {
        endpoint, answer, ..
    } in v1_answers::all()
    {
        assert!(seen.insert((endpoint, answer)), "{endpoint} {answer}");
    }
}

/// Where a table leaves the word open, any word with its number will do, without a refinement.
fn is(answer: &str, row: &Row) -> bool {
    if row.error != by_number::ANY {
        return answer == in_words(row);
    }
    let words: Vec<&str> = answer.split(' ').collect();
    let ["400", word, number] = words[..] else {
        return false;
    };
    !word.contains('/') && number.parse() == Ok(row.number.unwrap_or_default())
}

/// The row as the list words an answer.
fn in_words(row: &Row) -> String {
    let mut words = format!("400 {}", row.error);
    if let Some(suberror) = row.suberror {
        words.push_str(&format!("/{suberror}"));
    }
    for number in row.numbers() {
        words.push_str(&format!(" {number}"));
    }
    words
}

#[test]
fn a_row_is_only_its_own_answer() {
    let any = rows().find(|row| row.number == Some(50185)).unwrap();
    for (answer, same) in [
        ("400 invalid_request 50185", true),
        ("400 server_error 50185", true),
        ("400 server_error/of_some_kind 50185", false),
        ("400 invalid_request 501850", false),
        ("400 invalid_request 50185 (username)", false),
        ("400 invalid_request", false),
        ("200 oob 50185", false),
    ] {
        assert_eq!(is(answer, &any), same, "{answer}");
    }
    let worded = rows().find(|row| row.number == Some(50183)).unwrap();
    for (answer, same) in [
        ("400 invalid_grant/invalid_oob_value 50183", true),
        ("400 invalid_grant 50183", false),
        ("400 invalid_request/invalid_oob_value 50183", false),
        ("400 invalid_grant/invalid_oob_value 50183 +token", false),
    ] {
        assert_eq!(is(answer, &worded), same, "{answer}");
    }
}
