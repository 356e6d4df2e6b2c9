//! What happens to accounts, as a stream.

use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::Stream;
use native_auth_cache::StorageLoss;
use native_auth_wire::AccountId;

/// Something that has happened to the accounts of a client, in this process or in another one with the same storage.
///
/// Of other processes it is learnt when this one looks at the storage: when accounts are listed, when tokens are renewed
/// and, with a file, at most a second after a token was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AccountEvent {
    /// Somebody has signed in, or has stepped up.
    SignedIn {
        /// Who.
        account: AccountId,
    },
    /// The account has new tokens.
    Refreshed {
        /// Whose.
        account: AccountId,
    },
    /// The account is gone.
    SignedOut {
        /// Whose.
        account: AccountId,
    },
    /// Stored tokens are lost, or can for now not be kept. Told once; if nobody listens, to the first who does.
    StorageLost {
        /// Why.
        loss: StorageLoss,
    },
}

/// The stream of [`AccountEvent`]s, from when it was made on. It ends with the client.
///
/// Events wait in memory until they are read, so whoever has a stream reads it.
#[derive(Debug)]
pub struct AccountEvents(UnboundedReceiver<AccountEvent>);

/// Tells everybody who listens.
#[derive(Debug, Default)]
pub(crate) struct Announcer(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    listeners: Vec<UnboundedSender<AccountEvent>>,
    /// Losses that nobody was told of.
    untold: Vec<AccountEvent>,
}

impl Announcer {
    pub(crate) fn subscribe(&self) -> AccountEvents {
        let (sender, receiver) = unbounded();
        let mut inner = self.lock();
        for loss in inner.untold.drain(..) {
            // The receiver is right here.
            drop(sender.unbounded_send(loss));
        }
        // Those who no longer listen, as well as when something happens: it may never.
        inner.listeners.retain(|listener| !listener.is_closed());
        inner.listeners.push(sender);
        AccountEvents(receiver)
    }

    pub(crate) fn announce(&self, event: AccountEvent) {
        if let AccountEvent::StorageLost { loss } = &event {
            tracing::warn!(loss = loss.code(), "{loss}");
        }
        let mut inner = self.lock();
        inner
            .listeners
            .retain(|listener| listener.unbounded_send(event.clone()).is_ok());
        if inner.listeners.is_empty() && matches!(event, AccountEvent::StorageLost { .. }) {
            inner.untold.push(event);
        }
    }

    /// Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AccountEvents {
    /// The next event; `None` once the client is gone.
    pub async fn next(&mut self) -> Option<AccountEvent> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for AccountEvents {
    type Item = AccountEvent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use native_auth_cache::StorageLoss;
    use native_auth_wire::AccountId;

    use super::{AccountEvent, Announcer};

    #[tokio::test]
    async fn a_loss_waits_for_somebody_to_listen_and_is_told_once() {
        let announcer = Announcer::default();
        let loss = StorageLoss::Damaged;
        announcer.announce(AccountEvent::StorageLost { loss });
        let account = AccountId::new("t", "o");
        announcer.announce(AccountEvent::SignedOut { account });
        let mut first = announcer.subscribe();
        let mut second = announcer.subscribe();
        assert_eq!(first.next().await, Some(AccountEvent::StorageLost { loss }));
        drop(announcer);
        assert_eq!(first.next().await, None);
        assert_eq!(second.next().await, None);
    }

    #[test]
    fn who_stopped_listening_is_forgotten_though_nothing_happens() {
        let announcer = Announcer::default();
        for _ in 0..100 {
            drop(announcer.subscribe());
        }
        assert_eq!(announcer.lock().listeners.len(), 1);
    }
}
