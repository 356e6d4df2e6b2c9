//! Tokens of another algorithm or another key, or with a wrong signature: each refused, for its own reason.

use native_auth_core::{ErrorKind, Recovery};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA384,
    RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding,
};
use ring::{hmac, rand::SystemRandom};
use serde_json::{Value, json};

use super::tenant_of_tests::{checked, saying, tenant};
use super::token_maker::{TokenMaker, encode};
use super::{forged_claims, forged_forms};

/// What it is, the token, and the code of the refusal.
pub(super) type Forged = (&'static str, String, &'static str);

/// Refuses every token of a table for the reason that stands beside it.
pub(super) fn check_table(table: Vec<Forged>) {
    let mut names: Vec<&str> = table.iter().map(|(name, ..)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), table.len(), "each has a name of its own");
    for (name, token, code) in table {
        let error = checked(&token)
            .map(|_| panic!("{name} is accepted"))
            .unwrap_err();
        assert_eq!(error.code(), code, "{name}: {error:?}");
        assert_eq!(error.kind(), ErrorKind::UnexpectedReply, "{name}");
        assert_eq!(error.recovery(), Recovery::Fix, "{name}");
        // Nothing of the token is in the error.
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("eyJ") && !shown.contains("maya"),
            "{name}: {shown}"
        );
    }
}

#[test]
fn tokens_of_other_algorithms_are_refused() {
    check_table(algorithms());
}

#[test]
fn tokens_with_a_wrong_signature_are_refused() {
    check_table(signatures());
}

#[test]
fn tokens_of_other_keys_are_refused() {
    check_table(keys());
}

#[test]
fn the_tables_are_long_enough() {
    let tables = [algorithms(), signatures(), keys()];
    let count: usize = tables.iter().map(Vec::len).sum();
    assert!(count + forged_forms::count() + forged_claims::count() >= 60);
}

fn payload() -> String {
    saying(&json!({})).to_string()
}

/// The header of the tenant's key with another algorithm.
fn header(algorithm: Value) -> String {
    json!({"typ": "JWT", "alg": algorithm, "kid": "tenant-key"}).to_string()
}

fn parts(header: &str) -> String {
    format!("{}.{}", encode(header), encode(payload()))
}

/// A token that says this algorithm and is signed as the tenant signs.
fn calling_itself(algorithm: Value) -> String {
    tenant().signed(&parts(&header(algorithm)))
}

fn with_rsa(algorithm: &str, form: &'static dyn RsaEncoding) -> String {
    let parts = parts(&header(algorithm.into()));
    format!("{parts}.{}", encode(tenant().sign(form, &parts)))
}

/// Signed with what everybody knows of the tenant's key, taken for a password.
fn with_hmac(algorithm: &str, with: hmac::Algorithm, password: &[u8]) -> String {
    let parts = parts(&header(algorithm.into()));
    let tag = hmac::sign(&hmac::Key::new(with, password), parts.as_bytes());
    format!("{parts}.{}", encode(tag.as_ref()))
}

fn public_pem() -> Vec<u8> {
    use base64::Engine as _;
    let der = base64::engine::general_purpose::STANDARD.encode(tenant().public_der());
    format!("-----BEGIN RSA PUBLIC KEY-----\n{der}\n-----END RSA PUBLIC KEY-----\n").into_bytes()
}

fn algorithms() -> Vec<Forged> {
    let refused = |name, token| (name, token, "id_token_algorithm");
    let unsigned = |algorithm: &str| format!("{}.", parts(&header(algorithm.into())));
    let without = tenant().token_of(
        &json!({"typ": "JWT", "kid": "tenant-key"}).to_string(),
        &payload(),
    );
    let random = SystemRandom::new();
    let curve = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let ecdsa = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
    let ecdsa = EcdsaKeyPair::from_pkcs8(curve, ecdsa.as_ref(), &random).unwrap();
    let ed25519 = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let on_a_curve = parts(&header("ES256".into()));
    let ecdsa = encode(ecdsa.sign(&random, on_a_curve.as_bytes()).unwrap());
    let edwards = parts(&header("EdDSA".into()));
    let ed25519 = encode(ed25519.sign(edwards.as_bytes()));
    let jwk = tenant().jwk().to_string();
    vec![
        refused("none", unsigned("none")),
        refused("None", unsigned("None")),
        refused("NONE", unsigned("NONE")),
        refused("nOnE", unsigned("nOnE")),
        refused("none with a good signature", calling_itself(json!("none"))),
        refused("no algorithm", without),
        refused("an algorithm that is null", calling_itself(json!(null))),
        refused("an algorithm that is a number", calling_itself(json!(256))),
        refused(
            "an algorithm that is a list",
            calling_itself(json!(["RS256"])),
        ),
        refused("an algorithm without a name", calling_itself(json!(""))),
        refused(
            "an algorithm in small letters",
            calling_itself(json!("rs256")),
        ),
        refused("an algorithm with a space", calling_itself(json!("RS256 "))),
        refused("an unknown algorithm", calling_itself(json!("RS257"))),
        refused(
            "HS256 with the public key in DER",
            with_hmac("HS256", hmac::HMAC_SHA256, tenant().public_der()),
        ),
        refused(
            "HS256 with the public key in PEM",
            with_hmac("HS256", hmac::HMAC_SHA256, &public_pem()),
        ),
        refused(
            "HS256 with the public key in JSON",
            with_hmac("HS256", hmac::HMAC_SHA256, jwk.as_bytes()),
        ),
        refused(
            "HS256 with nothing",
            with_hmac("HS256", hmac::HMAC_SHA256, b""),
        ),
        refused(
            "HS384 with the public key",
            with_hmac("HS384", hmac::HMAC_SHA384, tenant().public_der()),
        ),
        refused(
            "HS512 with the public key",
            with_hmac("HS512", hmac::HMAC_SHA512, tenant().public_der()),
        ),
        refused("RS384 by the tenant", with_rsa("RS384", &RSA_PKCS1_SHA384)),
        refused("RS512 by the tenant", with_rsa("RS512", &RSA_PKCS1_SHA512)),
        refused("PS256 by the tenant", with_rsa("PS256", &RSA_PSS_SHA256)),
        refused("ES256", format!("{on_a_curve}.{ecdsa}")),
        refused("EdDSA", format!("{edwards}.{ed25519}")),
        refused("RSA-OAEP", calling_itself(json!("RSA-OAEP"))),
        refused("dir", calling_itself(json!("dir"))),
    ]
}

