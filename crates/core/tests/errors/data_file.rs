//! The data file that the catalogue is made from, as the tests read it.

use native_auth_wire::{Endpoint, HttpResponse};
use serde_json::json;
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
    Refusal(Refusal),
    /// A status and a body without words that mean anything.
    Status {
        /// A number, or a class such as `5xx`.
        status: String,
        /// The bodies it may come with.
        bodies: Vec<Body>,
    },
}

/// The server's own words; `None` may be anything.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) at: Vec<Endpoint>,
    pub(crate) error: Option<String>,
    pub(crate) suberror: Option<String>,
    pub(crate) number: Option<i64>,
    /// What the description says.
    pub(crate) sentence: Option<String>,
}

/// What an answer that means nothing by itself may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Empty,
    Page,
    NotJson,
    NoError,
    UnknownWords,
}

impl Body {
    pub(crate) const ALL: [Self; 5] = [
        Self::Empty,
        Self::Page,
        Self::NotJson,
        Self::NoError,
        Self::UnknownWords,
    ];

    /// An answer with such a body.
    pub(crate) fn answer(self, status: u16) -> HttpResponse {
        let body = match self {
            Self::Empty => String::new(),
            Self::Page => "<html><p>Sign in to this network</p></html>".to_owned(),
            Self::NotJson => "[no answer".to_owned(),
            Self::NoError => json!({"weather": "fair"}).to_string(),
            Self::UnknownWords => {
                json!({"error": "moon_phase", "suberror": "waning", "error_codes": [1, 2]})
                    .to_string()
            }
        };
        let page = self == Self::Page;
        let headers = page.then(|| ("content-type".to_owned(), "text/html".to_owned()));
        HttpResponse::new(status, headers.into_iter().collect(), body.into_bytes())
    }

    /// Those that a name of the file stands for.
    fn named(name: Option<&str>) -> Vec<Self> {
        match name {
            None => Self::ALL.to_vec(),
            Some("empty") => vec![Self::Empty],
            Some("page") => vec![Self::Page],
            Some("not_json") => vec![Self::NotJson],
            Some("no_error") => vec![Self::NoError],
            Some("no_words") => vec![Self::Empty, Self::Page, Self::NotJson, Self::NoError],
            Some("unknown_words") => vec![Self::UnknownWords],
            Some(other) => panic!("{other} is no body"),
        }
    }
}

pub(crate) fn declared() -> Vec<Declared> {
    let file = file();
    let errors = file["error"].as_array().unwrap();
    errors.iter().map(|error| read(&file, error)).collect()
}

fn file() -> Table {
    include_str!("../../errors.toml").parse().unwrap()
}

fn example(sentence: &Value) -> String {
    sentence["example"].as_str().unwrap().to_owned()
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
    if let Some(rest) = answer.strip_prefix("HTTP ") {
        let mut words = rest.split(' ');
        return Answer::Status {
            status: words.next().unwrap().to_owned(),
            bodies: Body::named(words.next()),
        };
    }
    let (places, rest) = answer.split_once(": ").unwrap();
    let at = places
        .split(", ")
        .flat_map(|place| endpoints_of(file, place));
    let (rest, sentence) = match rest.split_once(" saying ") {
        Some((rest, name)) => (rest, Some(example(&file["sentences"][name]))),
        None => (rest, None),
    };
    let mut words: Vec<&str> = rest.split(' ').collect();
    let number = words.last().and_then(|word| word.parse().ok());
    if number.is_some() {
        words.pop();
    }
    assert!((1..=2).contains(&words.len()), "{answer}");
    Answer::Refusal(Refusal {
        at: at.collect(),
        error: Some(words[0].to_owned()).filter(|word| word != "*"),
        suberror: words.get(1).map(|word| (*word).to_owned()),
        number,
        sentence,
    })
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
