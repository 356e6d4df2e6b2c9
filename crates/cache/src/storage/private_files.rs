//! Files and directories that are this user's alone, from the moment they are made.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// For a file that is written. Whoever makes it makes it for this user only: no later change of rights leaves a gap.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Makes the directory and those above it, for this user alone and durably.
pub(crate) fn create_directory(directory: &Path) -> io::Result<()> {
    let mut missing = Vec::new();
    let mut above = Some(directory);
    while let Some(path) = above.filter(|path| !path.as_os_str().is_empty() && !path.is_dir()) {
        missing.push(path);
        above = path.parent();
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    for path in missing.into_iter().rev() {
        match builder.create(path) {
            // Somebody else has just made it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
            outcome => outcome?,
        }
        if let Some(above) = path.parent() {
            sync_directory(above)?;
        }
    }
    Ok(())
}

/// Makes what the directory says of its files durable.
#[cfg(unix)]
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    let directory = if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        directory
    };
    File::open(directory)?.sync_all()
}

/// A directory is no file here, and its names are journalled by the file system.
#[cfg(not(unix))]
pub(crate) fn sync_directory(_directory: &Path) -> io::Result<()> {
    Ok(())
}
