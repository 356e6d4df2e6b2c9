//! The identifier that ties all requests of one flow together.

use std::fmt;
use std::str::FromStr;

use uuid::{Builder, Uuid};

/// The correlation id of one flow: a GUID that every request of the flow carries as `client-request-id`.
///
/// The server repeats it in its answers and its logs, and every error of the flow carries it, so it is the one
/// thing to quote to support. It identifies no person.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CorrelationId(Uuid);

/// The text is not a GUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a correlation id must be a GUID such as 0f8fad5b-d9cb-469f-a165-70867728950e")]
pub struct InvalidCorrelationId;

impl CorrelationId {
    /// Makes a correlation id from 16 random bytes, which the caller provides (a version 4 UUID, RFC 9562).
    #[must_use]
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        Self(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Reads a GUID in any usual spelling.
    ///
    /// # Errors
    ///
    /// [`InvalidCorrelationId`] if `text` is not a GUID.
    pub fn parse(text: &str) -> Result<Self, InvalidCorrelationId> {
        Uuid::try_parse(text.trim())
            .map(Self)
            .map_err(|_| InvalidCorrelationId)
    }
}

impl FromStr for CorrelationId {
    type Err = InvalidCorrelationId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl fmt::Debug for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
