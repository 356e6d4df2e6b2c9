//! Who an answer with tokens is about.

use std::fmt;

use crate::IdTokenClaims;
use crate::id_token::decode_object;

/// The identity of an account: tenant and object id. Never an e-mail address, which can change hands.
///
/// It is the *home account id* of Microsoft's clients (`uid.utid`), in two parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId {
    tenant_id: String,
    object_id: String,
}

/// Why no identity could be read from an answer with tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Neither `client_info` nor the ID token names a person and a tenant.
    #[error("the tokens name no account")]
    Missing,
    /// `client_info` and the ID token name different people or tenants.
    #[error("the tokens name two different accounts")]
    Contradiction,
}

impl AccountId {
    /// Makes an identity from its two parts, folding them to lower case: both are GUIDs.
    #[must_use]
    pub fn new(tenant_id: &str, object_id: &str) -> Self {
        Self {
            tenant_id: tenant_id.to_ascii_lowercase(),
            object_id: object_id.to_ascii_lowercase(),
        }
    }

    /// The tenant's id (`tid`, `utid`).
    #[must_use]
    pub fn tenant_id(&self) -> &str {
        &self.tenant_id
    }

    /// The person's object id in that tenant (`oid`, `uid`).
    #[must_use]
    pub fn object_id(&self) -> &str {
        &self.object_id
    }
}

/// `{object id}.{tenant id}`, as Microsoft's clients write it.
impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.object_id, self.tenant_id)
    }
}

/// Finds out whom tokens are for: from `client_info`; else the ID token's `oid` and `tid`; else its `sub` and `tid`.
///
/// A tenant has been seen that leaves `client_info` out, so its absence is no failure.
///
/// # Errors
///
/// [`IdentityError::Contradiction`] if two sources disagree, [`IdentityError::Missing`] if none says.
pub fn identify(
    client_info: Option<&str>,
    claims: Option<&IdTokenClaims>,
) -> Result<AccountId, IdentityError> {
    let from_client_info = client_info.and_then(read_client_info);
    let tenant = claims.and_then(IdTokenClaims::tenant_id);
    let object = claims.and_then(IdTokenClaims::object_id);
    if let Some(id) = from_client_info {
        let same = |ours: &str, theirs: Option<&str>| {
            theirs.is_none_or(|theirs| theirs.eq_ignore_ascii_case(ours))
        };
        if same(id.object_id(), object) && same(id.tenant_id(), tenant) {
            return Ok(id);
        }
        return Err(IdentityError::Contradiction);
    }
    let person = object.or_else(|| claims.and_then(IdTokenClaims::subject));
    match (tenant, person) {
        (Some(tenant), Some(person)) => Ok(AccountId::new(tenant, person)),
        _ => Err(IdentityError::Missing),
    }
}

fn read_client_info(text: &str) -> Option<AccountId> {
    let mut members = decode_object(text)?;
    let object = members.text("uid")?;
    let tenant = members.text("utid")?;
    Some(AccountId::new(&tenant, &object))
}
