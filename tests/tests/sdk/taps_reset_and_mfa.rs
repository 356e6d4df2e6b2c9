//! Double taps at every await of a reset, a second factor and a registration, as in `taps`.

use native_auth::{Client, Result, Step};
use native_auth_emulator::{CONTOSO_APP_MFA, CONTOSO_APP_PASSWORD};
use native_auth_tests::{Counting, NEW_PASSWORD, PASSWORD, Stage};

use crate::drops::PLENTY;
use crate::openings::{first_factor, person, reset_password, state_of};
use crate::taps::{counted, tap_twice};

fn phone(number: usize) -> String {
    format!("+47900{number:05}")
}

/// Resends a code and submits the new one, each tapped twice. Gives the next step and whether anything was held.
async fn code_twice(
    stage: &Stage,
    client: &Client,
    transport: &Counting,
    pause: usize,
    address: &str,
    step: Step,
) -> Result<(Step, bool)> {
    let state = state_of!(CodeRequired, step);
    let before = stage.mails(address);
    let others = [state.submit_code("1")]
        .into_iter()
        .chain(state.choose_another_method());
    let resend = || state.resend_code();
    let (step, held) = tap_twice(client, transport, pause, resend, others).await?;
    assert_eq!(stage.mails(address), before + 1, "one tap, one message");

    let state = state_of!(CodeRequired, step);
    let code = stage.code(address);
    let others = [state.resend_code()]
        .into_iter()
        .chain(state.choose_another_method());
    let submit = || state.submit_code(&code);
    let (step, paused) = tap_twice(client, transport, pause, submit, others).await?;
    assert_eq!(
        stage.mails(address),
        before + 1,
        "a second tap sends nothing"
    );
    Ok((step, held || paused))
}

#[tokio::test]
async fn a_reset() -> Result<()> {
    let stage = Stage::http().await;
    let (client, transport) = counted(&stage, CONTOSO_APP_PASSWORD)?;
    for pause in 0..PLENTY {
        let person = person(pause);
        stage.add_user(&person, Some(PASSWORD));
        let state = reset_password(&client, &person).await?;
        let step = Step::CodeRequired { state };
        let (step, held) = code_twice(&stage, &client, &transport, pause, &person, step).await?;
        let state = state_of!(PasswordRequired, step);
        let submit = || state.submit_password(NEW_PASSWORD);
        let others = [state.submit_password(PASSWORD)];
        let (step, paused) = tap_twice(&client, &transport, pause, submit, others).await?;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        if !(held || paused) {
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_second_factor() -> Result<()> {
    let stage = Stage::http().await;
    let (client, transport) = counted(&stage, CONTOSO_APP_MFA)?;
    for pause in 0..PLENTY {
        let (person, phone) = (person(pause), phone(pause));
        stage.add_user_with_methods(&person, &[("email", &person), ("sms", &phone)]);
        let state = state_of!(MethodRequired, first_factor(&client, &person).await?);
        let [mail, sms] = state.methods() else {
            panic!("two methods are offered")
        };
        let choose = || state.choose_method(sms.id());
        let others = [state.choose_method(mail.id()), state.choose_method("none")];
        let (step, mut held) = tap_twice(&client, &transport, pause, choose, others).await?;
        assert_eq!((stage.mails(&person), stage.mails(&phone)), (0, 1));
        let (step, paused) = code_twice(&stage, &client, &transport, pause, &phone, step).await?;
        held |= paused;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        if !held {
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_registration() -> Result<()> {
    let stage = Stage::http().await;
    let (client, transport) = counted(&stage, CONTOSO_APP_MFA)?;
    for pause in 0..PLENTY {
        let (person, phone) = (person(pause), phone(pause));
        stage.add_user(&person, Some(PASSWORD));
        let state = state_of!(RegistrationRequired, first_factor(&client, &person).await?);
        let register = || state.register("sms", &phone);
        let others = [state.register("email", &person), state.register("sms", "")];
        let (step, mut held) = tap_twice(&client, &transport, pause, register, others).await?;
        assert_eq!((stage.mails(&person), stage.mails(&phone)), (0, 1));
        let (step, paused) = code_twice(&stage, &client, &transport, pause, &phone, step).await?;
        held |= paused;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        if !held {
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn an_action_of_another_client_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let (mine, (theirs, transport)) = (stage.mfa_client(), counted(&stage, CONTOSO_APP_MFA)?);
    let (person, phone) = (person(0), phone(0));
    stage.add_user(&person, Some(PASSWORD));
    let state = state_of!(RegistrationRequired, first_factor(&mine, &person).await?);
    let error = theirs.run(state.register("sms", &phone)).await.unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
    let code = state_of!(CodeRequired, mine.run(state.register("sms", &phone)).await?);
    let code = code.submit_code(&stage.code(&phone));
    assert!(matches!(mine.run(code).await?, Step::SignedIn { .. }));

    let state = state_of!(MethodRequired, first_factor(&mine, &person).await?);
    let choose = || state.choose_method(state.methods()[0].id());
    let error = theirs.run(choose()).await.unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
    let code = state_of!(CodeRequired, mine.run(choose()).await?);
    let another = || code.choose_another_method().unwrap();
    let error = theirs.run(another()).await.unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
    assert_eq!(transport.sent(), 0);
    state_of!(MethodRequired, mine.run(another()).await?);
    Ok(())
}
