//! Microsoft's own clients against the emulator.
//!
//! Both directories are copied into the target directory and run there: npm and Maven put what they install and build
//! beside the sources, and nothing of that belongs into the source tree.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::node::Node;
use crate::workspace::Workspace;
use crate::{command, java};

/// Runs `tests/microsoft/javascript` against this binary, with the packages its lock file names.
///
/// # Errors
/// When Node or the packages cannot be had, or a test fails.
pub(crate) fn run_javascript_tests(workspace: &Workspace, binary: &Path) -> Result<()> {
    let directory = copy(workspace, "javascript")?;
    let node = Node::find(workspace, &directory.join("node.txt"))?;
    let mut install = node.npm();
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    command::run(install.current_dir(&directory))
        .context("the npm packages could not be installed; is the registry reachable?")?;
    let mut tests = node.node();
    tests
        .args(["--test", "--test-reporter", "spec"])
        .current_dir(&directory)
        .env("NATIVE_AUTH_BINARY", binary);
    command::run(&mut tests)
}

/// Runs `tests/microsoft/android` against this binary. Maven fetches what its `pom.xml` names.
///
/// # Errors
/// When Maven, a JDK or the artefacts cannot be had, or a test fails.
pub(crate) fn run_android_tests(workspace: &Workspace, binary: &Path) -> Result<()> {
    let directory = copy(workspace, "android")?;
    let mut tests = java::maven()?;
    tests
        .args(["--batch-mode", "--no-transfer-progress", "test"])
        .current_dir(&directory)
        .env("NATIVE_AUTH_BINARY", binary);
    command::run(&mut tests)
}

/// Copies one client's directory, and the tenants that both share, into the target directory. Gives the copy.
fn copy(workspace: &Workspace, client: &str) -> Result<PathBuf> {
    let from = workspace.root().join("tests/microsoft");
    let to = workspace.target().join("microsoft");
    let directory = to.join(client);
    let copied = remove(&directory)
        .and_then(|()| copy_sources(&from.join(client), &directory))
        .and_then(|()| fs::copy(from.join("tenants.toml"), to.join("tenants.toml")));
    copied.with_context(|| format!("{} could not be made", directory.display()))?;
    Ok(directory)
}

/// What an earlier run left: a file that is no longer in the source tree must not take part.
fn remove(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies a directory without what somebody has installed or built in it by hand.
fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" || name == "target" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_sources(&entry.path(), &to.join(name))?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{copy_sources, remove};

    /// The path of a directory that is this test's own and not there yet.
    fn scratch(name: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        remove(&directory).unwrap();
        directory
    }

    #[test]
    fn sources_are_copied_and_what_was_installed_beside_them_is_not() {
        let from = scratch("from");
        let to = scratch("to");
        for path in ["a/b", "node_modules/x", "target/y"] {
            fs::create_dir_all(from.join(path)).unwrap();
        }
        fs::write(from.join("a/b/test.mjs"), "1").unwrap();
        fs::write(from.join("node_modules/x/index.js"), "2").unwrap();

        copy_sources(&from, &to).unwrap();
        assert_eq!(fs::read(to.join("a/b/test.mjs")).unwrap(), b"1");
        assert!(!to.join("node_modules").exists());
        assert!(!to.join("target").exists());

        remove(&to).unwrap();
        assert!(!to.exists());
        remove(&to).unwrap();
        remove(&from).unwrap();
    }
}
