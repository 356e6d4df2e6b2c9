//! Answers as JSON: one object a line.

use std::fmt;
use std::io::BufRead;

use native_auth::{Attributes, AuthenticationMethod, Secret};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::lines::Lines;
use super::{Beside, CodeAnswer, Opening, Registration, method_not_offered};
use crate::failure::Failure;

/// Lines of JSON. Blank lines between them do not matter.
pub(crate) struct JsonLines<R>(Lines<R>);

impl<R: BufRead> JsonLines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self(Lines::new(reader))
    }

    /// `{"username":…}`, and whatever is known already beside it.
    pub(crate) fn opening(&mut self, beside: Beside) -> Result<Opening, Failure> {
        let mut answer = self.next()?;
        let username = answer.username.take();
        let password = answer.password.take_if(|_| beside.password);
        let attributes = answer.attributes.take_if(|_| beside.attributes);
        match username {
            Some(username) if answer.is_empty() => Ok(Opening {
                username,
                password: password.map(|hidden| hidden.0),
                attributes: values(attributes.unwrap_or_default())?,
            }),
            _ => Err(unexpected("{\"username\":…}")),
        }
    }

    /// `{"code":…}`, `{"resend":true}`, or where there is one `{"another_method":true}`.
    pub(crate) fn code(&mut self, another_method: bool) -> Result<CodeAnswer, Failure> {
        let mut answer = self.next()?;
        let code = answer.code.take();
        let resend = answer.resend.take();
        let another = answer.another_method.take_if(|_| another_method);
        match (code, resend, another) {
            (Some(code), None, None) if answer.is_empty() => Ok(CodeAnswer::Code(code.0)),
            (None, Some(true), None) if answer.is_empty() => Ok(CodeAnswer::Resend),
            (None, None, Some(true)) if answer.is_empty() => Ok(CodeAnswer::AnotherMethod),
            _ if another_method => Err(unexpected(
                "{\"code\":…}, {\"resend\":true} or {\"another_method\":true}",
            )),
            _ => Err(unexpected("{\"code\":…} or {\"resend\":true}")),
        }
    }

    /// `{"password":…}`.
    pub(crate) fn password(&mut self) -> Result<Secret, Failure> {
        let mut answer = self.next()?;
        match answer.password.take() {
            Some(password) if answer.is_empty() => Ok(password.0),
            _ => Err(unexpected("{\"password\":…}")),
        }
    }

    /// `{"passphrase":…}`.
    pub(crate) fn passphrase(&mut self) -> Result<Secret, Failure> {
        let mut answer = self.next()?;
        match answer.passphrase.take() {
            Some(passphrase) if answer.is_empty() => Ok(passphrase.0),
            _ => Err(unexpected("{\"passphrase\":…}")),
        }
    }

    /// `{"attributes":{…}}`.
    pub(crate) fn attributes(&mut self) -> Result<Attributes, Failure> {
        let mut answer = self.next()?;
        match answer.attributes.take() {
            Some(attributes) if answer.is_empty() => values(attributes),
            _ => Err(unexpected("{\"attributes\":{…}}")),
        }
    }

    /// `{"method":…}`, with the id of one of these.
    pub(crate) fn method(&mut self, methods: &[AuthenticationMethod]) -> Result<String, Failure> {
        let mut answer = self.next()?;
        match answer.method.take() {
            Some(id) if answer.is_empty() => offered(id, methods),
            _ => Err(unexpected("{\"method\":…}")),
        }
    }

    /// `{"method":…,"contact":…}`, with the id of one of these.
    pub(crate) fn registration(
        &mut self,
        methods: &[AuthenticationMethod],
    ) -> Result<Registration, Failure> {
        let mut answer = self.next()?;
        match (answer.method.take(), answer.contact.take()) {
            (Some(id), Some(contact)) if answer.is_empty() => Ok(Registration {
                method: offered(id, methods)?,
                contact: contact.0,
            }),
            _ => Err(unexpected("{\"method\":…,\"contact\":…}")),
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
                    "a line on stdin is not one of {\"username\":…}, {\"password\":…}, {\"passphrase\":…}, {\"code\":…}, \
                     {\"attributes\":{…}}, {\"method\":…}, {\"method\":…,\"contact\":…}, {\"resend\":true} and \
                     {\"another_method\":true}",
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
    passphrase: Option<Hidden>,
    code: Option<Hidden>,
    attributes: Option<Map<String, Value>>,
    method: Option<String>,
    contact: Option<Hidden>,
    resend: Option<bool>,
    another_method: Option<bool>,
}

impl Answer {
    /// Whether nothing is left, once a step has taken what it wants.
    fn is_empty(&self) -> bool {
        matches!(
            self,
            Self {
                username: None,
                password: None,
                passphrase: None,
                code: None,
                attributes: None,
                method: None,
                contact: None,
                resend: None,
                another_method: None,
            }
        )
    }
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
    Failure::usage(
        "answer_unexpected",
        format!("the answer on stdin does not fit the step, which takes {wanted}"),
    )
}

fn offered(id: String, methods: &[AuthenticationMethod]) -> Result<String, Failure> {
    match methods.iter().any(|method| method.id() == id) {
        true => Ok(id),
        false => Err(method_not_offered()),
    }
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
        let everything = Beside {
            password: true,
            attributes: true,
        };
        let opening = lines(text).opening(everything).unwrap();
        assert_eq!(opening.username, "u");
        assert_eq!(opening.password.unwrap().expose(), "p");
        let expected = Attributes::from([("a", "x"), ("n", "4"), ("t", "true")]);
        assert_eq!(opening.attributes, expected);

        for (password, attributes) in [(true, false), (false, true), (false, false)] {
            let beside = Beside {
                password,
                attributes,
            };
            let refused = lines(text).opening(beside).unwrap_err();
            assert_eq!(refused.code(), "answer_unexpected");
        }
    }

    #[test]
    fn a_code_can_be_asked_for_again() {
        let mut lines = lines("\n{\"resend\":true}\n  \n{\"code\":\"1\"}\n{\"resend\":false}");
        assert!(matches!(lines.code(false), Ok(CodeAnswer::Resend)));
        assert!(matches!(lines.code(true), Ok(CodeAnswer::Code(code)) if code.expose() == "1"));
        assert_eq!(lines.code(false).unwrap_err().code(), "answer_unexpected");
        assert_eq!(lines.code(false).unwrap_err().code(), "answers_ended");
    }

    #[test]
    fn another_method_is_an_answer_only_where_there_is_one() {
        let another = r#"{"another_method":true}"#;
        let answer = lines(another).code(true);
        assert!(matches!(answer, Ok(CodeAnswer::AnotherMethod)));
        for (text, there_is_one) in [
            (another, false),
            (r#"{"another_method":false}"#, true),
            (r#"{"another_method":true,"resend":true}"#, true),
            (r#"{"another_method":true,"code":"1"}"#, true),
        ] {
            let failure = lines(text).code(there_is_one).unwrap_err();
            assert_eq!(failure.code(), "answer_unexpected", "{text}");
        }
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
