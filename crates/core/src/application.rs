//! Who is asking.

use native_auth_wire::{Authority, Capability, ChallengeType};

/// Tells the clients of one process apart, so that an action runs only on the client that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientTag(u64);

/// What the flows of one client have in common.
#[derive(Debug, Clone)]
pub struct Application {
    /// The client that runs the actions.
    pub tag: ClientTag,
    /// The tenant.
    pub authority: Authority,
    /// The app's id (a GUID) in that tenant.
    pub client_id: String,
    /// The ways of proving that the app has screens for. `redirect` is added if it is missing.
    pub challenge_types: Vec<ChallengeType>,
    /// What else the app has screens for.
    pub capabilities: Vec<Capability>,
}

impl ClientTag {
    /// Makes a tag of a number that is unique among the clients of the process.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}
