//! A cache as a whole: sections of entities by key, in order. What is not understood stays as it was written.

use indexmap::IndexMap;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::entity::Entity;
use crate::schema;

/// One of the sections that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    AccessToken,
    RefreshToken,
    IdToken,
    Account,
    AppMetadata,
    /// Ours.
    Notes,
}

/// Why a text is no cache of Microsoft's clients. It says nothing of what is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MsalError {
    /// It is no JSON object: cut short, sealed, or something else altogether.
    #[error("the text is no JSON object")]
    Malformed,
    /// It is JSON, and not of this schema.
    #[error("the JSON is no token cache of Microsoft's clients")]
    NotACache,
}

/// A cache that borrows from the text it was read from, so that no token is copied.
#[derive(Default)]
pub(super) struct Document<'a>(IndexMap<String, Content<'a>>);

enum Content<'a> {
    Entities(IndexMap<String, Entity<'a>>),
    Unknown(&'a RawValue),
}

impl Section {
    const ALL: [Self; 6] = [
        Self::AccessToken,
        Self::RefreshToken,
        Self::IdToken,
        Self::Account,
        Self::AppMetadata,
        Self::Notes,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "AccessToken",
            Self::RefreshToken => "RefreshToken",
            Self::IdToken => "IdToken",
            Self::Account => "Account",
            Self::AppMetadata => "AppMetadata",
            Self::Notes => "NativeAuth",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

impl<'a> Document<'a> {
    /// Reads a cache; an empty text is an empty one, as for Microsoft's clients.
    pub(super) fn parse(text: &'a str) -> Result<Self, MsalError> {
        // .NET writes a byte order mark at times.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let read: IndexMap<String, &'a RawValue> =
            serde_json::from_str(text).map_err(|_| MsalError::Malformed)?;
        let known = read.keys().any(|name| Section::named(name).is_some());
        if !known && !read.is_empty() {
            return Err(MsalError::NotACache);
        }
        let sections = read.into_iter().map(|(name, raw)| {
            let content = match Section::named(&name) {
                Some(_) => Content::Entities(entities(raw)?),
                None => Content::Unknown(raw),
            };
            Ok((name, content))
        });
        sections.collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn entities(&self, section: Section) -> impl Iterator<Item = &Entity<'a>> {
        let entities = match self.0.get(section.name()) {
            Some(Content::Entities(entities)) => Some(entities),
            _ => None,
        };
        entities.into_iter().flat_map(IndexMap::values)
    }

    pub(super) fn contains(&self, section: Section, key: &str) -> bool {
        match self.0.get(section.name()) {
            Some(Content::Entities(entities)) => entities.contains_key(key),
            _ => false,
        }
    }

    /// Puts an entity in the place of that of the same key.
    pub(super) fn put(&mut self, section: Section, key: String, entity: Entity<'a>) {
        let content = self
            .0
            .entry(section.name().to_owned())
            .or_insert_with(|| Content::Entities(IndexMap::new()));
        if let Content::Entities(entities) = content {
            entities.insert(key, entity);
        }
    }

    /// Removes the entities that `goes` says it of; whether there were any.
    pub(super) fn remove(
        &mut self,
        section: Section,
        mut goes: impl FnMut(&Entity<'a>) -> bool,
    ) -> bool {
        let Some(Content::Entities(entities)) = self.0.get_mut(section.name()) else {
            return false;
        };
        let before = entities.len();
        entities.retain(|_, entity| !goes(entity));
        entities.len() < before
    }

    /// Takes the first entity out that `wanted` says it of, with its key.
    pub(super) fn take(
        &mut self,
        section: Section,
        mut wanted: impl FnMut(&Entity<'a>) -> bool,
    ) -> Option<(String, Entity<'a>)> {
        let Some(Content::Entities(entities)) = self.0.get_mut(section.name()) else {
            return None;
        };
        let index = entities.values().position(&mut wanted)?;
        entities.shift_remove_index(index)
    }

    /// The text. It holds tokens.
    pub(super) fn write(&self) -> Zeroizing<String> {
        schema::write_text(self)
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, content) in &self.0 {
            match content {
                Content::Entities(entities) => map.serialize_entry(name, entities)?,
                Content::Unknown(raw) => map.serialize_entry(name, raw)?,
            }
        }
        map.end()
    }
}

/// The entities of a section, of which the last counts where a key stands twice. `null` is none.
fn entities(raw: &RawValue) -> Result<IndexMap<String, Entity<'_>>, MsalError> {
    let read: Option<IndexMap<String, &RawValue>> =
        serde_json::from_str(raw.get()).map_err(|_| MsalError::NotACache)?;
    let read = read.unwrap_or_default().into_iter();
    Ok(read.map(|(key, raw)| (key, Entity::Read(raw))).collect())
}
