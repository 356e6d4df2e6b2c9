//! What all objects of one client share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use native_auth::Client;
use native_auth::error::catalogue;
use tracing::Dispatch;

use crate::process::Own;
use crate::{CancelToken, NativeAuthError, Result};

/// The client behind the objects; gone once it was closed.
#[derive(Debug)]
pub(crate) struct Shared {
    client: Own<Mutex<Option<Client>>>,
    logs: Own<Dispatch>,
    closed: Arc<CancelToken>,
}

impl Shared {
    pub(crate) fn new(client: Client, logs: Dispatch) -> Arc<Self> {
        Arc::new(Self {
            client: Own::new(Mutex::new(Some(client))),
            logs: Own::new(logs),
            closed: Arc::new(CancelToken::new()),
        })
    }

    /// The client, if it is open and of this process.
    pub(crate) fn client(&self) -> Result<Client> {
        let Some(client) = self.client.get() else {
            return Err(NativeAuthError::new(&catalogue::PROCESS_FORKED));
        };
        let client = client.lock().unwrap_or_else(PoisonError::into_inner);
        let client = client.clone();
        client.ok_or_else(|| NativeAuthError::new(&catalogue::CLIENT_CLOSED))
    }

    /// Does something with the client that needs no waiting. Its log goes where that of the client goes.
    pub(crate) fn at_once<T>(
        &self,
        work: impl FnOnce(Client) -> native_auth::Result<T>,
    ) -> Result<T> {
        let client = self.client()?;
        guarded(|| tracing::dispatcher::with_default(&self.logs(), || work(client)))
    }

    /// Ends the calls that are under way and refuses later ones. What is stored stays, and a refresh that has begun goes
    /// on, for its tokens would be lost. Closing twice is no error.
    pub(crate) fn close(&self) {
        let Some(client) = self.client.get() else {
            return;
        };
        let client = client.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.closed.cancel();
        drop(client);
    }

    pub(crate) fn closed(&self) -> Arc<CancelToken> {
        Arc::clone(&self.closed)
    }

    /// Where the log of this client goes.
    pub(crate) fn logs(&self) -> Dispatch {
        self.logs.get().cloned().unwrap_or_else(Dispatch::none)
    }
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
