//! The Kotlin module in `bindings/kotlin`: built with what UniFFI makes of the facade, tested, and its player of the
//! scenarios.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::scenarios::Player;
use crate::workspace::Workspace;
use crate::{bindgen, command, java};

/// The module with all that it is built from.
pub(crate) struct Kotlin {
    module: PathBuf,
    /// Where Maven builds.
    build: PathBuf,
    binary: PathBuf,
}

impl Kotlin {
    /// Puts the library, and what UniFFI makes of it, where the module looks for them.
    ///
    /// # Errors
    /// When nothing can be generated or copied.
    pub(crate) fn set_up(
        workspace: &Workspace,
        library: &Path,
        program: &Path,
        binary: &Path,
    ) -> Result<Self> {
        let build = workspace.target().join("kotlin");
        let generated = build.join("generated");
        bindgen::generate(workspace, program, library, "kotlin", &generated)?;

        let natives = build.join("natives").join(platform()?);
        let name = library.file_name().context("the library has no name")?;
        fs::create_dir_all(&natives)?;
        fs::copy(library, natives.join(name))
            .with_context(|| format!("{} cannot be copied", library.display()))?;
        Ok(Self {
            module: workspace.root().join("bindings/kotlin"),
            build,
            binary: binary.to_owned(),
        })
    }

    /// Builds the module and runs its tests, the example's among them; the listing of the interface is one of them.
    ///
    /// # Errors
    /// When Maven or an artefact cannot be had, or a test fails.
    pub(crate) fn test(&self) -> Result<()> {
        command::run(self.maven()?.arg("test"))
    }

    /// Writes the listing of the module's interface anew.
    ///
    /// # Errors
    /// As [`test`](Self::test).
    pub(crate) fn write_listing(&self) -> Result<()> {
        let mut maven = self.maven()?;
        maven.args(["-Dnativeauth.api.write=true", "-Dtest=ApiListingTest"]);
        command::run(maven.arg("test"))
    }

    /// The player of the scenarios, which is built first where it is not.
    ///
    /// # Errors
    /// As [`test`](Self::test).
    pub(crate) fn player(&self) -> Result<Player> {
        command::run(self.maven()?.args(["-DskipTests", "process-test-classes"]))?;
        let class_path = fs::read_to_string(self.build.join("class-path.txt"))
            .context("Maven told no class path")?;
        let ours = ["test-classes", "classes"].map(|name| self.build.join(name));
        let theirs = std::env::split_paths(class_path.trim());
        let class_path = std::env::join_paths(ours.into_iter().chain(theirs))?;
        let class_path = class_path.to_string_lossy().into_owned();
        let main = "dev.nativeauth.scenarios.PlayerKt".to_owned();
        Ok(Player {
            name: "kotlin",
            program: java::java()?,
            arguments: vec!["-cp".to_owned(), class_path, main],
        })
    }

    fn maven(&self) -> Result<Command> {
        let mut maven = java::maven()?;
        maven.args(["--batch-mode", "--no-transfer-progress", "-f"]);
        maven.arg(&self.module);
        let directories = [("build", &self.build), ("binary", &self.binary)];
        for (name, path) in directories {
            maven.arg(format!("-Dnativeauth.{name}={}", path.display()));
        }
        Ok(maven)
    }
}

/// The directory in which JNA looks for libraries of this platform.
///
/// # Errors
/// When that is not known.
pub(crate) fn platform() -> Result<String> {
    let arch = match ARCH {
        "x86_64" => "x86-64",
        other => other,
    };
    Ok(match OS {
        "linux" => format!("linux-{arch}"),
        "macos" => format!("darwin-{arch}"),
        "windows" => format!("win32-{arch}"),
        other => bail!("JNA's name for {other} is not known here"),
    })
}
