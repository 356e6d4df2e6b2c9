//! A tenant's RSA key: signs its tokens, and is published in its key set.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::certificate::Certificate;
use super::seeded_key;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

/// An RSA key, of 2048 bits if it was made here.
pub(crate) struct SigningKey {
    pair: KeyPair,
    id: String,
    modulus: String,
    exponent: String,
    certificate: Certificate,
}

impl SigningKey {
    /// Makes a key; the same every time if the randomness has a seed. Takes a tenth of a second or
    /// so, and with a seed several: not for an async thread. `None` if the library fails.
    pub(crate) fn make(randomness: &Randomness) -> Option<Self> {
        let pair = if randomness.has_seed() {
            KeyPair::from_der(&seeded_key::der(randomness)?).ok()?
        } else {
            KeyPair::generate(KeySize::Rsa2048).ok()?
        };
        Self::of(pair)
    }

    /// A key that was exported. `None` for what is no RSA key of 2048 bits or more.
    pub(crate) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        Self::of(KeyPair::from_pkcs8(der).ok()?)
    }

    /// The private key in PKCS #8 (RFC 5208). A secret.
    pub(crate) fn to_pkcs8(&self) -> Option<Vec<u8>> {
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&self.pair).ok()?;
        Some(der.as_ref().to_vec())
    }

    fn of(pair: KeyPair) -> Option<Self> {
        let public = pair.public_key();
        let part = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
        let modulus = part(public.modulus().big_endian_without_leading_zero());
        let exponent = part(public.exponent().big_endian_without_leading_zero());
        let der = AsDer::<PublicKeyX509Der<'_>>::as_der(public).ok()?;
        let id = URL_SAFE_NO_PAD.encode(Sha256::digest(der.as_ref()));
        let certificate = Certificate::of(&pair)?;
        Some(Self {
            pair,
            id,
            modulus,
            exponent,
            certificate,
        })
    }

    /// The claims as a JWT signed with RS256 (RFC 7515, compact form).
    pub(crate) fn sign(&self, claims: &Value) -> Result<String, Problem> {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.id });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                signed.as_bytes(),
                &mut signature,
            )
            .map_err(|_| refusals::server_error())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a JWT that this key has signed with RS256; `None` for any other text.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let json = |part: &str| -> Option<Value> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        if json(header)?.get("alg")?.as_str()? != "RS256" {
            return None;
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let public = self.pair.public_key().as_ref();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
            .verify(signed.as_bytes(), &signature)
            .ok()?;
        json(claims)
    }

    /// The public half, as an entry of a key set (RFC 7517).
    pub(crate) fn public(&self, issuer: &str) -> Value {
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "x5t": self.certificate.thumbprint,
            "x5c": [self.certificate.chain_entry],
            "n": self.modulus,
            "e": self.exponent,
            "issuer": issuer,
        })
    }
}
