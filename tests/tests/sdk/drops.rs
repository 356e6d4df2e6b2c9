//! Futures dropped at every await of a flow: no second mail, no lost token, and the state free again, or gone on from
//! where the server is.

use native_auth::{
    Account, AccountEvent, AccountEvents, Action, Client, Error, Recovery, Result, SignIn, Step,
};
use native_auth_tests::{PASSWORD, Stage, at_pause, run_to_pause};

use crate::openings::{person, sign_in, sign_in_with_code, sign_up};

/// More pauses than any action has; reaching it means that an action never ends.
pub(crate) const PLENTY: usize = 500;

/// After a drop the server may have taken the step without our hearing of it; nothing else may go wrong.
#[track_caller]
fn only_the_server_may_have_gone_ahead(error: &Error) {
    assert_eq!(error.recovery(), Recovery::StartOver, "{error:?}");
    assert_eq!(error.code(), "continuation_token_invalid", "{error:?}");
}

/// The account whose tokens were being kept when the call was dropped: that is gone on with, and ends the state.
async fn kept_meanwhile(
    client: &Client,
    mut events: AccountEvents,
    error: &Error,
) -> Option<Account> {
    if !matches!(error.code(), "state_stale" | "action_in_progress") {
        return None;
    }
    loop {
        match events.next().await {
            Some(AccountEvent::SignedIn { account }) => {
                return client.account(&account).await.unwrap();
            }
            Some(_) => {}
            None => return None,
        }
    }
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
        let events = client.account_events();
        let done = at_pause(client.run(state.submit_code(&code)), pause).await;
        if let Some(step) = done {
            assert!(matches!(step?, Step::SignedIn { .. }));
            assert!(went_on > 0, "some drop fell between two requests");
            return Ok(());
        }
        match client.run(state.submit_code(&code)).await {
            Ok(Step::SignedIn { account }) => {
                let claims = account.claims().unwrap();
                assert_eq!(claims.preferred_username(), Some(person.as_str()));
                went_on += 1;
            }
            // Created, but the answer with the tokens was lost with the call: nothing else is.
            Ok(Step::Completed { state }) => {
                only_the_server_may_have_gone_ahead(state.sign_in_error().unwrap());
            }
            Ok(other) => panic!("{}", other.name()),
            Err(error) if kept_meanwhile(&client, events, &error).await.is_some() => went_on += 1,
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
        assert!(
            stage.mails(&person) <= 3,
            "two taps, two mails after the first"
        );
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
        let events = client.account_events();
        let done = at_pause(client.run(state.submit_password(PASSWORD)), pause).await;
        if let Some(step) = done {
            assert!(matches!(step?, Step::SignedIn { .. }));
            assert_eq!(client.accounts().await.unwrap().len(), 1);
            return Ok(());
        }
        match client.run(state.submit_password(PASSWORD)).await {
            Ok(Step::SignedIn { account }) => {
                assert_eq!(client.accounts().await.unwrap()[0].id(), account.id())
            }
            Ok(other) => panic!("{}", other.name()),
            Err(error) => match kept_meanwhile(&client, events, &error).await {
                Some(account) => {
                    assert_eq!(client.accounts().await.unwrap()[0].id(), account.id())
                }
                None => only_the_server_may_have_gone_ahead(&error),
            },
        }
    }
    panic!("it never ended");
}

/// What one action of a flow came to when its first run was dropped on the way.
pub(crate) enum Interrupted {
    /// The next step, and whether the drop did happen.
    WentOn(Step, bool),
    /// The server had gone ahead without our hearing of it.
    Lost,
}

/// When a call is dropped, once it has come to its pause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Drop {
    /// Before anything else runs: what it sends last may not have left.
    AtOnce,
    /// When the server has seen what it sent, and before it hears the answer.
    AfterTheServer,
}

/// Runs an action, drops it at a pause, and runs it again.
pub(crate) async fn interrupt(
    stage: &Stage,
    client: &Client,
    action: impl Fn() -> Action,
    pause: usize,
    when: Drop,
) -> Result<Interrupted> {
    let events = client.account_events();
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
        Err(error) => match kept_meanwhile(client, events, &error).await {
            Some(account) => Ok(Interrupted::WentOn(Step::SignedIn { account }, true)),
            None => {
                only_the_server_may_have_gone_ahead(&error);
                Ok(Interrupted::Lost)
            }
        },
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
async fn a_sign_in_with_codes_dropped_at_every_await() -> Result<()> {
    let stage = Stage::http().await;
    let mut went_on = 0;
    for pause in 0..PLENTY {
        // A client of its own each time, so that making the connection is among the awaits.
        let client = stage.code_client();
        let person = person(pause);
        stage.add_user(&person, None);
        let begun = at_pause(sign_in_with_code(&client, &person), pause).await;
        assert!(stage.mails(&person) <= 1, "one tap, one mail");
        let state = sign_in_with_code(&client, &person).await?;
        let code = stage.code(&person);
        let action = || state.submit_code(&code);
        match interrupt(&stage, &client, action, pause, Drop::AtOnce).await? {
            Interrupted::WentOn(step, true) => {
                assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
                went_on += 1;
            }
            Interrupted::WentOn(step, false) => {
                assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
                if begun.is_some() {
                    assert!(went_on > 0);
                    return Ok(());
                }
            }
            Interrupted::Lost => {}
        }
        assert!(stage.mails(&person) <= 2, "no mail by itself");
    }
    panic!("it never ended");
}

#[tokio::test]
async fn a_sign_in_in_one_call_dropped_at_every_await() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(&person(0), Some(PASSWORD));
    for pause in 0..PLENTY {
        let client = stage.password_client();
        let request = || SignIn {
            username: person(0),
            password: Some(PASSWORD.into()),
            ..SignIn::default()
        };
        if let Some(step) = at_pause(client.sign_in(request()), pause).await {
            assert!(matches!(step?, Step::SignedIn { .. }));
            assert!(pause > 2, "there were requests to interrupt");
            return Ok(());
        }
        // Tokens that were being kept when the call was dropped are kept all the same; the next sign-in replaces them.
        assert!(client.accounts().await?.len() <= 1);
        assert!(matches!(
            client.sign_in(request()).await?,
            Step::SignedIn { .. }
        ));
    }
    panic!("it never ended");
}
