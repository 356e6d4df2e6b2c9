//! One entry of the log: a batch of changes, some records of an earlier epoch, or that the epoch is complete.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::layout::Frame;
use super::seal::{OVERHEAD, Purpose, Seal};
use crate::storage::{Change, Expected, Label, StorageError, StorageErrorKind};

/// What an entry says, apart from the bodies.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header<'a> {
    pub(super) kind: Kind,
    /// The entry has no effect if the record of this key is of another generation where it stands in the log.
    pub(super) condition: Option<(&'a str, u64)>,
    #[serde(borrow)]
    pub(super) changes: Vec<ChangeHeader<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// What somebody committed. There is none before the epoch is complete.
    Batch,
    /// Records of an earlier epoch.
    Copies,
    /// Everything of the earlier epochs is here, durably. Of those, these are damaged, and are kept aside.
    Complete { aside: Vec<u64> },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct ChangeHeader<'a> {
    pub(super) key: &'a str,
    /// `None`: the record is deleted.
    pub(super) put: Option<PutHeader<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct PutHeader<'a> {
    pub(super) generation: u64,
    /// Random: it tells this write from any other, also when the record has moved to another epoch.
    pub(super) stamp: u64,
    pub(super) label: Option<&'a str>,
    /// How long the sealed body is.
    pub(super) length: u32,
}

/// The label is an e-mail address as a rule.
impl std::fmt::Debug for PutHeader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutHeader")
            .field("generation", &self.generation)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Header<'_> {
    /// How long the bodies of its changes are together.
    pub(super) fn bodies(&self) -> u64 {
        let puts = self.changes.iter().filter_map(|change| change.put);
        puts.map(|put| u64::from(put.length)).sum()
    }

    /// The bytes of the entry, for the end of the log of this epoch. `bodies` are sealed already.
    pub(super) fn write(
        &self,
        seal: &Seal,
        epoch: u64,
        bodies: &[u8],
    ) -> Result<Vec<u8>, StorageError> {
        // It holds labels, so no copy of it stays behind.
        let plain = postcard::to_allocvec(self).map_err(|_| too_long())?;
        let plain = Zeroizing::new(plain);
        let frame = Frame {
            header: u32::try_from(plain.len() + OVERHEAD).map_err(|_| too_long())?,
            bodies: u32::try_from(bodies.len()).map_err(|_| too_long())?,
        };
        let frame = frame.write();
        let mut bytes = Vec::with_capacity(frame.len() + plain.len() + OVERHEAD + bodies.len());
        bytes.extend_from_slice(&frame);
        let purpose = Purpose::Entry {
            epoch,
            frame: &frame,
        };
        seal.seal(&plain, purpose, &mut bytes)?;
        bytes.extend_from_slice(bodies);
        Ok(bytes)
    }

    pub(super) fn read(plain: &[u8]) -> Option<Header<'_>> {
        postcard::from_bytes(plain).ok()
    }
}

/// What is to be committed, with the stamps by which it is known again.
pub(super) struct Batch<'a> {
    expected: &'a Expected,
    changes: &'a [Change],
    stamps: Vec<u64>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(expected: &'a Expected, changes: &'a [Change]) -> Result<Self, StorageError> {
        let stamps = changes
            .iter()
            .map(|_| super::seal::random().map(u64::from_le_bytes))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            expected,
            changes,
            stamps,
        })
    }

    pub(super) fn condition(&self) -> Option<(&'a str, u64)> {
        match self.expected {
            Expected::Anything => None,
            Expected::Generation(key, generation) => Some((key, *generation)),
        }
    }

    /// Whether it does nothing but delete.
    pub(super) fn only_deletes(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.all(|change| matches!(change, Change::Delete { .. }))
    }

    /// The key of every record that it deletes.
    pub(super) fn deletes(&self) -> BTreeSet<&'a str> {
        let deletes = self.changes.iter().filter_map(|change| match change {
            Change::Delete { key } => Some(key.as_str()),
            Change::Put { .. } => None,
        });
        deletes.collect()
    }

    /// The key and the stamp of every record that it puts.
    pub(super) fn puts(&self) -> impl Iterator<Item = (&'a str, u64)> {
        let changes = self.changes.iter().zip(&self.stamps);
        changes.filter_map(|(change, stamp)| match change {
            Change::Put { key, .. } => Some((key.as_str(), *stamp)),
            Change::Delete { .. } => None,
        })
    }

    /// The bytes of its entry in the log of this epoch.
    pub(super) fn write(&self, seal: &Seal, epoch: u64) -> Result<Vec<u8>, StorageError> {
        let mut bodies = Vec::new();
        let mut changes = Vec::with_capacity(self.changes.len());
        for (change, &stamp) in self.changes.iter().zip(&self.stamps) {
            changes.push(match change {
                Change::Put { key, label, record } => {
                    let generation = record.generation;
                    let purpose = Purpose::Body {
                        key,
                        generation,
                        stamp,
                    };
                    seal.seal(&record.bytes, purpose, &mut bodies)?;
                    ChangeHeader {
                        key,
                        put: Some(PutHeader {
                            generation,
                            stamp,
                            label: label.as_ref().map(|Label(label)| label.as_str()),
                            length: u32::try_from(record.bytes.len() + OVERHEAD)
                                .map_err(|_| too_long())?,
                        }),
                    }
                }
                Change::Delete { key } => ChangeHeader { key, put: None },
            });
        }
        let header = Header {
            kind: Kind::Batch,
            condition: self.condition(),
            changes,
        };
        header.write(seal, epoch, &bodies)
    }
}

fn too_long() -> StorageError {
    StorageError::with_detail(StorageErrorKind::Failed, "the records are too long")
}
