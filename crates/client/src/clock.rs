//! The time.

use std::fmt;
use std::time::SystemTime;

/// Tells the time, so that a test can move it.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time now. It decides whether a token is still good.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
