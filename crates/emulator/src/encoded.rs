//! Bytes as text in JSON: base64url without padding (RFC 4648, section 5). For
//! `#[serde(with = "crate::encoded")]`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&URL_SAFE_NO_PAD.encode(bytes))
}

/// The error repeats nothing: what is encoded is mostly a secret.
pub(crate) fn deserialize<'de, B, D>(deserializer: D) -> Result<B, D::Error>
where
    B: TryFrom<Vec<u8>>,
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    bytes
        .and_then(|bytes| B::try_from(bytes).ok())
        .ok_or_else(|| D::Error::custom("not so many bytes in base64url"))
}
