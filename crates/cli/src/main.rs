//! The command line of native-auth.
//!
//! From the command line to the exit code: [`args`] says what can be asked, [`commands`] does it, [`failure`] is why it
//! did not happen, [`exit`] the number that tells. `sign-up`, `sign-in` and `reset-password` are a [`conversation`]:
//! [`report`] shows where the flow stands and [`answers`] reads what comes back, for a person or, with `--json`, for a
//! program.

mod answers;
mod args;
mod commands;
mod connection;
mod conversation;
mod demo;
mod exit;
mod failure;
mod log;
mod output;
mod plain_text;
mod report;
mod usage;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::Arguments;
use crate::exit::Exit;

fn main() -> ExitCode {
    panic::set_hook(Box::new(tell_of_panic));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| match Arguments::try_parse() {
        Ok(arguments) => run(arguments),
        Err(error) => usage::explain(error),
    }));
    outcome.unwrap_or(Exit::Internal).into()
}

fn run(arguments: Arguments) -> Exit {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(commands::run(arguments)),
        Err(error) => {
            output::complain(&format!("no threads can be had: {error}"));
            Exit::Internal
        }
    }
}

/// A panic's own text may repeat what somebody typed, so only the place is told.
fn tell_of_panic(info: &panic::PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |place| {
        format!(" ({}:{})", place.file(), place.line())
    });
    output::complain(&format!("this program has failed{place}; please report it"));
}
