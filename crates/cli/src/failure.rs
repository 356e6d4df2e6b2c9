//! Why a command did not do what it was asked.

use native_auth::{Error, ErrorKind, Recovery};

use crate::exit::Exit;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The SDK says no; the error says what to do.
    Sdk(Error),
    /// What only this program can say.
    Own(Own),
    /// Stdin ended where an answer was wanted.
    AnswersEnded,
    /// Somebody pressed Ctrl-C where a secret was wanted.
    Interrupted,
    /// Nobody reads the output any more.
    OutputClosed,
}

/// A failure of this program's own, with the same parts as an error of the SDK.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) exit: Exit,
    pub(crate) kind: ErrorKind,
    pub(crate) code: &'static str,
    /// One sentence that says what to do; it repeats nothing that somebody typed.
    pub(crate) message: String,
}

impl Failure {
    /// What was given on the command line or as an answer cannot be used.
    pub(crate) fn usage(code: &'static str, message: impl Into<String>) -> Self {
        Self::Own(Own {
            exit: Exit::Usage,
            kind: ErrorKind::Misuse,
            code,
            message: message.into(),
        })
    }

    /// Something outside this program has to be set up differently.
    pub(crate) fn configuration(code: &'static str, message: impl Into<String>) -> Self {
        Self::Own(Own {
            exit: Exit::Fix,
            kind: ErrorKind::Configuration,
            code,
            message: message.into(),
        })
    }

    /// The server did something that was not expected of it.
    pub(crate) fn unexpected(code: &'static str, message: impl Into<String>) -> Self {
        Self::Own(Own {
            exit: Exit::Fix,
            kind: ErrorKind::UnexpectedReply,
            code,
            message: message.into(),
        })
    }

    /// Where answers end after the server refused one, the refusal is what went wrong.
    pub(crate) fn after(self, refused: Option<Error>) -> Self {
        match (self, refused) {
            (Self::AnswersEnded, Some(error)) => Self::Sdk(error),
            (failure, _) => failure,
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Sdk(error) => error.recovery().into(),
            Self::Own(own) => own.exit,
            Self::AnswersEnded => Exit::Usage,
            Self::Interrupted => Exit::Interrupted,
            Self::OutputClosed => Exit::Internal,
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Sdk(error) => error.kind(),
            Self::Own(own) => own.kind,
            Self::AnswersEnded | Self::Interrupted | Self::OutputClosed => ErrorKind::Misuse,
        }
    }

    pub(crate) fn recovery(&self) -> Recovery {
        self.kind().recovery()
    }

    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Sdk(error) => error.code(),
            Self::Own(own) => own.code,
            Self::AnswersEnded => "answers_ended",
            Self::Interrupted => "interrupted",
            Self::OutputClosed => "output_closed",
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Sdk(error) => error.to_string(),
            Self::Own(own) => own.message.clone(),
            Self::AnswersEnded => "stdin ended where an answer was wanted".to_owned(),
            Self::Interrupted => "interrupted".to_owned(),
            Self::OutputClosed => "nobody reads the output any more".to_owned(),
        }
    }

    pub(crate) fn sdk(&self) -> Option<&Error> {
        match self {
            Self::Sdk(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Sdk(error)
    }
}
