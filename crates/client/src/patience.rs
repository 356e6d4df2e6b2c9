//! How long to go on asking whether the server has finished something.

use std::time::Duration;

use native_auth_core::Error;
use native_auth_core::error::catalogue;
use tokio::time::Instant;

use crate::{Clock, Result};

/// The time that one action may spend between its first pause and its last, exchanges included.
#[derive(Debug)]
pub(crate) struct Patience {
    limit: Duration,
    first_pause: Option<Instant>,
    /// The pauses alone: a clock that is moved by hand lets no time pass for the timer.
    paused: Duration,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            first_pause: None,
            paused: Duration::ZERO,
        }
    }

    /// Waits, unless that would take longer than there is time.
    pub(crate) async fn wait(&mut self, delay: Duration, clock: &dyn Clock) -> Result<()> {
        let since = self.first_pause.get_or_insert_with(Instant::now).elapsed();
        self.paused = self.paused.saturating_add(delay);
        if self.paused.max(since.saturating_add(delay)) > self.limit {
            return Err(Error::new(&catalogue::POLLING_TIMED_OUT));
        }
        clock.sleep(delay).await;
        Ok(())
    }
}
