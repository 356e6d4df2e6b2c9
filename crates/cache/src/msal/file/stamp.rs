//! Telling whether a file holds something else than before without keeping what it held.

use sha2::{Digest as _, Sha256};

/// What a file held at a time.
///
/// Of the bytes themselves, not of what the system says of the file: it does not say on every platform which file it is,
/// and a time and a length can stay the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp([u8; 32]);

impl Stamp {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}
