//! How a flow ended.

use native_auth::{Account, BrowserRequired, Completed};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// How a flow ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    SignedIn(Account),
    Completed(Completed),
    BrowserRequired(BrowserRequired),
}

impl Outcome {
    /// The account, or how the program ends without one, once that is told.
    pub(crate) fn signed_in(self, report: &Report) -> Result<Result<Account, Exit>, Failure> {
        match self {
            Self::SignedIn(account) => Ok(Ok(account)),
            Self::Completed(state) => {
                report.completed(&state)?;
                Ok(Err(match state.sign_in_error() {
                    Some(error) => error.recovery().into(),
                    None => Exit::Done,
                }))
            }
            Self::BrowserRequired(state) => {
                report.browser_required(&state)?;
                Ok(Err(Exit::OpenBrowser))
            }
        }
    }
}
