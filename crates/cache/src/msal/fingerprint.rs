//! Telling one refresh token from another without it.

use std::fmt::Write as _;

use native_auth_wire::Secret;
use sha2::{Digest as _, Sha256};

const BYTES: usize = 16;

/// What a refresh token is recognised by; that of none is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint([u8; BYTES], bool);

impl Fingerprint {
    pub(super) fn of(refresh_token: Option<&Secret>) -> Self {
        let text = refresh_token.map_or("", Secret::expose);
        let digest: [u8; 32] = Sha256::digest(text).into();
        let mut first = [0; BYTES];
        for (to, from) in first.iter_mut().zip(digest) {
            *to = from;
        }
        Self(first, refresh_token.is_some())
    }

    /// A number that is as good as never another token's.
    pub(super) fn number(&self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_le_bytes([a, b, c, d])
    }

    pub(super) fn text(&self) -> String {
        if !self.1 {
            return String::new();
        }
        self.0.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}
