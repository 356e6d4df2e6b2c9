//! Whether anybody still asks anything on a connection. hyper has a timer for it in HTTP/1 only.

use std::time::Duration;

use tokio::sync::watch;

/// Counts the requests under way on one connection.
#[derive(Default)]
pub(super) struct Activity(watch::Sender<usize>);

/// One request under way, until it is dropped.
pub(super) struct UnderWay(watch::Sender<usize>);

impl Activity {
    pub(super) fn begin(&self) -> UnderWay {
        self.0.send_modify(|count| *count = count.saturating_add(1));
        UnderWay(self.0.clone())
    }

    /// Waits until no request was under way for so long.
    pub(super) async fn none_for(&self, limit: Duration) {
        let mut count = self.0.subscribe();
        loop {
            // Neither wait fails: the sender is ours.
            let _ = count.wait_for(|count| *count == 0).await;
            if tokio::time::timeout(limit, count.changed()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}
