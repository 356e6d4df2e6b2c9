//! What is written, to the letter.

use native_auth_cache::msal::export;
use native_auth_cache::store::StoredAccount;
use native_auth_cache::{AccountKey, Partition};
use native_auth_wire::AccountId;
use serde_json::Value;

use crate::samples::{APP, PERSON, TENANT, account, stored};

#[test]
fn an_account_with_two_tokens() {
    let json = export(&[stored()]);
    let value: Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn an_account_with_next_to_nothing() {
    let mut account = account(stored().account.key, 1);
    account.username = None;
    account.refresh_token = None;
    account.id_token = None;
    account.asked = Vec::new();
    let json = export(&[StoredAccount {
        account,
        tokens: Vec::new(),
    }]);
    let value: Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn nobody_is_an_empty_cache() {
    assert_eq!(*export(&[]), "{}");
}

#[test]
fn the_environment_has_no_port() {
    for (authority, host) in [
        ("https://127.0.0.1:8443/contoso", "127.0.0.1"),
        ("https://[::1]:8443/contoso", "::1"),
        ("https://[::1]/contoso", "::1"),
        ("https://Contoso.ciamlogin.com", "contoso.ciamlogin.com"),
    ] {
        let partition = Partition::new(authority, APP);
        let key = AccountKey::new(&partition, TENANT, &AccountId::new(TENANT, PERSON));
        let json = export(&[StoredAccount {
            account: account(key, 1),
            tokens: Vec::new(),
        }]);
        let value: Value = serde_json::from_str(&json).unwrap();
        let accounts = value["Account"].as_object().unwrap();
        let account = accounts.values().next().unwrap();
        assert_eq!(account["environment"], host, "{authority}");
    }
}
