//! What the walks of the core did: their snapshot, which their own test compares with the run.

use crate::heard::{self, STEPS};

const RECORDED: &str = include_str!("../../../crates/core/tests/walks/snapshots/recorded.snap");

/// One action of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) from: &'static str,
    pub(crate) action: &'static str,
    /// What was answered: the endpoint and the answer; a pause is an answer of nobody, and so is a verification that was not possible.
    pub(crate) answers: Vec<(&'static str, &'static str)>,
    /// The place it led to, or the code of an error.
    pub(crate) led_to: &'static str,
    /// The shortest walk that does it.
    pub(crate) walk: &'static str,
}

/// All of them.
pub(crate) fn recorded() -> Vec<Leg> {
    // A snapshot begins with a head between two lines of three dashes.
    let (_, legs) = RECORDED
        .trim_start_matches("---\n")
        .split_once("\n---\n")
        .unwrap();
    legs.lines().map(leg).collect()
}

impl Leg {
    /// Whether it ended in a state, signed in or in the browser, and not in an error.
    pub(crate) fn is_step(&self) -> bool {
        is_step(self.led_to)
    }
}

/// Whether this is a place and not an error.
pub(crate) fn is_step(led_to: &str) -> bool {
    let word = led_to.split([' ', ':']).next().unwrap_or_default();
    STEPS.contains(&word) && led_to != heard::failure(word)
}

fn leg(line: &'static str) -> Leg {
    let cells: Vec<&str> = line.split(" | ").collect();
    let [from, action, answers, led_to, walk] = cells[..] else {
        panic!("not five cells: {line}");
    };
    let answers = answers.split("; ").filter(|answer| !answer.is_empty());
    Leg {
        from,
        action,
        answers: answers.map(|a| a.split_once(' ').unwrap()).collect(),
        led_to,
        walk,
    }
}
