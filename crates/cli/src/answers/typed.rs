//! Answers that a person types, or that come one a line.

use std::fmt;
use std::io::{self, BufRead};

use native_auth::{
    Attributes, AuthenticationMethod, ChallengeChannel, PasswordPurpose, RequiredAttribute, Secret,
};

use super::interruption::restore_terminal_on_interrupt;
use super::lines::Lines;
use super::{CodeAnswer, Registration, method_not_offered};
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;

/// Prompts a person on stderr, so that stdout is left to the result. Where nobody types, there is nobody to prompt.
pub(crate) struct Typed<R> {
    lines: Lines<R>,
    terminal: bool,
    /// Whether Ctrl-C leaves the terminal as it was.
    interruptible: bool,
}

impl<R: BufRead> Typed<R> {
    /// With `terminal`, secrets are read from it without echo.
    pub(crate) fn new(reader: R, terminal: bool) -> Self {
        Self {
            lines: Lines::new(reader),
            terminal,
            interruptible: false,
        }
    }

    /// Asks for something that may be seen.
    pub(crate) fn shown(&mut self, prompt: &str) -> Result<String, Failure> {
        if self.terminal {
            output::prompt(prompt);
        }
        Ok(self.lines.next()?.expose().to_owned())
    }

    pub(crate) fn code(&mut self, another_method: bool) -> Result<CodeAnswer, Failure> {
        let another = match another_method {
            true => ", or the word another for another method",
            false => "",
        };
        let prompt =
            format!("Code (it does not show), or the word resend for a new one{another}: ");
        let code = self.hidden(&prompt)?;
        Ok(match code.expose().trim() {
            "resend" => CodeAnswer::Resend,
            "another" if another_method => CodeAnswer::AnotherMethod,
            _ => CodeAnswer::Code(code),
        })
    }

    /// One of these by its number, which begins with 1.
    pub(crate) fn method<'m>(
        &mut self,
        methods: &'m [AuthenticationMethod],
    ) -> Result<&'m AuthenticationMethod, Failure> {
        loop {
            let number = self.shown("Which one (its number): ")?;
            let index = number.trim().parse::<usize>().ok();
            let chosen = index
                .and_then(|number| number.checked_sub(1))
                .and_then(|index| methods.get(index));
            match chosen {
                Some(chosen) => return Ok(chosen),
                None if self.terminal => output::tell("There is no such number."),
                None => return Err(method_not_offered()),
            }
        }
    }

    /// The method by its number, and then the address. An empty line takes the address that the server suggests.
    pub(crate) fn registration(
        &mut self,
        methods: &[AuthenticationMethod],
    ) -> Result<Registration, Failure> {
        let chosen = self.method(methods)?;
        let what = match chosen.channel() {
            ChallengeChannel::Email => "E-mail address",
            ChallengeChannel::Sms => "Phone number, with + and country code",
            _ => "Address",
        };
        let suggestion = chosen.hint().unwrap_or_default();
        let contact = match suggestion {
            "" => self.shown(&format!("{what}: "))?,
            suggestion => self.shown(&format!("{what} [{}]: ", plain(suggestion)))?,
        };
        let contact = match contact.trim() {
            "" => suggestion,
            contact => contact,
        };
        Ok(Registration {
            method: chosen.id().to_owned(),
            contact: Secret::from(contact),
        })
    }

    /// A new password is asked for twice at a terminal, where a slip cannot be seen.
    pub(crate) fn password(&mut self, purpose: PasswordPurpose) -> Result<Secret, Failure> {
        if purpose == PasswordPurpose::Existing {
            return self.hidden("Password: ");
        }
        loop {
            let password = self.hidden("New password: ")?;
            if !self.terminal || self.hidden("Once more: ")?.expose() == password.expose() {
                return Ok(password);
            }
            output::tell("The two differ.");
        }
    }

    /// An optional attribute is left out by an empty line.
    pub(crate) fn attributes(
        &mut self,
        attributes: &[RequiredAttribute],
    ) -> Result<Attributes, Failure> {
        let mut values = Attributes::new();
        for attribute in attributes {
            let optional = if attribute.is_required() {
                ""
            } else {
                " (optional)"
            };
            let prompt = format!("{}{optional}: ", plain(attribute.name()));
            let value = self.attribute(&prompt, attribute)?;
            if attribute.is_required() || !value.is_empty() {
                values = values.with(attribute.name(), value);
            }
        }
        Ok(values)
    }

    /// At a terminal, what the server would probably refuse is asked for again; the same once more is meant so. Without
    /// one every answer has its line, and the server alone decides.
    fn attribute(&mut self, prompt: &str, wanted: &RequiredAttribute) -> Result<String, Failure> {
        let mut value = self.shown(prompt)?;
        while self.terminal
            && let Err(fault) = wanted.validate(value.as_str())
        {
            output::tell(&format!(
                "Not accepted: {fault}. Enter it again to send it anyway."
            ));
            let again = self.shown(prompt)?;
            if again == value {
                break;
            }
            value = again;
        }
        Ok(value)
    }

    pub(crate) fn passphrase(&mut self) -> Result<Secret, Failure> {
        self.hidden("Passphrase of the stored tokens: ")
    }

    fn hidden(&mut self, prompt: &str) -> Result<Secret, Failure> {
        if !self.terminal {
            return self.lines.next();
        }
        if !self.interruptible {
            restore_terminal_on_interrupt().map_err(|error| unreadable(&error))?;
            self.interruptible = true;
        }
        rpassword::prompt_password(prompt)
            .map(Secret::new)
            .map_err(|error| match error.kind() {
                // Ctrl-D.
                io::ErrorKind::UnexpectedEof => Failure::AnswersEnded,
                // Ctrl-C.
                io::ErrorKind::Interrupted => Failure::Interrupted,
                _ => unreadable(&error),
            })
    }
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::usage(
        "terminal_unreadable",
        format!("the terminal cannot be read: {}", error.kind()),
    )
}

impl<R> fmt::Debug for Typed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typed")
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wanted() -> [RequiredAttribute; 3] {
        [
            json!({"name": "city", "options": {"regex": "^[^0-9]+$"}}),
            json!({"name": "age", "type": "Int", "required": false}),
            json!({"name": "state", "required": false}),
        ]
        .map(|json| RequiredAttribute::from_json(&json).unwrap())
    }

    #[test]
    fn at_a_terminal_what_would_be_refused_is_asked_for_again() {
        let mut typed = Typed::new(&b"4711\n\nLondon\nmany\n36\n\n"[..], true);
        let expected = Attributes::from([("city", "London"), ("age", "36")]);
        assert_eq!(typed.attributes(&wanted()).unwrap(), expected);

        let mut typed = Typed::new(&b"4711\n"[..], true);
        assert!(typed.attributes(&wanted()).is_err(), "the answers end");
    }

    /// The check is ours, and the server decides.
    #[test]
    fn the_same_twice_is_meant_so() {
        let mut typed = Typed::new(&b"4711\n4711\n\n\n"[..], true);
        let expected = Attributes::from([("city", "4711")]);
        assert_eq!(typed.attributes(&wanted()).unwrap(), expected);
    }

    /// A script's answers must not slip to another attribute.
    #[test]
    fn without_a_terminal_every_answer_has_its_line() {
        let mut typed = Typed::new(&b"4711\nmany\nOslo\n"[..], false);
        let expected = Attributes::from([("city", "4711"), ("age", "many"), ("state", "Oslo")]);
        assert_eq!(typed.attributes(&wanted()).unwrap(), expected);
    }
}
