//! The Python tests: a second reading of the emulator's tokens, by a library that shares nothing with ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::report::say;
use crate::workspace::Workspace;

/// Runs `tests/python` against this binary, in a virtual environment made for this run.
///
/// # Errors
/// When Python or its packages cannot be had, or a test fails.
pub(crate) fn run_tests(workspace: &Workspace, binary: &Path) -> Result<()> {
    let tests = workspace.root().join("tests/python");
    let python = virtual_environment(workspace, &tests.join("requirements.txt"))?;
    let mut unittest = Command::new(python);
    unittest
        .args([
            "-m",
            "unittest",
            "discover",
            "--verbose",
            "--start-directory",
        ])
        .arg(&tests);
    unittest
        .env("NATIVE_AUTH_BINARY", binary)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command::run(&mut unittest)
}

/// Makes the environment anew, so that the requirements file alone decides what is in it. Gives its interpreter.
fn virtual_environment(workspace: &Workspace, requirements: &Path) -> Result<PathBuf> {
    let system = system_python()?;
    let directory = workspace.target().join("python");
    command::run(
        Command::new(system)
            .args(["-m", "venv", "--clear"])
            .arg(&directory),
    )?;

    let python = directory.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let mut install = Command::new(&python);
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
    ]);
    command::run(install.arg("--requirement").arg(requirements))
        .context("the Python packages could not be installed; is the package index reachable?")?;
    Ok(python)
}

/// A Python that can make virtual environments; on a bare Debian, as root, one is installed first.
fn system_python() -> Result<&'static str> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    if makes_environments(python) {
        return Ok(python);
    }
    if !(is_root() && command::succeeds(Command::new("apt-get").arg("--version"))) {
        bail!(
            "the Python tests need python3 with its venv module (on Debian: apt-get install python3-venv)"
        );
    }
    say("python3 or its venv module is missing; installing Debian's python3-venv");
    command::run(apt_get().arg("update"))?;
    command::run(apt_get().args([
        "install",
        "--yes",
        "--no-install-recommends",
        "python3-venv",
    ]))?;
    if !makes_environments(python) {
        bail!("python3-venv is installed, yet python3 still cannot make a virtual environment");
    }
    Ok(python)
}

/// Debian ships `venv` without `ensurepip`, and only the second tells whether an environment would get its pip.
fn makes_environments(python: &str) -> bool {
    command::succeeds(Command::new(python).args(["-c", "import venv, ensurepip"]))
}

fn is_root() -> bool {
    command::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get
        .arg("--quiet")
        .env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}
