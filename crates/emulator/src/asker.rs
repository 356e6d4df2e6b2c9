//! Who asks, as far as the form does not say.

use std::net::IpAddr;
use std::sync::Arc;

use crate::hosted::CodeRequest;

/// The other end of one request.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Where the request came from.
    pub(crate) address: Option<IpAddr>,
    /// The correlation ID the client sent, or the one it was given.
    pub(crate) correlation_id: String,
    /// The header `Accept-Language`.
    pub(crate) languages: Option<String>,
    /// Whether a page of some site asks, by script: the request has an `Origin`.
    pub(crate) is_cross_origin: bool,
    /// The pages of the authorization endpoint ask, for a sign-in that ends in a code.
    pub(crate) browser: Option<Arc<CodeRequest>>,
}
