//! The page docs/errors.md.

use std::fmt::Write as _;

use crate::data::{Catalogue, RECOVERIES, Retry};

const BEFORE: &str = "\
<!-- Made from crates/core/errors.toml; change that file, not this one. -->

# Errors

Every error has a stable `code()`, a `kind()`, a `recovery()` that says what to do, and a `retry()` that says whether
running the same action again can help, and when. `Display` is the English sentence; `localized_message()` gives it, or
the German one, as a sentence of its own to show to a person. The sentence is addressed to whoever can act on it: the
person who uses the app or, where the recovery is `Fix`, the developer. For texts of your own, `message_key()` names it:
the key of every error is `native_auth.error.` and its code.

| Recovery | What to do |
|---|---|
| `AskAgain` | show the same state again and let the person correct the input |
| `ChooseAnother` | offer other input or another method |
| `StartOver` | begin the flow again |
| `OpenBrowser` | leave the native flow for the browser |
| `TryLater` | run the action again when `retry()` says |
| `Wait` | let the call that is under way finish |
| `SignInAgain` | treat the account as signed out and sign in again |
| `GiveUp` | say so kindly |
| `Fix` | read the message as a developer: something has to be changed |

| Retry | Whether and when the same action can succeed |
|---|---|
| never | not as it is; what `recovery()` says may lead on |
| after a change | once something else is entered or chosen |
| when free | once the action under way has ended |
| now | at once, or as soon as what the message names is mended |
| after … s | after so long, or as long as the server says in this very answer |
";

/// How the columns of the server's answers are read.
const READING: &str = "\
## What the server says

A refusal is given as *where*: `word` `refinement` number. `*` is any word, and what a row leaves out may be anything.
*Where* is an endpoint or one of the places at the end of this page. It says where this version takes the answer for
this error, which may be more than where the service gives it. Where the description decides, *saying* names its sentence.

A status stands with the body it comes with: HTTP 404 `no_words`; without one, the body may be anything. `5xx` is every
status from 500 to 599 that has no row of its own for such a body.

Nothing is left out: a refusal that no row names is `unknown_refusal`, and `server()` has all of it. If several rows
name one, a status of 429 comes first, then a sentence, then the row that spells the whole of it; else the order of the
rows in `crates/core/src/error/meaning.rs` decides. The words that mean a next step (`credential_required`,
`attributes_required`, `mfa_required`, `registration_required`, `introspect_required`) are errors only where what is
needed for that step is missing. Errors without an answer of the server are found by the SDK itself: in what the app
gave it, in the network, or in an answer that lacks something.
";

const SHARED: &str = "\
## Answers that share a code

What the server spells in several ways, or numbers differently from version to version, is one error; all its
spellings stand in its row. These are the ones that share a code although each has a number or a word of its own:

- an expired continuation token: 552003 today, 552001 and 55112 earlier or elsewhere;
- a continuation token that is not valid: 55200, and 55000 in test suites. Where a challenge endpoint says so with a
  bare `invalid_grant`, it is an error of its own;
- a missing parameter: 900144 and 90014; a passing trouble: 90006 and 90024; an unknown tenant: the words
  `invalid_request` and `invalid_tenant`, with one number;
- attributes that are still wanted, without the means to give them: 55106, and 55102 in one test suite;
- an existing account: 1003037 today, 399246 earlier; only the word tells the latter from a refused password;
- an authentication method that the native API does not have: `unsupported_auth_method` and `auth_not_supported`;
- an expired refresh token: the word `expired_refresh_token` and the number 70008;
- a code that could not be validated: 50181, and `invalid_oob_value` with no number or an unknown one.
";

pub(crate) fn table(data: &Catalogue) -> String {
    let mut text = BEFORE.to_owned() + "\n" + READING;
    for (recovery, _) in RECOVERIES {
        text += &errors_of(data, recovery);
    }
    text += "\n";
    text += SHARED;
    text += &places(data);
    text += &sentences_and_bodies(data);
    text + &german(data)
}

fn errors_of(data: &Catalogue, recovery: &str) -> String {
    let mut text = format!("\n## {recovery}\n\n");
    text += "| Code | Kind | Retry | What the server says | English |\n|---|---|---|---|---|\n";
    for error in data.errors_of(recovery) {
        let (code, kind) = (&error.code, &error.kind);
        let retry = retry(data.retry_of(error));
        let server: Vec<String> = error.server.iter().map(|answer| said(answer)).collect();
        let (server, english) = (server.join("<br>"), &error.en);
        writeln!(
            text,
            "| `{code}` | `{kind}` | {retry} | {server} | {english} |"
        )
        .unwrap();
    }
    text
}

fn retry(retry: &Retry) -> String {
    match retry {
        Retry::Seconds(seconds) => format!("after {seconds} s"),
        Retry::Word(word) if word == "after_change" => "after a change".to_owned(),
        Retry::Word(word) => word.replace('_', " "),
    }
}

fn places(data: &Catalogue) -> String {
    let mut text = "\n## Places\n\n| Place | Which endpoints | |\n|---|---|---|\n".to_owned();
    for (name, place) in &data.places {
        let endpoints: Vec<String> = place.at.iter().map(|name| format!("`{name}`")).collect();
        writeln!(text, "| {name} | {} | {} |", place.doc, endpoints.join(" ")).unwrap();
    }
    text += "\n| Endpoint | Path |\n|---|---|\n";
    for (name, path) in &data.endpoints {
        let grant = if name == "Refresh" {
            " with a refresh token"
        } else {
            ""
        };
        writeln!(text, "| `{name}` | `{path}`{grant} |").unwrap();
    }
    text
}

fn sentences_and_bodies(data: &Catalogue) -> String {
    let mut text = "\n## Sentences and bodies\n\n".to_owned();
    text += "| Sentence | What the description says | Such as |\n|---|---|---|\n";
    for (name, sentence) in &data.sentences {
        let (doc, example) = (&sentence.doc, &sentence.example);
        writeln!(text, "| {name} | {doc} | `{example}` |").unwrap();
    }
    text += "\n| Body | What it is |\n|---|---|\n";
    for (name, doc) in &data.bodies {
        writeln!(text, "| `{name}` | {doc} |").unwrap();
    }
    text
}

fn german(data: &Catalogue) -> String {
    let mut text = "\n## The German texts\n\n| Code | German |\n|---|---|\n".to_owned();
    for (recovery, _) in RECOVERIES {
        for error in data.errors_of(recovery) {
            writeln!(text, "| `{}` | {} |", error.code, error.de).unwrap();
        }
    }
    text
}

/// `places: word refinement number saying sentence`, or `HTTP status body`, with the server's words set as code.
fn said(answer: &str) -> String {
    let Some((places, rest)) = answer.split_once(": ") else {
        return match answer.rsplit_once(' ') {
            Some((status, body)) if status != "HTTP" => format!("{status} `{body}`"),
            _ => answer.to_owned(),
        };
    };
    let (words, sentence) = match rest.split_once(" saying ") {
        Some((words, sentence)) => (words, format!(" saying *{sentence}*")),
        None => (rest, String::new()),
    };
    let words: Vec<String> = words
        .split(' ')
        .map(|word| match word.parse::<u32>() {
            Ok(_) => word.to_owned(),
            Err(_) => format!("`{word}`"),
        })
        .collect();
    format!("*{places}*: {}{sentence}", words.join(" "))
}
