//! Copies of records that could not be read, under keys of their own: `damaged|{number}|{key of the record}`.

use std::collections::BTreeMap;

use super::records::account_of;
use crate::AccountKey;
use crate::storage::{Change, Record, RecordStore, StorageError};

const ASIDE: &str = "damaged|";

/// How many there are at most.
const KEPT: usize = 3;

/// What keeps copies of these records, the most important first, of which the oldest make room. One that is there already
/// is not kept twice.
pub(super) fn keep(
    records: &dyn RecordStore,
    damaged: Vec<(String, Record)>,
) -> Result<Vec<Change>, StorageError> {
    if damaged.is_empty() {
        return Ok(Vec::new());
    }
    let mut there = numbered(records)?;
    let mut changes = Vec::new();
    for (key, record) in damaged.into_iter().take(KEPT) {
        let same_key = there.values().filter(|copy| record_of(copy) == Some(&key));
        let mut kept = false;
        for copy in same_key {
            let copy = at_hand(records, copy);
            kept |= copy.is_some_and(|copy| copy.bytes == record.bytes);
        }
        if kept {
            continue;
        }
        let number = there
            .last_key_value()
            .map_or(1, |(last, _)| last.saturating_add(1));
        let copy = format!("{ASIDE}{number}|{key}");
        there.insert(number, copy.clone());
        changes.push(Change::Put {
            key: copy,
            label: None,
            record,
        });
    }
    while there.len() > KEPT {
        let Some((_, key)) = there.pop_first() else {
            break;
        };
        changes.push(Change::Delete { key });
    }
    Ok(changes)
}

/// A record that is to be copied, or was, if it can be had: that one cannot be is no reason to refuse what is to be saved.
pub(super) fn at_hand(records: &dyn RecordStore, key: &str) -> Option<Record> {
    match records.load(key) {
        Ok(record) => record,
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "a stored record could not be looked at, and may be replaced without a copy");
            None
        }
    }
}

/// The keys of the copies of this account's records.
pub(super) fn of(
    records: &dyn RecordStore,
    account: &AccountKey,
) -> Result<Vec<String>, StorageError> {
    let copies = records.headings(ASIDE)?.into_iter().map(|copy| copy.key);
    let theirs = copies.filter(|copy| {
        let record = record_of(copy);
        record.and_then(account_of).as_ref() == Some(account)
    });
    Ok(theirs.collect())
}

fn numbered(records: &dyn RecordStore) -> Result<BTreeMap<u64, String>, StorageError> {
    let copies = records.headings(ASIDE)?.into_iter();
    let numbered = copies.filter_map(|copy| {
        let (number, _) = copy.key.strip_prefix(ASIDE)?.split_once('|')?;
        Some((number.parse().ok()?, copy.key))
    });
    Ok(numbered.collect())
}

fn record_of(copy: &str) -> Option<&str> {
    let (_, record) = copy.strip_prefix(ASIDE)?.split_once('|')?;
    Some(record)
}
