//! `cargo xtask`: how this workspace is tested and checked.
//!
//! A laptop and the continuous integration run the very same commands; nothing about how to run things lives in
//! workflows or shell scripts. See `cargo xtask --help`.

mod bench;
mod bindgen;
mod build_paths;
mod built;
mod ci;
mod command;
mod debian;
mod deny;
mod dist;
mod java;
mod key_store;
mod kotlin;
mod language_bench;
mod languages;
mod microsoft;
mod node;
mod python;
mod python_package;
mod report;
mod scenarios;
mod shipped;
mod swift;
mod test;
mod tool;
mod toolchain;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::languages::Missing;
use crate::report::Report;
use crate::workspace::Workspace;

/// Tests and checks the native-auth workspace.
///
/// Every part runs even when an earlier one failed, each under a heading of its own, and a summary with times comes last.
/// A part that cannot run counts as failed; only `test` leaves a language out whose tools are missing and cannot be
/// installed here, and says so.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every test: all Rust tests and documentation examples, those of the key store with GNOME Keyring, PyJWT on the
    /// emulator's tokens, MSAL Python on a cache file that it shares with the SDK, Microsoft's own JavaScript and
    /// Android clients against the emulator, the Python, Kotlin and Swift packages with each language's own tools, and the
    /// scenarios in all four languages.
    ///
    /// Does its own set-up, in the target directory: a Python virtual environment with the pinned packages of
    /// tests/python/requirements.txt, and the npm packages that the lock file of tests/microsoft/javascript names. What
    /// tests/microsoft/android needs goes into Maven's local repository.
    ///
    /// Needs python3 with its venv module, Maven with a JDK from 17 and, on Linux, D-Bus and GNOME Keyring; as root on
    /// Debian missing ones are installed with apt-get. Where there is no Node from 20 with its npm, one is installed into the
    /// target directory from the Python package index. Where there is no Swift from 6, that of Debian 13 is brought into the
    /// target directory (3 GB).
    Test,

    /// Runs the tests of the key store alone, with GNOME Keyring in sessions of its own.
    KeyStore,

    /// Writes the listings of the public interfaces in docs/api anew; `ci` fails where one differs.
    Api,

    /// Has the players of `tests/scenarios` perform every scenario, and compares what they did byte for byte.
    Scenarios,

    /// Runs all that a change must pass: format, clippy, docs, dependency rules, then `test`.
    ///
    /// Does its own set-up: installs the pinned cargo-deny into the target directory when it is not there yet (about a
    /// minute, once).
    Ci,

    /// Makes what people install, for this machine, in `target/dist`: the command line, the Python wheel, the jar and the Swift
    /// package. Each is tried from its artefact in an empty place.
    ///
    /// Does its own set-up as `test` does, and builds the pinned cargo-about, which collects the licences of what is compiled
    /// in. What cannot be made for want of a tool is left out with a line that says so.
    Dist {
        /// Fails if something cannot be made here; so it does where the variable `CI` is set.
        #[arg(long)]
        complete: bool,
    },

    /// Writes the stripped library that is shipped, and the sources of a language that call it, into a directory. The
    /// packages' own builds ask for this.
    Library {
        /// python, kotlin or swift
        #[arg(long)]
        language: String,
        /// Where they are written; it is made if it is not there.
        #[arg(long)]
        out_dir: PathBuf,
    },

    /// Measures what tokens at rest cost (docs/benchmarks.md); `--check` fails if a bar is missed. No part of `ci`:
    /// shared machines are too noisy for that.
    ///
    /// Does its own set-up: a Python virtual environment in the target directory with the pinned MSAL of
    /// crates/bench/python/requirements.txt.
    Bench {
        /// What is handed to the benchmarks: see `cargo xtask bench -- --help`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },

    /// Measures what the packages for other languages cost: the library's size in an app, and the Python package beside MSAL
    /// Python and aiohttp (docs/benchmarks.md). No part of `ci` either.
    LanguageBench {
        /// Fails if a bar is missed.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let workspace = match Workspace::locate() {
        Ok(workspace) => workspace,
        Err(error) => {
            report::say(&format!("cargo xtask: {error:#}"));
            return ExitCode::FAILURE;
        }
    };

    let mut report = Report::new();
    match cli.command {
        Command::Test => test::run(&workspace, Missing::IsSkipped, &mut report),
        Command::KeyStore => test::run_key_store(&workspace, &mut report),
        Command::Api => languages::write_listings(&workspace, &mut report),
        Command::Scenarios => languages::run_scenarios(&workspace, &mut report),
        Command::Ci => ci::run(&workspace, &mut report),
        Command::Dist { complete } => {
            let missing = if complete || std::env::var_os("CI").is_some() {
                Missing::Fails
            } else {
                Missing::IsSkipped
            };
            dist::run(&workspace, missing, &mut report);
        }
        Command::Library { language, out_dir } => report.part("library", || {
            shipped::write(&workspace, &language, &out_dir)
        }),
        Command::Bench { arguments } => {
            report.part("benchmarks", || bench::run(&workspace, &arguments));
        }
        Command::LanguageBench { check } => language_bench::run(&workspace, check, &mut report),
    }
    report.finish()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
