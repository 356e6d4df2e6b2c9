//! What stands in a record. A change here is a new version, with a way to read the one before.

use std::time::{Duration, SystemTime};

use native_auth_cache::schema::{
    Unreadable, read_access_token, read_account, write_access_token, write_account,
};
use native_auth_cache::{AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet};
use native_auth_wire::AccountId;
use proptest::prelude::*;

fn key() -> AccountKey {
    let partition = Partition::new(
        "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
        "app",
    );
    AccountKey::new(&partition, "tenant", &AccountId::new("tenant", "object"))
}

fn at(milliseconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds)
}

fn account(username: Option<String>, token: Option<String>, at_time: u64) -> AccountRecord {
    AccountRecord {
        key: key(),
        sign_in: 7,
        generation: 9,
        username,
        asked: vec!["api://contoso-api/Read".to_owned()],
        refresh_token: token.clone().map(Into::into),
        id_token: token.map(Into::into),
        updated_at: at(at_time),
    }
}

fn token(text: &str, scope: &str, at_time: u64) -> AccessTokenRecord {
    let scopes = vec![scope.to_owned()];
    AccessTokenRecord {
        token: text.into(),
        granted: ScopeSet::new(&scopes),
        asked: vec![ScopeSet::new(&["api://contoso-api/.default"])],
        scopes,
        obtained_at: at(at_time),
        expires_at: at(at_time.saturating_add(3_600_000)),
        extended_expires_at: Some(at(at_time.saturating_add(7_200_000))),
        refresh_at: at(at_time.saturating_add(1_800_000)),
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn an_account() {
    let account = account(
        Some("Pat@Example.test".to_owned()),
        Some("secret".to_owned()),
        1_000,
    );
    insta::assert_snapshot!(text(&write_account(&account)));
}

#[test]
fn an_account_with_nothing_that_can_be_missing() {
    insta::assert_snapshot!(text(&write_account(&account(None, None, 0))));
}

#[test]
fn an_access_token() {
    let token = token("secret", "api://contoso-api/Read", 1_000);
    insta::assert_snapshot!(text(&write_access_token(&token)));
}

#[test]
fn nothing_of_it_shows() {
    let account = account(
        Some("pat@example.test".to_owned()),
        Some("planted".to_owned()),
        0,
    );
    let token = token("planted", "a", 0);
    let shown = format!("{account:?} {token:?}");
    assert!(
        !shown.contains("planted") && !shown.contains("pat@"),
        "{shown}"
    );
}

#[test]
fn what_a_later_version_wrote_is_told_from_what_nobody_wrote() {
    let later = br#"{"version":2,"what":"ever"}"#;
    let read = read_account(&key(), later).map(drop);
    assert_eq!(read, Err(Unreadable::FutureVersion));
    let read = read_access_token(later).map(drop);
    assert_eq!(read, Err(Unreadable::FutureVersion));
    for nothing in [
        &b""[..],
        b"{}",
        b"null",
        br#"{"version":1}"#,
        br#"{"version":"1"}"#,
    ] {
        let read = read_account(&key(), nothing).map(drop);
        assert_eq!(read, Err(Unreadable::Malformed), "{nothing:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(username in proptest::option::of(".{0,40}"), secret in proptest::option::of(".{0,80}"), time in 0..4_000_000_000_000_u64) {
        let before = account(username, secret, time);
        let after = read_account(&key(), &write_account(&before)).unwrap();
        prop_assert_eq!(&after.username, &before.username);
        prop_assert_eq!((after.sign_in, after.generation), (7, 9));
        prop_assert_eq!(after.updated_at, before.updated_at);
        let exposed = |account: &AccountRecord| account.refresh_token.as_ref().map(|t| t.expose().to_owned());
        prop_assert_eq!(exposed(&after), exposed(&before));
        prop_assert_eq!(write_account(&after), write_account(&before));
    }

    #[test]
    fn a_token_that_is_written_is_read(secret in ".{0,80}", scope in "[!-~]{1,20}", time in 0..4_000_000_000_000_u64) {
        let before = token(&secret, &scope, time);
        let after = read_access_token(&write_access_token(&before)).unwrap();
        prop_assert_eq!(after.token.expose(), before.token.expose());
        prop_assert_eq!(&after.granted, &before.granted);
        prop_assert_eq!(write_access_token(&after), write_access_token(&before));
    }

    #[test]
    fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(read_account(&key(), &bytes));
        drop(read_access_token(&bytes));
    }
}
