//! Who is at the other end of a connection.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::{Notify, watch};

/// The other end of one connection; every request that comes over it carries this.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) address: IpAddr,
    hang_up: Arc<Notify>,
}

impl Caller {
    pub(super) fn new(address: IpAddr) -> Self {
        let hang_up = Arc::new(Notify::new());
        Self { address, hang_up }
    }

    /// Closes the connection as if the line were cut. It never comes back: whoever waits for it
    /// goes with the connection.
    pub(super) async fn hang_up(&self) {
        // Kept for the server if it is not listening just now.
        self.hang_up.notify_one();
        std::future::pending().await
    }

    /// Waits until the connection is to be closed.
    pub(super) async fn hung_up(&self) {
        self.hang_up.notified().await;
    }
}

/// Whether the client still waits for the answer to one request.
#[derive(Debug, Clone)]
pub(super) struct Waiting(watch::Receiver<()>);

impl Waiting {
    /// The client waits as long as the other half lives.
    pub(super) fn new() -> (watch::Sender<()>, Self) {
        let (still_here, waiting) = watch::channel(());
        (still_here, Self(waiting))
    }

    /// Returns when it no longer does.
    pub(super) async fn is_over(&mut self) {
        while self.0.changed().await.is_ok() {}
    }
}
