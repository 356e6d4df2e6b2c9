//! Any text for a token, and any document for what it is verified with: an error, and never a panic.

use native_auth_wire::{Authority, KeySet, OpenIdMetadata};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::tenant_of_tests::{checked, checked_by, saying, tenant, trusting};
use super::token_maker::{TENANT_ID, encode, key_set, metadata};

fn good() -> String {
    tenant().token(&saying(&json!({})))
}

/// Text that is JSON, or nearly.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_map(|n| n.to_string()),
        any::<String>().prop_map(|text| json!(text).to_string()),
    ];
    let names = prop::sample::select(vec![
        "alg", "kid", "kty", "use", "n", "e", "keys", "issuer", "jwks_uri", "aud", "iss", "exp",
        "iat", "nbf", "sub", "tid", "oid", "x",
    ]);
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(|all| format!("[{}]", all.join(","))),
            vec((names.clone(), inner), 0..6).prop_map(|all| {
                let all: Vec<String> = all.iter().map(|(n, v)| format!("\"{n}\":{v}")).collect();
                format!("{{{}}}", all.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        prop_assert!(checked(&text).is_err());
    }

    #[test]
    fn any_three_parts_are_refused(
        header in vec(any::<u8>(), 0..80),
        payload in vec(any::<u8>(), 0..80),
        signature in vec(any::<u8>(), 0..300),
    ) {
        let parts = [header, payload, signature].map(encode);
        prop_assert!(checked(&parts.join(".")).is_err());
    }

    #[test]
    fn any_claims_that_the_tenant_signs_are_refused(header in any_json(), payload in any_json()) {
        let good = tenant().header().to_string();
        prop_assert!(checked(&tenant().token_of(&good, &payload)).is_err());
        prop_assert!(checked(&tenant().token_of(&header, &payload)).is_err());
    }

    /// No letter of a token can be another one.
    #[test]
    fn a_good_token_with_one_letter_changed_is_refused(at in any::<prop::sample::Index>(), letter in any::<u8>()) {
        let mut token = good().into_bytes();
        let at = at.index(token.len());
        prop_assume!(token[at] != letter);
        token[at] = letter;
        prop_assert!(checked(&String::from_utf8_lossy(&token)).is_err());
    }

    #[test]
    fn a_good_token_that_is_cut_off_is_refused(at in any::<prop::sample::Index>()) {
        let token = good();
        prop_assert!(checked(&token[..at.index(token.len())]).is_err());
    }

    #[test]
    fn any_metadata_are_read_or_refused(body in vec(any::<u8>(), 0..200), text in any_json()) {
        let authority = Authority::parse("contoso", false).unwrap();
        for body in [body, text.into_bytes()] {
            prop_assert!(OpenIdMetadata::read(&body, &authority).is_err());
        }
    }

    /// Whatever is read of them, the tenant's own key is not among them.
    #[test]
    fn any_keys_are_read_or_refused(body in vec(any::<u8>(), 0..200), text in any_json()) {
        let keys = format!("{{\"keys\":[{text},{text}]}}");
        for body in [body, text.into_bytes(), keys.into_bytes()] {
            if KeySet::read(&body).is_ok() {
                let keys = serde_json::from_slice(&body).unwrap();
                prop_assert!(checked_by(&good(), &trusting(&keys), Some(TENANT_ID)).is_err());
            }
        }
    }

    /// A key set that holds anything beside the tenant's key is a key set all the same.
    #[test]
    fn any_other_key_takes_nothing_away(other in any_json()) {
        let other = serde_json::from_str(&other).unwrap_or_default();
        let keys = key_set(&[other, tenant().jwk()]);
        prop_assert!(checked_by(&good(), &trusting(&keys), Some(TENANT_ID)).is_ok());
    }

    #[test]
    fn any_address_of_keys_is_at_the_authority_or_the_issuer(text in any::<String>(), host in "[a-z.@:/?#\\\\]{0,20}") {
        let authority = Authority::parse("https://login.contoso.example/b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83", false).unwrap();
        for address in [text, format!("https://{host}"), format!("https://login.contoso.example{host}")] {
            let mut document = metadata("");
            document["jwks_uri"] = json!(address);
            let read = OpenIdMetadata::read(document.to_string().as_bytes(), &authority);
            if let Ok(metadata) = read {
                let request = metadata.keys_request();
                let host = request.url().host_str().unwrap();
                prop_assert!(host == "login.contoso.example" || host.ends_with(".ciamlogin.com"));
            }
        }
    }
}
