//! The plot, continued: an app that is killed while its user reads the e-mail.

use native_auth::{Account, SealingKey, SignIn};

use super::stage::Stage;
use super::story::{Person, code_required, differs, same_account, signed_in};
use crate::failure::Failure;

pub(super) async fn play(stage: &Stage, person: &Person, before: &Account) -> Result<(), Failure> {
    stage
        .chapter("The app is killed while its user reads the e-mail, and goes on where it was")
        .await?;
    let app = &stage.code_app;
    let begin = SignIn {
        username: person.username.clone(),
        ..SignIn::default()
    };
    let asked = format!("sign in as {}", person.username);
    let step = stage.act(&asked, app.sign_in(begin)).await??;

    let sent = stage.narrator.exchanges();
    let key = SealingKey::generate();
    let restarted = &stage.restarted_code_app;
    let resumed = async {
        let sealed = app.suspend(&step, &key)?;
        restarted.resume(&sealed, &key)
    };
    let asked = "seal the step, start another client, and resume there";
    let state = code_required(stage.act(asked, resumed).await?)?;
    if stage.narrator.exchanges() != sent {
        return Err(differs("something was sent to suspend or to resume"));
    }
    let code = stage.inbox.newest_code(&person.username).await?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the inbox", restarted.run(right))
        .await?;
    same_account(&signed_in(outcome)?, before)
}
