//! Who an answer with tokens is about.

use std::fmt;

use uuid::Uuid;

use crate::IdTokenClaims;
use crate::id_token::decode;
use crate::members::Members;

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
    /// Makes an identity from its two parts. A GUID is folded to lower case, since its case means nothing; anything
    /// else, such as a pairwise subject, stays as it is.
    #[must_use]
    pub fn new(tenant_id: &str, object_id: &str) -> Self {
        Self {
            tenant_id: fold(tenant_id),
            object_id: fold(object_id),
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

/// Whether renewed tokens are for this account. `subject` is the `sub` of the tokens before, if there was one.
///
/// Like is compared with like, because a tenant may name the person by `oid` one time and by `sub` alone another:
/// what cannot be compared says nothing, but what differs is another account.
#[must_use]
pub fn is_same_account(
    account: &AccountId,
    subject: Option<&str>,
    client_info: Option<&str>,
    claims: Option<&IdTokenClaims>,
) -> bool {
    if client_info
        .and_then(read_client_info)
        .is_some_and(|named| named != *account)
    {
        return false;
    }
    let Some(claims) = claims else { return true };
    let same = |ours: &str, theirs: Option<&str>| theirs.is_none_or(|theirs| fold(theirs) == ours);
    let known_by_subject = subject == Some(account.object_id());
    same(account.tenant_id(), claims.tenant_id())
        && (known_by_subject || same(account.object_id(), claims.object_id()))
        && subject.is_none_or(|subject| claims.subject().is_none_or(|theirs| theirs == subject))
}

fn fold(id: &str) -> String {
    if Uuid::try_parse(id).is_ok() {
        id.to_ascii_lowercase()
    } else {
        id.to_owned()
    }
}

fn read_client_info(text: &str) -> Option<AccountId> {
    let bytes = decode(text)?;
    let members = Members::parse(&bytes).ok()?;
    let object = members.text("uid")?;
    let tenant = members.text("utid")?;
    Some(AccountId::new(&tenant, &object))
}
