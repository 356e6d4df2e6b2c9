//! The time.

use std::fmt;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;

/// Tells the time and lets it pass, so that a test can move it.
#[async_trait]
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time now. It decides whether a token is still good.
    fn now(&self) -> SystemTime;

    /// Waits until this much time has passed.
    async fn sleep(&self, duration: Duration);
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
