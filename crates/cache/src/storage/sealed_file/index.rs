//! Where the records are in the file: all of the store that is in memory.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::entry::PutHeader;

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) at: u64,
    pub(super) length: u32,
}

/// Where a record is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) body: Region,
    pub(super) generation: u64,
    pub(super) stamp: u64,
    pub(super) label: Option<Box<str>>,
}

/// By key.
#[derive(Default)]
pub(super) struct Index {
    slots: BTreeMap<Box<str>, Slot>,
    live: u64,
}

impl Index {
    pub(super) fn get(&self, key: &str) -> Option<&Slot> {
        self.slots.get(key)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> u64 {
        self.slots.len() as u64
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Slot)> {
        self.slots.iter().map(|(key, slot)| (&**key, slot))
    }

    pub(super) fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Slot)> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        self.slots
            .range::<str, _>(from)
            .map(|(key, slot)| (&**key, slot))
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// Puts a record whose body is there; gives where the one was that it replaces.
    pub(super) fn put(&mut self, key: &str, put: PutHeader<'_>, at: u64) -> Option<Region> {
        let slot = Slot {
            body: Region {
                at,
                length: put.length,
            },
            generation: put.generation,
            stamp: put.stamp,
            label: put.label.map(Into::into),
        };
        self.live += weight(key, &slot);
        let before = self.slots.insert(key.into(), slot);
        self.gone(key, before)
    }

    /// Forgets a record; gives where it was.
    pub(super) fn remove(&mut self, key: &str) -> Option<Region> {
        let before = self.slots.remove(key);
        self.gone(key, before)
    }

    /// About as many bytes as a log has that holds these records and nothing else.
    pub(super) fn live(&self) -> u64 {
        self.live
    }

    /// The keys of the records that are in one of the two only, or of another write.
    pub(super) fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        let stamp = |index: &Self, key| index.get(key).map(|slot| slot.stamp);
        let ours = self
            .iter()
            .filter(move |(key, slot)| stamp(other, key) != Some(slot.stamp));
        let theirs = other
            .iter()
            .filter(move |(key, _)| stamp(self, key).is_none());
        ours.chain(theirs).map(|(key, _)| key)
    }

    fn gone(&mut self, key: &str, before: Option<Slot>) -> Option<Region> {
        let before = before?;
        self.live = self.live.saturating_sub(weight(key, &before));
        Some(before.body)
    }
}

/// The body, and its part of a header.
fn weight(key: &str, slot: &Slot) -> u64 {
    const NUMBERS: usize = 24;
    let label = slot.label.as_ref().map_or(0, |label| label.len());
    u64::from(slot.body.length) + (key.len() + label + NUMBERS) as u64
}
