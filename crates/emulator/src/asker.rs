//! Who asks, as far as the form does not say.

use std::net::IpAddr;

/// The other end of one request.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Where the request came from.
    pub(crate) address: Option<IpAddr>,
    /// The correlation ID the client sent, or the one it was given.
    pub(crate) correlation_id: String,
    /// The header `Accept-Language`.
    pub(crate) languages: Option<String>,
}
