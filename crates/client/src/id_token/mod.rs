//! Verifying ID tokens: the tenant's keys from here, the rules from the core, the signature from a library.

mod signature;
mod tenant_keys;

#[cfg(test)]
mod any_token;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod forged_claims;
#[cfg(test)]
mod forged_forms;
#[cfg(test)]
mod good;
#[cfg(test)]
mod tenant_of_tests;
#[cfg(test)]
#[path = "../../../../tests/src/token_maker.rs"]
#[expect(unreachable_pub, reason = "shared with the tests of the whole SDK")]
mod token_maker;

use std::time::SystemTime;

use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_core::id_token::{Expected, IdToken};
use native_auth_wire::{CompactToken, IdTokenClaims, Secret};

pub(crate) use tenant_keys::TenantKeys;
use tenant_keys::Trust;

use crate::{Client, Result};

/// Verifies an ID token and gives its claims. Nothing is read from it before but which key has to have signed it.
///
/// The tenant's keys have mostly arrived by now; if not they are waited for, and a key that is not among them is looked
/// for once more.
pub(crate) async fn verify(client: &Client, id_token: &Secret) -> Result<IdTokenClaims> {
    let token = IdToken::read(id_token)?;
    let inner = client.inner();
    let keys = &inner.tenant_keys;
    let mut trust = keys.current(client).await?;
    if !trust.keys.contains(token.key_id()) {
        trust = keys.newer_than(&trust, client).await?;
    }
    let pinned = keys.pinned_tenant();
    let client_id = &inner.application.client_id;
    let now = inner.clock.now();
    let claims = check(token, &trust, client_id, pinned.as_deref(), now)?;
    if let Some(tenant_id) = claims.tenant_id() {
        keys.pin(tenant_id);
    }
    Ok(claims)
}

/// The claims of a token that was verified when it came, and has been kept since.
pub(crate) fn claims_of(verified: &Secret) -> Option<IdTokenClaims> {
    let token = CompactToken::parse(verified.expose()).ok()?;
    token.unverified_claims().ok()
}

/// Checks the signature of a token with the tenant's keys, and then the claims.
fn check(
    token: IdToken<'_>,
    trust: &Trust,
    client_id: &str,
    tenant_id: Option<&str>,
    now: SystemTime,
) -> Result<IdTokenClaims> {
    let issuer = trust.metadata.issuer();
    let key_id = token.key_id();
    if !trust.keys.contains(key_id) {
        return Err(Error::new(&catalogue::ID_TOKEN_KEY_UNKNOWN));
    }
    let candidates: Vec<_> = trust
        .keys
        .usable(key_id)
        .filter(|key| key.signs_for(issuer, tenant_id.unwrap_or_default()))
        .collect();
    if candidates.is_empty() {
        return Err(Error::new(&catalogue::ID_TOKEN_KEY_UNUSABLE));
    }
    let signed = token.signed(|signed, signature| {
        let mut keys = candidates.into_iter();
        keys.any(|key| signature::is_of(key, signed, signature))
    })?;
    let expected = Expected {
        client_id,
        issuer,
        tenant_id,
    };
    signed.claims(expected, now)
}
