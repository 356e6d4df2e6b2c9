//! The list of fixtures and the directory agree, and every fixture is what the protocol says a body is.

use std::collections::BTreeSet;

use crate::fixtures::ALL;

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the one test whose subject is a directory"
)]
fn every_file_is_in_the_list_once() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/v1");
    let files: BTreeSet<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = ALL
        .iter()
        .map(|fixture| format!("{}.json", fixture.name))
        .collect();
    assert_eq!(files, listed);
    assert_eq!(listed.len(), ALL.len(), "a fixture is listed twice");
}

#[test]
fn every_fixture_is_a_json_object_whose_status_fits_its_name() {
    for fixture in ALL {
        let body: serde_json::Value = serde_json::from_str(fixture.body).unwrap();
        assert!(body.is_object(), "{}", fixture.name);
        let is_error = fixture.name.starts_with("error_");
        assert_eq!(body.get("error").is_some(), is_error, "{}", fixture.name);
        let status = if is_error { 400 } else { 200 };
        assert_eq!(fixture.status, status, "{}", fixture.name);
    }
}
