//! Copies of files that could not be understood.

use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::SystemTime;

use native_auth_wire::AccountId;

use super::{beside, replace, text, traces};
use crate::msal::app::App;
use crate::storage::private_files::private;

/// How many there are at most.
const COPIES: [&str; 3] = [".damaged-1", ".damaged-2", ".damaged-3"];

/// What is to become one of them.
const NEW: &str = ".damaged-new";

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
    let new = beside(path, NEW);
    let _ = fs::remove_file(&new);
    let kept = replace::write_new(&new, bytes).and_then(|()| fs::rename(&new, place));
    if let Err(error) = kept {
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    replace::sync_directory_of(path)
}

/// Overwrites what can be recognised of this app's account in the copies, durably. The rest of them is somebody else's, or
/// nobody can say whose, and stays.
pub(super) fn blank(path: &Path, app: &App, account: &AccountId) -> io::Result<()> {
    // What was to become a copy is in the file still, or in the copy.
    let _ = fs::remove_file(beside(path, NEW));
    for copy in COPIES.map(|suffix| beside(path, suffix)) {
        let Some(bytes) = text::read(&copy)? else {
            continue;
        };
        let places = traces::of(&bytes, app, account);
        if places.is_empty() {
            continue;
        }
        let mut file = private().open(&copy)?;
        for place in places {
            file.seek(SeekFrom::Start(place.start as u64))?;
            file.write_all(&vec![b' '; place.len()])?;
        }
        file.sync_all()?;
    }
    Ok(())
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
