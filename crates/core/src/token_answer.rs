//! An answer with tokens, while nobody knows yet whether they may be used.

use std::fmt;
use std::sync::OnceLock;
use std::time::SystemTime;

use native_auth_wire::v1::token::TokenResponse;

/// What the token endpoint answered, and when.
pub(crate) struct TokenAnswer {
    response: TokenResponse,
    /// When whoever runs the action first had it: the tokens live from then on, however long they are held.
    arrived_at: OnceLock<SystemTime>,
}

impl TokenAnswer {
    pub(crate) fn new(response: TokenResponse) -> Self {
        Self {
            response,
            arrived_at: OnceLock::new(),
        }
    }

    /// One that came before the app was gone.
    pub(crate) fn restored(response: TokenResponse, arrived_at: Option<SystemTime>) -> Self {
        let answer = Self::new(response);
        if let Some(time) = arrived_at {
            answer.arrive(time);
        }
        answer
    }

    pub(crate) fn response(&self) -> &TokenResponse {
        &self.response
    }

    /// The first time counts.
    pub(crate) fn arrive(&self, now: SystemTime) {
        self.arrived_at.get_or_init(|| now);
    }

    pub(crate) fn arrived_at(&self) -> Option<SystemTime> {
        self.arrived_at.get().copied()
    }
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}
