//! Reading what somebody answers: a person at a terminal, lines of text, or lines of JSON.

mod interruption;
mod json_lines;
mod lines;
mod typed;

use std::io;

use native_auth::{Attributes, AuthenticationMethod, PasswordPurpose, RequiredAttribute, Secret};

use crate::failure::Failure;
use json_lines::JsonLines;
use typed::Typed;

/// Where answers come from.
#[derive(Debug)]
pub(crate) enum Answers {
    /// One JSON object a line.
    Json(JsonLines<io::BufReader<io::Stdin>>),
    /// A person, or one answer a line.
    Typed(Typed<io::BufReader<io::Stdin>>),
}

/// What a flow begins with.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) username: String,
    pub(crate) password: Option<Secret>,
    pub(crate) attributes: Attributes,
}

/// What may stand beside the user name.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside {
    pub(crate) password: bool,
    pub(crate) attributes: bool,
}

/// What can be answered to a code.
#[derive(Debug)]
pub(crate) enum CodeAnswer {
    Code(Secret),
    Resend,
    AnotherMethod,
}

/// What is to be registered. The method is one of those that were offered.
#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) method: String,
    pub(crate) contact: Secret,
}

impl Answers {
    /// Answers from stdin, or from the terminal where stdin is one.
    pub(crate) fn from_stdin(json: bool) -> Self {
        let stdin = io::BufReader::new(io::stdin());
        if json {
            Self::Json(JsonLines::new(stdin))
        } else {
            Self::Typed(Typed::new(stdin, io::IsTerminal::is_terminal(&io::stdin())))
        }
    }

    /// Reads what the flow begins with.
    pub(crate) fn opening(&mut self, beside: Beside) -> Result<Opening, Failure> {
        match self {
            Self::Json(lines) => lines.opening(beside),
            Self::Typed(typed) => Ok(Opening {
                username: typed.shown("E-mail address: ")?,
                password: None,
                attributes: Attributes::new(),
            }),
        }
    }

    /// Reads the passphrase of the stored tokens.
    pub(crate) fn passphrase(&mut self) -> Result<Secret, Failure> {
        match self {
            Self::Json(lines) => lines.passphrase(),
            Self::Typed(typed) => typed.passphrase(),
        }
    }

    /// Reads a code, or the wish for a new one, or for another method where there is one.
    pub(crate) fn code(&mut self, another_method: bool) -> Result<CodeAnswer, Failure> {
        match self {
            Self::Json(lines) => lines.code(another_method),
            Self::Typed(typed) => typed.code(another_method),
        }
    }

    /// Reads the choice of one of these methods: its id.
    pub(crate) fn method(&mut self, methods: &[AuthenticationMethod]) -> Result<String, Failure> {
        match self {
            Self::Json(lines) => lines.method(methods),
            Self::Typed(typed) => Ok(typed.method(methods)?.id().to_owned()),
        }
    }

    /// Reads which of these methods to register, and where it reaches the person.
    pub(crate) fn registration(
        &mut self,
        methods: &[AuthenticationMethod],
    ) -> Result<Registration, Failure> {
        match self {
            Self::Json(lines) => lines.registration(methods),
            Self::Typed(typed) => typed.registration(methods),
        }
    }

    /// Reads a password.
    pub(crate) fn password(&mut self, purpose: PasswordPurpose) -> Result<Secret, Failure> {
        match self {
            Self::Json(lines) => lines.password(),
            Self::Typed(typed) => typed.password(purpose),
        }
    }

    /// Reads values for these attributes.
    pub(crate) fn attributes(
        &mut self,
        attributes: &[RequiredAttribute],
    ) -> Result<Attributes, Failure> {
        match self {
            Self::Json(lines) => lines.attributes(),
            Self::Typed(typed) => typed.attributes(attributes),
        }
    }
}

/// Nobody offered this.
fn method_not_offered() -> Failure {
    Failure::usage(
        "method_not_offered",
        "the answer on stdin chooses a method that is not among those offered",
    )
}
