//! What a client is told when a custom authentication extension has its say, or none.

use serde_json::{Map, Value, json};

use crate::problem::Problem;

/// Attributes do not fit for reasons of an extension's own: a text for all and one for each, by name.
pub(crate) fn attributes_refused_by_extension(text: &str, errors: &Map<String, Value>) -> Problem {
    let entry =
        |(name, reason): (&String, &Value)| json!({ "name": name, "reason": reason.as_str() });
    Problem::new("invalid_grant", None, text)
        .suberror("attribute_validation_failed")
        .member("invalid_attributes", errors.iter().map(entry).collect())
}

/// A custom authentication extension did not do its part. Status 400, as documented for errors of
/// the protocol: clients expect no other.
pub(crate) fn extension_failed(code: u32, text: &str) -> Problem {
    Problem::new("server_error", Some(code), text)
}

/// An extension says that the person may not go on. How a native client is told is not documented.
pub(crate) fn blocked_by_extension(text: &str) -> Problem {
    Problem::new("access_denied", None, text)
}
