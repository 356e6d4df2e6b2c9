//! What to do about an error.

/// What the caller should do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recovery {
    /// Show the same state again and let the person correct the input.
    AskAgain,
    /// Offer other input or another method.
    ChooseAnother,
    /// Begin the flow again.
    StartOver,
    /// Leave the native flow for the browser.
    OpenBrowser,
    /// Try again later: [`Error::retry`](crate::Error::retry) says when.
    TryLater,
    /// Let the call that is under way finish.
    Wait,
    /// Treat the account as signed out and sign in again.
    SignInAgain,
    /// Read the message as a developer: something has to be changed.
    Fix,
    /// Say so kindly; nothing can be done here.
    GiveUp,
}
