//! Copies of files that could not be understood.

use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::SystemTime;

use native_auth_wire::AccountId;

use super::replace::{self, New};
use super::{beside, text, traces};
use crate::msal::app::App;
use crate::storage::private_files::private;

/// How many there are at most.
const COPIES: [&str; 3] = [".damaged-1", ".damaged-2", ".damaged-3"];

/// What is to become one of them.
const NEW: &str = ".damaged-new-";

/// Keeps a copy, in the place of the oldest if there are as many as there may be. One that is there already is not kept
/// twice.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let copies = COPIES.map(|suffix| beside(path, suffix));
    for copy in &copies {
        if text::read(copy)?.is_some_and(|there| **there == *bytes) {
            return Ok(());
        }
    }
    loop {
        // Written in full before it takes the place of another: the disk may be full.
        let new = New::write(path, NEW, bytes)?;
        let free = copies.iter().find(|copy| !copy.exists());
        let oldest = || copies.iter().min_by_key(|copy| modified(copy));
        match free.or_else(oldest) {
            // Somebody who signed out has cleared it away.
            Some(place) if !new.put(place)? => {}
            _ => return Ok(()),
        }
    }
}

/// Overwrites what can be recognised of this app's account in the copies, durably. The rest of them is somebody else's, or
/// nobody can say whose, and stays.
pub(super) fn blank(path: &Path, app: &App, account: &AccountId) -> io::Result<()> {
    replace::clear(path, NEW, None)?;
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
