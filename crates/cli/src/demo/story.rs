//! The plot: what people do, in thirteen chapters. The last ones are in [`killed_app_chapter`], [`reset_chapter`] and
//! [`second_factor_chapters`].

use native_auth::{
    Account, Attributes, AttributesRequired, CodeRequired, Error, ErrorKind, PasswordRequired,
    Secret, SignIn, SignUp, Step,
};

use super::stage::Stage;
use super::{killed_app_chapter, reset_chapter, second_factor_chapters};
use crate::failure::Failure;

/// Plays every chapter. Whatever does not go as it should ends the story.
pub(crate) async fn play(stage: &Stage) -> Result<(), Failure> {
    let mut ada = Person::invent();
    let account = sign_up_with_password(stage, &ada).await?;
    tokens(stage, &account).await?;
    sign_out(stage, &account).await?;
    sign_in_at_once(stage, &ada, &account).await?;
    sign_in_step_by_step(stage, &ada).await?;
    let grace = Person::invent();
    let code_account = sign_up_with_code(stage, &grace).await?;
    sign_in_with_code(stage, &grace, &code_account).await?;
    killed_app_chapter::play(stage, &grace, &code_account).await?;
    reset_chapter::reset_password(stage, &mut ada, &account).await?;
    second_factor_chapters::play(stage, &ada, &account).await
}

/// Somebody invented for this run, so that the story can be played twice against one emulator.
pub(super) struct Person {
    pub(super) username: String,
    pub(super) password: Secret,
}

impl Person {
    pub(super) fn invent() -> Self {
        let (name, password): (u32, u64) = rand::random();
        Self {
            username: format!("demo-{name:08x}@example.com"),
            password: Secret::new(format!("Kestrel-{password:016x}")),
        }
    }
}

async fn sign_up_with_password(stage: &Stage, person: &Person) -> Result<Account, Failure> {
    stage
        .chapter("Sign up with e-mail and password, making every usual mistake")
        .await?;
    let app = &stage.password_app;
    let begin = SignUp {
        username: person.username.clone(),
        ..SignUp::default()
    };
    let asked = format!("sign up as {}", person.username);
    let code_state = code_required(stage.act(&asked, app.sign_up(begin)).await?)?;

    let code = stage.inbox.newest_code(&person.username).await?;
    let wrong = code_state.submit_code(&another_code(code.expose()));
    let outcome = stage.act("submit a wrong code", app.run(wrong)).await?;
    refused(outcome, ErrorKind::InvalidCode)?;
    let right = code_state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the inbox", app.run(right))
        .await?;
    let password_state = password_required(outcome)?;

    let weak = password_state.submit_password("password");
    let outcome = stage.act("submit a weak password", app.run(weak)).await?;
    refused(outcome, ErrorKind::PasswordRejected)?;
    let good = password_state.submit_password(person.password.clone());
    let outcome = stage.act("submit a good password", app.run(good)).await?;
    let attributes_state = attributes_required(outcome)?;

    let wrong = attributes_state.submit_attributes(values(&attributes_state, "4711"));
    let outcome = stage
        .act("submit a city that is none", app.run(wrong))
        .await?;
    refused(outcome, ErrorKind::InvalidAttributes)?;
    let right = attributes_state.submit_attributes(values(&attributes_state, "Bergen"));
    let outcome = stage
        .act(
            "submit attributes, and be signed in at the end",
            app.run(right),
        )
        .await?;
    signed_in(outcome)
}

async fn tokens(stage: &Stage, account: &Account) -> Result<(), Failure> {
    stage
        .chapter("Get access tokens: from memory, and by refresh")
        .await?;
    token(stage, account, "the token of the sign-in", &[], 0).await?;
    let scope = [stage.scope.as_str()];
    let asked = format!("a token for {}", stage.scope);
    token(stage, account, &asked, &scope, 1).await?;
    token(stage, account, "the same again", &scope, 0).await
}

/// Gets a token, for which exactly so many requests may go out.
async fn token(
    stage: &Stage,
    account: &Account,
    asked: &str,
    scopes: &[&str],
    requests: usize,
) -> Result<(), Failure> {
    let before = stage.narrator.exchanges();
    let outcome = stage
        .narrator
        .watch(asked, account.access_token(scopes), |token| {
            format!("A token for {}.", token.scopes().join(" "))
        })
        .await?;
    let token = outcome?;
    let granted = |scope: &&str| token.scopes().iter().any(|one| one == scope);
    if !scopes.iter().all(granted) {
        return Err(differs("the token is not for the scope that was asked for"));
    }
    if stage.narrator.exchanges() - before != requests {
        return Err(differs("another number of requests went out for a token"));
    }
    Ok(())
}

async fn sign_out(stage: &Stage, account: &Account) -> Result<(), Failure> {
    stage.chapter("Sign out").await?;
    stage
        .narrator
        .watch("sign out", account.sign_out(), |()| {
            "Every token of the account is forgotten.".to_owned()
        })
        .await??;
    let outcome = stage
        .narrator
        .watch("a token all the same", account.access_token(&[]), |_| {
            "A token.".to_owned()
        })
        .await?;
    refused(outcome, ErrorKind::SignInRequired)
}

async fn sign_in_at_once(stage: &Stage, person: &Person, before: &Account) -> Result<(), Failure> {
    stage
        .chapter("Sign in in one call, with the password")
        .await?;
    let app = &stage.password_app;
    let with = |password: Secret| SignIn {
        username: person.username.clone(),
        password: Some(password),
        ..SignIn::default()
    };
    let outcome = stage
        .act(
            "sign in with a wrong password",
            app.sign_in(with(another_password())),
        )
        .await?;
    refused(outcome, ErrorKind::InvalidCredentials)?;
    let outcome = stage
        .act(
            "sign in with the right one",
            app.sign_in(with(person.password.clone())),
        )
        .await?;
    same_account(&signed_in(outcome)?, before)
}

