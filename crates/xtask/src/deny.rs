//! cargo-deny: bans, licences and sources, as `deny.toml` says.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;
use crate::report::say;
use crate::workspace::Workspace;

/// Pinned, so that the rules mean the same everywhere and a new release cannot break an old commit.
const VERSION: &str = "0.20.2";

/// Checks the whole dependency graph, for every platform.
///
/// # Errors
/// When a rule of `deny.toml` is broken, or the tool cannot be had.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let tools = workspace.target().join("tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !is_pinned_version(&program) {
        say(&format!(
            "cargo-deny {VERSION} is not in {} yet; installing it",
            tools.display()
        ));
        install(workspace, &tools)?;
    }

    // The graph covers every platform, and a build on this one has not fetched the others' packages.
    command::run(&mut workspace.cargo(&["fetch", "--locked"]))?;
    // Offline: security advisories need a database from elsewhere, and a check must not depend on the day it runs.
    let mut deny = Command::new(&program);
    // Without the inclusion graphs: a warning about a crate in two versions would fill pages.
    deny.args([
        "--offline",
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ])
    .current_dir(workspace.root());
    command::run(&mut deny)
}

fn is_pinned_version(program: &Path) -> bool {
    let version = command::read(Command::new(program).arg("--version"));
    version.is_ok_and(|text| text.split_whitespace().nth(1) == Some(VERSION))
}

/// Builds the tool in a directory of its own, so that it neither waits for nor spoils the workspace's build. Without
/// the optimiser: that is four times faster to build, and the check still takes seconds.
fn install(workspace: &Workspace, tools: &Path) -> Result<()> {
    let build = tools.join("build");
    let package = format!("cargo-deny@{VERSION}");
    let mut install = workspace.cargo(&["install", "--locked", "--profile", "dev", &package]);
    install
        .arg("--root")
        .arg(tools)
        .arg("--target-dir")
        .arg(&build)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command::run(&mut install)
        .context("cargo-deny could not be installed; is the package registry reachable?")?;
    // Half a gigabyte that nothing needs again. Left behind, it costs only space.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_pinned_version;

    #[test]
    fn another_program_does_not_pass_for_the_pinned_tool() {
        assert!(!is_pinned_version(Path::new("no-such-program-anywhere")));
        assert!(!is_pinned_version(Path::new(env!("CARGO"))));
    }
}
