//! `native-auth accounts`.

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
    report.accounts(&client.accounts().await?)?;
    Ok(Exit::Done)
}
