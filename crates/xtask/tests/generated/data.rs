//! The data file of the error catalogue, read and checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The recoveries in the order of the catalogue, each with the name of its file.
pub(crate) const RECOVERIES: [(&str, &str); 9] = [
    ("AskAgain", "ask_again"),
    ("ChooseAnother", "choose_another"),
    ("StartOver", "start_over"),
    ("OpenBrowser", "open_browser"),
    ("TryLater", "try_later"),
    ("Wait", "wait"),
    ("SignInAgain", "sign_in_again"),
    ("GiveUp", "give_up"),
    ("Fix", "fix"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Catalogue {
    /// The path of each endpoint.
    pub(crate) endpoints: BTreeMap<String, String>,
    /// Groups of endpoints.
    pub(crate) places: BTreeMap<String, Place>,
    /// What is read of a description.
    pub(crate) sentences: BTreeMap<String, Sentence>,
    /// What an answer without words that mean anything may hold.
    pub(crate) bodies: BTreeMap<String, String>,
    #[serde(rename = "kind")]
    pub(crate) kinds: Vec<Kind>,
    #[serde(rename = "error", default)]
    pub(crate) errors: Vec<Error>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) doc: String,
    pub(crate) at: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sentence {
    pub(crate) doc: String,
    pub(crate) example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) recovery: String,
    pub(crate) retry: Retry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Error {
    pub(crate) code: String,
    pub(crate) kind: String,
    /// Where it differs from its kind's.
    pub(crate) retry: Option<Retry>,
    pub(crate) en: String,
    pub(crate) de: String,
    /// `places: word refinement number saying sentence`, or `HTTP status body`.
    #[serde(default)]
    pub(crate) server: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Retry {
    Word(String),
    Seconds(u64),
}

impl Catalogue {
    /// # Panics
    /// With the reason, if the file does not keep its own rules.
    pub(crate) fn parse(text: &str) -> Self {
        let catalogue: Self = toml::from_str(text).unwrap();
        catalogue.check();
        catalogue
    }

    pub(crate) fn kind_of(&self, error: &Error) -> &Kind {
        let kind = self.kinds.iter().find(|kind| kind.name == error.kind);
        kind.unwrap_or_else(|| panic!("{}: there is no kind {}", error.code, error.kind))
    }

    pub(crate) fn retry_of<'a>(&'a self, error: &'a Error) -> &'a Retry {
        error.retry.as_ref().unwrap_or(&self.kind_of(error).retry)
    }

    /// The errors of a recovery, in the order of the file.
    pub(crate) fn errors_of(&self, recovery: &str) -> impl Iterator<Item = &Error> {
        self.errors
            .iter()
            .filter(move |error| self.kind_of(error).recovery == recovery)
    }

    fn check(&self) {
        let mut names = BTreeSet::new();
        for kind in &self.kinds {
            assert!(names.insert(&kind.name), "{} is there twice", kind.name);
            let known = RECOVERIES.iter().any(|(name, _)| *name == kind.recovery);
            assert!(known, "{}: there is no such recovery", kind.name);
            kind.retry.check(&kind.name);
        }
        for place in self.places.values() {
            for endpoint in &place.at {
                assert!(
                    self.endpoints.contains_key(endpoint),
                    "{endpoint} is no endpoint"
                );
            }
        }
        for place in self.places.keys() {
            let mut answers = self.errors.iter().flat_map(|error| &error.server);
            let used = answers.any(|answer| places_of(answer).any(|name| name == place));
            assert!(used, "{place}: no error is at this place");
        }
        let mut codes = BTreeSet::new();
        for error in &self.errors {
            assert!(codes.insert(&error.code), "{} is there twice", error.code);
            self.retry_of(error).check(&error.code);
            for answer in &error.server {
                self.check_answer(&error.code, answer);
            }
        }
    }

    fn check_answer(&self, code: &str, answer: &str) {
        if let Some(rest) = answer.strip_prefix("HTTP ") {
            if let Some((_, body)) = rest.split_once(' ') {
                let known = self.bodies.contains_key(body);
                assert!(known, "{code}: there is no body {body}");
            }
            return;
        }
        if let Some((_, sentence)) = answer.split_once(" saying ") {
            let known = self.sentences.contains_key(sentence);
            assert!(known, "{code}: there is no sentence {sentence}");
        }
        assert!(answer.contains(": "), "{code}: {answer} names no place");
        for place in places_of(answer) {
            let known = self.places.contains_key(place) || self.endpoints.contains_key(place);
            assert!(known, "{code}: there is no place {place}");
        }
    }
}

/// The places of an answer; a status has none.
fn places_of(answer: &str) -> impl Iterator<Item = &str> {
    let places = answer.split_once(": ").map(|(places, _)| places);
    places.into_iter().flat_map(|places| places.split(", "))
}

impl Retry {
    fn check(&self, whose: &str) {
        if let Self::Word(word) = self {
            let words = ["never", "after_change", "when_free", "now"];
            assert!(
                words.contains(&word.as_str()),
                "{whose}: {word} is no retry"
            );
        }
    }
}
