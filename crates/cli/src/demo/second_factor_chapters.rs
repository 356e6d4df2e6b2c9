//! The plot, continued: an app that demands a second factor.

use native_auth::{
    Account, AuthenticationMethod, ChallengeChannel, ErrorKind, MethodRequired,
    RegistrationRequired, Secret, SignIn, SignUp, Step,
};

use super::stage::Stage;
use super::story::{
    Person, another_code, attributes_required, code_required, differs, other_step,
    password_required, refused, same_account, signed_in, values,
};
use crate::failure::Failure;

/// Plays these chapters. `ada` has a password and no second factor yet.
pub(super) async fn play(stage: &Stage, ada: &Person, account: &Account) -> Result<(), Failure> {
    let grace = Person::invent();
    let signed_up = sign_up_and_register(stage, &grace).await?;
    sign_in_by_mail(stage, &grace, &signed_up).await?;
    register_a_phone(stage, ada, account).await?;
    sign_in_by_text_message(stage, &Person::invent()).await
}

async fn sign_up_and_register(stage: &Stage, person: &Person) -> Result<Account, Failure> {
    stage
        .chapter("Sign up where a second factor is demanded: the address has just been verified")
        .await?;
    let app = &stage.mfa_app;
    let begin = SignUp {
        username: person.username.clone(),
        password: Some(person.password.clone()),
        ..SignUp::default()
    };
    let asked = format!("sign up as {}, with a password", person.username);
    let state = code_required(stage.act(&asked, app.sign_up(begin)).await?)?;
    let code = stage.inbox.newest_code(&person.username).await?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the inbox", app.run(right))
        .await?;
    let state = attributes_required(outcome)?;
    let right = state.submit_attributes(values(&state, "Bergen"));
    let outcome = stage
        .act(
            "submit attributes, and learn what is missing",
            app.run(right),
        )
        .await?;
    let state = registration_required(outcome?)?;

    let mail = by(ChallengeChannel::Email, state.methods())?;
    let register = state.register(mail.id(), &person.username);
    let outcome = stage
        .act("register the same e-mail address", app.run(register))
        .await?;
    let account = signed_in(outcome)?;
    if stage.inbox.count(&person.username).await? != 1 {
        return Err(differs("a verified address was sent a second code"));
    }
    Ok(account)
}

async fn sign_in_by_mail(stage: &Stage, person: &Person, before: &Account) -> Result<(), Failure> {
    stage
        .chapter("Sign in with a second factor: a code by e-mail")
        .await?;
    let app = &stage.mfa_app;
    let state = first_factor(stage, person).await?;
    let mail = by(ChallengeChannel::Email, state.methods())?;
    let choose = state.choose_method(mail.id());
    let outcome = stage.act("choose e-mail", app.run(choose)).await?;
    let state = code_required(outcome)?;
    let code = stage.inbox.newest_code(&person.username).await?;
    let wrong = state.submit_code(&another_code(code.expose()));
    let outcome = stage.act("submit a wrong code", app.run(wrong)).await?;
    refused(outcome, ErrorKind::InvalidCode)?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the inbox", app.run(right))
        .await?;
    same_account(&signed_in(outcome)?, before)
}

async fn register_a_phone(stage: &Stage, person: &Person, before: &Account) -> Result<(), Failure> {
    stage
        .chapter("Sign in without a second factor: one has to be registered, a phone")
        .await?;
    let app = &stage.mfa_app;
    let begin = SignIn {
        username: person.username.clone(),
        password: Some(person.password.clone()),
        ..SignIn::default()
    };
    let asked = format!("sign in as {}, with the password", person.username);
    let state = registration_required(stage.act(&asked, app.sign_in(begin)).await??)?;

    let phone = by(ChallengeChannel::Sms, state.methods())?;
    let (number, digits) = phone_number();
    let local = state.register(phone.id(), "555 01 23");
    let outcome = stage
        .act("register a number without its country code", app.run(local))
        .await?;
    refused(outcome, ErrorKind::InvalidContact)?;
    let register = state.register(phone.id(), &number);
    let asked = format!("register {number}");
    let state = code_required(stage.act(&asked, app.run(register)).await?)?;
    let code = stage.inbox.newest_code(&digits).await?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the text message", app.run(right))
        .await?;
    same_account(&signed_in(outcome)?, before)
}

async fn sign_in_by_text_message(stage: &Stage, person: &Person) -> Result<(), Failure> {
    let (_, phone) = phone_number();
    let methods = [("email", person.username.as_str()), ("sms", phone.as_str())];
    let password: &Secret = &person.password;
    stage
        .users
        .add_user(&person.username, password, &methods)
        .await?;
    stage
        .chapter("Choose e-mail as the second factor, and then a text message instead")
        .await?;
    let app = &stage.mfa_app;
    let state = first_factor(stage, person).await?;
    let mail = by(ChallengeChannel::Email, state.methods())?;
    let choose = state.choose_method(mail.id());
    let outcome = stage.act("choose e-mail", app.run(choose)).await?;
    let another = code_required(outcome)?
        .choose_another_method()
        .ok_or_else(|| differs("no other method is offered"))?;
    let outcome = stage.act("go back to the choice", app.run(another)).await?;
    let state = method_required(outcome?)?;
    let sms = by(ChallengeChannel::Sms, state.methods())?;
    let choose = state.choose_method(sms.id());
    let outcome = stage.act("choose a text message", app.run(choose)).await?;
    let state = code_required(outcome)?;
    let code = stage.inbox.newest_code(&phone).await?;
    let right = state.submit_code(code.expose());
    let outcome = stage
        .act("submit the code from the text message", app.run(right))
        .await?;
    signed_in(outcome).map(drop)
}

/// Signs in with the password, up to where the second factor is wanted.
async fn first_factor(stage: &Stage, person: &Person) -> Result<MethodRequired, Failure> {
    let begin = SignIn {
        username: person.username.clone(),
        ..SignIn::default()
    };
    let app = &stage.mfa_app;
    let asked = format!("sign in as {}", person.username);
    let state = password_required(stage.act(&asked, app.sign_in(begin)).await?)?;
    let right = state.submit_password(person.password.clone());
    let outcome = stage.act("submit the password", app.run(right)).await?;
    method_required(outcome?)
}

fn method_required(step: Step) -> Result<MethodRequired, Failure> {
    match step {
        Step::MethodRequired { state } => Ok(state),
        other => Err(other_step("method_required", &other)),
    }
}

fn registration_required(step: Step) -> Result<RegistrationRequired, Failure> {
    match step {
        Step::RegistrationRequired { state } => Ok(state),
        other => Err(other_step("registration_required", &other)),
    }
}

fn by(
    channel: ChallengeChannel,
    methods: &[AuthenticationMethod],
) -> Result<&AuthenticationMethod, Failure> {
    let mut methods = methods.iter();
    methods
        .find(|method| *method.channel() == channel)
        .ok_or_else(|| differs("a method is not among those offered"))
}

/// A number that nobody has, as a person writes it, and as it is sent (E.164).
fn phone_number() -> (String, String) {
    // No number of the North American plan has the area code 555 and an exchange that begins with 1.
    let (exchange, line) = (
        100 + rand::random::<u16>() % 100,
        rand::random::<u16>() % 10_000,
    );
    (
        format!("+1 (555) {exchange}-{line:04}"),
        format!("+1555{exchange}{line:04}"),
    )
}
