//! The error catalogue: its code, its texts and its table all come from one file.

use std::path::Path;
use std::{env, fs};

use crate::data::Catalogue;
use crate::{markdown, rust};

/// Set it to have the files rewritten instead of compared.
const UPDATE: &str = "UPDATE_GENERATED";

const DATA: &str = "crates/core/errors.toml";

#[test]
fn the_catalogue_and_its_table_are_what_the_data_file_gives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = Catalogue::parse(&fs::read_to_string(root.join(DATA)).unwrap());
    let mut made = rust::files(&data);
    made.push(("docs/errors.md".to_owned(), markdown::table(&data)));
    let stale: Vec<String> = made
        .into_iter()
        .filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text))
        .map(|(path, text)| {
            if env::var_os(UPDATE).is_some() {
                fs::write(root.join(&path), text).unwrap();
            }
            path
        })
        .collect();
    assert!(
        stale.is_empty() || env::var_os(UPDATE).is_some(),
        "{stale:?} are not what {DATA} gives; have them made with {UPDATE}=1 and read the difference"
    );
}

#[test]
#[should_panic(expected = "code_wrong is there twice")]
fn two_errors_of_one_code_are_refused() {
    let error = r#"
        [[error]]
        code = "code_wrong"
        kind = "InvalidCode"
        en = "the code is wrong"
        de = "der Code ist falsch"
    "#;
    Catalogue::parse(&(KIND.to_owned() + error + error));
}

#[test]
#[should_panic(expected = "code_wrong: there is no kind WrongCode")]
fn a_kind_that_does_not_exist_is_refused() {
    let error = r#"
        [[error]]
        code = "code_wrong"
        kind = "WrongCode"
        en = "the code is wrong"
        de = "der Code ist falsch"
    "#;
    Catalogue::parse(&(KIND.to_owned() + error));
}

#[test]
#[should_panic(expected = "InvalidCode: after a while is no retry")]
fn a_retry_that_does_not_exist_is_refused() {
    Catalogue::parse(&KIND.replace("after_change", "after a while"));
}

#[test]
#[should_panic(expected = "code_wrong: there is no place moon")]
fn a_place_that_does_not_exist_is_refused() {
    Catalogue::parse(&with_answer("moon: invalid_grant"));
}

#[test]
#[should_panic(expected = "code_wrong: there is no sentence sorry")]
fn a_sentence_that_does_not_exist_is_refused() {
    Catalogue::parse(&with_answer("Token: invalid_grant saying sorry"));
}

#[test]
#[should_panic(expected = "code_wrong: there is no body picture")]
fn a_body_that_does_not_exist_is_refused() {
    Catalogue::parse(&with_answer("HTTP 200 picture"));
}

#[test]
#[should_panic(expected = "moon: no error is at this place")]
fn a_place_that_no_error_names_is_refused() {
    let place = r#"places = { moon = { doc = "far away", at = [] } }"#;
    Catalogue::parse(&KIND.replace("places = {}", place));
}

fn with_answer(answer: &str) -> String {
    let error = r#"
        [[error]]
        code = "code_wrong"
        kind = "InvalidCode"
        en = "the code is wrong"
        de = "der Code ist falsch"
        server = ["#;
    format!("{KIND}{error}{answer:?}]\n")
}

const KIND: &str = r#"
    endpoints = {}
    places = {}
    sentences = {}
    bodies = {}

    [[kind]]
    name = "InvalidCode"
    doc = "The code is wrong."
    recovery = "AskAgain"
    retry = "after_change"
"#;
