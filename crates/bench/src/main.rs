//! What tokens at rest cost.
//!
//! Times of a shared machine say little, so each is taken together with something that the machine does anyway, in
//! turns and many times over, and what is judged is the ratio. See `docs/benchmarks.md` and `--help`.

mod callers;
mod no_network;
mod opening;
mod people;
mod resident;
mod sample;
mod saving;
mod sealed;
mod silent_hit;
mod table;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use crate::sealed::Filled;
use crate::table::{Row, Table};

/// Measures what tokens at rest cost, and prints a table of ratios.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// Fails if a bar is missed, or if something with a bar could not be measured.
    #[arg(long)]
    check: bool,

    /// Measures these alone.
    #[arg(long = "only", value_enum)]
    only: Vec<Subject>,

    /// Goes through everything with few accounts and few rounds. The figures then say nothing.
    #[arg(long)]
    tiny: bool,

    /// The Python that has MSAL; by default the one that `cargo xtask bench` makes.
    #[arg(long)]
    python: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

/// What it does as a process that it starts itself.
#[derive(Subcommand)]
enum Command {
    /// Opens a store and finds one person there.
    #[command(hide = true)]
    Open { directory: PathBuf, person: usize },
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// A token that is in memory.
    SilentHit,
    /// Opening a store with many accounts.
    Opening,
    /// Keeping one answer among many accounts.
    Saving,
    /// Sixty-four callers who want a token that has ended.
    Callers,
}

/// How much of everything.
#[derive(Debug, Clone, Copy)]
struct Size {
    accounts: usize,
    rounds: usize,
    /// Rounds that wait for a server or a disk.
    slow_rounds: usize,
    disk_rounds: usize,
    processes: usize,
    calls: usize,
}

const FULL: Size = Size {
    accounts: 10_000,
    rounds: 301,
    slow_rounds: 41,
    disk_rounds: 301,
    processes: 9,
    calls: 1_000,
};

const TINY: Size = Size {
    accounts: 20,
    rounds: 3,
    slow_rounds: 2,
    disk_rounds: 3,
    processes: 2,
    calls: 20,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "native-auth-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is as it should be.
fn run(cli: &Cli) -> Result<bool> {
    if let Some(Command::Open { directory, person }) = &cli.command {
        let opened = opening::open_here(directory, *person)?;
        say(&serde_json::to_string(&opened)?);
        return Ok(true);
    }
    let size = if cli.tiny { TINY } else { FULL };
    let wanted = |subject| cli.only.is_empty() || cli.only.contains(&subject);
    let mut table = Table::default();
    if wanted(Subject::SilentHit) {
        table.extend(told("silent hit", silent_hit::rows(size)));
    }
    if wanted(Subject::Opening) || wanted(Subject::Saving) {
        table.extend(told(
            "accounts on disk",
            on_disk(size, cli.python.as_deref(), wanted),
        ));
    }
    if wanted(Subject::Callers) {
        table.extend(told("many callers", callers::rows(size)));
    }
    say(&table.to_string());
    Ok(!cli.check || table.all_met())
}

/// The rows of what needs a store on disk, which is filled once for all of them.
fn on_disk(
    size: Size,
    python: Option<&Path>,
    wanted: impl Fn(Subject) -> bool,
) -> Result<Vec<Row>> {
    let filled = Filled::with(size.accounts)?;
    let mut rows = Vec::new();
    if wanted(Subject::Opening) {
        rows.extend(told("opening", opening::rows(size, &filled, python)));
    }
    if wanted(Subject::Saving) {
        rows.extend(told("saving", saving::rows(size, &filled)));
    }
    Ok(rows)
}

/// What cannot be measured says why in its row.
fn told(name: &str, outcome: Result<Vec<Row>>) -> Vec<Row> {
    outcome.unwrap_or_else(|error| vec![Row::not_measured(name, &format!("{error:#}"))])
}

/// A closed stream is no reason to stop.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
