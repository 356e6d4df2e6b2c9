//! The thin layer between HTTP and the domain.

mod activity;
mod api_page;
mod caller;
mod clock_page;
mod cors;
mod date;
mod exchange;
mod fault_page;
mod forced;
mod guard;
mod hosted;
mod management;
mod odd_body;
mod protocol;
mod reply;
mod request_log;
mod router;
mod server;
mod snapshot_page;
mod spelling;
mod tls;

use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::Domain;
use crate::errands::Courier;
use crate::faults::Faults;

pub(crate) use guard::Guard;
pub(crate) use request_log::RequestLog;
pub use request_log::RequestRecord;
pub(crate) use server::serve;
pub(crate) use tls::{Identity, acceptor};

/// What every handler works with.
pub(crate) struct Shared {
    /// Use [`domain`](Self::domain).
    pub(crate) domain: RwLock<Arc<Domain>>,
    /// Scheme, host and port the emulator is reached at, without a slash at the end.
    pub(crate) origin: String,
    pub(crate) guard: Guard,
    pub(crate) log: RequestLog,
    /// The origins whose pages may call the tenants; `*` stands for all.
    pub(crate) cors_origins: Vec<String>,
    pub(crate) faults: Faults,
    /// Does what must be done outside.
    pub(crate) courier: Arc<Courier>,
}

impl Shared {
    /// Everything the emulator knows. A request works with one and the same from start to end.
    pub(crate) fn domain(&self) -> Arc<Domain> {
        Arc::clone(&self.domain.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Everything is different from the next request on.
    pub(crate) fn replace_domain(&self, domain: Domain) {
        *self.domain.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(domain);
    }

    /// Forgets users, flows, tokens, messages, requests and faults.
    pub(crate) fn reset(&self) {
        self.domain().reset();
        self.log.clear();
        self.faults.clear();
    }
}
