//! From an entity to a refresh token, and which of several counts.

use std::time::SystemTime;

use native_auth_wire::Secret;

use crate::msal::entity::Members;
use crate::msal::fingerprint::Fingerprint;
use crate::msal::notes::Notes;

/// A refresh token.
pub(in crate::msal) struct RefreshToken {
    pub(in crate::msal) secret: Secret,
    /// Says nothing about what it is good for.
    pub(in crate::msal) target: Vec<String>,
    pub(in crate::msal) modified_at: Option<SystemTime>,
}

impl RefreshToken {
    /// `None` if there is no token in it.
    pub(in crate::msal) fn read(members: &Members<'_>) -> Option<Self> {
        let target = members.text("target").unwrap_or_default();
        Some(Self {
            secret: members.secret("secret")?,
            target: target.split_ascii_whitespace().map(str::to_owned).collect(),
            modified_at: members.time("last_modification_time"),
        })
    }

    /// The one that was written last. This library leaves one alone, so any other came after that one, whatever the
    /// clocks say; among others the newest counts, and of those in one second the last.
    pub(in crate::msal) fn newest<'t>(all: &'t [Self], notes: Option<&Notes>) -> Option<&'t Self> {
        let is_ours = |token: &Self| {
            notes.is_some_and(|notes| notes.holds(&Fingerprint::of(Some(&token.secret))))
        };
        all.iter()
            .max_by_key(|token| (!is_ours(token), token.modified_at))
    }
}
