//! The command line: the program `native-auth` in an archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use super::{Dist, Made, VERSION, archive, notices};
use crate::built::Built;
use crate::test::BINARY;
use crate::{build_paths, command, shipped};

/// What the reader of the archive begins with.
const README: &str = include_str!("cli-readme.md");

/// The program as it came out of its archive, in a directory that is gone with this value.
pub(super) struct Unpacked {
    program: PathBuf,
    _directory: TempDir,
}

impl Unpacked {
    /// Where the program is.
    pub(super) fn program(&self) -> &Path {
        &self.program
    }
}

/// Makes the archive, and tries what comes out of it.
///
/// # Errors
/// When it does not build, or does not do what it should.
pub(super) fn make(dist: &Dist<'_>) -> Result<(Made, Unpacked)> {
    let workspace = dist.workspace;
    let mut build = build_paths::cargo(workspace, "build")?;
    build.args(["--release", "--locked", "--package", "native-auth-cli"]);
    let built = Built::by(&mut build)?.binary(BINARY)?;

    let name = format!("native-auth-{VERSION}-{}", build_paths::platform()?);
    let directory = dist.work("cli")?.join(&name);
    notices::write(workspace, "crates/cli", directory.clone())?;
    fs::write(directory.join("README.md"), README)?;
    let program = format!("{BINARY}{}", std::env::consts::EXE_SUFFIX);
    fs::copy(&built, directory.join(&program))
        .with_context(|| format!("{} cannot be copied", built.display()))?;
    shipped::strip(&directory.join(&program))?;
    let ending = if cfg!(windows) { "zip" } else { "tar.gz" };
    let path = dist.out.join(format!("{name}.{ending}"));
    archive::pack(&directory, &path, dist.time)?;

    let empty = tempfile::tempdir()?;
    archive::unpack(&path, empty.path())?;
    let unpacked = Unpacked {
        program: empty.path().join(&name).join(program),
        _directory: empty,
    };
    try_out(unpacked.program())?;
    let tried = "unpacked; tells its version; tells the whole story of `demo` to its own emulator";
    Ok((Made::one(path, tried), unpacked))
}

fn try_out(program: &Path) -> Result<()> {
    let said = command::read(Command::new(program).arg("--version"))?;
    if said.trim() != format!("native-auth {VERSION}") {
        bail!("the program says it is {said}, and the workspace {VERSION}");
    }
    command::read(Command::new(program).arg("demo")).map(drop)
}
