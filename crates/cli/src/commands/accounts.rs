//! `native-auth accounts`.

use super::signed_in;
use crate::answers::Answers;
use crate::args::AccountsArgs;
use crate::connection;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Lists who is signed in.
pub(crate) async fn run(args: &AccountsArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    report.accounts(&signed_in::accounts(&client).await?)?;
    Ok(Exit::Done)
}
