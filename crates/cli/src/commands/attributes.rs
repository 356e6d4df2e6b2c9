//! `native-auth attributes`.

use crate::answers::Answers;
use crate::args::AttributesArgs;
use crate::connection;
use crate::conversation::{Conversation, Wanted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Begins a sign-up and tells which attributes it wants.
pub(crate) async fn run(args: &AttributesArgs, report: &Report) -> Result<Exit, Failure> {
    let mut answers = Answers::from_stdin(args.app.json);
    let client = connection::client(&args.app, &mut answers, report)?;
    let wanted = Conversation::new(client, report.clone(), answers)
        .wanted_attributes()
        .await?;
    match wanted {
        Wanted::Attributes(attributes) => report.attributes(&attributes, false)?,
        Wanted::Nothing => report.attributes(&[], true)?,
        Wanted::BrowserRequired(state) => {
            report.browser_required(&state)?;
            return Ok(Exit::OpenBrowser);
        }
    }
    Ok(Exit::Done)
}
