//! Tolerant reading of JSON objects.

use serde_json::{Map, Value};
use zeroize::Zeroize;

use crate::Secret;
use crate::call::MalformedReason;

/// The members of a JSON object, taken out one by one.
///
/// A member of the wrong type counts as absent, so that a server which adds or changes what we do not need never
/// breaks a flow. Whatever text is left when it is dropped is zeroed, for it may be a token nobody asked for.
pub(crate) struct Members(Map<String, Value>);

impl Members {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, MalformedReason> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(MalformedReason::Empty);
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(mut other) => {
                wipe(&mut other);
                Err(MalformedReason::NotAnObject)
            }
            Err(_) => Err(MalformedReason::NotJson),
        }
    }

    /// Non-empty text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            Some(mut other) => {
                wipe(&mut other);
                None
            }
            None => None,
        }
    }

    pub(crate) fn secret(&mut self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    /// A secret that the flow cannot go on without.
    pub(crate) fn required_secret(
        &mut self,
        name: &'static str,
    ) -> Result<Secret, MalformedReason> {
        self.secret(name).ok_or(MalformedReason::Missing(name))
    }

    /// An integer, or a string of digits: servers have sent both.
    pub(crate) fn integer(&mut self, name: &str) -> Option<i64> {
        integer(&self.0.remove(name)?)
    }

    /// Whole seconds, not negative.
    pub(crate) fn seconds(&mut self, name: &str) -> Option<u64> {
        self.integer(name).and_then(|n| u64::try_from(n).ok())
    }

    pub(crate) fn integers(&mut self, name: &str) -> Vec<i64> {
        match self.0.remove(name) {
            Some(Value::Array(values)) => values.iter().filter_map(integer).collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.0.remove(name) {
            Some(Value::Bool(value)) => Some(value),
            Some(Value::String(text)) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn object(&mut self, name: &str) -> Option<Self> {
        match self.0.remove(name) {
            Some(Value::Object(members)) => Some(Self(members)),
            _ => None,
        }
    }

    /// The objects in an array; anything else in it is passed over.
    pub(crate) fn objects(&mut self, name: &str) -> Vec<Self> {
        match self.0.remove(name) {
            Some(Value::Array(values)) => values
                .into_iter()
                .filter_map(|value| match value {
                    Value::Object(members) => Some(Self(members)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The `name` members of an array of objects.
    pub(crate) fn names(&mut self, name: &str) -> Vec<String> {
        self.objects(name)
            .into_iter()
            .filter_map(|mut entry| entry.text("name"))
            .collect()
    }

    /// Looks at a text without taking it.
    pub(crate) fn peek(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// All that is left, as it is.
    pub(crate) fn into_map(mut self) -> Map<String, Value> {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Members {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}
