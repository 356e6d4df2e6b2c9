//! Copies of files that could not be understood.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{beside, replace, text};

/// How many there are at most.
const COPIES: [&str; 3] = [".damaged-1", ".damaged-2", ".damaged-3"];

/// Keeps a copy, in the place of the oldest if there are as many as there may be. One that is there already is not kept
/// twice.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let copies = COPIES.map(|suffix| beside(path, suffix));
    for copy in &copies {
        if text::read(copy)?.is_some_and(|there| **there == *bytes) {
            return Ok(());
        }
    }
    let free = copies.iter().find(|copy| !copy.exists());
    let place = match free {
        Some(free) => Some(free),
        None => copies.iter().min_by_key(|copy| modified(copy)),
    };
    let Some(place) = place else { return Ok(()) };
    // Written in full before it takes the place of another: the disk may be full.
    let new = beside(path, ".damaged-new");
    let _ = fs::remove_file(&new);
    let kept = replace::write_new(&new, bytes).and_then(|()| fs::rename(&new, place));
    if let Err(error) = kept {
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    replace::sync_directory_of(path)
}

/// Deletes the copies in which this object id stands: nobody can take the tokens of a person out of what cannot be
/// understood.
pub(super) fn remove_naming(path: &Path, object_id: &str) -> io::Result<()> {
    let copies: [PathBuf; 3] = COPIES.map(|suffix| beside(path, suffix));
    let mut removed = false;
    for copy in copies {
        let Some(bytes) = text::read(&copy)? else {
            continue;
        };
        if names(&bytes, object_id.as_bytes()) {
            fs::remove_file(&copy)?;
            removed = true;
        }
    }
    if removed {
        replace::sync_directory_of(path)?;
    }
    Ok(())
}

fn names(bytes: &[u8], id: &[u8]) -> bool {
    !id.is_empty()
        && bytes
            .windows(id.len())
            .any(|window| window.eq_ignore_ascii_case(id))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
