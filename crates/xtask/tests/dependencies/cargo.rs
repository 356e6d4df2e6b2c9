//! What cargo says about this workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The standard output of a cargo command in the workspace's root. `--locked` is for the caller to
/// add: a test must judge the graph that is committed.
pub(crate) fn read(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(arguments).current_dir(root()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "`cargo {}`: {errors}",
        arguments.join(" ")
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The workspace's root directory.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
