//! `native-auth sign-in`.

use crate::answers::Answers;
use crate::args::SignInArgs;
use crate::connection;
use crate::conversation::Conversation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Signs in and tells how it ended.
pub(crate) async fn run(args: &SignInArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    let outcome = Conversation::new(client, report.clone(), answers)
        .sign_in(&args.scopes)
        .await?;
    match outcome.signed_in(report)? {
        Ok(account) => report.signed_in(&account).map(|()| Exit::Done),
        Err(exit) => Ok(exit),
    }
}
