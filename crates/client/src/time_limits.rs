//! How long anything may take.

use std::time::Duration;

/// The limits of one client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeLimits {
    /// For making a connection, secure handshake included.
    pub(crate) connect: Duration,
    /// For one request and its whole answer, connecting included.
    pub(crate) exchange: Duration,
    /// For waiting until the server has finished something, over many exchanges.
    pub(crate) polling: Duration,
    /// For another process that renews the same tokens.
    pub(crate) lock: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            exchange: Duration::from_secs(30),
            polling: Duration::from_secs(300),
            lock: Duration::from_secs(10),
        }
    }
}
