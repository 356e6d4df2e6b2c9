//! One entity: read without minding what is not known, and written.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use indexmap::IndexMap;
use native_auth_wire::Secret;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::schema;

/// An entity as it was read, or as it is to be written.
pub(super) enum Entity<'a> {
    Read(&'a RawValue),
    Written(Zeroizing<String>),
}

/// The members of an entity.
pub(super) struct Members<'e>(IndexMap<String, &'e RawValue>);

/// The members of an entity that is to be written.
#[derive(Default)]
pub(super) struct Form<'v>(IndexMap<&'v str, Value<'v>>);

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'v> {
    Text(Cow<'v, str>),
    Texts(Vec<&'v str>),
    AsRead(&'v RawValue),
}

/// Borrowed from what is read where it has no escapes.
#[derive(Deserialize)]
struct Text<'e>(#[serde(borrow)] Cow<'e, str>);

impl Entity<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Read(raw) => raw.get(),
            Self::Written(text) => text,
        }
    }

    /// `None` if it is no JSON object.
    pub(super) fn members(&self) -> Option<Members<'_>> {
        serde_json::from_str(self.text()).ok().map(Members)
    }
}

impl<'e> Members<'e> {
    /// A text; `None` if it is absent, empty, or no text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'e, str>> {
        let Text(text) = serde_json::from_str(self.0.get(name)?.get()).ok()?;
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn secret(&self, name: &str) -> Option<Secret> {
        Some(Secret::new(self.text(name)?.into_owned()))
    }

    /// A number, written as one or as a text: Microsoft's clients do both.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        let text = self.0.get(name)?.get();
        let digits = match text.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"')?,
            None => text,
        };
        // Fractions of a second, as Python's clock has them, are left away.
        let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
        whole.parse().ok()
    }

    /// Seconds since 1970; `None` also for a time that this machine cannot tell.
    pub(super) fn time(&self, name: &str) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.number(name)?))
    }

    /// As [`time`](Self::time), in milliseconds.
    pub(super) fn precise_time(&self, name: &str) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.number(name)?))
    }

    /// A list of texts; nothing if it is absent or something else.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let raw = self.0.get(name).map(|raw| raw.get());
        raw.and_then(|raw| serde_json::from_str(raw).ok())
            .unwrap_or_default()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|raw| raw.get() != "null")
    }
}

impl<'v> Form<'v> {
    /// With the members of an entity that was read.
    pub(super) fn of(members: &'v Members<'v>) -> Self {
        let members = members.0.iter();
        Self(
            members
                .map(|(name, raw)| (name.as_str(), Value::AsRead(raw)))
                .collect(),
        )
    }

    pub(super) fn text(mut self, name: &'v str, text: impl Into<Cow<'v, str>>) -> Self {
        self.0.insert(name, Value::Text(text.into()));
        self
    }

    /// Secrets are borrowed: nothing of them is left behind.
    pub(super) fn secret(self, name: &'v str, secret: &'v Secret) -> Self {
        self.text(name, secret.expose())
    }

    /// As a text, which holds every number: those of JavaScript end at 2⁵³.
    pub(super) fn number(self, name: &'v str, number: u64) -> Self {
        self.text(name, number.to_string())
    }

    /// In seconds since 1970.
    pub(super) fn time(self, name: &'v str, time: SystemTime) -> Self {
        self.number(name, since_1970(time).as_secs())
    }

    pub(super) fn precise_time(self, name: &'v str, time: SystemTime) -> Self {
        let milliseconds = since_1970(time).as_millis();
        self.number(name, u64::try_from(milliseconds).unwrap_or(u64::MAX))
    }

    pub(super) fn texts(mut self, name: &'v str, texts: Vec<&'v str>) -> Self {
        self.0.insert(name, Value::Texts(texts));
        self
    }

    pub(super) fn written<'a>(&self) -> Entity<'a> {
        Entity::Written(schema::write_text(&self.0))
    }
}

impl Serialize for Entity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(raw) => raw.serialize(serializer),
            Self::Written(text) => serde_json::from_str::<&RawValue>(text)
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

/// A time before 1970 is its beginning.
fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}
