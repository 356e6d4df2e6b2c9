//! Calling the app's own code.

use std::time::Duration;

use tokio::time::timeout;

/// How long the app's code may take to answer or to take over: a key store that asks the person for a fingerprint is waited
/// for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The app's code failed: it threw something, or does not exist any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Error)]
pub enum CallbackFailure {
    /// What it was is the app's to log.
    Failed,
}

impl std::fmt::Display for CallbackFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the app's own code failed")
    }
}

impl std::error::Error for CallbackFailure {}

/// Whatever is thrown besides; its text may hold anything, so it is dropped.
impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackFailure {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Why there is nothing from the app's code.
pub(crate) enum NoAnswer {
    /// It does not answer.
    TimedOut,
    /// It panicked on our side of the border, or the runtime ends.
    Broken,
}

/// Calls the app's code where it may block. One that does so for ever costs a thread, and nobody waits for it.
pub(crate) async fn call<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NoAnswer> {
    match timeout(limit, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(NoAnswer::Broken),
        Err(_) => Err(NoAnswer::TimedOut),
    }
}
