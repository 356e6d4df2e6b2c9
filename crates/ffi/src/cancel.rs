//! Giving a call up, for languages that do not do so by themselves.

use tokio::sync::watch;

/// Ends the calls that it is given to. Python's tasks and Kotlin's coroutines do this by themselves when they are
/// cancelled; Swift's tasks do not, and the Swift package passes one along.
///
/// A call that is cancelled fails with [`Cancelled`](crate::ErrorKind::Cancelled), and its state is free again; unless the
/// tokens of a sign-in are being kept just then, which goes on to its end, so that none is lost. One token
/// may be given to several calls; once cancelled, it stays so.
#[derive(Debug, uniffi::Object)]
pub struct CancelToken(watch::Sender<bool>);

#[uniffi::export]
impl CancelToken {
    /// A token that nobody has cancelled yet.
    #[uniffi::constructor]
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a constructor for other languages"
    )]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Ends every call that has this token, and those that will be given it.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }
}

impl CancelToken {
    /// Comes back when it is cancelled.
    pub(crate) async fn cancelled(&self) {
        let mut receiver = self.0.subscribe();
        // The sender is right here, so this cannot fail.
        let _ = receiver.wait_for(|cancelled| *cancelled).await;
    }
}
