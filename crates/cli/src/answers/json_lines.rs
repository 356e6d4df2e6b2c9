//! Answers as JSON: one object a line.

use std::fmt;
use std::io::BufRead;

use native_auth::{Attributes, FlowKind, Secret};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::lines::Lines;
use super::{CodeAnswer, Opening};
use crate::failure::Failure;

/// Lines of JSON. Blank lines between them do not matter.
pub(crate) struct JsonLines<R>(Lines<R>);

impl<R: BufRead> JsonLines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self(Lines::new(reader))
    }

    /// `{"username":…}`, and whatever is known already beside it.
    pub(crate) fn opening(&mut self, flow: FlowKind) -> Result<Opening, Failure> {
        match self.next()? {
            Answer {
                username: Some(username),
                password,
                code: None,
                attributes,
                resend: None,
            } if attributes.is_none() || flow == FlowKind::SignUp => Ok(Opening {
                username,
                password: password.map(|hidden| hidden.0),
                attributes: values(attributes.unwrap_or_default())?,
            }),
            _ => Err(unexpected("username")),
        }
    }

    /// `{"code":…}` or `{"resend":true}`.
    pub(crate) fn code(&mut self) -> Result<CodeAnswer, Failure> {
        match self.next()? {
            Answer {
                username: None,
                password: None,
                code: Some(code),
                attributes: None,
                resend: None,
            } => Ok(CodeAnswer::Code(code.0)),
            Answer {
                username: None,
                password: None,
                code: None,
                attributes: None,
                resend: Some(true),
            } => Ok(CodeAnswer::Resend),
            _ => Err(unexpected("code")),
        }
    }

    /// `{"password":…}`.
    pub(crate) fn password(&mut self) -> Result<Secret, Failure> {
        match self.next()? {
            Answer {
                username: None,
                password: Some(password),
                code: None,
                attributes: None,
                resend: None,
            } => Ok(password.0),
            _ => Err(unexpected("password")),
        }
    }

    /// `{"attributes":{…}}`.
    pub(crate) fn attributes(&mut self) -> Result<Attributes, Failure> {
        match self.next()? {
            Answer {
                username: None,
                password: None,
                code: None,
                attributes: Some(attributes),
                resend: None,
            } => values(attributes),
            _ => Err(unexpected("attributes")),
        }
    }

    fn next(&mut self) -> Result<Answer, Failure> {
        loop {
            let line = self.0.next()?;
            if line.expose().trim().is_empty() {
                continue;
            }
            // The parser's own words may repeat the line.
            return serde_json::from_str(line.expose()).map_err(|_| {
                Failure::usage(
                    "answer_not_json",
                    "a line on stdin is not one of {\"username\":…}, {\"password\":…}, {\"code\":…}, \
                     {\"attributes\":{…}} and {\"resend\":true}",
                )
            });
        }
    }
}

impl<R> fmt::Debug for JsonLines<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}

/// Any line; the steps say which members may be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    username: Option<String>,
    password: Option<Hidden>,
    code: Option<Hidden>,
    attributes: Option<Map<String, Value>>,
    resend: Option<bool>,
}

/// A member that is a secret from the moment it is read.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Hidden(Secret);

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(Secret::new(text))
    }
}

fn unexpected(wanted: &str) -> Failure {
    let example = match wanted {
        "code" => "{\"code\":…} or {\"resend\":true}".to_owned(),
        "attributes" => "{\"attributes\":{…}}".to_owned(),
        wanted => format!("{{\"{wanted}\":…}}"),
    };
    Failure::usage(
        "answer_unexpected",
        format!("the answer on stdin does not fit the step, which takes {example}"),
    )
}

/// Every value travels as text, so numbers and truth values are taken as such.
fn values(attributes: Map<String, Value>) -> Result<Attributes, Failure> {
    let texts = attributes.into_iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Number(_) | Value::Bool(_) => Ok((name, value.to_string())),
        _ => Err(Failure::usage(
            "attribute_not_text",
            "the value of an attribute is neither text nor a number nor true or false",
        )),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> JsonLines<&[u8]> {
        JsonLines::new(text.as_bytes())
    }

    #[test]
    fn an_opening_may_bring_what_is_known_already() {
        let text = r#"{"username":"u","password":"p","attributes":{"a":"x","n":4,"t":true}}"#;
        let opening = lines(text).opening(FlowKind::SignUp).unwrap();
        assert_eq!(opening.username, "u");
        assert_eq!(opening.password.unwrap().expose(), "p");
        let expected = Attributes::from([("a", "x"), ("n", "4"), ("t", "true")]);
        assert_eq!(opening.attributes, expected);

        let refused = lines(text).opening(FlowKind::SignIn).unwrap_err();
        assert_eq!(refused.code(), "answer_unexpected");
    }

    #[test]
    fn a_code_can_be_asked_for_again() {
        let mut lines = lines("\n{\"resend\":true}\n  \n{\"code\":\"1\"}\n{\"resend\":false}");
        assert!(matches!(lines.code(), Ok(CodeAnswer::Resend)));
        assert!(matches!(lines.code(), Ok(CodeAnswer::Code(code)) if code.expose() == "1"));
        assert_eq!(lines.code().unwrap_err().code(), "answer_unexpected");
        assert_eq!(lines.code().unwrap_err().code(), "answers_ended");
    }

    #[test]
    fn what_cannot_be_an_answer_is_refused_without_repeating_it() {
        for (text, code) in [
            ("hunter2", "answer_not_json"),
            (r#"{"password":"hunter2""#, "answer_not_json"),
            (r#"{"password":["hunter2"]}"#, "answer_not_json"),
            (r#"{"hunter2":"hunter2"}"#, "answer_not_json"),
            (r#"["hunter2"]"#, "answer_not_json"),
            (r#"{"code":"hunter2"}"#, "answer_unexpected"),
            (r#"{"password":"hunter2","code":"1"}"#, "answer_unexpected"),
            ("{}", "answer_unexpected"),
        ] {
            let failure = lines(text).password().unwrap_err();
            assert_eq!(failure.code(), code, "{text}");
            assert!(!failure.message().contains("hunter2"));
        }
        let failure = lines(r#"{"attributes":{"a":null}}"#)
            .attributes()
            .unwrap_err();
        assert_eq!(failure.code(), "attribute_not_text");
    }
}
