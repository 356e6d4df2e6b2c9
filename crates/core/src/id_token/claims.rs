//! The claims of an ID token: what they have to be.

use std::time::SystemTime;

use native_auth_wire::IdTokenClaims;
use serde_json::Value;

use super::{Expected, LEEWAY};
use crate::error::catalogue;
use crate::{Error, Result};

/// The last second of the year 9999: what lies behind it is no time.
const LAST_SECOND: u64 = 253_402_300_799;

/// Checks types first and values after, so that no value counts whose type is wrong.
pub(super) fn check(claims: &IdTokenClaims, expected: Expected<'_>, now: SystemTime) -> Result<()> {
    let issuer = text(claims, "iss")?;
    let tenant = text(claims, "tid")?;
    // The service documents a string. A list could name another app beside this one, for whom the token would be good
    // as well (OpenID Connect Core, section 3.1.3.7, numbers 3 to 5).
    let audience = text(claims, "aud")?;
    let _subject = text(claims, "sub")?;
    let _person = optional(claims, "oid", text)?;
    let authorized = optional(claims, "azp", text)?;
    let expires = seconds(claims, "exp")?;
    let issued = seconds(claims, "iat")?;
    let begins = optional(claims, "nbf", seconds)?.unwrap_or(issued);

    if issuer != expected.issuer {
        return Err(Error::new(&catalogue::ID_TOKEN_ISSUER));
    }
    // The case of a GUID means nothing.
    let is_other = |theirs: &str, ours: &str| !theirs.eq_ignore_ascii_case(ours);
    if expected
        .tenant_id
        .is_some_and(|ours| is_other(tenant, ours))
    {
        return Err(Error::new(&catalogue::ID_TOKEN_TENANT));
    }
    let app = expected.client_id;
    if is_other(audience, app) || authorized.is_some_and(|theirs| is_other(theirs, app)) {
        return Err(Error::new(&catalogue::ID_TOKEN_AUDIENCE));
    }
    let now = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    if now >= expires.saturating_add(LEEWAY.as_secs()) {
        return Err(Error::new(&catalogue::ID_TOKEN_EXPIRED));
    }
    if begins.max(issued) > now.saturating_add(LEEWAY.as_secs()) {
        return Err(Error::new(&catalogue::ID_TOKEN_NOT_YET_VALID));
    }
    Ok(())
}

/// A claim that may be missing, and is of its type if it is there.
fn optional<'a, T>(
    claims: &'a IdTokenClaims,
    name: &'static str,
    read: impl FnOnce(&'a IdTokenClaims, &'static str) -> Result<T>,
) -> Result<Option<T>> {
    match claims.get(name) {
        None => Ok(None),
        Some(_) => read(claims, name).map(Some),
    }
}

/// Text with something in it.
fn text<'a>(claims: &'a IdTokenClaims, name: &'static str) -> Result<&'a str> {
    let text = value(claims, name)?.as_str();
    text.filter(|text| !text.is_empty())
        .ok_or_else(|| wrong_type(name))
}

/// A time as a whole number of seconds since 1970. RFC 7519 permits fractions; the service sends none, and readers
/// disagree on what a rounded one means.
fn seconds(claims: &IdTokenClaims, name: &'static str) -> Result<u64> {
    let seconds = value(claims, name)?.as_u64();
    seconds
        .filter(|seconds| *seconds <= LAST_SECOND)
        .ok_or_else(|| wrong_type(name))
}

fn value<'a>(claims: &'a IdTokenClaims, name: &'static str) -> Result<&'a Value> {
    claims
        .get(name)
        .ok_or_else(|| Error::new(&catalogue::ID_TOKEN_CLAIM_MISSING).with_detail(name))
}

fn wrong_type(name: &'static str) -> Error {
    Error::new(&catalogue::ID_TOKEN_CLAIM_TYPE).with_detail(name)
}
