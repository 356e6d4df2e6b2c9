//! What tokens at rest cost.
//!
//! Times of a shared machine say little, so each is taken together with something that the machine does anyway, in
//! turns and many times over, and what is judged is the ratio. See `docs/benchmarks.md` and `--help`.

mod callers;
mod people;
mod sample;
mod silent_hit;
mod table;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

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
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// A token that is in memory.
    SilentHit,
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
    calls: usize,
}

const FULL: Size = Size {
    accounts: 10_000,
    rounds: 301,
    slow_rounds: 41,
    calls: 1_000,
};

const TINY: Size = Size {
    accounts: 20,
    rounds: 3,
    slow_rounds: 2,
    calls: 20,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let size = if cli.tiny { TINY } else { FULL };
    let mut table = Table::default();
    for subject in Subject::value_variants() {
        if cli.only.is_empty() || cli.only.contains(subject) {
            table.extend(measure(*subject, size));
        }
    }
    say(&table.to_string());
    if cli.check && !table.all_met() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The rows of one subject. One that cannot be measured says why in its row.
fn measure(subject: Subject, size: Size) -> Vec<Row> {
    let (name, outcome) = match subject {
        Subject::SilentHit => ("silent hit", silent_hit::rows(size)),
        Subject::Callers => ("many callers", callers::rows(size)),
    };
    outcome.unwrap_or_else(|error| vec![Row::not_measured(name, &format!("{error:#}"))])
}

/// A closed stream is no reason to stop.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
