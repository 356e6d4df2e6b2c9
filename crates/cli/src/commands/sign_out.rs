//! `native-auth sign-out`.

use super::chosen_account;
use crate::answers::Answers;
use crate::args::SignOutArgs;
use crate::connection;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Signs out and tells who was signed in.
pub(crate) async fn run(args: &SignOutArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    let accounts = client.accounts().await?;
    let leaving = if args.all {
        accounts
    } else {
        let chosen = chosen_account::of(accounts, args.account.account.as_deref())?;
        chosen.into_iter().collect()
    };
    // One that cannot be removed now keeps no other one.
    let mut failed = None;
    for account in &leaving {
        failed = account.sign_out().await.err().or(failed);
    }
    match failed {
        Some(error) => Err(error.into()),
        None => report.signed_out(&leaving).map(|()| Exit::Done),
    }
}
