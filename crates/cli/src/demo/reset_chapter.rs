//! The plot, continued: a password is forgotten.

use native_auth::{Account, ErrorKind, ResetPassword, Secret, SignIn};

use super::stage::Stage;
use super::story::{
    Person, another_code, code_required, differs, password_required, refused, same_account,
    signed_in,
};
use crate::failure::Failure;

pub(super) async fn reset_password(
    stage: &Stage,
    person: &mut Person,
    before: &Account,
) -> Result<(), Failure> {
    stage
        .chapter("Forget the password, and choose a new one")
        .await?;
    let app = &stage.password_app;
    let begin = ResetPassword {
        username: person.username.clone(),
        ..ResetPassword::default()
    };
    let asked = format!("reset the password of {}", person.username);
    let state = code_required(stage.act(&asked, app.reset_password(begin)).await?)?;

    let code = stage.inbox.newest_code(&person.username).await?;
    let wrong = state.submit_code(&another_code(code.expose()));
    let outcome = stage.act("submit a wrong code", app.run(wrong)).await?;
    refused(outcome, ErrorKind::InvalidCode)?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the inbox", app.run(right))
        .await?;
    let state = password_required(outcome)?;

    let old = state.submit_password(person.password.clone());
    let outcome = stage
        .act("submit the old password again", app.run(old))
        .await?;
    refused(outcome, ErrorKind::PasswordRejected)?;
    let forgotten = std::mem::replace(&mut person.password, Person::invent().password);
    let new = state.submit_password(person.password.clone());
    let outcome = stage
        .act(
            "submit a new password, wait until it is in force, and be signed in at the end",
            app.run(new),
        )
        .await?;
    same_account(&signed_in(outcome)?, before)?;
    only_the_new_one_is_good(stage, person, forgotten).await
}

async fn only_the_new_one_is_good(
    stage: &Stage,
    person: &Person,
    forgotten: Secret,
) -> Result<(), Failure> {
    if forgotten.expose() == person.password.expose() {
        return Err(differs("the new password is the old one"));
    }
    let app = &stage.password_app;
    let with = |password: Secret| SignIn {
        username: person.username.clone(),
        password: Some(password),
        ..SignIn::default()
    };
    let outcome = stage
        .act(
            "sign in with the old password",
            app.sign_in(with(forgotten)),
        )
        .await?;
    refused(outcome, ErrorKind::InvalidCredentials)?;
    let new = person.password.clone();
    let outcome = stage
        .act("sign in with the new one", app.sign_in(with(new)))
        .await?;
    signed_in(outcome).map(drop)
}
