//! Where things are: the workspace, its target directory, and the cargo that started us.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;

/// The workspace this program was built from.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and every configuration file count.
    ///
    /// # Errors
    /// When cargo cannot read the workspace.
    pub(crate) fn locate() -> Result<Self> {
        let mut metadata = Command::new(cargo_program());
        metadata
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        let metadata: serde_json::Value = serde_json::from_str(&command::read(&mut metadata)?)?;
        let path = |field: &str| {
            let path = metadata
                .get(field)
                .and_then(serde_json::Value::as_str)
                .map(PathBuf::from);
            path.with_context(|| format!("`cargo metadata` did not say its {field}"))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    /// The directory of the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where builds and everything else that can be thrown away goes.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A cargo command in the workspace's root.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(cargo_program());
        cargo.args(arguments).current_dir(&self.root);
        // What the cargo that runs us tells of this package: some crates are compiled anew when it changes, and so would be
        // whenever somebody builds by hand in between.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(&*name);
            }
        }
        cargo
    }
}

/// The cargo that runs us, so that one toolchain does it all; the one in `PATH` when started by hand.
fn cargo_program() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn the_workspace_found_is_this_one() {
        let workspace = Workspace::locate().unwrap();
        assert!(
            workspace
                .root()
                .join("crates/xtask/src/workspace.rs")
                .is_file()
        );
        assert!(workspace.target().is_absolute());
    }
}
