//! What all objects of one client share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use native_auth::Client;
use native_auth::error::catalogue;
use tracing::Dispatch;

use crate::process::Own;
use crate::{CancelToken, NativeAuthError, Result};

/// The client behind the objects.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Gone once it was closed, though the objects are still held: code of the app's and threads of ours hang on it.
    open: Own<Mutex<Option<Open>>>,
    closed: Arc<CancelToken>,
}

/// What there is until the client is closed.
#[derive(Debug, Clone)]
struct Open {
    client: Client,
    logs: Dispatch,
}

impl Shared {
    pub(crate) fn new(client: Client, logs: Dispatch) -> Arc<Self> {
        let open = Open { client, logs };
        Arc::new(Self {
            open: Own::new(Mutex::new(Some(open))),
            closed: Arc::new(CancelToken::new()),
        })
    }

    /// The client, and where its log goes, if it is open and of this process.
    pub(crate) fn client_and_logs(&self) -> Result<(Client, Dispatch)> {
        let Some(open) = self.open.get() else {
            return Err(NativeAuthError::new(&catalogue::PROCESS_FORKED));
        };
        let open = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Open { client, logs } = open.ok_or_else(closed)?;
        Ok((client, logs))
    }

    /// The client, if it is open and of this process.
    pub(crate) fn client(&self) -> Result<Client> {
        self.client_and_logs().map(|(client, _)| client)
    }

    /// Does something with the client that needs no waiting. Its log goes where that of the client goes.
    pub(crate) fn at_once<T>(
        &self,
        work: impl FnOnce(Client) -> native_auth::Result<T>,
    ) -> Result<T> {
        let (client, logs) = self.client_and_logs()?;
        guarded(|| tracing::dispatcher::with_default(&logs, || work(client)))
    }

    /// Ends the calls that are under way, refuses later ones, and lets go of everything that the client has. What is stored
    /// stays, and a refresh that has begun goes on, for its tokens would be lost. Closing twice is no error.
    pub(crate) fn close(&self) {
        let Some(open) = self.open.get() else {
            return;
        };
        let open = open.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.closed.cancel();
        // Not under the lock: it frees objects of the app's.
        drop(open);
    }

    /// Is cancelled when the client is closed.
    pub(crate) fn closed(&self) -> Arc<CancelToken> {
        Arc::clone(&self.closed)
    }
}

/// What everything of a closed client says.
pub(crate) fn closed() -> Arc<NativeAuthError> {
    NativeAuthError::new(&catalogue::CLIENT_CLOSED)
}

/// A panic becomes an error with constant text: its own may hold what somebody typed.
pub(crate) fn guarded<T>(work: impl FnOnce() -> native_auth::Result<T>) -> Result<T> {
    // Whatever it left half done is behind the error: the objects here hold nothing that changes.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(NativeAuthError::wrap),
        Err(_) => Err(NativeAuthError::new(&catalogue::INTERNAL_ERROR)),
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error_with_constant_text() {
        let error = guarded(|| -> native_auth::Result<()> { panic!("what somebody typed") });
        let error = error.unwrap_err();
        assert_eq!(error.code(), "internal_error");
        assert!(!format!("{error:?} {error}").contains("typed"));
    }
}
