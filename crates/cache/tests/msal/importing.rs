//! Caches that other clients have written.

use std::time::Duration;

use native_auth_cache::msal::{Imported, MsalError, import};
use native_auth_cache::{Partition, ScopeSet};
use native_auth_wire::{AccountId, Secret};
use serde_json::{Value, json};

use crate::samples::{APP, NOW, OTHER_APP, PERSON, TENANT, at, partition};

/// What MSAL Python 1.39.0 wrote of a sign-in; `tests/python` has it write others.
const MSAL_PYTHON: &str = include_str!("written_by_msal_python.json");

#[test]
fn what_msal_python_writes() {
    let imported = import(MSAL_PYTHON, &partition()).unwrap();
    assert_eq!(skipped(&imported), [0, 0, 0]);
    let [one] = imported.accounts.as_slice() else {
        panic!("{imported:?}");
    };
    let account = &one.stored.account;
    assert_eq!(account.key.tenant_id(), TENANT);
    assert_eq!(account.key.account(), AccountId::new(TENANT, PERSON));
    assert_eq!(account.username.as_deref(), Some("mila.roth@example.com"));
    assert_eq!(account.asked, ["api://contoso-api/Read"]);
    assert_eq!(exposed(account.refresh_token.as_ref()), "refresh-of-python");
    assert_eq!(account.updated_at, at(NOW));
    assert_eq!(
        exposed(one.unverified_id_token.as_ref()).split('.').count(),
        3
    );
    let [token] = one.stored.tokens.as_slice() else {
        panic!("{imported:?}");
    };
    assert_eq!(token.token.expose(), "access-of-python");
    assert_eq!(token.scopes, ["api://contoso-api/Read"]);
    assert_eq!(token.granted, ScopeSet::new(&["api://contoso-api/Read"]));
    assert_eq!(token.obtained_at, at(NOW));
    assert_eq!(token.expires_at, at(NOW + 3599));
    assert_eq!(token.extended_expires_at, Some(at(NOW + 7199)));
    assert_eq!(token.refresh_at, at(NOW + 1799));
}

#[test]
fn numbers_may_be_texts_or_numbers() {
    for (expires, seconds) in [
        (json!("1790000100"), 100),
        (json!(1_790_000_100), 100),
        (json!("1790000100.75"), 100),
        (json!(1_790_000_100.5), 100),
    ] {
        let cache = with(|cache| entity(cache, "AccessToken")["expires_on"] = expires.clone());
        let imported = import(&cache, &partition()).unwrap();
        assert_eq!(only_token(&imported), at(NOW + seconds), "{expires}");
    }
}

#[test]
fn a_token_without_a_time_of_renewal_is_renewed_after_three_quarters_of_its_life() {
    let cache = with(|cache| {
        let token = entity(cache, "AccessToken");
        token.as_object_mut().unwrap().remove("refresh_on");
        token["expires_on"] = json!((NOW + 4000).to_string());
    });
    let imported = import(&cache, &partition()).unwrap();
    let token = &imported.accounts[0].stored.tokens[0];
    assert_eq!(token.refresh_at, at(NOW) + Duration::from_secs(3000));
}

#[test]
fn what_is_malformed_is_left_out_and_counted() {
    type Spoil = fn(&mut Value);
    let spoilt: [(&str, Spoil); 9] = [
        ("AccessToken", |token| *token = json!([])),
        ("AccessToken", |token| token["expires_on"] = json!("soon")),
        ("AccessToken", |token| token["expires_on"] = json!(-1)),
        ("AccessToken", |token| token["expires_on"] = Value::Null),
        ("AccessToken", |token| token["secret"] = json!(7)),
        ("AccessToken", |token| token["secret"] = json!("")),
        ("AccessToken", |token| {
            token["home_account_id"] = json!("nobody")
        }),
        ("RefreshToken", |token| token["secret"] = json!({})),
        ("IdToken", |token| token["secret"] = json!([])),
    ];
    for (section, spoil) in spoilt {
        let cache = with(|cache| spoil(entity(cache, section)));
        let imported = import(&cache, &partition()).unwrap();
        assert_eq!(skipped(&imported), [0, 1, 0], "{section}: {cache}");
        assert_eq!(imported.accounts.len(), 1, "the rest is there");
    }
}

