//! The data file that the catalogue is made from, as the tests read it.

use native_auth_wire::Endpoint;
use toml::{Table, Value};

/// An error of the file.
pub(crate) struct Declared {
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) answers: Vec<Answer>,
}

/// What the server says, where.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Its own words.
    Refusal {
        at: Vec<Endpoint>,
        /// `None` is any word.
        error: Option<String>,
        suberror: Option<String>,
        number: Option<i64>,
    },
    /// A status alone.
    Status(u16),
}

pub(crate) fn declared() -> Vec<Declared> {
    let file = file();
    let errors = file["error"].as_array().unwrap();
    errors.iter().map(|error| read(&file, error)).collect()
}

/// The names and paths of the file's endpoints.
pub(crate) fn endpoints() -> Vec<(String, String)> {
    let file = file();
    let endpoints = file["endpoints"].as_table().unwrap();
    endpoints
        .iter()
        .map(|(name, path)| (name.clone(), path.as_str().unwrap().to_owned()))
        .collect()
}

fn file() -> Table {
    include_str!("../../errors.toml").parse().unwrap()
}

fn read(file: &Table, error: &Value) -> Declared {
    let server = error.get("server").map(texts);
    let answers = server.unwrap_or_default();
    Declared {
        code: error["code"].as_str().unwrap().to_owned(),
        kind: error["kind"].as_str().unwrap().to_owned(),
        answers: answers.iter().map(|answer| parse(file, answer)).collect(),
    }
}

fn parse(file: &Table, answer: &str) -> Answer {
    if let Some(status) = answer.strip_prefix("HTTP ") {
        return Answer::Status(status.parse().unwrap());
    }
    let (places, words) = answer.split_once(": ").unwrap();
    let at = places
        .split(", ")
        .flat_map(|place| endpoints_of(file, place));
    let mut words: Vec<&str> = words.split(' ').collect();
    let number = words.last().and_then(|word| word.parse().ok());
    if number.is_some() {
        words.pop();
    }
    assert!((1..=2).contains(&words.len()), "{answer}");
    Answer::Refusal {
        at: at.collect(),
        error: Some(words[0].to_owned()).filter(|word| word != "*"),
        suberror: words.get(1).map(|word| (*word).to_owned()),
        number,
    }
}

fn endpoints_of(file: &Table, place: &str) -> Vec<Endpoint> {
    let names = match file["places"].get(place) {
        Some(place) => texts(&place["at"]),
        None => vec![place.to_owned()],
    };
    names.iter().map(|name| endpoint(name)).collect()
}

fn endpoint(name: &str) -> Endpoint {
    let found = Endpoint::ALL
        .into_iter()
        .find(|endpoint| format!("{endpoint:?}") == name);
    found.unwrap_or_else(|| panic!("{name} is no endpoint"))
}

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}
