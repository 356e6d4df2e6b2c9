//! What all objects of one client share.

use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex, PoisonError};

use native_auth::error::catalogue;
use native_auth::{Client, Error};
use tracing::Dispatch;

use crate::{CancelToken, NativeAuthError, Result, process};

/// The client behind the objects; gone once it was closed.
pub(crate) struct Shared {
    process: u32,
    /// Never touched in another process than the one that made it: a lock in it may be held there by a thread that does
    /// not exist here.
    client: ManuallyDrop<Mutex<Option<Client>>>,
    logs: ManuallyDrop<Dispatch>,
    closed: Arc<CancelToken>,
}

impl Shared {
    pub(crate) fn new(client: Client, logs: Dispatch) -> Arc<Self> {
        Arc::new(Self {
            process: process::current(),
            client: ManuallyDrop::new(Mutex::new(Some(client))),
            logs: ManuallyDrop::new(logs),
            closed: Arc::new(CancelToken::new()),
        })
    }

    /// The client, if it is open and of this process.
    pub(crate) fn client(&self) -> Result<Client> {
        if self.process != process::current() {
            return Err(NativeAuthError::new(&catalogue::PROCESS_FORKED));
        }
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        let client = client.clone();
        client.ok_or_else(|| NativeAuthError::wrap(Error::new(&catalogue::CLIENT_CLOSED)))
    }

    /// Ends the calls that are under way and refuses later ones. What is stored stays, and a refresh that has begun goes
    /// on, for its tokens would be lost. Closing twice is no error.
    pub(crate) fn close(&self) {
        if self.process != process::current() {
            return;
        }
        let client = self
            .client
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.closed.cancel();
        drop(client);
    }

    pub(crate) fn closed(&self) -> Arc<CancelToken> {
        Arc::clone(&self.closed)
    }

    /// Where the log of this client goes.
    pub(crate) fn logs(&self) -> Dispatch {
        (*self.logs).clone()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if self.process != process::current() {
            return;
        }
        // Taken by `&mut`, so nobody holds the lock.
        if let Ok(client) = self.client.get_mut() {
            drop(client.take());
        }
        *self.logs = Dispatch::none();
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}
