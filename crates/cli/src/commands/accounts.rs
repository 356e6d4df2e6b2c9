//! `native-auth accounts`.

use super::sign_in::sign_in;
use crate::args::AccountsArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Signs in and lists who is signed in.
pub(crate) async fn run(args: &AccountsArgs, report: &Report) -> Result<Exit, Failure> {
    let (client, ended) = sign_in(&args.app, &[], report).await?;
    match ended {
        Ok(account) => report.signed_in_on_the_way(&account)?,
        Err(exit) => return Ok(exit),
    }
    report.accounts(&client.accounts().await?)?;
    Ok(Exit::Done)
}
