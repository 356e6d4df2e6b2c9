//! The tenant that the tables of tokens are about: what it signs with, what it publishes, and how a token fares there.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_core::id_token::IdToken;
use native_auth_wire::{Authority, IdTokenClaims, KeySet, OpenIdMetadata, Secret};
use serde_json::{Value, json};

use super::check;
use super::tenant_keys::Trust;
use super::token_maker::{ISSUER, TENANT_ID, TokenMaker, claims, encode, key_set, metadata};
use crate::Result;

/// The app.
pub(super) const CLIENT_ID: &str = "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11";

/// The time of every check, in seconds since 1970.
pub(super) const NOW: u64 = 1_800_000_000;

/// A modulus of 1024 bits.
const WEAK: &str = "1MlLwq6h6-Qis_ouCc9OMd9V6B1hraSMmn4c-UnFRukRLk6OSfwtGTgsOlEaHzkOgnfMLkGDdOYzHlTZDKySPTOx-Xgulx-PTpuOz-7qtUiyODZwyaVSVXY7QfZ82nu6BbxK02L6xsn5wVX3jAVjrNuwpORtwOORi2MlHKiqj1M";

const AUTHORITY: &str = "https://contoso.ciamlogin.com/contoso.onmicrosoft.com";

/// The key that the tenant signs with.
pub(super) fn tenant() -> TokenMaker {
    TokenMaker::tenant().unwrap()
}

/// What the tenant publishes: its keys, and others under ids of their own, each with one thing wrong or unusual.
pub(super) fn trust() -> Trust {
    let keys = [
        tenant().jwk(),
        TokenMaker::large().unwrap().jwk(),
        with("for-encryption", &json!({"use": "enc"})),
        with("for-another-algorithm", &json!({"alg": "RS512"})),
        with("for-signing-only", &json!({"key_ops": ["sign"]})),
        with(
            "of-another-issuer",
            &json!({"issuer": "https://login.example/v2.0"}),
        ),
        with(
            "of-another-kind",
            &json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
        ),
        with(
            "a-password",
            &json!({"kty": "oct", "k": encode("password")}),
        ),
        with("too-weak", &json!({"n": WEAK})),
        with("without-modulus", &json!({"n": null})),
        with("even-exponent", &json!({"e": encode([2])})),
        with(
            "for-everything",
            &json!({"use": null, "alg": "RS256", "key_ops": ["verify"]}),
        ),
        with(
            "of-all-tenants",
            &json!({"issuer": ISSUER.replace(TENANT_ID, "{tenantid}")}),
        ),
        with("with-a-leading-zero", &json!({"n": leading_zero()})),
        TokenMaker::former().unwrap().called("twice").jwk(),
        with("twice", &json!({})),
    ];
    trusting(&key_set(&keys))
}

/// What the tenant publishes while these are its keys.
pub(super) fn trusting(keys: &Value) -> Trust {
    let authority = Authority::parse(AUTHORITY, false).unwrap();
    let metadata = metadata(AUTHORITY).to_string();
    Trust {
        metadata: Arc::new(OpenIdMetadata::read(metadata.as_bytes(), &authority).unwrap()),
        keys: Arc::new(KeySet::read(keys.to_string().as_bytes()).unwrap()),
    }
}

/// How a token fares there.
pub(super) fn checked(token: &str) -> Result<IdTokenClaims> {
    checked_by(token, &trust(), Some(TENANT_ID))
}

/// The same with these keys, and with this tenant known.
pub(super) fn checked_by(
    token: &str,
    trust: &Trust,
    tenant_id: Option<&str>,
) -> Result<IdTokenClaims> {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let token = Secret::from(token);
    check(IdToken::read(&token)?, trust, CLIENT_ID, tenant_id, now)
}

/// The claims of a good token, with these in their place; `null` takes one away.
pub(super) fn saying(changes: &Value) -> Value {
    changed(claims(CLIENT_ID, NOW), changes)
}

/// The tenant's key under another id, with these members in its place; `null` takes one away.
fn with(key_id: &'static str, changes: &Value) -> Value {
    changed(tenant().called(key_id).jwk(), changes)
}

fn changed(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().unwrap() {
        match change {
            Value::Null => value.as_object_mut().unwrap().remove(name),
            change => value
                .as_object_mut()
                .unwrap()
                .insert(name.clone(), change.clone()),
        };
    }
    value
}

fn leading_zero() -> String {
    use base64::Engine as _;
    let modulus = tenant().jwk()["n"].as_str().unwrap().to_owned();
    let modulus = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(modulus)
        .unwrap();
    encode([&[0], &modulus[..]].concat())
}
