//! The tenant as a file: what `native-auth emulator` starts with, and what it leaves behind.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use native_auth_emulator::EmulatorHandle;
use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Takes over the tenant in a file.
pub(super) fn import(emulator: &EmulatorHandle, file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::usage(
            "import_unreadable",
            format!("the file given with --import cannot be read: {error}"),
        )
    })?;
    emulator
        .import(&text)
        .map_err(|error| Failure::configuration("import_invalid", error.to_string()))
}

/// A file to be written at the end. It holds secrets, so only this user can read it.
pub(super) struct Export {
    file: PathBuf,
    // In the same directory, so that it takes the file's place in one step, whole or not at all.
    draft: NamedTempFile,
}

impl Export {
    /// Fails now rather than at the end if nothing can be written there.
    pub(super) fn prepare(file: &Path) -> Result<Self, Failure> {
        let directory = match file.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        if file.is_dir() {
            return Err(unwritable(&io::ErrorKind::IsADirectory.into()));
        }
        let draft = NamedTempFile::new_in(directory).map_err(|error| unwritable(&error))?;
        Ok(Self {
            file: file.to_owned(),
            draft,
        })
    }

    /// Writes the tenant as it is now, in place of what was there.
    pub(super) fn write(mut self, emulator: &EmulatorHandle) -> Result<(), Failure> {
        self.draft
            .write_all(emulator.export().as_bytes())
            .and_then(|()| self.draft.as_file().sync_all())
            .map_err(|error| unwritable(&error))?;
        let placed = self.draft.persist(&self.file);
        placed.map(|_| ()).map_err(|error| unwritable(&error.error))
    }
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::configuration(
        "export_unwritable",
        format!("the file given with --export-on-exit cannot be written: {error}"),
    )
}
