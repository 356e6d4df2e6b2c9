//! The exit codes. Scripts depend on them: they never change.

use std::process::ExitCode;

use native_auth::Recovery;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Done = 0,
    /// The command line, or an answer on stdin, cannot be used.
    Usage = 2,
    AskAgain = 10,
    ChooseAnother = 11,
    StartOver = 12,
    OpenBrowser = 13,
    TryLater = 14,
    SignInAgain = 15,
    Fix = 16,
    GiveUp = 17,
    /// A fault of this program, or nobody reads its output any more.
    Internal = 70,
    /// Ctrl-C at a terminal: what a shell reports of a program that the signal ended.
    Interrupted = 130,
    /// The terminal is gone while a secret was typed.
    #[cfg(unix)]
    HungUp = 129,
    /// A request to end (`SIGTERM`) while a secret was typed.
    #[cfg(unix)]
    Terminated = 143,
}

impl From<Recovery> for Exit {
    fn from(recovery: Recovery) -> Self {
        match recovery {
            Recovery::AskAgain => Self::AskAgain,
            Recovery::ChooseAnother => Self::ChooseAnother,
            Recovery::StartOver => Self::StartOver,
            Recovery::OpenBrowser => Self::OpenBrowser,
            Recovery::TryLater => Self::TryLater,
            // This program never runs two actions of a state at once.
            Recovery::Wait => Self::Internal,
            Recovery::SignInAgain => Self::SignInAgain,
            Recovery::Fix => Self::Fix,
            Recovery::GiveUp => Self::GiveUp,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
