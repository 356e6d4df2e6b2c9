//! Python: its tests, which read the emulator's tokens with a library that shares nothing with ours and share a cache file
//! with MSAL Python, and the virtual environments that they and others need.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{command, debian};

/// Runs `tests/python` against these binaries, in a virtual environment made for this run.
///
/// # Errors
/// When Python or its packages cannot be had, or a test fails.
pub(crate) fn run_tests(workspace: &Workspace, binary: &Path, shared_file: &Path) -> Result<()> {
    let tests = workspace.root().join("tests/python");
    let python = environment(workspace, "python", &tests.join("requirements.txt"))?;
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
        .env("NATIVE_AUTH_SHARED_FILE", shared_file)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command::run(&mut unittest)
}

/// Makes a virtual environment of this name in the target directory, anew, so that the requirements file alone decides
/// what is in it. Gives its interpreter.
///
/// # Errors
/// When there is no Python and none can be installed, or the packages cannot be had.
pub(crate) fn environment(
    workspace: &Workspace,
    name: &str,
    requirements: &Path,
) -> Result<PathBuf> {
    let system = system_python()?;
    let directory = workspace.target().join(name);
    command::run(
        Command::new(system)
            .args(["-m", "venv", "--clear"])
            .arg(&directory),
    )?;

    let python = of(&directory);
    require(&python, requirements)?;
    Ok(python)
}

/// Adds what a requirements file names to the environment of this interpreter.
///
/// # Errors
/// When the packages cannot be had.
pub(crate) fn require(python: &Path, requirements: &Path) -> Result<()> {
    let mut install = Command::new(python);
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
        .context("the Python packages could not be installed; is the package index reachable?")
}

/// The interpreter of a virtual environment.
pub(crate) fn of(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

/// A Python that can make virtual environments; on a bare Debian, as root, one is installed first.
fn system_python() -> Result<&'static str> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    if makes_environments(python) {
        return Ok(python);
    }
    debian::install(&["python3-venv"], "python3 or its venv module is missing")?;
    if !makes_environments(python) {
        bail!("python3-venv is installed, yet python3 still cannot make a virtual environment");
    }
    Ok(python)
}

/// Debian ships `venv` without `ensurepip`, and only the second tells whether an environment would get its pip.
fn makes_environments(python: &str) -> bool {
    command::succeeds(Command::new(python).args(["-c", "import venv, ensurepip"]))
}
