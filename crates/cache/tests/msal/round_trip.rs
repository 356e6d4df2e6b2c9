//! What goes out comes back.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_cache::msal::{export, import};
use native_auth_cache::store::StoredAccount;
use native_auth_cache::{AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet};
use native_auth_wire::{AccountId, Secret};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use crate::samples::partition;

/// Seconds that every machine's clock can tell.
const SECONDS: std::ops::Range<u64> = 0..4_000_000_000;

proptest! {
    #[test]
    fn an_account_survives(
        objects in btree_set("[a-z0-9.\\-]{1,12}", 1..4),
        username in option::of("\\PC{1,12}"),
        secrets in vec("\\PC{1,40}", 3),
        numbers in any::<(u64, u64)>(),
        updated in 0..4_000_000_000_000_u64,
        asked in vec("[a-zA-Z:/]{1,8}", 0..3),
        tokens in vec(access_token(), 0..5),
    ) {
        let tokens = one_for_each_set(tokens);
        let accounts: Vec<StoredAccount> = objects.iter().map(|object| StoredAccount {
            account: AccountRecord {
                key: AccountKey::new(&partition(), "home", &AccountId::new("home", object)),
                sign_in: numbers.0,
                generation: numbers.1,
                username: username.clone(),
                asked: asked.clone(),
                refresh_token: Some(Secret::from(secrets[0].as_str())),
                id_token: Some(Secret::from(secrets[1].as_str())),
                updated_at: SystemTime::UNIX_EPOCH + Duration::from_millis(updated),
            },
            tokens: tokens.clone(),
        }).collect();

        let imported = import(&export(&accounts), &partition()).unwrap();
        prop_assert_eq!(imported.skipped, Default::default());
        prop_assert_eq!(imported.accounts.len(), accounts.len());
        for (back, was) in imported.accounts.iter().zip(&accounts) {
            prop_assert!(back.stored.account.id_token.is_none(), "nobody has verified it");
            let id_token = back.unverified_id_token.as_ref().map(Secret::expose);
            prop_assert_eq!(id_token, was.account.id_token.as_ref().map(Secret::expose));
            prop_assert_eq!(shown(&back.stored), shown(was));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}", json in json(4)) {
        let partition = Partition::new("https://a", "c");
        let _ = import(&text, &partition);
        let section = format!(r#"{{"AccessToken":{{"k":{json}}},"Account":{json},"NativeAuth":{{"k":{json}}}}}"#);
        let _ = import(&section, &partition);
    }
}

fn access_token() -> impl Strategy<Value = AccessTokenRecord> {
    let times = (SECONDS, SECONDS, option::of(1..100_000_u64), SECONDS);
    let scopes = vec("[a-zA-Z:/.|%]{1,6}", 1..4);
    ("\\PC{1,40}", scopes, vec("[a-zA-Z]{1,4}", 0..3), times).prop_map(
        |(secret, mut scopes, asked, (obtained, expires, extended, refresh))| {
            // The schema has them sorted.
            scopes.sort_unstable();
            let time = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            AccessTokenRecord {
                token: Secret::from(secret.as_str()),
                granted: ScopeSet::new(&scopes),
                scopes,
                asked: asked.iter().map(|set| ScopeSet::parse(set)).collect(),
                obtained_at: time(obtained),
                expires_at: time(expires),
                extended_expires_at: extended.map(|more| time(expires + more)),
                refresh_at: time(refresh),
            }
        },
    )
}

fn one_for_each_set(tokens: Vec<AccessTokenRecord>) -> Vec<Arc<AccessTokenRecord>> {
    let mut seen = BTreeSet::new();
    let new = tokens
        .into_iter()
        .filter(|token| seen.insert(token.granted.clone()));
    new.map(Arc::new).collect()
}

/// JSON with the members that are looked at, of every type.
fn json(depth: u32) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("-1e400".to_owned()),
        Just("18446744073709551615".to_owned()),
        Just(r#""18446744073709551615""#.to_owned()),
        Just(r#""a.b""#.to_owned()),
        Just(r#""a""#.to_owned()),
        Just(r#""c""#.to_owned()),
    ];
    let name = prop::sample::select(vec![
        "home_account_id",
        "environment",
        "client_id",
        "realm",
        "secret",
        "target",
        "expires_on",
        "cached_at",
        "native_auth_asked",
        "sign_in",
        "generation",
        "asked",
    ]);
    leaf.prop_recursive(depth, 32, 8, move |inner| {
        let member =
            (name.clone(), inner.clone()).prop_map(|(name, value)| format!("\"{name}\":{value}"));
        prop_oneof![
            vec(member, 0..8).prop_map(|members| format!("{{{}}}", members.join(","))),
            vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(","))),
        ]
    })
}

/// Everything but the ID token, the secrets too.
fn shown(stored: &StoredAccount) -> String {
    let account = &stored.account;
    let refresh_token = account.refresh_token.as_ref().map(Secret::expose);
    let mut tokens: Vec<String> = stored
        .tokens
        .iter()
        .map(|token| format!("{} {token:?}", token.token.expose()))
        .collect();
    tokens.sort_unstable();
    format!(
        "{:?} {} {} {:?} {:?} {refresh_token:?} {:?} {tokens:#?}",
        account.key,
        account.sign_in,
        account.generation,
        account.username,
        account.asked,
        account.updated_at,
    )
}
