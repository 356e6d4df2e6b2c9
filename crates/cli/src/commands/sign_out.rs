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
    for account in &leaving {
        account.sign_out().await?;
    }
    report.signed_out(&leaving)?;
    Ok(Exit::Done)
}
