//! What an endpoint may answer.

use std::fmt;

use serde_json::{Map, Value};

use crate::config::ExtensionEvent;
use crate::problem::Problem;
use crate::refusals;

/// The most claims, in bytes of JSON.
const MOST_CLAIMS: usize = 3 * 1024;

/// What the endpoint wants. Its `Debug` tells only which of these: the rest is about a person.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Nothing is different. Values to fill a form in with are read like this too: a native app has
    /// a form of its own.
    GoOn,
    /// The person may not go on; the text says why.
    Block(String),
    /// Attributes are wrong: a text for all, and one for each by name.
    Invalid(String, Map<String, Value>),
    /// Attributes get these values.
    Modify(Map<String, Value>),
    /// The tokens get these claims.
    Claims(Map<String, Value>),
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GoOn => "GoOn",
            Self::Block(_) => "Block",
            Self::Invalid(..) => "Invalid",
            Self::Modify(_) => "Modify",
            Self::Claims(_) => "Claims",
        })
    }
}

/// Why an endpoint's word cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It could not be reached.
    Unreachable,
    /// Neither try was answered in time.
    TimedOut,
    /// The status is not 200.
    Status,
    /// The answer is not JSON, says its header.
    ContentType,
    /// The answer is not what the event takes.
    Body,
    /// There is not exactly one action.
    ActionCount,
    /// The action is none of the event's.
    ActionType,
}

impl Failure {
    /// The client is told `server_error`, and the number says which. The numbers are those that the
    /// service's sign-in log has for these cases; what a native client is told is not documented.
    pub(crate) fn refusal(self) -> Problem {
        let (code, text) = match self {
            Self::Unreachable => (1_003_001, "A custom extension could not be asked."),
            Self::Status => (
                1_003_002,
                "A custom extension answered with a wrong status.",
            ),
            Self::Body => (
                1_003_003,
                "A custom extension gave an answer that cannot be read.",
            ),
            Self::TimedOut => (1_003_005, "A custom extension did not answer in time."),
            Self::ContentType => (1_003_006, "A custom extension's answer is not JSON."),
            Self::ActionCount => (1_003_010, "A custom extension must answer with one action."),
            Self::ActionType => (
                1_003_012,
                "A custom extension's action does not fit its event.",
            ),
        };
        refusals::extension_failed(code, text)
    }
}

/// Reads the body of an answer with status 200.
pub(crate) fn read(event: ExtensionEvent, body: &[u8]) -> Result<Reply, Failure> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Failure::Body)?;
    let data = body.get("data").ok_or(Failure::Body)?;
    if !is_kind(data, response_type(event)) {
        return Err(Failure::Body);
    }
    let actions = data.get("actions").and_then(Value::as_array);
    let [action] = actions.ok_or(Failure::Body)?.as_slice() else {
        return Err(Failure::ActionCount);
    };
    let prefix = format!("microsoft.graph.{}.", event.word());
    let word = kind(action)
        .and_then(|kind| strip_prefix(kind, &prefix))
        .ok_or(Failure::ActionType)?
        .to_ascii_lowercase();
    use ExtensionEvent::*;
    match (event, word.as_str()) {
        (
            AttributeCollectionStart | AttributeCollectionSubmit | OtpSend,
            "continuewithdefaultbehavior",
        ) => Ok(Reply::GoOn),
        (AttributeCollectionStart, "setprefillvalues") => {
            object(action, "inputs").map(|_| Reply::GoOn)
        }
        (AttributeCollectionStart | AttributeCollectionSubmit, "showblockpage") => {
            text(action, "message").map(Reply::Block)
        }
        (AttributeCollectionSubmit, "modifyattributevalues") => {
            object(action, "attributes").map(Reply::Modify)
        }
        (AttributeCollectionSubmit, "showvalidationerror") => {
            let names = object(action, "attributeErrors")?;
            Ok(Reply::Invalid(text(action, "message")?, names))
        }
        (TokenIssuanceStart, "provideclaimsfortoken") => claims(action).map(Reply::Claims),
        _ => Err(Failure::ActionType),
    }
}

fn claims(action: &Value) -> Result<Map<String, Value>, Failure> {
    let claims = object(action, "claims")?;
    let is_text = |value: &Value| match value {
        Value::String(_) => true,
        Value::Array(entries) => entries.iter().all(Value::is_string),
        _ => false,
    };
    let size = serde_json::to_vec(&claims).map_or(usize::MAX, |json| json.len());
    if claims.values().all(is_text) && size <= MOST_CLAIMS {
        Ok(claims)
    } else {
        Err(Failure::Body)
    }
}

/// The published spellings differ in their capitals from page to page, so these do not count.
fn response_type(event: ExtensionEvent) -> &'static str {
    match event {
        ExtensionEvent::AttributeCollectionStart => {
            "microsoft.graph.onAttributeCollectionStartResponseData"
        }
        ExtensionEvent::AttributeCollectionSubmit => {
            "microsoft.graph.onAttributeCollectionSubmitResponseData"
        }
        ExtensionEvent::TokenIssuanceStart => "microsoft.graph.onTokenIssuanceStartResponseData",
        ExtensionEvent::OtpSend => "microsoft.graph.onOtpSendResponseData",
    }
}

