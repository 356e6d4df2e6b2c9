//! `native-auth sign-in`.

use native_auth::{Account, Client};

use crate::answers::Answers;
use crate::args::{AppArgs, SignInArgs};
use crate::connection;
use crate::conversation::Conversation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Signs in and tells how it ended.
pub(crate) async fn run(args: &SignInArgs, report: &Report) -> Result<Exit, Failure> {
    let (_client, ended) = sign_in(&args.app, &args.scopes, report).await?;
    match ended {
        Ok(account) => report.signed_in(&account).map(|()| Exit::Done),
        Err(exit) => Ok(exit),
    }
}

/// Signs in, for whatever comes next. The client is the one that holds the account.
pub(super) async fn sign_in(
    app: &AppArgs,
    scopes: &[String],
    report: &Report,
) -> Result<(Client, Result<Account, Exit>), Failure> {
    let client = connection::client(app)?;
    let answers = Answers::from_stdin(app.json);
    let outcome = Conversation::new(client.clone(), report.clone(), answers)
        .sign_in(scopes)
        .await?;
    Ok((client, outcome.signed_in(report)?))
}
