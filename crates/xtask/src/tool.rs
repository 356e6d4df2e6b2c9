//! Cargo's tools that this project runs, built into the target directory.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;
use crate::report::say;
use crate::workspace::Workspace;

/// A tool, pinned, so that it means the same everywhere and a new release cannot break an old commit.
pub(crate) struct Tool {
    /// The package, and its program.
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// The package's features that are not there by default.
    pub(crate) features: &'static str,
    /// Of the compiler: none builds four times faster than the usual, and is enough for most.
    pub(crate) optimisation: &'static str,
}

impl Tool {
    /// The path of the program, which is built first where it is not there yet.
    ///
    /// # Errors
    /// When it cannot be built.
    pub(crate) fn find(&self, workspace: &Workspace) -> Result<PathBuf> {
        let tools = workspace.target().join("tools");
        let program =
            tools
                .join("bin")
                .join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        if !self.is(&program) {
            say(&format!(
                "{} {} is not in {} yet; installing it",
                self.name,
                self.version,
                tools.display()
            ));
            self.install(workspace, &tools)?;
        }
        Ok(program)
    }

    /// Whether this program is the tool in the version that was pinned.
    fn is(&self, program: &Path) -> bool {
        let version = command::read(Command::new(program).arg("--version"));
        version.is_ok_and(|text| text.split_whitespace().nth(1) == Some(self.version))
    }

    /// Builds the tool in a directory of its own, so that it neither waits for nor spoils the workspace's build.
    fn install(&self, workspace: &Workspace, tools: &Path) -> Result<()> {
        let build = tools.join("build");
        let package = format!("{}@{}", self.name, self.version);
        let mut install = workspace.cargo(&["install", "--locked", "--profile", "dev", &package]);
        install
            .args(["--features", self.features])
            .arg("--root")
            .arg(tools)
            .arg("--target-dir")
            .arg(&build)
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", self.optimisation)
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        command::run(&mut install).with_context(|| {
            format!(
                "{} could not be installed; is the package registry reachable?",
                self.name
            )
        })?;
        // Half a gigabyte that nothing needs again. Left behind, it costs only space.
        let _ = std::fs::remove_dir_all(build);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Tool;

    #[test]
    fn another_program_does_not_pass_for_the_pinned_tool() {
        let tool = Tool {
            name: "tool",
            version: "1.2.3",
            features: "",
            optimisation: "0",
        };
        assert!(!tool.is(Path::new("no-such-program-anywhere")));
        assert!(!tool.is(Path::new(env!("CARGO"))));
    }
}
