//! `native-auth token`.

use super::sign_in::sign_in;
use crate::args::TokenArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Signs in and prints an access token.
pub(crate) async fn run(args: &TokenArgs, report: &Report) -> Result<Exit, Failure> {
    let (_client, ended) = sign_in(&args.app, &args.scopes, report).await?;
    let account = match ended {
        Ok(account) => account,
        Err(exit) => return Ok(exit),
    };
    report.signed_in_on_the_way(&account)?;
    let scopes: Vec<&str> = args.scopes.iter().map(String::as_str).collect();
    report.token(&account.access_token(&scopes).await?)?;
    Ok(Exit::Done)
}
