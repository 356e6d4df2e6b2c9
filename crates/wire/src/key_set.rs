//! The keys a tenant signs with (RFC 7517).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::call::MalformedReason;
use crate::members::Members;

/// More keys than any tenant has at once.
const MAX_KEYS: usize = 128;

/// The bits of a modulus that is neither too weak nor, for whoever verifies with it, too much work.
const MODULUS_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// A tenant's keys, as it publishes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet(Vec<Entry>);

/// The public half of an RSA key that may sign ID tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    issuer: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    id: String,
    /// `None` for a key of another kind, for another use, or too weak.
    key: Option<RsaPublicKey>,
}

impl KeySet {
    /// Reads a key set. A key without an id is passed over; one that cannot verify an ID token stays in the set, as
    /// such.
    ///
    /// # Errors
    ///
    /// [`MalformedReason`] if the body holds no key set, or an empty one.
    pub fn read(body: &[u8]) -> Result<Self, MalformedReason> {
        let keys = Members::parse(body)?.objects("keys");
        let entries = keys.iter().take(MAX_KEYS).filter_map(|members| {
            Some(Entry {
                id: members.text("kid")?,
                key: read_key(members),
            })
        });
        let entries: Vec<Entry> = entries.collect();
        if entries.is_empty() {
            return Err(MalformedReason::Missing("keys"));
        }
        Ok(Self(entries))
    }

    /// Whether the set has a key of this id, of whatever kind.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|entry| entry.id == id)
    }

    /// The keys of this id that may verify an ID token: more than one only if the set names two alike.
    pub fn usable(&self, id: &str) -> impl Iterator<Item = &RsaPublicKey> {
        let named = self.0.iter().filter(move |entry| entry.id == id);
        named.filter_map(|entry| entry.key.as_ref())
    }
}

impl RsaPublicKey {
    /// The modulus, big-endian, without leading zeros: of 2048 to 8192 bits.
    #[must_use]
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The public exponent, big-endian, without leading zeros.
    #[must_use]
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// Whether the key signs for this issuer. A key that names none signs for whoever publishes it; one that names
    /// `{tenantid}` signs for every tenant.
    #[must_use]
    pub fn signs_for(&self, issuer: &str, tenant_id: &str) -> bool {
        match &self.issuer {
            None => true,
            Some(named) => named.replace("{tenantid}", tenant_id) == issuer,
        }
    }
}

fn read_key(members: &Members<'_>) -> Option<RsaPublicKey> {
    let is_or_absent = |name: &str, value: &str| {
        !members.has(name) || members.text(name).as_deref() == Some(value)
    };
    let fits = members.text("kty").as_deref() == Some("RSA")
        && is_or_absent("use", "sig")
        && is_or_absent("alg", "RS256")
        && (!members.has("key_ops") || members.texts("key_ops")?.iter().any(|op| op == "verify"));
    let modulus = number(&members.text("n")?)?;
    let exponent = number(&members.text("e")?)?;
    let first = modulus.first()?;
    let bits = (modulus.len() * 8).saturating_sub(first.leading_zeros() as usize);
    (fits && MODULUS_BITS.contains(&bits)).then_some(RsaPublicKey {
        modulus,
        exponent,
        issuer: members.text("issuer"),
    })
}

/// A number in base64url (RFC 7518, section 2). Leading zeros are forbidden there, yet issuers have sent one.
fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let start = bytes.iter().position(|byte| *byte != 0)?;
    bytes.get(start..).map(<[u8]>::to_vec)
}