fn is_kind(value: &Value, expected: &str) -> bool {
    kind(value).is_some_and(|kind| kind.eq_ignore_ascii_case(expected))
}

fn kind(value: &Value) -> Option<&str> {
    value.get("@odata.type")?.as_str()
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn object(action: &Value, name: &str) -> Result<Map<String, Value>, Failure> {
    let value = action.get(name).and_then(Value::as_object);
    value.cloned().ok_or(Failure::Body)
}

fn text(action: &Value, name: &str) -> Result<String, Failure> {
    let value = action.get(name).and_then(Value::as_str);
    value.map(str::to_owned).ok_or(Failure::Body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SUBMIT: ExtensionEvent = ExtensionEvent::AttributeCollectionSubmit;

    fn answer(event: ExtensionEvent, actions: Value) -> Value {
        json!({ "data": { "@odata.type": response_type(event), "actions": actions } })
    }

    fn failure(event: ExtensionEvent, answer: &Value) -> Option<Failure> {
        read(event, answer.to_string().as_bytes()).err()
    }

    #[test]
    fn each_event_has_its_own_actions() {
        use ExtensionEvent::*;
        let action = |kind: &str, member: &str, value: Value| json!([{ "@odata.type": format!("microsoft.graph.{kind}"), member: value }]);
        let go_on = "continueWithDefaultBehavior";
        let cases = [
            (format!("attributeCollectionStart.{go_on}"), "x", json!(1)),
            (
                "attributeCollectionStart.setPrefillValues".to_owned(),
                "inputs",
                json!({"city": "Bergen"}),
            ),
            (
                "attributeCollectionSubmit.modifyAttributeValues".to_owned(),
                "attributes",
                json!({"city": "Bergen"}),
            ),
            (
                "tokenIssuanceStart.provideClaimsForToken".to_owned(),
                "claims",
                json!({"rank": "1", "roles": ["a", "b"]}),
            ),
            (format!("OtpSend.{go_on}"), "x", json!(1)),
        ];
        let events = [
            AttributeCollectionStart,
            AttributeCollectionSubmit,
            TokenIssuanceStart,
            OtpSend,
        ];
        for (kind, member, value) in cases {
            for event in events {
                let said = answer(event, action(&kind, member, value.clone()));
                let fits = kind
                    .to_ascii_lowercase()
                    .starts_with(&event.word().to_ascii_lowercase());
                let expected = (!fits).then_some(Failure::ActionType);
                assert_eq!(failure(event, &said), expected, "{kind} {event:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read() {
        let go_on = json!({
            "@odata.type": "microsoft.graph.attributeCollectionSubmit.continueWithDefaultBehavior"
        });
        let block =
            json!({ "@odata.type": "microsoft.graph.attributeCollectionSubmit.showBlockPage" });
        for (said, expected) in [
            (json!({}), Failure::Body),
            (json!({ "data": { "actions": [go_on] } }), Failure::Body),
            (
                answer(ExtensionEvent::OtpSend, json!([go_on])),
                Failure::Body,
            ),
            (answer(SUBMIT, json!(null)), Failure::Body),
            (answer(SUBMIT, json!([])), Failure::ActionCount),
            (answer(SUBMIT, json!([go_on, go_on])), Failure::ActionCount),
            (answer(SUBMIT, json!([1])), Failure::ActionType),
            (answer(SUBMIT, json!([block])), Failure::Body),
        ] {
            assert_eq!(failure(SUBMIT, &said), Some(expected), "{said}");
        }
        assert!(matches!(read(SUBMIT, b"<html>"), Err(Failure::Body)));
    }

    #[test]
    fn a_debug_repeats_nothing_of_an_answer() {
        let values = || Map::from_iter([("canary".to_owned(), json!("canary"))]);
        let text = || "canary".to_owned();
        for reply in [
            Reply::GoOn,
            Reply::Block(text()),
            Reply::Invalid(text(), values()),
            Reply::Modify(values()),
            Reply::Claims(values()),
        ] {
            assert!(!format!("{reply:?}").contains("canary"));
        }
    }

    #[test]
    fn claims_are_texts_and_few() {
        let event = ExtensionEvent::TokenIssuanceStart;
        let with = |claims: Value| {
            let kind = "microsoft.graph.tokenIssuanceStart.provideClaimsForToken";
            let said = answer(event, json!([{ "@odata.type": kind, "claims": claims }]));
            failure(event, &said)
        };
        assert_eq!(with(json!({})), None);
        assert_eq!(with(json!({ "x": "y".repeat(3000) })), None);
        assert_eq!(with(json!({ "x": "y".repeat(3100) })), Some(Failure::Body));
        assert_eq!(with(json!({ "x": 1 })), Some(Failure::Body));
        assert_eq!(with(json!({ "x": ["y", 1] })), Some(Failure::Body));
        assert_eq!(with(json!(["x"])), Some(Failure::Body));
    }
}
