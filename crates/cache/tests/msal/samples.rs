//! Accounts and tokens to test with.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save, StoredAccount, TokenStore as _};
use native_auth_cache::{
    AccessTokenRecord, AccountKey, AccountRecord, MsalFile, Partition, ScopeSet,
};
use native_auth_wire::{AccountId, Secret};

pub(crate) const TENANT: &str = "5d0f8e1c-37a9-4b62-8c4e-91f2a6b7d305";
pub(crate) const APP: &str = "a2c4e6f8-1b3d-4f5a-9c7e-0d2b4f6a8c1e";
pub(crate) const OTHER_APP: &str = "b7d9f1a3-5c7e-4913-8b5d-7f91a3c5e7d9";
pub(crate) const PERSON: &str = "e1b3d5f7-92a4-46c8-a0e2-c4f6081a3b5d";
pub(crate) const SOMEBODY_ELSE: &str = "f2c4e6a8-03b5-47d9-b1f3-d5072b4c6e80";

/// When everything happens.
pub(crate) const NOW: u64 = 1_790_000_000;

pub(crate) fn partition() -> Partition {
    Partition::new("https://contoso.ciamlogin.com/contoso.onmicrosoft.com", APP)
}

pub(crate) fn key() -> AccountKey {
    key_of(PERSON)
}

pub(crate) fn key_of(object_id: &str) -> AccountKey {
    AccountKey::new(&partition(), TENANT, &AccountId::new(TENANT, object_id))
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(crate) fn account(key: AccountKey, generation: u64) -> AccountRecord {
    AccountRecord {
        key,
        sign_in: u64::MAX - 1,
        generation,
        username: Some("mila.roth@example.com".to_owned()),
        asked: vec!["api://contoso-api/Read".to_owned()],
        refresh_token: Some(Secret::from(format!("refresh-{generation}").as_str())),
        id_token: Some(Secret::from("head.claims.signature")),
        updated_at: at(NOW),
    }
}

pub(crate) fn token(secret: &str, scopes: &[&str]) -> Arc<AccessTokenRecord> {
    Arc::new(AccessTokenRecord {
        token: Secret::from(secret),
        scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
        granted: ScopeSet::new(scopes),
        asked: vec![ScopeSet::new(&["api://contoso-api/.default"])],
        obtained_at: at(NOW),
        expires_at: at(NOW + 3600),
        extended_expires_at: Some(at(NOW + 7200)),
        refresh_at: at(NOW + 1800),
    })
}

pub(crate) fn stored() -> StoredAccount {
    StoredAccount {
        account: account(key(), 3),
        tokens: vec![
            token("access-read", &["openid", "api://contoso-api/Read"]),
            token("access-write", &["api://contoso-api/Write"]),
        ],
    }
}

/// Keeps a sign-in.
pub(crate) fn sign_in(store: &MsalFile, stored: &StoredAccount) {
    assert_eq!(store.save(&first(stored)).unwrap(), Commit::Done);
}

/// A sign-in.
pub(crate) fn first<'a>(stored: &'a StoredAccount) -> Save<'a> {
    Save {
        account: &stored.account,
        expected: None,
        put: &stored.tokens,
        others: Others::Drop,
    }
}
