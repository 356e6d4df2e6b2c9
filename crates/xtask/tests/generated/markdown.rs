//! The table of docs/errors.md.

use std::fmt::Write as _;

use crate::data::{Catalogue, Error, RECOVERIES, Retry};

const BEFORE: &str = "\
<!-- Made from crates/core/errors.toml; change that file, not this one. -->

# Errors

Every error has a stable `code()`, a `kind()`, a `recovery()` that says what to do, and a `retry()` that says whether
running the same action again can help, and when. `Display` is the English sentence; `localized_message()` gives it, or
the German one, as a sentence of its own to show to a person, and `message_key()` names it for texts of your own. The
sentence is addressed to whoever can act on it: the person who uses the app or, where the recovery is `Fix`, the
developer.

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

An answer that no row names is `unknown_refusal` (`server()` has all of it). The words that mean a next step
(`credential_required`, `attributes_required`, `mfa_required`, `registration_required`, `introspect_required`) are
errors only where what is needed for that step is missing.
";

pub(crate) fn table(data: &Catalogue) -> String {
    let mut text = BEFORE.to_owned() + "\n## The catalogue\n\n";
    text += "What the server says is given as *where*: `word` `refinement` number. `*` is any word.\n\n";
    text += "| Code | Kind | Recovery | Retry | Message key | What the server says | English | German |\n";
    text += "|---|---|---|---|---|---|---|---|\n";
    for (recovery, _) in RECOVERIES {
        for error in data.errors_of(recovery) {
            text += &row(data, error);
        }
    }
    text += "\n## Places\n\n| Place | Which endpoints | |\n|---|---|---|\n";
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
    text + "\n" + SHARED
}

fn row(data: &Catalogue, error: &Error) -> String {
    let kind = data.kind_of(error);
    let retry = match data.retry_of(error) {
        Retry::Seconds(seconds) => format!("after {seconds} s"),
        Retry::Word(word) if word == "after_change" => "after a change".to_owned(),
        Retry::Word(word) => word.replace('_', " "),
    };
    let server: Vec<String> = error.server.iter().map(|answer| said(answer)).collect();
    format!(
        "| `{code}` | `{}` | `{}` | {retry} | `native_auth.error.{code}` | {} | {} | {} |\n",
        kind.name,
        kind.recovery,
        server.join("<br>"),
        error.en,
        error.de,
        code = error.code,
    )
}

/// `places: word refinement number` with the server's words set as code.
fn said(answer: &str) -> String {
    let Some((places, words)) = answer.split_once(": ") else {
        return answer.to_owned();
    };
    let words: Vec<String> = words
        .split(' ')
        .map(|word| match word.parse::<u32>() {
            Ok(_) => word.to_owned(),
            Err(_) => format!("`{word}`"),
        })
        .collect();
    format!("*{places}*: {}", words.join(" "))
}
