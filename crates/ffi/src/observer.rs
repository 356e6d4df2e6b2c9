//! What happens to accounts, told to the app.

use std::sync::Arc;

use native_auth::AccountEvents;

use crate::foreign::{self, Foreign, PATIENCE};
use crate::{AccountId, CallbackFailure, StorageLoss};

/// Is told what happens to the accounts of a client, in this process or in another one with the same storage.
///
/// Its methods are called one after the other, on threads where it may block.
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

/// An observer that is told. It ends when this is dropped or ended, and with the client.
#[derive(Debug, uniffi::Object)]
pub struct AccountSubscription(tokio::task::AbortHandle);

#[uniffi::export]
impl AccountSubscription {
    /// Tells the observer no more. A call that has begun goes on.
    pub fn end(&self) {
        self.0.abort();
    }
}

impl AccountSubscription {
    pub(crate) fn begin(
        runtime: &tokio::runtime::Handle,
        mut events: AccountEvents,
        observer: Arc<dyn AccountObserver>,
    ) -> Arc<Self> {
        let observer = Foreign::new(observer);
        let telling = async move {
            while let Some(event) = events.next().await {
                let observer = observer.clone();
                // The next event is told to an observer that failed, too.
                let _ = foreign::call(PATIENCE, move || tell(&*observer, &event)).await;
            }
        };
        Arc::new(Self(runtime.spawn(telling).abort_handle()))
    }
}

impl Drop for AccountSubscription {
    fn drop(&mut self) {
        self.0.abort();
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
