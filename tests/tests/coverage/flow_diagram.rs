//! One flow as a state diagram and a table, from what the walks did.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::walks::{Leg, is_step};

/// A flow, and how it is told from the others.
pub(crate) struct Flow {
    pub(crate) title: &'static str,
    /// The actions that begin it; none where only another flow leads here.
    pub(crate) begun_by: &'static [&'static str],
    /// Its own states.
    pub(crate) states: &'static [&'static str],
    pub(crate) about: &'static str,
}

impl Flow {
    /// Whether this is an action of the flow.
    pub(crate) fn has(&self, leg: &Leg) -> bool {
        match leg.from {
            "start" => self.begun_by.contains(&leg.action),
            from => self.states.contains(&from),
        }
    }

    /// The section of the page.
    pub(crate) fn section(&self, legs: &[Leg]) -> String {
        let legs: Vec<&Leg> = legs.iter().filter(|leg| self.has(leg)).collect();
        let title = self.title;
        let mut text = format!(
            "\n## {title}\n\n{}\n\n```mermaid\nstateDiagram-v2\n",
            self.about
        );
        let places: BTreeSet<&str> = legs.iter().flat_map(|leg| places(leg)).collect();
        for place in &places {
            writeln!(text, "    state \"{}\" as {}", label(place), id(place)).unwrap();
        }
        for ((from, to), actions) in edges(&legs) {
            let actions: Vec<&str> = actions.into_iter().collect();
            writeln!(text, "    {from} --> {to} : {}", actions.join(", ")).unwrap();
        }
        for place in places.iter().filter(|place| is_end(place)) {
            writeln!(text, "    {} --> [*]", id(place)).unwrap();
        }
        text.push_str("```\n\n| From | Action | Answers | To | Walk |\n|---|---|---|---|---|\n");
        for ((from, action, answers, to), walk) in rows(&legs) {
            writeln!(
                text,
                "| {from} | `{action}` | {answers} | {to} | `{walk}` |"
            )
            .unwrap();
        }
        text
    }
}

/// From one node to another, and the actions that do it.
type Edges<'a> = BTreeMap<(String, String), BTreeSet<&'a str>>;

/// The edges. Every error of a state is one edge back to it.
fn edges<'a>(legs: &[&'a Leg]) -> Edges<'a> {
    let mut edges = Edges::new();
    for leg in legs {
        let from = if leg.from == "start" {
            "[*]".to_owned()
        } else {
            id(leg.from)
        };
        let (to, label) = if leg.is_step() {
            (id(place(leg.led_to)), leg.action)
        } else {
            (from.clone(), "an error")
        };
        // An error of a beginning leaves nothing behind.
        if to != "[*]" {
            edges.entry((from, to)).or_default().insert(label);
        }
    }
    edges
}

/// From, action, answers and to.
type Row<'a> = (&'a str, &'a str, String, String);

/// What leads on, each once, with the first walk that does it.
fn rows<'a>(legs: &[&'a Leg]) -> BTreeMap<Row<'a>, &'static str> {
    let mut rows = BTreeMap::new();
    for leg in legs.iter().filter(|leg| leg.is_step()) {
        let row = (
            leg.from,
            leg.action,
            answers(leg),
            place(leg.led_to).to_owned(),
        );
        rows.entry(row).or_insert(leg.walk);
    }
    rows
}

/// The answers without their numbers. Where signing in failed after all, the last one is a failure of whatever kind.
fn answers(leg: &Leg) -> String {
    let mut answers: Vec<String> = leg
        .answers
        .iter()
        .map(|(at, said)| answer(at, said))
        .collect();
    let lacks_the_token = leg
        .answers
        .last()
        .is_some_and(|(_, said)| *said == "200 nothing");
    if leg.led_to.contains(": ") && !lacks_the_token {
        answers.pop();
        answers.push("a failure".to_owned());
    }
    if answers.is_empty() {
        return "nothing is sent".to_owned();
    }
    answers.join("; ")
}

fn answer(endpoint: &str, said: &str) -> String {
    if said == "pause" {
        return "a pause".to_owned();
    }
    if said == "verification" {
        return "no verification".to_owned();
    }
    let is_word = |word: &&str| word.parse::<i64>().is_err() && *word != "+token";
    let words: Vec<&str> = said.split(' ').filter(is_word).collect();
    format!("{endpoint} `{}`", words.join(" "))
}

fn places(leg: &Leg) -> Vec<&str> {
    let from = (leg.from != "start").then_some(leg.from);
    let to = is_step(leg.led_to).then(|| place(leg.led_to));
    from.into_iter().chain(to).collect()
}

/// A place, whatever failed before it.
fn place(led_to: &str) -> &str {
    led_to.split(": ").next().unwrap_or_default()
}

fn is_end(place: &str) -> bool {
    ["signed_in", "browser_required"].contains(&place) || place.starts_with("completed")
}

/// `code_required (second factor)` as `CodeRequired: second factor`.
fn label(place: &str) -> String {
    let (name, what) = place.split_once(" (").unwrap_or((place, ""));
    let name: String = name.split('_').map(capitalised).collect();
    match what.trim_end_matches(')') {
        "" => name,
        what => format!("{name}: {what}"),
    }
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn id(place: &str) -> String {
    place.replace([' ', '-'], "_").replace(['(', ')', ','], "")
}

#[test]
fn labels_and_ids_are_words_of_the_diagram() {
    assert_eq!(
        label("code_required (second factor)"),
        "CodeRequired: second factor"
    );
    assert_eq!(label("signed_in"), "SignedIn");
    assert_eq!(
        id("password_required (new, sign-up)"),
        "password_required_new_sign_up"
    );
}
