//! Tolerant reading of JSON objects.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::Secret;
use crate::call::MalformedReason;

/// The members of a JSON object, each read only when it is asked for.
///
/// Members that nobody asks for are never looked into: whatever a server adds cannot break a flow, not even a number
/// too large, a nesting too deep or half a character. A member of the wrong type counts as absent. Nothing is copied
/// out of the body, which its owner zeroes, but what is taken.
pub(crate) struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, MalformedReason> {
        const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
        let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(MalformedReason::Empty);
        }
        match serde_json::from_slice(body) {
            Ok(members) => Ok(Self(members)),
            Err(_) if serde_json::from_slice::<&RawValue>(body).is_ok() => {
                Err(MalformedReason::NotAnObject)
            }
            Err(_) => Err(MalformedReason::NotJson),
        }
    }

    /// Non-empty text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text: String = serde_json::from_str(self.raw(name)?).ok()?;
        (!text.is_empty()).then_some(text)
    }

    pub(crate) fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    /// A secret that the flow cannot go on without.
    pub(crate) fn required_secret(&self, name: &'static str) -> Result<Secret, MalformedReason> {
        self.secret(name).ok_or(MalformedReason::Missing(name))
    }

    /// An integer, or a string of digits: servers have sent both.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        integer(self.raw(name)?)
    }

    /// Whole seconds, not negative.
    pub(crate) fn duration(&self, name: &str) -> Option<Duration> {
        let seconds = u64::try_from(self.integer(name)?).ok()?;
        Some(sane(Duration::from_secs(seconds)))
    }

    pub(crate) fn integers(&self, name: &str) -> Vec<i64> {
        self.entries(name)
            .into_iter()
            .filter_map(|entry| integer(entry.get()))
            .collect()
    }

    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        let raw = self.raw(name)?;
        serde_json::from_str(raw).ok().or_else(|| {
            let text: String = serde_json::from_str(raw).ok()?;
            text.trim().to_ascii_lowercase().parse().ok()
        })
    }

    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        serde_json::from_str(self.raw(name)?).ok().map(Self)
    }

    /// The objects in an array; anything else in it is passed over.
    pub(crate) fn objects(&self, name: &str) -> Vec<Self> {
        self.entries(name)
            .into_iter()
            .filter_map(|entry| serde_json::from_str(entry.get()).ok().map(Self))
            .collect()
    }

    /// The `name` members of an array of objects.
    pub(crate) fn names(&self, name: &str) -> Vec<String> {
        self.objects(name)
            .into_iter()
            .filter_map(|entry| entry.text("name"))
            .collect()
    }

    /// All that can be read, as it is.
    pub(crate) fn values(&self) -> serde_json::Map<String, Value> {
        let value = |raw: &RawValue| serde_json::from_str(raw.get()).ok();
        self.0
            .iter()
            .filter_map(|(name, raw)| Some((name.clone(), value(raw)?)))
            .collect()
    }

    /// Whether there is such a member, of whatever type.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The texts in an array; anything else in it is passed over.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let entries: Vec<&RawValue> = serde_json::from_str(self.raw(name)?).ok()?;
        let text = |entry: &&RawValue| serde_json::from_str(entry.get()).ok();
        Some(entries.iter().filter_map(text).collect())
    }

    fn entries(&self, name: &str) -> Vec<&'a RawValue> {
        let entries = self.raw(name).map(serde_json::from_str);
        entries.and_then(Result::ok).unwrap_or_default()
    }

    fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).map(|raw| raw.get())
    }
}

/// The duration, or ten years if it is longer: nothing here lives longer, and a sum with it must not overflow.
pub(crate) fn sane(duration: Duration) -> Duration {
    const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
    duration.min(TEN_YEARS)
}

fn integer(raw: &str) -> Option<i64> {
    serde_json::from_str(raw).ok().or_else(|| {
        let text: String = serde_json::from_str(raw).ok()?;
        text.trim().parse().ok()
    })
}
