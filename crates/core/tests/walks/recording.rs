//! What a walk does, written down while it runs: from where, by which action, what was answered, and where it led.

use std::collections::BTreeMap;
use std::fmt;

use native_auth_core::Exchange;
use native_auth_wire::{Endpoint, HttpResponse};

use crate::heard;

/// Where a walk stands before it has begun a flow.
pub(crate) const START: &str = "start";

/// One action of a walk, from one place to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leg {
    pub(crate) from: String,
    pub(crate) action: &'static str,
    /// What was answered, or that time passed, one after the other.
    pub(crate) answers: Vec<String>,
    /// The place, or the error's code.
    pub(crate) to: String,
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answers = self.answers.join("; ");
        write!(
            f,
            "{} | {} | {answers} | {}",
            self.from, self.action, self.to
        )
    }
}

/// An answer as it is written down.
pub(crate) fn answered(exchange: &Exchange, response: &HttpResponse) -> String {
    let answer = heard::answer(response.status(), response.body());
    format!("{} {answer}", endpoint(exchange.endpoint()))
}

/// No answer, and why, as it is written down.
pub(crate) fn unanswered(exchange: &Exchange, code: &str) -> String {
    format!("{} no answer: {code}", endpoint(exchange.endpoint()))
}

/// The endpoint as it is written down.
pub(crate) fn endpoint(endpoint: Endpoint) -> String {
    heard::endpoint(endpoint.path(), endpoint == Endpoint::Refresh)
}

/// A walk goes on from the place it came to last; that it does is checked by what can be done there.
pub(crate) fn check_place(place: &str, action: &str) {
    let offered: &[&str] = match place.split(' ').next().unwrap_or_default() {
        "code_required" => &["submit_code", "resend_code", "choose_another_method"],
        "password_required" => &["submit_password"],
        "attributes_required" => &["submit_attributes"],
        "method_required" => &["choose_method"],
        "registration_required" => &["register"],
        "completed" => &["sign_in_after"],
        _ => &[],
    };
    assert!(
        offered.contains(&action),
        "{action} is nothing to do at {place}"
    );
}

/// What all walks do, each thing once: with the shortest walk that does it.
pub(crate) fn listed<'a>(walks: impl Iterator<Item = (&'a str, Vec<Leg>)>) -> Vec<String> {
    let mut shortest: BTreeMap<Leg, (usize, &str)> = BTreeMap::new();
    for (walk, legs) in walks {
        let length = legs.len();
        for leg in legs {
            let known = shortest.entry(leg).or_insert((length, walk));
            if length < known.0 {
                *known = (length, walk);
            }
        }
    }
    let lines = shortest.iter();
    lines
        .map(|(leg, (_, walk))| format!("{leg} | {walk}"))
        .collect()
}

/// The list that the pages of the documentation are made from. After a change that is meant: `INSTA_UPDATE=always`, then
/// read the difference, then `UPDATE_GENERATED=1 cargo test -p native-auth-tests --test coverage`.
#[test]
fn what_the_walks_do_is_what_is_written_down() {
    let walks = crate::transitions::MODULES
        .iter()
        .flat_map(|walks| walks.iter());
    let done = walks.map(|(id, take)| (*id, crate::driver::walk(*take)));
    let lines = listed(done).join("\n");
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("recorded", lines);
    });
}

#[test]
fn a_thing_done_twice_is_listed_with_the_shortest_walk() {
    let leg = |from: &str, to: &str| Leg {
        from: from.to_owned(),
        action: "act",
        answers: vec!["signup/start 200 nothing".to_owned()],
        to: to.to_owned(),
    };
    let walks = [
        ("long", vec![leg("a", "b"), leg("b", "c")]),
        ("short", vec![leg("a", "b")]),
        ("as_short", vec![leg("a", "b")]),
    ];
    assert_eq!(
        listed(walks.into_iter()),
        [
            "a | act | signup/start 200 nothing | b | short",
            "b | act | signup/start 200 nothing | c | long"
        ]
    );
}
