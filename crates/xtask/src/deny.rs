//! cargo-deny: bans, licences and sources, as `deny.toml` says.

use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::tool::Tool;
use crate::workspace::Workspace;

const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    features: "",
    // The check still takes seconds.
    optimisation: "0",
};

/// Checks the whole dependency graph, for every platform.
///
/// # Errors
/// When a rule of `deny.toml` is broken, or the tool cannot be had.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let program = DENY.find(workspace)?;
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
