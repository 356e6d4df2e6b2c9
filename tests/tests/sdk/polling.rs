//! Waiting until a new password is in force: how often, how long, and what if it fails.

use std::time::Duration;

use native_auth::{Client, ErrorKind, PasswordRequired, Recovery, Result};
use native_auth_emulator::{CONTOSO_APP_PASSWORD, Config, PasswordResetConfig, RequestRecord};
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use crate::openings::{reset_password, signed_in, state_of};

async fn stage(password_reset: PasswordResetConfig) -> Stage {
    let mut config = Config::default();
    config.tenants[0].password_reset = password_reset;
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    stage
}

async fn verified(stage: &Stage, client: &Client) -> Result<PasswordRequired> {
    let code = reset_password(client, PAT).await?;
    let action = code.submit_code(&stage.code(PAT));
    Ok(state_of!(PasswordRequired, client.run(action).await?))
}

/// How many requests went to this endpoint.
fn sent(stage: &Stage, endpoint: &str) -> usize {
    let requests = stage.emulator.requests();
    let to = |request: &&RequestRecord| request.path.ends_with(endpoint);
    requests.iter().filter(to).count()
}

#[tokio::test]
async fn it_asks_at_once_and_then_in_the_intervals_of_the_server() -> Result<()> {
    for (interval, slept) in [(3, 3), (15, 15), (16, 2)] {
        let stage = stage(PasswordResetConfig {
            poll_interval_seconds: interval,
            not_started_polls: 2,
            in_progress_polls: 2,
            ..PasswordResetConfig::default()
        })
        .await;
        let client = stage.password_client();
        let state = verified(&stage, &client).await?;
        signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
        assert_eq!(sent(&stage, "/submit"), 1);
        assert_eq!(sent(&stage, "/poll_completion"), 5);
        assert_eq!(stage.clock.slept(), Duration::from_secs(4 * slept));
    }
    Ok(())
}

#[tokio::test]
async fn it_gives_up_in_time_and_the_same_action_goes_on() -> Result<()> {
    let stage = stage(PasswordResetConfig {
        in_progress_polls: 6,
        ..PasswordResetConfig::default()
    })
    .await;
    let client = stage
        .builder(CONTOSO_APP_PASSWORD)
        .polling_timeout(Duration::from_secs(5))
        .build()?;
    let state = verified(&stage, &client).await?;
    for polls in [3, 6] {
        // Two pauses of two seconds; a third would take longer than there is time.
        let action = state.submit_password(NEW_PASSWORD);
        let error = client.run(action).await.unwrap_err();
        assert_eq!(error.code(), "polling_timed_out");
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.recovery(), Recovery::TryLater);
        assert_eq!(error.correlation_id(), Some(state.correlation_id()));
        assert_eq!(sent(&stage, "/poll_completion"), polls);
    }
    signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
    assert_eq!(sent(&stage, "/submit"), 1, "the password is sent once");
    assert_eq!(sent(&stage, "/poll_completion"), 7);
    Ok(())
}

#[tokio::test]
async fn it_waits_five_minutes_and_no_longer() -> Result<()> {
    let stage = stage(PasswordResetConfig {
        poll_interval_seconds: 15,
        in_progress_polls: u32::MAX,
        ..PasswordResetConfig::default()
    })
    .await;
    let client = stage.password_client();
    let state = verified(&stage, &client).await?;
    let action = state.submit_password(NEW_PASSWORD);
    let error = client.run(action).await.unwrap_err();
    assert_eq!(error.code(), "polling_timed_out");
    assert_eq!(stage.clock.slept(), Duration::from_secs(300));
    Ok(())
}

#[tokio::test]
async fn a_password_that_could_not_be_put_in_force_is_asked_for_again() -> Result<()> {
    let stage = stage(PasswordResetConfig {
        in_progress_polls: 1,
        failures: 2,
        ..PasswordResetConfig::default()
    })
    .await;
    let client = stage.password_client();
    let state = verified(&stage, &client).await?;
    for submissions in 1..=2 {
        let action = state.submit_password(NEW_PASSWORD);
        let error = client.run(action).await.unwrap_err();
        assert_eq!(error.code(), "password_change_failed");
        assert_eq!(error.recovery(), Recovery::AskAgain);
        assert_eq!(sent(&stage, "/submit"), submissions);
    }
    signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
    assert_eq!(sent(&stage, "/submit"), 3);
    Ok(())
}
