//! Reading a file that others may just be writing.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Bytes;
use crate::msal::document::Document;

/// How often a file that cannot be understood is read, and with what pause: a script that takes no lock may be writing it
/// in place.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(100);

/// `None` if there is no file.
pub(super) fn read(path: &Path) -> io::Result<Option<Bytes>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        outcome => outcome?,
    };
    let length = file.metadata()?.len();
    // With room to spare, so that the buffer does not move and leave a copy behind.
    let length = usize::try_from(length)
        .unwrap_or_default()
        .saturating_add(64);
    let mut bytes = Zeroizing::new(Vec::new());
    bytes
        .try_reserve_exact(length)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// What is there once nobody is writing it any more, understood or not. `None` if there is no file.
pub(super) fn settled(path: &Path) -> io::Result<Option<Bytes>> {
    let mut attempt = 1;
    loop {
        let Some(bytes) = read(path)? else {
            return Ok(None);
        };
        // An empty one may be one that is about to be filled.
        let is_good =
            !bytes.is_empty() && utf8(&bytes).is_some_and(|text| Document::parse(text).is_ok());
        if is_good || attempt == ATTEMPTS {
            return Ok(Some(bytes));
        }
        attempt += 1;
        thread::sleep(PAUSE);
    }
}

pub(super) fn utf8(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}
