//! Tokens that are good, each in its own way, and accepted.

use serde_json::{Value, json};

use super::tenant_of_tests::{
    CLIENT_ID, NOW, checked, checked_by, saying, tenant, trust, trusting,
};
use super::token_maker::{TENANT_ID, TokenMaker, key_set};

type Good = (&'static str, String);

fn good() -> Vec<Good> {
    let key = tenant();
    let saying = |changes: Value| key.token(&saying(&changes));
    let headed = |more: Value| {
        let mut header = key.header();
        header
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        key.token_of(&header.to_string(), &self::saying(&json!({})).to_string())
    };
    let by = |key_id| tenant().called(key_id).token(&self::saying(&json!({})));
    let without_type = json!({"alg": "RS256", "kid": "tenant-key"}).to_string();
    vec![
        ("as the service makes them", saying(json!({}))),
        (
            "without a type",
            key.token_of(&without_type, &self::saying(&json!({})).to_string()),
        ),
        (
            "with the type in small letters",
            headed(json!({"typ": "jwt"})),
        ),
        (
            "with the thumbprint of a certificate",
            headed(json!({"x5t": "AAAA", "nonce": "x"})),
        ),
        ("without a beginning", saying(json!({"nbf": null}))),
        (
            "expired within the leeway",
            saying(json!({"exp": NOW - 119})),
        ),
        (
            "of a clock that is ahead within the leeway",
            saying(json!({"nbf": NOW + 120, "iat": NOW + 120})),
        ),
        (
            "good for a very long time",
            saying(json!({"exp": 253_402_300_799_u64})),
        ),
        (
            "with the app in capital letters",
            saying(json!({"aud": CLIENT_ID.to_uppercase()})),
        ),
        (
            "with the tenant in capital letters",
            saying(json!({"tid": TENANT_ID.to_uppercase()})),
        ),
        (
            "that names who may use it: this app",
            saying(json!({"azp": CLIENT_ID})),
        ),
        ("without an object id", saying(json!({"oid": null}))),
        (
            "without a name or an address",
            saying(json!({"name": null, "preferred_username": null})),
        ),
        (
            "with claims of all kinds",
            saying(json!({"groups": ["a", "b"], "nested": {"a": {"a": [1.5, null, -1]}}})),
        ),
        (
            "with a name of all kinds of letters",
            saying(json!({"name": "Ž \u{1f98a} \u{0} \"\\\u{202e}"})),
        ),
        (
            "with a nonce nobody asked for",
            saying(json!({"nonce": "n"})),
        ),
        (
            "with space between its members",
            key.token_of(
                &format!(" {} ", key.header()),
                &format!("\n{:#}\n", self::saying(&json!({}))),
            ),
        ),
        (
            "by a key of 4096 bits",
            TokenMaker::large()
                .unwrap()
                .token(&self::saying(&json!({}))),
        ),
        ("by a key that is for everything", by("for-everything")),
        ("by a key that is for every tenant", by("of-all-tenants")),
        (
            "by a key that is written with a leading zero",
            by("with-a-leading-zero"),
        ),
        ("by the second of two keys of one id", by("twice")),
    ]
}

#[test]
fn good_tokens_are_accepted() {
    let good = good();
    assert!(good.len() >= 12);
    for (name, token) in good {
        let claims = checked(&token).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(claims.subject(), Some("q3Zr8TnV0wKxYd5MbHs2"), "{name}");
    }
}

/// Before anything is known of the tenant, its id is whatever its issuer's key has signed.
#[test]
fn a_tenant_that_is_not_known_yet_is_learnt() {
    let token = tenant().token(&saying(&json!({})));
    let claims = checked_by(&token, &trust(), None).unwrap();
    assert_eq!(claims.tenant_id(), Some(TENANT_ID));
}

/// While a tenant changes its key both are published, and both are good.
#[test]
fn an_old_key_is_good_until_it_leaves_the_set() {
    let (new, old) = (tenant(), TokenMaker::former().unwrap());
    let claims = saying(&json!({}));
    let both = trusting(&key_set(&[old.jwk(), new.jwk()]));
    for key in [&new, &old] {
        assert!(checked_by(&key.token(&claims), &both, None).is_ok());
    }
    let alone = trusting(&key_set(&[new.jwk()]));
    assert!(checked_by(&new.token(&claims), &alone, None).is_ok());
    let error = checked_by(&old.token(&claims), &alone, None).unwrap_err();
    assert_eq!(error.code(), "id_token_key_unknown");
}
