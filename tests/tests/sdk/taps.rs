//! Double taps at every await of a flow, and actions on the wrong client: nothing is sent.

use native_auth::{Action, Client, ErrorKind, Result, SignUp, Step};
use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD};
use native_auth_tests::{Counting, PASSWORD, PAT, Stage, run_to_pause};

use crate::drops::PLENTY;
use crate::openings::{person, sign_in, sign_in_with_code, sign_up};

/// Runs an action up to a pause, taps a second time with every action of the same state, and lets the first go on.
/// Tells whether there was anything to interrupt.
pub(crate) async fn tap_twice(
    client: &Client,
    transport: &Counting,
    pause: usize,
    action: impl Fn() -> Action,
    others: impl IntoIterator<Item = Action>,
) -> Result<(Step, bool)> {
    let mut first = Box::pin(client.run(action()));
    let ended = run_to_pause(&mut first, pause).await;
    let sent = transport.sent();
    for second in [action()].into_iter().chain(others) {
        let error = client.run(second).await.unwrap_err();
        match ended {
            None => assert_eq!(error.kind(), ErrorKind::InProgress),
            Some(_) => assert_eq!(error.code(), "state_stale"),
        }
    }
    assert_eq!(transport.sent(), sent, "a second tap sends nothing");
    match ended {
        None => Ok((first.await?, true)),
        Some(step) => Ok((step?, false)),
    }
}

#[tokio::test]
async fn a_second_tap_at_every_await_of_a_sign_up_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let (client, transport) = counted(&stage, CONTOSO_APP_PASSWORD)?;
    for pause in 0..PLENTY {
        let person = person(pause);
        let state = sign_up(&client, &person).await?;
        let resend = || state.resend_code();
        let others = [state.submit_code("1")];
        let (step, mut held) = tap_twice(&client, &transport, pause, resend, others).await?;
        let Step::CodeRequired { state } = step else {
            panic!("{}", step.name())
        };
        let code = stage.code(&person);
        let submit = || state.submit_code(&code);
        let others = [state.resend_code()];
        let (step, paused) = tap_twice(&client, &transport, pause, submit, others).await?;
        held |= paused;
        let Step::PasswordRequired { state } = step else {
            panic!("{}", step.name())
        };
        let submit = || state.submit_password(PASSWORD);
        let (step, paused) = tap_twice(&client, &transport, pause, submit, []).await?;
        held |= paused;
        let Step::AttributesRequired { state } = step else {
            panic!("{}", step.name())
        };
        let submit = || state.submit_attributes([("displayName", "Pat"), ("city", "Bergen")]);
        let (step, paused) = tap_twice(&client, &transport, pause, submit, []).await?;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        assert_eq!(
            stage.mails(&person),
            2,
            "one for the start, one for the resend"
        );
        if !(held || paused) {
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_second_tap_at_every_await_of_a_sign_in_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let (client, transport) = counted(&stage, CONTOSO_APP_PASSWORD)?;
    for pause in 0..PLENTY {
        let state = sign_in(&client, PAT).await?;
        let submit = || state.submit_password(PASSWORD);
        let (step, mut held) = tap_twice(&client, &transport, pause, submit, []).await?;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());

        let person = person(pause);
        stage.add_user(&person, None);
        let state = sign_in_with_code(&client, &person).await?;
        let resend = || state.resend_code();
        let others = [state.submit_code("1")];
        let (step, paused) = tap_twice(&client, &transport, pause, resend, others).await?;
        held |= paused;
        let Step::CodeRequired { state } = step else {
            panic!("{}", step.name())
        };
        let code = stage.code(&person);
        let submit = || state.submit_code(&code);
        let others = [state.resend_code()];
        let (step, paused) = tap_twice(&client, &transport, pause, submit, others).await?;
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        assert_eq!(
            stage.mails(&person),
            2,
            "one for the start, one for the resend"
        );
        if !(held || paused) {
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_second_tap_at_every_await_of_a_completed_flow_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let (client, transport) = counted(&stage, CONTOSO_APP_OTP)?;
    for pause in 0..PLENTY {
        let person = person(pause);
        let request = SignUp {
            username: person.clone(),
            sign_in: false,
            ..SignUp::default()
        };
        let step = client.sign_up(request).await?;
        let Step::CodeRequired { state } = step else {
            panic!("{}", step.name())
        };
        let step = client.run(state.submit_code(&stage.code(&person))).await?;
        let Step::Completed { state } = step else {
            panic!("{}", step.name())
        };
        let sign_in = || state.sign_in().unwrap();
        let others = [state.sign_in().unwrap()];
        let mut first = Box::pin(client.run(sign_in()));
        let ended = run_to_pause(&mut first, pause).await;
        let sent = transport.sent();
        for second in others {
            let error = client.run(second).await.unwrap_err();
            assert!(
                matches!(error.code(), "action_in_progress" | "state_stale"),
                "{error:?}"
            );
        }
        assert_eq!(transport.sent(), sent, "a second tap sends nothing");
        let done = ended.is_some();
        let step = match ended {
            None => first.await?,
            Some(step) => step?,
        };
        assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
        let again = client.run(state.sign_in().unwrap()).await.unwrap_err();
        assert_eq!(again.code(), "state_stale", "signed in once is enough");
        if done {
            return Ok(());
        }
    }
    panic!("it never ended");
}

pub(crate) fn counted(stage: &Stage, app: &str) -> Result<(Client, Counting)> {
    let transport = Counting::to(&stage.emulator.authority());
    let builder = Client::builder(stage.emulator.authority(), app)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback();
    Ok((builder.transport(transport.clone()).build()?, transport))
}

#[tokio::test]
async fn an_action_of_another_client_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let mine = stage.code_client();
    let transport = Counting::to(&stage.emulator.authority());
    let theirs = stage
        .builder(CONTOSO_APP_PASSWORD)
        .transport(transport.clone())
        .build()?;
    let state = sign_up(&mine, &person(0)).await?;
    let code = stage.code(&person(0));
    let error = theirs.run(state.submit_code(&code)).await.unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
    assert_eq!(transport.sent(), 0);
    assert!(matches!(
        mine.run(state.submit_code(&code)).await?,
        Step::SignedIn { .. }
    ));
    Ok(())
}
