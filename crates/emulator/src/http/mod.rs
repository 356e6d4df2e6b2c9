//! The thin layer between HTTP and the domain.

mod activity;
mod cors;
mod exchange;
mod guard;
mod management;
mod protocol;
mod reply;
mod request_log;
mod router;
mod server;
mod tls;

use crate::domain::Domain;

pub(crate) use guard::Guard;
pub(crate) use request_log::RequestLog;
pub use request_log::RequestRecord;
pub(crate) use server::serve;
pub(crate) use tls::{Identity, acceptor};

/// What every handler works with.
pub(crate) struct Shared {
    pub(crate) domain: Domain,
    /// Scheme, host and port the emulator is reached at, without a slash at the end.
    pub(crate) origin: String,
    pub(crate) guard: Guard,
    pub(crate) log: RequestLog,
    /// The origins whose pages may call the tenants; `*` stands for all.
    pub(crate) cors_origins: Vec<String>,
}
