//! Whether an answer is as documented: the same status, members and types, and the same words of the protocol.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::fixtures::Fixture;
use crate::bench::Reply;

/// The members whose values the protocol fixes.
const WORDS: &[&str] = &[
    "error",
    "suberror",
    "error_codes",
    "error_uri",
    "challenge_type",
    "binding_method",
    "challenge_channel",
    "code_length",
    "interval",
    "token_type",
    // Of a password reset.
    "status",
    // Of a required attribute.
    "type",
];
/// What clients look for in `error_description`; nothing else in it is fixed.
const SENTENCES: &[&str] = &[
    "username parameter is empty or not valid",
    "client_id parameter is empty or not valid",
    "The challenge_type list parameter contains an unsupported challenge type",
];

/// How an answer differs from the documented one, a sentence each; none if it does not.
///
/// A documented `error_uri` may be missing: the same error has one at the sign-in endpoints and none at the others. So
/// may a list of codes without any: documented are both, and Microsoft's Android client takes only the second.
pub(super) fn differences(fixture: &Fixture, reply: &Reply) -> Vec<String> {
    let documented: Value = serde_json::from_str(fixture.body).unwrap();
    let documented = facts(fixture.status, &documented);
    let said = facts(reply.status, &reply.body);
    let missing = documented.difference(&said);
    let extra = said.difference(&documented);
    missing
        .filter(|fact| !fact.starts_with("error_uri: ") && *fact != "error_codes: []")
        .map(|fact| format!("is not `{fact}`"))
        .chain(
            extra
                .filter(|fact| !may_be_extra(fact, &documented))
                .map(|fact| format!("but is `{fact}`")),
        )
        .collect()
}

/// The members that documented answers of the same kind have at times and not at others, as text.
fn may_be_extra(fact: &str, documented: &BTreeSet<String>) -> bool {
    let answers = |start: &str| documented.iter().any(|fact| fact.starts_with(start));
    match fact.split_once(": ") {
        Some(("error_uri", uri)) => answers("error: ") && uri.starts_with('"'),
        // Of a refresh that needs a second factor.
        Some(("claims", "text")) => answers("error: "),
        Some(("redirect_reason", "text")) => answers("challenge_type: \"redirect\""),
        _ => false,
    }
}

/// All that is compared of an answer: a line for the status, and one for each member.
fn facts(status: u16, body: &Value) -> BTreeSet<String> {
    let members = body.as_object().unwrap().iter();
    members
        .map(|(name, value)| format!("{name}: {}", shape(name, value)))
        .chain([format!("status: {status}")])
        .collect()
}

/// The type of a member, down to its leaves; for a word of the protocol, the word.
fn shape(name: &str, value: &Value) -> String {
    if WORDS.contains(&name) {
        return value.to_string();
    }
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(number) if number.is_f64() => "fraction".to_owned(),
        Value::Number(_) => "integer".to_owned(),
        Value::String(text) if name == "client_info" => client_info(text),
        Value::String(text) if name == "error_description" => {
            let sentence = SENTENCES.iter().find(|sentence| text.contains(*sentence));
            sentence.map_or("text".to_owned(), |sentence| format!("{sentence:?}"))
        }
        Value::String(_) => "text".to_owned(),
        // How many there are is not documented, but what kinds are.
        Value::Array(entries) => {
            let kinds: BTreeSet<String> = entries.iter().map(|entry| shape("", entry)).collect();
            format!("[{}]", kinds.into_iter().collect::<Vec<_>>().join(" | "))
        }
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{name}: {}", shape(name, value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// JSON within the JSON.
fn client_info(text: &str) -> String {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
    shape("", &serde_json::from_slice(&bytes).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: &str = r#"{"error":"invalid_grant","error_description":"AADSTS1: x","error_codes":[1],
        "invalid_attributes":[{"name":"city"},{"name":"state","options":{"regex":"x"}}]}"#;
    const CODE: &str = r#"{"challenge_type":"oob","continuation_token":"t","code_length":8}"#;

    fn compared(status: u16, documented: &'static str, said: &str) -> Vec<String> {
        let fixture = Fixture {
            name: "made up",
            status,
            body: documented,
        };
        let reply = Reply {
            status: if status == 200 { 200 } else { 400 },
            headers: Default::default(),
            body: serde_json::from_str(said).unwrap(),
        };
        differences(&fixture, &reply)
    }

    #[test]
    fn the_same_and_what_may_differ() {
        for (status, documented, from, to) in [
            (400, ERROR, "", ""),
            (400, ERROR, "AADSTS1: x", "AADSTS1: another sentence"),
            (
                400,
                ERROR,
                r#"{"name":"city"}"#,
                r#"{"name":"a"},{"name":"b"}"#,
            ),
            (
                400,
                ERROR,
                r#""error_codes""#,
                r#""error_uri":"https://example.com","error_codes""#,
            ),
            (
                400,
                r#"{"error":"x","error_uri":"https://example.com"}"#,
                r#","error_uri":"https://example.com""#,
                "",
            ),
            (
                400,
                r#"{"error":"x","error_codes":[]}"#,
                r#","error_codes":[]"#,
                "",
            ),
            (200, CODE, r#""t""#, r#""another""#),
            (
                200,
                r#"{"challenge_type":"redirect"}"#,
                "}",
                r#","redirect_reason":"x"}"#,
            ),
        ] {
            let said = documented.replace(from, to);
            assert_eq!(
                compared(status, documented, &said),
                Vec::<String>::new(),
                "{said}"
            );
        }
    }

    #[test]
    fn what_may_not_differ() {
        for (status, documented, from, to) in [
            (429, ERROR, "", ""),
            (400, ERROR, "invalid_grant", "invalid_request"),
            (400, ERROR, "[1]", "[2]"),
            (400, ERROR, "[1]", "[1,2]"),
            (400, ERROR, "[1]", "[]"),
            (400, ERROR, r#""error_codes":[1],"#, ""),
            (
                400,
                ERROR,
                "AADSTS1: x",
                "username parameter is empty or not valid",
            ),
            (400, ERROR, r#"{"name":"city"},"#, ""),
            (400, ERROR, r#"{"name":"city"}"#, r#""city""#),
            (400, ERROR, r#"{"regex":"x"}"#, r#"{"regex":null}"#),
            (400, ERROR, r#""name""#, r#""Name""#),
            (
                400,
                ERROR,
                r#""error_codes""#,
                r#""news":"x","error_codes""#,
            ),
            (
                400,
                ERROR,
                r#""error_codes""#,
                r#""error_uri":1,"error_codes""#,
            ),
            (200, CODE, "8", "8.5"),
            (200, CODE, "8", r#""8""#),
            (200, CODE, r#""continuation_token":"t","#, ""),
            (200, CODE, "oob", "password"),
            (200, CODE, "}", r#","interval":300}"#),
            (200, CODE, "}", r#","redirect_reason":"x"}"#),
            (200, CODE, "}", r#","error_uri":"x"}"#),
            (200, r#"{"expires_in":600}"#, "600", "600.0"),
            (200, r#"{"status":"failed"}"#, "failed", "succeeded"),
            (
                200,
                r#"{"client_info":"eyJ1aWQiOiIxIn0"}"#,
                "eyJ1aWQiOiIxIn0",
                "eyJ1aWQiOjF9",
            ),
        ] {
            let said = documented.replace(from, to);
            assert_ne!(
                compared(status, documented, &said),
                Vec::<String>::new(),
                "{said}"
            );
        }
    }
}
