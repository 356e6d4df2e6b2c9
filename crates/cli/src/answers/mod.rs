//! Reading what somebody answers: a person at a terminal, lines of text, or lines of JSON.

mod interruption;
mod json_lines;
mod lines;
mod typed;

use std::io;

use native_auth::{Attributes, FlowKind, PasswordPurpose, RequiredAttribute, Secret};

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

/// What can be answered to a code.
#[derive(Debug)]
pub(crate) enum CodeAnswer {
    Code(Secret),
    Resend,
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
    pub(crate) fn opening(&mut self, flow: FlowKind) -> Result<Opening, Failure> {
        match self {
            Self::Json(lines) => lines.opening(flow),
            Self::Typed(typed) => Ok(Opening {
                username: typed.shown("E-mail address: ")?,
                password: None,
                attributes: Attributes::new(),
            }),
        }
    }

    /// Reads a code, or the wish for a new one.
    pub(crate) fn code(&mut self) -> Result<CodeAnswer, Failure> {
        match self {
            Self::Json(lines) => lines.code(),
            Self::Typed(typed) => typed.code(),
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
