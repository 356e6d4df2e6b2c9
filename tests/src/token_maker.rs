//! Makes ID tokens, good and bad, with keys that are kept in the repository.
//!
//! Also read by `#[path]` by the tests of the client.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::{RSA_PKCS1_SHA256, RsaEncoding};
use serde_json::{Value, json};

/// The id of the tenant that signs with [`TokenMaker::tenant`].
pub const TENANT_ID: &str = "b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83";

/// The issuer of its tokens.
pub const ISSUER: &str = "https://b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83.ciamlogin.com/b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83/v2.0";

/// A key, and what is signed with it.
#[derive(Debug)]
pub struct TokenMaker {
    key: KeyPair,
    key_id: &'static str,
}

impl TokenMaker {
    /// The key that the tenant of the tests signs with; `None` only if the file is damaged, as for the others.
    #[must_use]
    pub fn tenant() -> Option<Self> {
        Self::of(include_bytes!("../fixtures/keys/tenant.der"), "tenant-key")
    }

    /// The key that it signed with before.
    #[must_use]
    pub fn former() -> Option<Self> {
        Self::of(include_bytes!("../fixtures/keys/former.der"), "former-key")
    }

    /// Another key of the tenant, of 4096 bits.
    #[must_use]
    pub fn large() -> Option<Self> {
        Self::of(include_bytes!("../fixtures/keys/large.der"), "large-key")
    }

    /// A key that is nobody's.
    #[must_use]
    pub fn forger() -> Option<Self> {
        Self::of(include_bytes!("../fixtures/keys/forger.der"), "forger-key")
    }

    fn of(der: &[u8], key_id: &'static str) -> Option<Self> {
        let key = KeyPair::from_der(der).ok()?;
        Some(Self { key, key_id })
    }

    /// The same key under another id.
    #[must_use]
    pub fn called(self, key_id: &'static str) -> Self {
        Self { key_id, ..self }
    }

    /// The public half as an entry of a key set.
    #[must_use]
    pub fn jwk(&self) -> Value {
        let public = PublicKeyComponents::<Vec<u8>>::from(self.key.public());
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.key_id,
            "n": encode(public.n),
            "e": encode(public.e),
            "issuer": ISSUER,
        })
    }

    /// The public half in PKCS #1 (DER), for whoever takes it for a password.
    #[must_use]
    pub fn public_der(&self) -> &[u8] {
        self.key.public().as_ref()
    }

    /// The header that a good token has.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({"typ": "JWT", "alg": "RS256", "kid": self.key_id})
    }

    /// A token with these claims and the header that belongs to the key.
    #[must_use]
    pub fn token(&self, claims: &Value) -> String {
        self.token_of(&self.header().to_string(), &claims.to_string())
    }

    /// A token of these two texts, whatever they are.
    #[must_use]
    pub fn token_of(&self, header: &str, payload: &str) -> String {
        self.signed(&format!("{}.{}", encode(header), encode(payload)))
    }

    /// A token of these two parts, which are encoded already.
    #[must_use]
    pub fn signed(&self, parts: &str) -> String {
        let signature = self.sign(&RSA_PKCS1_SHA256, parts);
        format!("{parts}.{}", encode(signature))
    }

    /// The signature of these bytes in any form of RSA; nothing if the library fails.
    #[must_use]
    pub fn sign(&self, form: &'static dyn RsaEncoding, parts: &str) -> Vec<u8> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        let random = SystemRandom::new();
        let signed = self
            .key
            .sign(form, &random, parts.as_bytes(), &mut signature);
        signed.map(|()| signature).unwrap_or_default()
    }
}

/// The claims of a good token for this app, made at this second since 1970.
#[must_use]
pub fn claims(client_id: &str, now: u64) -> Value {
    json!({
        "aud": client_id,
        "iss": ISSUER,
        "iat": now.saturating_sub(300),
        "nbf": now.saturating_sub(300),
        "exp": now.saturating_add(3600),
        "name": "Maya Lind",
        "oid": "4f0c7a91-52de-4b38-a6c9-83e1b07d2f65",
        "preferred_username": "maya@fabrikam.example",
        "sub": "q3Zr8TnV0wKxYd5MbHs2",
        "tid": TENANT_ID,
        "ver": "2.0",
    })
}

/// The tenant's metadata, at this authority.
#[must_use]
pub fn metadata(authority: &str) -> Value {
    json!({
        "issuer": ISSUER,
        "jwks_uri": format!("{authority}/discovery/v2.0/keys"),
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

/// A key set of these entries.
#[must_use]
pub fn key_set(keys: &[Value]) -> Value {
    json!({ "keys": keys })
}

/// In base64url without padding.
#[must_use]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