#[test]
fn what_is_others_is_left_out_and_counted() {
    type Change = fn(&mut Value);
    let changes: [Change; 6] = [
        |token| token["client_id"] = json!(OTHER_APP),
        |token| token["environment"] = json!("fabrikam.ciamlogin.com"),
        |token| token["environment"] = Value::Null,
        |token| token["token_type"] = json!("pop"),
        |token| token["key_id"] = json!("a-key"),
        |token| token["credential_type"] = json!("AccessToken_With_AuthScheme"),
    ];
    for change in changes {
        let cache = with(|cache| change(entity(cache, "AccessToken")));
        let imported = import(&cache, &partition()).unwrap();
        assert_eq!(skipped(&imported), [1, 0, 0], "{cache}");
        assert!(imported.accounts[0].stored.tokens.is_empty());
    }
    // To another app, all of it is somebody else's.
    let other = Partition::new("https://contoso.ciamlogin.com", OTHER_APP);
    let imported = import(MSAL_PYTHON, &other).unwrap();
    assert!(imported.accounts.is_empty());
    assert_eq!(skipped(&imported), [4, 0, 0]);
}

#[test]
fn tokens_without_their_account_are_left_out_and_counted() {
    let cache = with(|cache| cache["Account"] = json!({}));
    let imported = import(&cache, &partition()).unwrap();
    assert!(imported.accounts.is_empty());
    assert_eq!(skipped(&imported), [0, 0, 3]);
}

#[test]
fn of_several_refresh_tokens_the_newest_counts() {
    for (time, expected) in [(NOW - 1, "refresh-of-python"), (NOW + 1, "another")] {
        let cache = with(|cache| {
            let mut another = entity(cache, "RefreshToken").clone();
            another["secret"] = json!("another");
            another["last_modification_time"] = json!(time.to_string());
            cache["RefreshToken"]["another"] = another;
        });
        let imported = import(&cache, &partition()).unwrap();
        let account = &imported.accounts[0].stored.account;
        assert_eq!(exposed(account.refresh_token.as_ref()), expected);
    }
}

#[test]
fn the_port_may_be_there() {
    let cache = MSAL_PYTHON.replace("contoso.ciamlogin.com\"", "127.0.0.1:8443\"");
    for (authority, accounts) in [
        ("https://127.0.0.1:8443/contoso", 1),
        ("https://127.0.0.1:8444/contoso", 0),
    ] {
        let imported = import(&cache, &Partition::new(authority, APP)).unwrap();
        assert_eq!(imported.accounts.len(), accounts, "{authority}");
    }
}

#[test]
fn what_is_no_cache_is_refused() {
    for (text, expected) in [
        (" ", None),
        ("\u{feff}{}", None),
        (r#"{"AccessToken":null}"#, None),
        (r#"{"AccessToken":{},"Whatever":7}"#, None),
        (r#"{"AccessToken":{"#, Some(MsalError::Malformed)),
        ("[]", Some(MsalError::Malformed)),
        ("{} {}", Some(MsalError::Malformed)),
        (r#"{"name":"a package"}"#, Some(MsalError::NotACache)),
        (r#"{"AccessToken":[]}"#, Some(MsalError::NotACache)),
    ] {
        assert_eq!(import(text, &partition()).err(), expected, "{text}");
    }
}

#[test]
fn nothing_of_it_shows() {
    let shown = format!("{:?}", import(MSAL_PYTHON, &partition()).unwrap());
    for secret in ["refresh-of-python", "access-of-python", "mila.roth", "eyJ"] {
        assert!(MSAL_PYTHON.contains(secret));
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// The cache with something changed.
fn with(change: impl FnOnce(&mut Value)) -> String {
    let mut cache = serde_json::from_str(MSAL_PYTHON).unwrap();
    change(&mut cache);
    cache.to_string()
}

/// The only entity of a section.
fn entity<'c>(cache: &'c mut Value, section: &str) -> &'c mut Value {
    let entities = cache[section].as_object_mut().unwrap();
    assert_eq!(entities.len(), 1);
    entities.values_mut().next().unwrap()
}

fn only_token(imported: &Imported) -> std::time::SystemTime {
    imported.accounts[0].stored.tokens[0].expires_at
}

/// Others', malformed, without account.
fn skipped(imported: &Imported) -> [usize; 3] {
    let skipped = imported.skipped;
    [skipped.others, skipped.malformed, skipped.without_account]
}

fn exposed(secret: Option<&Secret>) -> &str {
    secret.map_or("", Secret::expose)
}
