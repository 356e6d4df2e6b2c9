//! The compiler and its package manager: the machine's, or else Debian's in a tree of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::tree::Tree;
use crate::command;
use crate::report::say;
use crate::workspace::Workspace;

/// The oldest major version that will do.
const OLDEST: u32 = 6;

/// A Swift that will do.
pub(crate) enum Toolchain {
    /// In the path.
    Here,
    /// In a tree, where these directories are seen under their own names.
    Within { tree: Tree, seen: Vec<PathBuf> },
}

impl Toolchain {
    /// The machine's, if it is not too old. Otherwise that of Debian 13, in a tree that is set up first where it is missing.
    /// What runs there sees the workspace, its target directory, that of temporary files and `besides`.
    ///
    /// # Errors
    /// When there is none and none can be brought.
    pub(crate) fn find(workspace: &Workspace, besides: &[&Path]) -> Result<Self> {
        let version = command::read(Command::new("swift").arg("--version"));
        if version.is_ok_and(|text| major(&text).is_some_and(|major| major >= OLDEST)) {
            return Ok(Self::Here);
        }
        let tree = Tree::find(workspace, || {
            say(&format!(
                "Swift {OLDEST} or newer is missing; bringing that of Debian 13 \
                 (some minutes, once; 3 GB in the target directory)"
            ));
        })?;
        let temporary = std::env::temp_dir();
        let mut seen: Vec<&Path> = vec![workspace.root(), workspace.target(), &temporary];
        seen.extend(besides);
        let seen = seen.into_iter().map(Path::to_path_buf).collect();
        Ok(Self::Within { tree, seen })
    }

    /// A command that runs a program in a directory.
    pub(crate) fn command(&self, directory: &Path, program: &Path) -> Command {
        match self {
            Self::Here => {
                let mut command = Command::new(program);
                command.current_dir(directory);
                command
            }
            Self::Within { tree, seen } => tree.command(directory, seen, program),
        }
    }
}

/// The 6 of `Swift version 6.0.3 (swift-6.0.3-RELEASE)`, whatever stands before.
fn major(about: &str) -> Option<u32> {
    let version = about.split_once("Swift version ")?.1;
    version.split(['.', ' ', '-']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_version_is_read() {
        assert_eq!(
            major("Swift version 6.0.3 (swift-6.0.3-RELEASE)\nTarget: x"),
            Some(6)
        );
        assert_eq!(
            major("swift-driver version: 1.115 Apple Swift version 6.1 (x)"),
            Some(6)
        );
        assert_eq!(major("Swift version 5.9-dev"), Some(5));
        assert_eq!(major("OpenStack Object Storage 2.30"), None);
    }
}
