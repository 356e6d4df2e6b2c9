//! The names in a profile's directory, and the files that are kept aside.

use std::io;

use crate::storage::disk::Disk;

const EPOCH: &str = "tokens.";
const LOCK: &str = "lock.";
const ASIDE: &str = "damaged-";

/// How many files are kept aside.
const KEPT: usize = 3;

/// Numbers beyond this are nobody's: there is always a next one.
const LONGEST: usize = 15;

/// The file of an epoch.
pub(super) fn epoch_file(epoch: u64) -> String {
    format!("{EPOCH}{epoch}")
}

/// The lock of those who write to an epoch.
pub(super) fn epoch_lock(epoch: u64) -> String {
    format!("{LOCK}{epoch}")
}

/// The epochs that have a file, the highest first.
pub(super) fn epochs(disk: &dyn Disk) -> io::Result<Vec<u64>> {
    let mut epochs: Vec<u64> = numbers(&disk.list()?, EPOCH).collect();
    if epochs.is_empty() {
        // A file that is made while names are listed may be left out, and the one below it be cleared away by then.
        epochs.extend(numbers(&disk.list()?, EPOCH));
    }
    epochs.sort_unstable_by(|a, b| b.cmp(a));
    Ok(epochs)
}

/// Clears away what is below `epoch`, which is complete: the lowest first, so that whoever finds an epoch's file gone
/// finds a higher one. The epochs of `aside` are kept aside.
///
/// What cannot be cleared away now is the next time.
pub(super) fn clear_below(disk: &dyn Disk, epoch: u64, aside: &[u64]) {
    let names = disk.list().unwrap_or_default();
    let mut epochs: Vec<u64> = numbers(&names, EPOCH).collect();
    epochs.sort_unstable();
    for old in epochs.into_iter().filter(|old| *old < epoch) {
        let name = epoch_file(old);
        let outcome = if aside.contains(&old) {
            keep_aside(disk, &name)
        } else {
            disk.remove(&name)
        };
        if let Err(error) = outcome {
            tracing::debug!(kind = ?error.kind(), "an old file of tokens is still there");
            return;
        }
    }
    for old in numbers(&names, LOCK).filter(|old| *old < epoch) {
        // Whoever holds it has an epoch in hand that is over, and finds that out with or without this file.
        let _ = disk.remove(&epoch_lock(old));
    }
}

/// Renames the file to the last of those that are kept aside; the oldest makes room.
pub(in crate::storage) fn keep_aside(disk: &dyn Disk, name: &str) -> io::Result<()> {
    let mut kept: Vec<u64> = numbers(&disk.list()?, ASIDE).collect();
    kept.sort_unstable();
    let surplus = (kept.len() + 1).saturating_sub(KEPT);
    for oldest in kept.drain(..surplus) {
        disk.remove(&aside_file(oldest))?;
    }
    // From the lowest on, so that no file takes the place of one that is still to be moved.
    for (number, &old) in (1..).zip(&kept) {
        if number != old {
            disk.rename(&aside_file(old), &aside_file(number))?;
        }
    }
    let last = kept.len() as u64 + 1;
    disk.rename(name, &aside_file(last))
}

/// The files that are kept aside.
pub(super) fn asides(disk: &dyn Disk) -> io::Result<Vec<String>> {
    let names = disk.list()?;
    Ok(numbers(&names, ASIDE).map(aside_file).collect())
}

fn aside_file(number: u64) -> String {
    format!("{ASIDE}{number}")
}

fn numbers<'a>(names: &'a [String], prefix: &'a str) -> impl Iterator<Item = u64> + 'a {
    names.iter().filter_map(move |name| {
        let digits = name.strip_prefix(prefix)?;
        let plain = digits.len() <= LONGEST && !digits.starts_with(['0', '+']);
        digits.parse().ok().filter(|_| plain)
    })
}
