//! Double taps at every await of a flow, and actions on the wrong client: nothing is sent.

use native_auth::{ErrorKind, Result, Step};
use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD};
use native_auth_tests::{Counting, Stage, run_to_pause};

use crate::openings::{person, sign_up};

/// More pauses than any action has; reaching it means that an action never ends.
const PLENTY: usize = 500;

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
