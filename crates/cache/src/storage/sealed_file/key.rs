//! The data key, when a store is opened.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::lock_file;
use crate::storage::disk::Disk;
use crate::storage::{DataKey, KeySource, StorageError, StorageErrorKind, limited};

/// Held by whoever makes the key, until the calls that keep it have ended.
const LOCK: &str = "lock.key";

/// The key of the profile, and whether there was none, so that it was made.
///
/// A source with a limit is called on a thread that is left to itself when the time is up. That thread holds the lock, so
/// a `put` that comes through late is one that the next process sees, and not one that takes the place of its key.
pub(super) fn key_of(
    disk: &Arc<dyn Disk>,
    profile: &str,
    keys: &Arc<dyn KeySource>,
    patience: Duration,
) -> Result<(DataKey, bool), StorageError> {
    let Some(limit) = keys.limit() else {
        let held_up = StorageErrorKind::LockFailed;
        return had_or_made(&**disk, profile, &**keys, || patience, held_up);
    };
    let (disk, profile, keys) = (Arc::clone(disk), profile.to_owned(), Arc::clone(keys));
    let begun = Instant::now();
    limited::run(limit, move |_| {
        let left = || limit.saturating_sub(begun.elapsed());
        let held_up = StorageErrorKind::KeyStoreTimedOut;
        had_or_made(&*disk, &profile, &*keys, left, held_up)
    })
}

/// The key that there is now, within the limit of the source.
pub(super) fn key_again(
    profile: &str,
    keys: &Arc<dyn KeySource>,
) -> Result<Option<DataKey>, StorageError> {
    let Some(limit) = keys.limit() else {
        return keys.get(profile);
    };
    let (profile, keys) = (profile.to_owned(), Arc::clone(keys));
    limited::run(limit, move |_| keys.get(&profile))
}

fn had_or_made(
    disk: &dyn Disk,
    profile: &str,
    keys: &dyn KeySource,
    patience: impl Fn() -> Duration,
    held_up: StorageErrorKind,
) -> Result<(DataKey, bool), StorageError> {
    if let Some(key) = keys.get(profile)? {
        return Ok((key, false));
    }
    // Of two that begin at the same time, one makes the key.
    let Some(_making) = lock_file(disk, LOCK, patience())? else {
        return Err(StorageError::new(held_up));
    };
    if let Some(key) = keys.get(profile)? {
        return Ok((key, false));
    }
    keys.put(profile, &DataKey::generate())?;
    // Whatever came between: the key that everybody else will be given is the one to seal with.
    match keys.get(profile)? {
        Some(key) => Ok((key, true)),
        None => Err(StorageError::with_detail(
            StorageErrorKind::KeyStoreFailed,
            "it does not keep the key that it is given",
        )),
    }
}
