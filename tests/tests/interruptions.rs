//! Dropped futures, double taps and silence at every await of a flow: no second mail, no lost token, and the state
//! free again, or gone on from where the server is.

use std::time::Duration;

use native_auth::{
    Action, Client, CodeRequired, Error, ErrorKind, PasswordRequired, Recovery, Result, SignIn,
    SignUp, Step,
};
use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD};
use native_auth_tests::{
    CLIENT_ID, Counting, Misbehaving, PASSWORD, Reply, Stage, at_pause, run_to_pause,
};

/// More pauses than any action has; reaching it means that an action never ends.
const PLENTY: usize = 500;

fn person(number: usize) -> String {
    format!("person{number}@example.test")
}

async fn sign_up(client: &Client, username: &str) -> Result<CodeRequired> {
    let request = SignUp {
        username: username.to_owned(),
        ..SignUp::default()
    };
    match client.sign_up(request).await? {
        Step::CodeRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}

async fn sign_in(client: &Client, username: &str) -> Result<PasswordRequired> {
    let request = SignIn {
        username: username.to_owned(),
        ..SignIn::default()
    };
    match client.sign_in(request).await? {
        Step::PasswordRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}

/// After a drop the server may have taken the step without our hearing of it; nothing else may go wrong.
#[track_caller]
fn only_the_server_may_have_gone_ahead(error: &Error) {
    assert_eq!(error.recovery(), Recovery::StartOver, "{error:?}");
    assert_eq!(error.code(), "continuation_token_invalid", "{error:?}");
}

#[tokio::test]
async fn a_sign_up_dropped_at_every_await() -> Result<()> {
    let stage = Stage::http().await;
    for pause in 0..PLENTY {
        // A client of its own each time, so that making the connection is among the awaits.
        let client = stage.code_client();
        let person = person(pause);
        let done = at_pause(sign_up(&client, &person), pause).await;
        assert!(stage.mails(&person) <= 1);
        let state = sign_up(&client, &person).await?;
        let action = state.submit_code(&stage.code(&person));
        assert!(matches!(client.run(action).await?, Step::SignedIn { .. }));
        if done.is_some() {
            assert!(pause > 1, "there was something to interrupt");
            return Ok(());
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_code_dropped_at_every_await_signs_up_and_in() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    let mut went_on = 0;
    for pause in 0..PLENTY {
        let person = person(pause);
        let state = sign_up(&client, &person).await?;
        let code = stage.code(&person);
        let done = at_pause(client.run(state.submit_code(&code)), pause).await;
        if let Some(step) = done {
            assert!(matches!(step?, Step::SignedIn { .. }));
            assert!(went_on > 0, "some drop fell between two requests");
            return Ok(());
        }
        match client.run(state.submit_code(&code)).await {
            Ok(Step::SignedIn { account }) => {
                let claims = account.claims_unverified().unwrap();
                assert_eq!(claims.preferred_username(), Some(person.as_str()));
                went_on += 1;
            }
            // Created, but the answer with the tokens was lost with the call: nothing else is.
            Ok(Step::Completed { state }) => {
                only_the_server_may_have_gone_ahead(state.sign_in_error().unwrap());
            }
            Ok(other) => panic!("{}", other.name()),
            Err(error) => only_the_server_may_have_gone_ahead(&error),
        }
        assert_eq!(stage.mails(&person), 1, "no second mail");
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_code_dropped_at_every_await_asks_for_the_password() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let mut went_on = 0;
    for pause in 0..PLENTY {
        let person = person(pause);
        let state = sign_up(&client, &person).await?;
        let code = stage.code(&person);
        let done = at_pause(client.run(state.submit_code(&code)), pause).await;
        if let Some(step) = done {
            assert!(matches!(step?, Step::PasswordRequired { .. }));
            assert!(went_on > 0, "some drop fell between two requests");
            return Ok(());
        }
        match client.run(state.submit_code(&code)).await {
            Ok(Step::PasswordRequired { .. }) => went_on += 1,
            Ok(other) => panic!("{}", other.name()),
            Err(error) => only_the_server_may_have_gone_ahead(&error),
        }
        assert_eq!(stage.mails(&person), 1, "no second mail");
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_resend_dropped_at_every_await() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    for pause in 0..PLENTY {
        let person = person(pause);
        let state = sign_up(&client, &person).await?;
        let done = at_pause(client.run(state.resend_code()), pause).await;
        assert!(stage.mails(&person) <= 2, "one tap, one mail");
        if done.is_some() {
            return Ok(());
        }
        match client.run(state.resend_code()).await {
            Ok(Step::CodeRequired { .. }) => {}
            Ok(other) => panic!("{}", other.name()),
            Err(error) => only_the_server_may_have_gone_ahead(&error),
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_password_dropped_at_every_await() -> Result<()> {
    let stage = Stage::http().await;
    let person = person(0);
    stage.add_user(&person, Some(PASSWORD));
    for pause in 0..PLENTY {
        let client = stage.password_client();
        let state = sign_in(&client, &person).await?;
        let done = at_pause(client.run(state.submit_password(PASSWORD)), pause).await;
        match done {
            Some(step) => {
                assert!(matches!(step?, Step::SignedIn { .. }));
                assert_eq!(client.accounts().len(), 1);
                return Ok(());
            }
            None => assert!(client.accounts().is_empty(), "signed in means answered"),
        }
        match client.run(state.submit_password(PASSWORD)).await {
            Ok(Step::SignedIn { account }) => assert_eq!(client.accounts()[0].id(), account.id()),
            Ok(other) => panic!("{}", other.name()),
            Err(error) => only_the_server_may_have_gone_ahead(&error),
        }
    }
    panic!("it never ended");
}

/// What one action of a flow came to when its first run was dropped on the way.
enum Interrupted {
    /// The next step, and whether the drop did happen.
    WentOn(Step, bool),
    /// The server had gone ahead without our hearing of it.
    Lost,
}

/// When a call is dropped, once it has come to its pause.
#[derive(Clone, Copy, PartialEq)]
enum Drop {
    /// Before anything else runs: what it sends last may not have left.
    AtOnce,
    /// When the server has seen what it sent, and before it hears the answer.
    AfterTheServer,
}

/// Runs an action, drops it at a pause, and runs it again.
async fn interrupt(
    stage: &Stage,
    client: &Client,
    action: impl Fn() -> Action,
    pause: usize,
    when: Drop,
) -> Result<Interrupted> {
    let mut first = Box::pin(client.run(action()));
    if let Some(step) = run_to_pause(&mut first, pause).await {
        return Ok(Interrupted::WentOn(step?, false));
    }
    if when == Drop::AfterTheServer {
        let seen = stage.emulator.requests().len();
        // Bounded, for what it sent last may have been seen already.
        for _ in 0..10_000 {
            if stage.emulator.requests().len() > seen {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    drop(first);
    match client.run(action()).await {
        Ok(Step::Completed { state }) => {
            only_the_server_may_have_gone_ahead(state.sign_in_error().unwrap());
            Ok(Interrupted::Lost)
        }
        Ok(step) => Ok(Interrupted::WentOn(step, true)),
        Err(error) => {
            only_the_server_may_have_gone_ahead(&error);
            Ok(Interrupted::Lost)
        }
    }
}

#[tokio::test]
async fn a_whole_sign_up_with_every_action_dropped_at_every_await() -> Result<()> {
    let (dropped, _) = sign_up_interrupted(Drop::AtOnce).await?;
    assert!(dropped > 0, "there was something to drop");
    let (_, lost) = sign_up_interrupted(Drop::AfterTheServer).await?;
    assert!(lost > 0, "the server went ahead at least once");
    Ok(())
}

/// Gives how many drops a flow went on after, and how many lost it.
async fn sign_up_interrupted(when: Drop) -> Result<(usize, usize)> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let again = async |action: &dyn Fn() -> Action, pause| {
        interrupt(&stage, &client, action, pause, when).await
    };
    let (mut dropped, mut lost) = (0, 0);
    for pause in 0..PLENTY {
        let person = person(pause);
        let code = sign_up(&client, &person).await?;
        let typed = stage.code(&person);
        let before = dropped + lost;
        let mut step = again(&|| code.submit_code(&typed), pause).await?;
        let signed_in = loop {
            step = match step {
                Interrupted::Lost => {
                    lost += 1;
                    break false;
                }
                Interrupted::WentOn(step, was_dropped) => {
                    dropped += usize::from(was_dropped);
                    match step {
                        Step::PasswordRequired { state } => {
                            again(&|| state.submit_password(PASSWORD), pause).await?
                        }
                        Step::AttributesRequired { state } => {
                            let facts = [("displayName", "Pat"), ("city", "Bergen")];
                            again(&|| state.submit_attributes(facts), pause).await?
                        }
                        Step::SignedIn { .. } => break true,
                        other => panic!("{}", other.name()),
                    }
                }
            };
        };
        assert_eq!(stage.mails(&person), 1, "no second mail");
        if before == dropped + lost {
            assert!(signed_in, "nothing was dropped, so nothing is missing");
            return Ok((dropped, lost));
        }
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_silence_at_every_exchange() -> Result<()> {
    let answers = [
        (200, r#"{"continuation_token":"CT-1"}"#),
        (
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"oob","code_length":8}"#,
        ),
        (
            400,
            r#"{"error":"credential_required","continuation_token":"CT-3"}"#,
        ),
        (
            200,
            r#"{"continuation_token":"CT-4","challenge_type":"password"}"#,
        ),
        (
            400,
            r#"{"error":"attributes_required","continuation_token":"CT-5","required_attributes":[{"name":"city"}]}"#,
        ),
        (200, "{}"),
    ];
    for silent in 0..answers.len() {
        let mut script: Vec<Reply> = answers
            .iter()
            .map(|(status, body)| Reply::json(*status, body))
            .collect();
        script.insert(silent, Reply::Silence);
        if silent < 2 {
            // The flow has no state yet: it begins again from the start.
            script.splice(
                silent + 1..,
                answers
                    .iter()
                    .map(|(status, body)| Reply::json(*status, body)),
            );
        }
        let server = Misbehaving::start(script).await.unwrap();
        let client = Client::builder(server.authority(), CLIENT_ID)
            .allow_http_loopback()
            .exchange_timeout(Duration::from_millis(250))
            .build()?;
        let mut time_outs = 0;
        let code = loop {
            match sign_up(&client, &person(0)).await {
                Ok(state) => break state,
                Err(error) => {
                    assert_eq!(error.code(), "exchange_timed_out", "{error:?}");
                    time_outs += 1;
                }
            }
        };
        let mut run = async |action: &dyn Fn() -> Action| loop {
            match client.run(action()).await {
                Ok(step) => break step,
                Err(error) => {
                    assert_eq!(error.code(), "exchange_timed_out", "{error:?}");
                    time_outs += 1;
                }
            }
        };
        let Step::PasswordRequired { state } = run(&|| code.submit_code("1")).await else {
            panic!("a password is wanted")
        };
        let Step::AttributesRequired { state } = run(&|| state.submit_password("x")).await else {
            panic!("attributes are wanted")
        };
        let step = run(&|| state.submit_attributes([("city", "Bergen")])).await;
        assert!(matches!(step, Step::Completed { .. }));
        assert_eq!(time_outs, 1, "exchange {silent} was silent once");
        let codes = server
            .requests()
            .iter()
            .filter(|r| r.body.contains("oob=1"))
            .count();
        assert_eq!(
            codes,
            if silent == 2 { 2 } else { 1 },
            "sent again only when asked again"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_second_tap_at_every_await_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let transport = Counting::to(&stage.emulator.authority());
    let client = stage
        .builder(CONTOSO_APP_OTP)
        .transport(transport.clone())
        .build()?;
    for pause in 0..PLENTY {
        let person = person(pause);
        let state = sign_up(&client, &person).await?;
        let code = stage.code(&person);
        let mut first = Box::pin(client.run(state.submit_code(&code)));
        let ended = run_to_pause(&mut first, pause).await;
        let sent = transport.sent();
        for second in [state.submit_code(&code), state.resend_code()] {
            let error = client.run(second).await.unwrap_err();
            match ended {
                None => assert_eq!(error.kind(), ErrorKind::InProgress),
                Some(_) => assert_eq!(error.code(), "state_stale"),
            }
        }
        assert_eq!(transport.sent(), sent, "nothing was sent");
        match ended {
            // The first call goes on undisturbed.
            None => assert!(matches!(first.await?, Step::SignedIn { .. })),
            Some(step) => {
                assert!(matches!(step?, Step::SignedIn { .. }));
                return Ok(());
            }
        }
    }
    panic!("it never ended");
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

/// A server that creates an account, is silent when asked for tokens, and gives them the next time.
async fn silent_at_the_tokens() -> Misbehaving {
    let tokens = r#"{"token_type":"Bearer","expires_in":3600,"access_token":"AT","refresh_token":"RT",
        "id_token":"e30.eyJvaWQiOiJvIiwidGlkIjoidCJ9.c2ln"}"#;
    Misbehaving::start([
        Reply::json(200, r#"{"continuation_token":"CT-1"}"#),
        Reply::json(
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"oob","code_length":8}"#,
        ),
        Reply::json(200, r#"{"continuation_token":"CT-3"}"#),
        Reply::Silence,
        Reply::json(200, tokens),
    ])
    .await
    .unwrap()
}

#[tokio::test]
async fn a_created_account_is_never_a_failed_sign_up() -> Result<()> {
    let server = silent_at_the_tokens().await;
    let client = Client::builder(server.authority(), CLIENT_ID)
        .allow_http_loopback()
        .exchange_timeout(Duration::from_millis(300))
        .build()?;
    let state = sign_up(&client, &person(0)).await?;
    let completed = match client.run(state.submit_code("12345678")).await? {
        Step::Completed { state } => state,
        other => panic!("{}", other.name()),
    };
    let error = completed.sign_in_error().unwrap();
    assert_eq!(error.code(), "exchange_timed_out");
    assert_eq!(error.correlation_id(), Some(state.correlation_id()));
    let action = completed.sign_in().unwrap();
    assert!(matches!(client.run(action).await?, Step::SignedIn { .. }));
    assert_eq!(server.requests().len(), 5);
    assert!(
        server.requests()[4]
            .body
            .contains("continuation_token=CT-3")
    );
    Ok(())
}

#[tokio::test]
async fn a_drop_after_the_account_exists_goes_on_with_signing_in() -> Result<()> {
    let server = silent_at_the_tokens().await;
    let client = Client::builder(server.authority(), CLIENT_ID)
        .allow_http_loopback()
        .build()?;
    let state = sign_up(&client, &person(0)).await?;
    {
        let mut first = Box::pin(client.run(state.submit_code("12345678")));
        // Held until the request for tokens has arrived, to which there is no answer; then dropped.
        while server.requests().len() < 4 {
            assert!(run_to_pause(&mut first, 0).await.is_none());
            tokio::task::yield_now().await;
        }
    }
    let step = client.run(state.submit_code("12345678")).await?;
    assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
    let codes = server
        .requests()
        .iter()
        .filter(|request| request.body.contains("oob=12345678"))
        .count();
    assert_eq!(codes, 1, "the accepted code was not sent again");
    Ok(())
}
