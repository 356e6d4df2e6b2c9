//! Secrets in a form that is itself secret. [`Secret`] cannot be serialised by accident; here it is on purpose.

use native_auth_wire::Secret;
use serde::{Deserialize, Deserializer, Serializer};

pub(super) fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

/// The same for a secret that may be missing.
pub(super) mod option {
    use native_auth_wire::Secret;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::suspended) fn serialize<S: Serializer>(
        secret: &Option<Secret>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(Secret::expose).serialize(serializer)
    }

    pub(in crate::suspended) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Secret>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        Ok(text.map(Secret::new))
    }
}
