//! `native-auth reset-password`.

use crate::answers::Answers;
use crate::args::ResetPasswordArgs;
use crate::connection;
use crate::conversation::Conversation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Resets a password and tells how it ended.
pub(crate) async fn run(args: &ResetPasswordArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    let outcome = Conversation::new(client, report.clone(), answers)
        .reset_password(&args.scopes, !args.no_sign_in)
        .await?;
    match outcome.signed_in(report)? {
        Ok(account) => report.signed_in(&account).map(|()| Exit::Done),
        Err(exit) => Ok(exit),
    }
}
