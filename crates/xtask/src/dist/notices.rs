//! The licences that go with an artefact: ours, and those of all that is compiled into it.

mod text;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::tool::Tool;
use crate::workspace::Workspace;
use crate::{build_paths, command};

/// The files that every artefact holds.
pub(super) const FILES: [&str; 3] = [APACHE, MIT, OTHERS];

const APACHE: &str = "LICENSE-APACHE";
const MIT: &str = "LICENSE-MIT";
/// Those of what is compiled in.
pub(super) const OTHERS: &str = "THIRD-PARTY-NOTICES.txt";

const ABOUT: Tool = Tool {
    name: "cargo-about",
    version: "0.9.3",
    features: "cli",
    // It compares every file of every crate with every licence: minutes without the optimiser.
    optimisation: "1",
};

/// Writes the files for what the package in this directory is compiled of into another directory. Gives the directory.
///
/// # Errors
/// When the tool cannot be had, or a crate has a licence that `about.toml` does not know.
pub(super) fn write(workspace: &Workspace, package: &str, directory: PathBuf) -> Result<PathBuf> {
    let about = ABOUT.find(workspace)?;
    // It asks for the packages of every platform, and a build has fetched those of this one.
    command::run(&mut workspace.cargo(&["fetch", "--locked"]))?;
    fs::create_dir_all(&directory)?;
    for name in [APACHE, MIT] {
        fs::copy(workspace.root().join(name), directory.join(name))
            .with_context(|| format!("{name} cannot be copied"))?;
    }
    let sources = workspace.root().join("crates/xtask/src/dist");
    let mut generate = Command::new(about);
    // Offline: what is compiled in is here, with its licences.
    generate.args(["generate", "--locked", "--offline", "--target"]);
    generate.arg(build_paths::platform()?);
    generate.arg("--config").arg(sources.join("about.toml"));
    generate.arg("--manifest-path");
    generate.arg(workspace.root().join(package).join("Cargo.toml"));
    generate.args(["--format", "json"]);
    let notices = text::of(&silently(&mut generate)?)?;
    fs::write(directory.join(OTHERS), notices)
        .with_context(|| format!("{OTHERS} cannot be written"))?;
    Ok(directory)
}

/// Runs the tool. What it merely warns of, such as a clarification that no longer fits, would be a licence left out. Gives what it
/// wrote.
fn silently(tool: &mut Command) -> Result<String> {
    let output = tool.output().context("cargo-about did not start")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || said.contains("WARN") {
        bail!("the licences cannot be told:\n{said}");
    }
    String::from_utf8(output.stdout).context("the licences are not UTF-8")
}
