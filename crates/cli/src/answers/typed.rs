//! Answers that a person types, or that come one a line.

use std::fmt;
use std::io::{self, BufRead};

use native_auth::{Attributes, PasswordPurpose, RequiredAttribute, Secret};

use super::CodeAnswer;
use super::interruption::restore_terminal_on_interrupt;
use super::lines::Lines;
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

    pub(crate) fn code(&mut self) -> Result<CodeAnswer, Failure> {
        let code = self.hidden("Code (it does not show), or the word resend for a new one: ")?;
        Ok(match code.expose().trim() {
            "resend" => CodeAnswer::Resend,
            _ => CodeAnswer::Code(code),
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
            let value = self.shown(&format!("{}{optional}: ", plain(attribute.name())))?;
            if attribute.is_required() || !value.is_empty() {
                values = values.with(attribute.name(), value);
            }
        }
        Ok(values)
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
