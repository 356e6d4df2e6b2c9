//! `native-auth token`.

use native_auth::TokenRequest;

use super::{chosen_account, signed_in};
use crate::answers::Answers;
use crate::args::TokenArgs;
use crate::connection;
use crate::conversation::Conversation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Prints an access token of whoever is signed in, or signs in first.
pub(crate) async fn run(args: &TokenArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    let accounts = signed_in::accounts(&client).await?;
    let known = chosen_account::of(accounts, args.account.account.as_deref())?;
    let account = match known {
        Some(account) => account,
        None => {
            let conversation = Conversation::new(client, report.clone(), answers);
            let outcome = conversation.sign_in(&args.scopes).await?;
            match outcome.signed_in(report)? {
                Ok(account) => account,
                Err(exit) => return Ok(exit),
            }
        }
    };
    report.signed_in_on_the_way(&account)?;
    report.token(&account.access_token_with(wanted(args)).await?)?;
    Ok(Exit::Done)
}

fn wanted(args: &TokenArgs) -> TokenRequest {
    TokenRequest {
        scopes: args.scopes.clone(),
        force_refresh: args.force_refresh,
        // This program ends before a renewal in the background would.
        renew_in_background: false,
        ..TokenRequest::default()
    }
}
