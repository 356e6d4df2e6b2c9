//! The Python package in `bindings/python`: installed as anybody would, tested, and its player of the scenarios.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::scenarios::Player;
use crate::workspace::Workspace;
use crate::{command, python};

/// The package, installed in a virtual environment of its own.
pub(crate) struct PythonPackage {
    python: PathBuf,
    directory: PathBuf,
}

impl PythonPackage {
    /// Installs the package with the one command that its page names, into an environment that was made for this.
    ///
    /// # Errors
    /// When Python or its packages cannot be had, or the package does not build.
    pub(crate) fn install(workspace: &Workspace) -> Result<Self> {
        let directory = workspace.root().join("bindings/python");
        let requirements = directory.join("tests/requirements.txt");
        let python = python::environment(workspace, "python-package", &requirements)?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--disable-pip-version-check"]);
        // The library is compiled by this cargo, and what was compiled before is used.
        install.env("CARGO", workspace.cargo(&[]).get_program());
        install.env("CARGO_TARGET_DIR", workspace.target());
        command::run(install.arg(&directory)).context("the Python package does not install")?;
        Ok(Self { python, directory })
    }

    /// The Python that has the package.
    pub(crate) fn interpreter(&self) -> &Path {
        &self.python
    }

    /// Runs the package's tests against the emulator of this program.
    ///
    /// # Errors
    /// When a test fails.
    pub(crate) fn test(&self, binary: &Path) -> Result<()> {
        let mut tests = Command::new(&self.python);
        tests.args(["-m", "pytest", "-p", "no:cacheprovider"]);
        tests.arg(&self.directory).current_dir(&self.directory);
        tests.env("NATIVE_AUTH_BINARY", binary);
        command::run(tests.env("PYTHONDONTWRITEBYTECODE", "1"))
    }

    /// Writes the listing of the package's interface anew.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write_listing(&self, workspace: &Workspace) -> Result<()> {
        let mut list = Command::new(&self.python);
        list.arg(self.directory.join("api_listing.py"));
        command::run(list.arg(workspace.root().join("docs/api/python.txt")))
    }

    /// The player of the scenarios.
    pub(crate) fn player(&self) -> Player {
        let script = self.directory.join("scenarios/player.py");
        Player {
            name: "python",
            program: self.python.clone(),
            arguments: vec![script.to_string_lossy().into_owned()],
        }
    }
}