async fn sign_in_step_by_step(stage: &Stage, person: &Person) -> Result<(), Failure> {
    stage
        .chapter("Sign in with the user name first: the server says what it wants")
        .await?;
    let app = &stage.password_app;
    let begin = SignIn {
        username: person.username.clone(),
        scopes: vec![stage.scope.clone()],
        ..SignIn::default()
    };
    let asked = format!("sign in as {}", person.username);
    let state = password_required(stage.act(&asked, app.sign_in(begin)).await?)?;
    let wrong = state.submit_password(another_password());
    let outcome = stage.act("submit a wrong password", app.run(wrong)).await?;
    refused(outcome, ErrorKind::InvalidCredentials)?;
    let right = state.submit_password(person.password.clone());
    let outcome = stage
        .act("submit the right password", app.run(right))
        .await?;
    signed_in(outcome).map(drop)
}

async fn sign_up_with_code(stage: &Stage, person: &Person) -> Result<Account, Failure> {
    stage
        .chapter("Sign up with a one-time code, in the other app")
        .await?;
    let app = &stage.code_app;
    let begin = SignUp {
        username: person.username.clone(),
        ..SignUp::default()
    };
    let asked = format!("sign up as {}", person.username);
    let state = code_required(stage.act(&asked, app.sign_up(begin)).await?)?;
    let code = stage.inbox.newest_code(&person.username).await?;
    let outcome = stage
        .act(
            "submit the code from the inbox, and be signed in at the end",
            app.run(state.submit_code(code.expose())),
        )
        .await?;
    signed_in(outcome)
}

async fn sign_in_with_code(
    stage: &Stage,
    person: &Person,
    before: &Account,
) -> Result<(), Failure> {
    stage
        .chapter("Sign in with a one-time code, the second one")
        .await?;
    let app = &stage.code_app;
    let begin = SignIn {
        username: person.username.clone(),
        ..SignIn::default()
    };
    let asked = format!("sign in as {}", person.username);
    let state = code_required(stage.act(&asked, app.sign_in(begin)).await?)?;
    let outcome = stage
        .act("ask for a new code", app.run(state.resend_code()))
        .await?;
    let state = code_required(outcome)?;
    let code = stage.inbox.newest_code(&person.username).await?;
    let wrong = state.submit_code(&another_code(code.expose()));
    let outcome = stage.act("submit a wrong code", app.run(wrong)).await?;
    refused(outcome, ErrorKind::InvalidCode)?;
    let outcome = stage
        .act(
            "submit the new code from the inbox",
            app.run(state.submit_code(code.expose())),
        )
        .await?;
    same_account(&signed_in(outcome)?, before)
}

/// A value for each attribute that is wanted.
pub(super) fn values(state: &AttributesRequired, city: &str) -> Attributes {
    let names = state.attributes().iter().map(|attribute| attribute.name());
    names
        .map(|name| match name {
            "city" => (name, city),
            _ => (name, "Ada Example"),
        })
        .collect()
}

/// A code of the same length that is certainly another one.
pub(super) fn another_code(code: &str) -> String {
    code.chars()
        .map(|c| if c == '1' { '2' } else { '1' })
        .collect()
}

fn another_password() -> Secret {
    Secret::from("Kestrel-but-not-this-one-1")
}

pub(super) fn code_required(outcome: Result<Step, Error>) -> Result<CodeRequired, Failure> {
    match outcome? {
        Step::CodeRequired { state } => Ok(state),
        other => Err(other_step("code_required", &other)),
    }
}

pub(super) fn password_required(outcome: Result<Step, Error>) -> Result<PasswordRequired, Failure> {
    match outcome? {
        Step::PasswordRequired { state } => Ok(state),
        other => Err(other_step("password_required", &other)),
    }
}

pub(super) fn attributes_required(
    outcome: Result<Step, Error>,
) -> Result<AttributesRequired, Failure> {
    match outcome? {
        Step::AttributesRequired { state } => Ok(state),
        other => Err(other_step("attributes_required", &other)),
    }
}

pub(super) fn signed_in(outcome: Result<Step, Error>) -> Result<Account, Failure> {
    match outcome? {
        Step::SignedIn { account } => Ok(account),
        Step::Completed { state } => Err(match state.sign_in_error() {
            Some(error) => error.clone().into(),
            None => differs("the sign-up did not end with a sign-in"),
        }),
        other => Err(other_step("signed_in", &other)),
    }
}

/// Makes sure that this was refused, and for this reason.
pub(super) fn refused<T>(outcome: Result<T, Error>, kind: ErrorKind) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(differs(&format!(
            "{kind:?} was to be expected, and it succeeded"
        ))),
    }
}

pub(super) fn same_account(account: &Account, before: &Account) -> Result<(), Failure> {
    match account.id() == before.id() {
        true => Ok(()),
        false => Err(differs("another account is signed in than before")),
    }
}

pub(super) fn other_step(expected: &str, step: &Step) -> Failure {
    differs(&format!(
        "the step {expected} was to be expected, and it is {}",
        step.name()
    ))
}

pub(super) fn differs(how: &str) -> Failure {
    Failure::unexpected(
        "story_differs",
        format!("the story did not go as with the tenant contoso of the emulator: {how}"),
    )
}
