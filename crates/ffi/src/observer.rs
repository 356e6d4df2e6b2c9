//! What happens to accounts, told to the app.

use std::sync::Arc;

use native_auth::AccountEvents;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use crate::foreign::{Foreign, PATIENCE};
use crate::process::Own;
use crate::shared::Shared;
use crate::{AccountId, CallbackFailure, StorageLoss};

/// Is told what happens to the accounts of a client, in this process or in another one with the same storage.
///
/// Its methods are called one after the other, on threads where it may block. One that has not come back after a minute
/// is no longer waited for.
#[uniffi::export(foreign)]
pub trait AccountObserver: Send + Sync {
    /// Somebody has signed in, or has stepped up.
    ///
    /// # Errors
    ///
    /// [`CallbackFailure`], which changes nothing; so for all of them.
    fn signed_in(&self, account: AccountId) -> Result<(), CallbackFailure>;

    /// The account has new tokens.
    ///
    /// # Errors
    ///
    /// As above.
    fn refreshed(&self, account: AccountId) -> Result<(), CallbackFailure>;

    /// The account is gone.
    ///
    /// # Errors
    ///
    /// As above.
    fn signed_out(&self, account: AccountId) -> Result<(), CallbackFailure>;

    /// Stored tokens are lost, or can for now not be kept. Told once; if nobody listens, to the first who does.
    ///
    /// # Errors
    ///
    /// As above.
    fn storage_lost(&self, loss: StorageLoss) -> Result<(), CallbackFailure>;
}

/// An observer that is told. It ends when this is dropped or ended, and when the client is closed.
#[derive(Debug, uniffi::Object)]
pub struct AccountSubscription(Own<AbortHandle>);

#[uniffi::export]
impl AccountSubscription {
    /// Tells the observer no more. A call that has begun goes on.
    pub fn end(&self) {
        if let Some(telling) = self.0.get() {
            telling.abort();
        }
    }
}

impl AccountSubscription {
    pub(crate) fn begin(
        runtime: &Handle,
        shared: &Shared,
        mut events: AccountEvents,
        observer: Arc<dyn AccountObserver>,
    ) -> Arc<Self> {
        let closed = shared.closed();
        let observer = Foreign::new(observer);
        let telling = async move {
            while let Some(event) = events.next().await {
                // The next event is told to an observer that failed, too.
                let _ = observer
                    .call(PATIENCE, move |app| tell(&**app, &event))
                    .await;
            }
        };
        let telling = async move {
            tokio::select! {
                () = telling => {}
                () = closed.cancelled() => {}
            }
        };
        Arc::new(Self(Own::new(runtime.spawn(telling).abort_handle())))
    }
}

impl Drop for AccountSubscription {
    fn drop(&mut self) {
        self.end();
    }
}

fn tell(
    observer: &dyn AccountObserver,
    event: &native_auth::AccountEvent,
) -> Result<(), CallbackFailure> {
    use native_auth::AccountEvent as Event;
    match event {
        Event::SignedIn { account } => observer.signed_in(account.into()),
        Event::Refreshed { account } => observer.refreshed(account.into()),
        Event::SignedOut { account } => observer.signed_out(account.into()),
        Event::StorageLost { loss } => observer.storage_lost(*loss),
    }
}
