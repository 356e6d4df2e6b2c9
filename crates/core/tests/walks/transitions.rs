//! The walks and the list of transitions are the same.

use std::collections::BTreeSet;

use crate::driver::{Named, walk};

/// One transition a line: its id, and what happens in words.
const TRANSITIONS: &str = include_str!("../transitions.txt");

pub(crate) const MODULES: &[&[Named]] = &[
    crate::opening::WALKS,
    crate::sign_up::WALKS,
    crate::sign_up_refusals::WALKS,
    crate::sign_in::WALKS,
    crate::sign_in_refusals::WALKS,
    crate::second_factor::WALKS,
    crate::second_factor_refusals::WALKS,
    crate::registration::WALKS,
    crate::registration_refusals::WALKS,
    crate::reset_password::WALKS,
    crate::reset_password_refusals::WALKS,
    crate::polling::WALKS,
    crate::hand_over::WALKS,
    crate::hand_over_to_methods::WALKS,
    crate::waypoints::WALKS,
    crate::waypoints_of_methods::WALKS,
    crate::identity::WALKS,
    crate::refresh::WALKS,
    crate::step_up::WALKS,
    crate::verification::WALKS,
    crate::browser::WALKS,
    crate::any_call::WALKS,
    crate::any_call_of_methods::WALKS,
    crate::documented::WALKS,
    crate::turns::WALKS,
];

#[test]
fn every_transition_is_walked_and_every_walk_is_listed() {
    let walked = MODULES
        .iter()
        .flat_map(|walks| walks.iter().map(|(id, _)| *id));
    assert_eq!(
        differences(&listed(TRANSITIONS), walked),
        Vec::<String>::new()
    );
}

/// Walks them all once more, so that a test which is ignored or filtered away is no way around it.
#[test]
fn every_walk_leads_somewhere() {
    for (_, take) in MODULES.iter().flat_map(|walks| walks.iter()) {
        let _done = walk(*take);
    }
}

#[test]
#[should_panic(expected = "looks at no outcome")]
fn an_empty_walk_leads_nowhere() {
    let _done = walk(|_| {});
}

#[test]
fn a_deleted_an_unlisted_and_a_double_walk_are_found() {
    let listed = listed("# words\n\na_to_b: A leads to B\nb_to_c: B leads to C\n");
    let found = |walked: &[&'static str]| differences(&listed, walked.iter().copied());
    assert!(found(&["a_to_b", "b_to_c"]).is_empty());
    assert_eq!(found(&["a_to_b"]), ["b_to_c is listed and not walked"]);
    assert_eq!(
        found(&["a_to_b", "b_to_c", "c_to_d"]),
        ["c_to_d is walked and not listed"]
    );
    assert_eq!(
        found(&["a_to_b", "b_to_c", "a_to_b"]),
        ["a_to_b is walked twice"]
    );
}

#[test]
fn every_line_has_an_id_of_its_own_and_words() {
    let lines = lines(TRANSITIONS).count();
    assert_eq!(listed(TRANSITIONS).len(), lines, "an id is listed twice");
    for line in self::lines(TRANSITIONS) {
        let (id, words) = line.split_once(": ").unwrap();
        assert!(
            id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{id}"
        );
        assert!(words.split_whitespace().count() > 2, "{line}");
    }
}

fn differences(listed: &BTreeSet<&str>, walked: impl Iterator<Item = &'static str>) -> Vec<String> {
    let mut differences = Vec::new();
    let mut seen = BTreeSet::new();
    for id in walked {
        if !seen.insert(id) {
            differences.push(format!("{id} is walked twice"));
        } else if !listed.contains(id) {
            differences.push(format!("{id} is walked and not listed"));
        }
    }
    let missing = listed.iter().filter(|id| !seen.contains(*id));
    differences.extend(missing.map(|id| format!("{id} is listed and not walked")));
    differences
}

fn listed(text: &str) -> BTreeSet<&str> {
    let ids = lines(text).map(|line| line.split(':').next().unwrap_or_default());
    ids.collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
