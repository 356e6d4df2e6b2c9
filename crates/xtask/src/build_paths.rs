//! The paths of the machine that builds, which what is built for others must not name.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;
use crate::workspace::Workspace;

/// A command of cargo's that builds for this machine and leaves its paths out.
///
/// It names the platform, so that what it builds lies apart from all else (and is not built anew each time the flags change),
/// and programs that run during the build are as always.
///
/// # Errors
/// When the compiler does not say which platform this is.
pub(crate) fn cargo(workspace: &Workspace, verb: &str) -> Result<Command> {
    let mut cargo = workspace.cargo(&[verb, "--target", &platform()?]);
    let mut flags = flags_of_this_machine();
    for (path, name) in places(workspace) {
        flags.push(format!("--remap-path-prefix={}={name}", path.display()));
    }
    // What C is told of the time; no C of ours asks, and all of it would be compiled anew at each commit.
    cargo.env_remove("SOURCE_DATE_EPOCH");
    // One variable for all, so that a path may hold spaces.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    Ok(cargo)
}

/// What Rust calls this platform, such as `x86_64-unknown-linux-gnu`.
///
/// # Errors
/// When the compiler does not say.
pub(crate) fn platform() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let about = command::read(Command::new(rustc).arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .context("rustc does not say which platform this is")?
        .to_owned())
}

/// Directories of this machine that a build would name, and what stands for each instead. The last that fits is taken.
fn places(workspace: &Workspace) -> Vec<(PathBuf, &'static str)> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let usual = || std::env::home_dir().map(|home| home.join(".cargo"));
    let mut places = Vec::new();
    places.extend(named.or_else(usual).map(|path| (path, "/cargo")));
    places.push((workspace.root().to_owned(), "/native-auth"));
    places.push((workspace.target().to_owned(), "/target"));
    places
}

/// The directories that nothing may name: those that others stand for, and where the toolchain is.
pub(crate) fn told(workspace: &Workspace) -> Vec<PathBuf> {
    let named = std::env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let usual = || std::env::home_dir().map(|home| home.join(".rustup"));
    let places = places(workspace).into_iter().map(|(path, _)| path);
    places.chain(named.or_else(usual)).collect()
}

/// What this machine wants of every build, as cargo itself would read it.
fn flags_of_this_machine() -> Vec<String> {
    let split = |text: String, at: &[char]| {
        let words = text.split(at).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    if let Ok(flags) = std::env::var("CARGO_ENCODED_RUSTFLAGS") {
        return split(flags, &['\u{1f}']);
    }
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    split(flags, &[' ', '\t', '\n'])
}
