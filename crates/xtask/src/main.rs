//! `cargo xtask`: how this workspace is tested and checked.
//!
//! A laptop and the continuous integration run the very same commands; nothing about how to run things lives in
//! workflows or shell scripts. See `cargo xtask --help`.

mod ci;
mod command;
mod deny;
mod python;
mod report;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::report::Report;
use crate::workspace::Workspace;

/// Tests and checks the native-auth workspace.
///
/// Every part runs even when an earlier one failed, each under a heading of its own, and a summary with times comes
/// last. A part that cannot run counts as failed: nothing is ever skipped.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every test: all Rust tests and documentation examples, then PyJWT on the emulator's tokens.
    ///
    /// Does its own set-up: makes a Python virtual environment in the target directory and installs the pinned
    /// packages of tests/python/requirements.txt into it. Needs python3 with its venv module; as root on Debian a
    /// missing one is installed with apt-get.
    Test,

    /// Runs all that a change must pass: format, clippy, docs, dependency rules, then `test`.
    ///
    /// Does its own set-up: installs the pinned cargo-deny into the target directory when it is not there yet (about a
    /// minute, once).
    Ci,
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
        Command::Test => test::run(&workspace, &mut report),
        Command::Ci => ci::run(&workspace, &mut report),
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
