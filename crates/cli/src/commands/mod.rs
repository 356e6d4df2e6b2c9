//! One file per command.

mod accounts;
mod attributes;
mod chosen_account;
mod demo;
mod emulator;
mod reset_password;
mod sign_in;
mod sign_out;
mod sign_up;
mod signed_in;
mod tenant_file;
mod token;

use crate::args::{Arguments, Command};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::log;
use crate::report::Report;

/// Runs the command and tells of its failure.
pub(crate) async fn run(arguments: Arguments) -> Exit {
    let (level, json) = match &arguments.command {
        Command::Demo(args) => (args.log, args.json),
        Command::Emulator(args) => (args.log.level, false),
        Command::SignUp(args) => (args.app.log.level, args.app.json),
        Command::SignIn(args) => (args.app.log.level, args.app.json),
        Command::ResetPassword(args) => (args.app.log.level, args.app.json),
        Command::Attributes(args) => (args.app.log.level, args.app.json),
        Command::Token(args) => (args.app.log.level, args.app.json),
        Command::Accounts(args) => (args.app.log.level, args.app.json),
        Command::SignOut(args) => (args.app.log.level, args.app.json),
    };
    log::start(level);
    let report = Report::new(json);
    let outcome = match arguments.command {
        Command::Demo(args) => demo::run(args, &report).await,
        Command::Emulator(args) => emulator::run(args, &report).await,
        Command::SignUp(args) => sign_up::run(&args, &report).await,
        Command::SignIn(args) => sign_in::run(&args, &report).await,
        Command::ResetPassword(args) => reset_password::run(&args, &report).await,
        Command::Attributes(args) => attributes::run(&args, &report).await,
        Command::Token(args) => token::run(&args, &report).await,
        Command::Accounts(args) => accounts::run(&args, &report).await,
        Command::SignOut(args) => sign_out::run(&args, &report).await,
    };
    match outcome {
        Ok(exit) => exit,
        // Whoever pressed Ctrl-C needs no telling.
        Err(Failure::Interrupted) => Exit::Interrupted,
        // If even this cannot be written, the exit code still says it.
        Err(failure) => report
            .failure(&failure)
            .map_or_else(|closed| closed.exit(), |()| failure.exit()),
    }
}
