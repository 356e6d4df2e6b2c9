//! Whose tokens they are.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use native_auth_wire::AccountId;

/// What one app in one tenant sees of a store: everything under one authority and client id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Partition {
    authority: Arc<str>,
    client_id: Arc<str>,
}

/// The key of an account in a store: authority, client id, tenant id and account (tenant and object id, never an
/// e-mail address). Cheap to clone.
///
/// Its parts are joined into one text (see [`as_str`](Self::as_str)), whose digest is made once: a look-up is as quick as
/// one by a number.
#[derive(Clone)]
pub struct AccountKey {
    text: Arc<str>,
    /// Of the text. A map hashes it again with a key of its own.
    digest: u64,
}

/// Between the parts of a key; it is escaped within them.
const SEPARATOR: char = '|';

impl Partition {
    /// `authority` is the tenant's base address (`https://contoso.ciamlogin.com/contoso.onmicrosoft.com`), without a
    /// slash at the end; its ASCII case does not matter, nor does that of `client_id`.
    #[must_use]
    pub fn new(authority: &str, client_id: &str) -> Self {
        Self {
            authority: authority.trim_end_matches('/').to_ascii_lowercase().into(),
            client_id: client_id.to_ascii_lowercase().into(),
        }
    }

    /// The tenant's base address, in lower case.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The app's id, in lower case.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The host of the authority, with its port if it has one (`environment` of Microsoft's clients; MSAL for Python and
    /// .NET leave the port out).
    #[must_use]
    pub fn environment(&self) -> &str {
        let rest = self
            .authority
            .split_once("://")
            .map_or(&*self.authority, |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }

    /// What the keys of all its accounts begin with.
    #[must_use]
    pub fn prefix(&self) -> String {
        let mut text = String::with_capacity(self.authority.len() + self.client_id.len() + 2);
        push_escaped(&mut text, &self.authority);
        text.push(SEPARATOR);
        push_escaped(&mut text, &self.client_id);
        text.push(SEPARATOR);
        text
    }
}

impl AccountKey {
    /// The key of `account` in the directory `tenant_id`, as the app and tenant of `partition` see it.
    #[must_use]
    pub fn new(partition: &Partition, tenant_id: &str, account: &AccountId) -> Self {
        let mut text = partition.prefix();
        push_escaped(&mut text, &tenant_id.to_ascii_lowercase());
        text.push(SEPARATOR);
        push_escaped(&mut text, account.tenant_id());
        text.push(SEPARATOR);
        push_escaped(&mut text, account.object_id());
        Self::of(text.into())
    }

    /// Reads what [`as_str`](Self::as_str) gave; `None` if it is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = Self::of(text.into());
        (text.split(SEPARATOR).count() == 5).then_some(key)
    }

    /// `{authority}|{client id}|{tenant id}|{account's tenant id}|{object id}`, with `|`, `%` and control characters in
    /// the parts percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Under which authority and client id.
    #[must_use]
    pub fn partition(&self) -> Partition {
        Partition {
            authority: self.part(0).into(),
            client_id: self.part(1).into(),
        }
    }

    /// The id of the tenant whose tokens they are (`realm` in Microsoft's caches).
    #[must_use]
    pub fn tenant_id(&self) -> String {
        self.part(2)
    }

    /// Who.
    #[must_use]
    pub fn account(&self) -> AccountId {
        AccountId::new(&self.part(3), &self.part(4))
    }

    /// What the keys of all accounts of its partition begin with.
    pub(crate) fn partition_prefix(&self) -> &str {
        let mut separators = self.text.match_indices(SEPARATOR);
        let end = separators.nth(1).map_or(self.text.len(), |(at, _)| at + 1);
        self.text.get(..end).unwrap_or_default()
    }

    fn of(text: Arc<str>) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self {
            text,
            digest: hasher.finish(),
        }
    }

    fn part(&self, index: usize) -> String {
        unescaped(self.text.split(SEPARATOR).nth(index).unwrap_or_default())
    }
}

/// The authority and the ids: nothing of it is secret, and no e-mail address is in it.
impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountKey({})", self.text)
    }
}

impl PartialEq for AccountKey {
    fn eq(&self, other: &Self) -> bool {
        // Clones share their text, so that it need not be read.
        Arc::ptr_eq(&self.text, &other.text)
            || (self.digest == other.digest && self.text == other.text)
    }
}

impl Eq for AccountKey {}

impl Hash for AccountKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.digest);
    }
}

impl PartialOrd for AccountKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for AccountKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

fn push_escaped(text: &mut String, part: &str) {
    for character in part.chars() {
        match character {
            SEPARATOR => text.push_str("%7C"),
            '%' => text.push_str("%25"),
            c if c.is_ascii_control() => {
                text.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => text.push(c),
        }
    }
}

/// The inverse of [`push_escaped`]; what it never writes stays as it is.
fn unescaped(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let decoded = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(u8::is_ascii);
        match decoded {
            Some(byte) => {
                text.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                text.push('%');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use native_auth_wire::AccountId;
    use proptest::prelude::*;

    use super::{AccountKey, Partition};

    #[test]
    fn the_environment_is_the_host() {
        let partition = Partition::new("http://127.0.0.1:8080/contoso/", "APP");
        assert_eq!(partition.environment(), "127.0.0.1:8080");
        assert_eq!(partition.authority(), "http://127.0.0.1:8080/contoso");
        assert_eq!(partition.client_id(), "app");
    }

    proptest! {
        #[test]
        fn a_key_gives_its_parts_back(authority in "[a-z|%/:.]{0,20}[a-z|%]", client in "\\PC{0,9}", tenant in "[a-f|%\\x00-\\x1f]{0,9}", object in "\\PC{0,9}") {
            let partition = Partition::new(&authority, &client);
            let account = AccountId::new(&tenant, &object);
            let key = AccountKey::new(&partition, &tenant, &account);
            prop_assert_eq!(key.partition(), partition.clone());
            prop_assert_eq!(key.tenant_id(), tenant.to_ascii_lowercase());
            prop_assert_eq!(key.account(), account);
            prop_assert_eq!(key.partition_prefix(), partition.prefix());
            prop_assert_eq!(AccountKey::parse(key.as_str()), Some(key));
        }
    }
}