fn signatures() -> Vec<Forged> {
    let refused = |name, token| (name, token, "id_token_signature");
    let good = tenant().token(&saying(&json!({})));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let other = tenant().token(&saying(&json!({"name": "Mallory"})));
    let (_, other_signature) = other.rsplit_once('.').unwrap();
    let bytes = {
        let parts = signed.to_owned();
        tenant().sign(&ring::signature::RSA_PKCS1_SHA256, &parts)
    };
    let with = |bytes: Vec<u8>| format!("{signed}.{}", encode(bytes));
    let mut flipped = bytes.clone();
    flipped[100] ^= 1;
    let header = encode(tenant().header().to_string().replace("JWT", "jwt"));
    let payload = encode(saying(&json!({"oid": "somebody-else"})).to_string());
    let (good_header, good_payload) = signed.split_once('.').unwrap();
    let forger = TokenMaker::forger().unwrap().called("tenant-key");
    vec![
        refused("no signature", format!("{signed}.")),
        refused("half a signature", with(bytes[..128].to_vec())),
        refused("a signature with one bit flipped", with(flipped)),
        refused(
            "a signature with a byte before it",
            with([&[0], &bytes[..]].concat()),
        ),
        refused(
            "a signature with a byte behind it",
            with([&bytes[..], &[0]].concat()),
        ),
        refused("a signature of zeros", with(vec![0; 256])),
        refused("a signature of ones", with(vec![255; 256])),
        refused("a signature of one byte", with(vec![1])),
        refused(
            "the signature of another token",
            format!("{signed}.{other_signature}"),
        ),
        refused(
            "another header",
            format!("{header}.{good_payload}.{signature}"),
        ),
        refused(
            "another payload",
            format!("{good_header}.{payload}.{signature}"),
        ),
        refused(
            "another person's key under the tenant's name",
            forger.token(&saying(&json!({}))),
        ),
        refused(
            "SHA-384 under the name of RS256",
            with_rsa("RS256", &RSA_PKCS1_SHA384),
        ),
        refused(
            "PSS under the name of RS256",
            with_rsa("RS256", &RSA_PSS_SHA256),
        ),
        refused(
            "HMAC under the name of RS256",
            with_hmac("RS256", hmac::HMAC_SHA256, tenant().public_der()),
        ),
        refused(
            "an exponent that cannot be one",
            tenant().called("even-exponent").token(&saying(&json!({}))),
        ),
        refused(
            "the key of another of the tenant's ids",
            tenant().called("large-key").token(&saying(&json!({}))),
        ),
    ]
}

fn keys() -> Vec<Forged> {
    let unknown = |name, token| (name, token, "id_token_key_unknown");
    let unusable = |name, token| (name, token, "id_token_key_unusable");
    let by = |key_id| tenant().called(key_id).token(&saying(&json!({})));
    let naming = |key_id: Value| {
        let header = json!({"typ": "JWT", "alg": "RS256", "kid": key_id});
        tenant().token_of(&header.to_string(), &payload())
    };
    let claims = saying(&json!({}));
    vec![
        unknown(
            "a key that has left the set",
            TokenMaker::former().unwrap().token(&claims),
        ),
        unknown(
            "a key that is nobody's",
            TokenMaker::forger().unwrap().token(&claims),
        ),
        unknown(
            "no key",
            tenant().token_of(
                &json!({"typ": "JWT", "alg": "RS256"}).to_string(),
                &payload(),
            ),
        ),
        unknown("a key that is null", naming(json!(null))),
        unknown("a key that is a number", naming(json!(0))),
        unknown("a key that is a list", naming(json!(["tenant-key"]))),
        unknown("a key without a name", naming(json!(""))),
        unknown("a key in capital letters", naming(json!("TENANT-KEY"))),
        unknown(
            "a key that is a path",
            naming(json!("../../../../dev/null")),
        ),
        unknown(
            "a key that is a question to a database",
            naming(json!("x' UNION SELECT 'key")),
        ),
        unknown(
            "a key with a name too long",
            naming(json!("k".repeat(1025))),
        ),
        unusable("a key for encryption", by("for-encryption")),
        unusable("a key for another algorithm", by("for-another-algorithm")),
        unusable("a key that may sign only", by("for-signing-only")),
        unusable("a key of another issuer", by("of-another-issuer")),
        unusable("a key on a curve", by("of-another-kind")),
        unusable("a key that is a password", by("a-password")),
        unusable("a key of 1024 bits", by("too-weak")),
        unusable("a key without a modulus", by("without-modulus")),
    ]
}
