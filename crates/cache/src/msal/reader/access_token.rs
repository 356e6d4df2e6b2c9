//! From an entity to an access token.

use std::time::{Duration, SystemTime};

use crate::msal::entity::Members;
use crate::msal::names::{ASKED, SPECIAL};
use crate::{AccessTokenRecord, ScopeSet};

/// Whether it is a bearer token that any request for its scopes may have.
pub(in crate::msal) fn is_plain(members: &Members<'_>) -> bool {
    let is = |name: &str, only: &str| {
        let text = members.text(name);
        text.is_none_or(|text| text.eq_ignore_ascii_case(only))
    };
    is("credential_type", "AccessToken")
        && is("token_type", "Bearer")
        && !SPECIAL.iter().any(|name| members.has(name))
}

/// `None` if it has no token or no end.
pub(super) fn read(members: &Members<'_>) -> Option<AccessTokenRecord> {
    let target = members.text("target").unwrap_or_default();
    let scopes: Vec<String> = target.split_ascii_whitespace().map(str::to_owned).collect();
    let expires_at = members.time("expires_on")?;
    // Without it the token's age cannot be told: it is as old as can be, and so due for renewal.
    let obtained_at = members.time("cached_at").unwrap_or(SystemTime::UNIX_EPOCH);
    let extended = members.time("extended_expires_on");
    let asked = members.texts(ASKED);
    Some(AccessTokenRecord {
        token: members.secret("secret")?,
        granted: ScopeSet::new(&scopes),
        scopes,
        asked: asked.iter().map(|set| ScopeSet::parse(set)).collect(),
        obtained_at,
        expires_at,
        // Without an extension they say the same.
        extended_expires_at: extended.filter(|end| *end > expires_at),
        refresh_at: members
            .time("refresh_on")
            .unwrap_or_else(|| renewal(obtained_at, expires_at)),
    })
}

/// When to renew a token whose server did not say: after three quarters of its life.
fn renewal(obtained_at: SystemTime, expires_at: SystemTime) -> SystemTime {
    let life: Duration = expires_at.duration_since(obtained_at).unwrap_or_default();
    expires_at.checked_sub(life / 4).unwrap_or(expires_at)
}
