//! Resets of a password.

use std::sync::Arc;
use std::time::Duration;

use native_auth::{ChallengeType, CodeRequired, PasswordRequired};
use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use super::sign_up_refused::{BAD_PASSWORDS, long, refused};
use super::{contoso, contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    reset_that_takes_its_time,
    reset_that_fails_once,
    reset_with_a_bad_code,
    reset_with_too_many_codes,
    reset_to_a_bad_password,
    reset_without_a_screen_for_codes,
    reset_of_nobody,
    reset_without_a_password,
    reset_of_somebody_deleted_meanwhile,
];

async fn begun(stage: &Arc<Stage>, actor: &mut Actor) -> CodeRequired {
    stage.add_user(PAT, Some(PASSWORD));
    let state = state_of!(CodeRequired, actor.reset_password(PAT).await);
    actor.heard("resetpassword/start", "200 continuation_token");
    actor.heard("resetpassword/challenge", "200 oob email");
    state
}

async fn verified(stage: &Arc<Stage>, actor: &mut Actor) -> PasswordRequired {
    let code = begun(stage, actor).await;
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    actor.heard("resetpassword/continue", "200 continuation_token");
    state_of!(PasswordRequired, step)
}

async fn reset_that_takes_its_time() -> Vec<Seen> {
    let slow = |config: &mut native_auth_emulator::Config| {
        config.tenants[0].password_reset.not_started_polls = 1;
        config.tenants[0].password_reset.in_progress_polls = 1;
    };
    let stage = contoso_with(slow).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = verified(&stage, &mut actor).await;
    signed_in(actor.run(state.submit_password(NEW_PASSWORD)).await);
    actor.heard("resetpassword/submit", "200 continuation_token");
    actor.heard("resetpassword/poll_completion", "200 status not_started");
    actor.heard("resetpassword/poll_completion", "200 status in_progress");
    actor.heard(
        "resetpassword/poll_completion",
        "200 status succeeded +token",
    );
    actor.seen()
}

async fn reset_that_fails_once() -> Vec<Seen> {
    let stage = contoso_with(|config| config.tenants[0].password_reset.failures = 1).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = verified(&stage, &mut actor).await;
    let action = state.submit_password(NEW_PASSWORD);
    actor.run(action).await.unwrap_err();
    actor.heard("resetpassword/poll_completion", "200 status failed +token");
    signed_in(actor.run(state.submit_password(NEW_PASSWORD)).await);
    actor.seen()
}

async fn reset_with_a_bad_code() -> Vec<Seen> {
    let stage = contoso_with(|config| config.lifetimes.code_seconds = 60).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = begun(&stage, &mut actor).await;
    actor.run(state.submit_code("none")).await.unwrap_err();
    let wrong = "400 invalid_grant/invalid_oob_value 50181";
    actor.heard("resetpassword/continue", wrong);
    let late = stage.code(PAT);
    stage.emulator.advance(Duration::from_secs(61));
    actor.run(state.submit_code(&late)).await.unwrap_err();
    let expired = "400 invalid_grant/invalid_oob_value 50182";
    actor.heard("resetpassword/continue", expired);
    actor.seen()
}

async fn reset_with_too_many_codes() -> Vec<Seen> {
    let stage = contoso_with(|config| config.limits.codes_per_window = 1).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = begun(&stage, &mut actor).await;
    actor.run(state.resend_code()).await.unwrap_err();
    actor.heard("resetpassword/challenge", "400 invalid_request 701014");
    actor.seen()
}

async fn reset_to_a_bad_password() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = verified(&stage, &mut actor).await;
    let long = long();
    let more = [
        (PASSWORD, "password_recently_used"),
        (long.as_str(), "password_too_long"),
    ];
    for (password, rule) in BAD_PASSWORDS.into_iter().chain(more) {
        let action = state.submit_password(password);
        actor.run(action).await.unwrap_err();
        actor.heard("resetpassword/submit", &refused(rule));
    }
    actor.seen()
}

async fn reset_without_a_screen_for_codes() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::with(&stage, CONTOSO_APP_PASSWORD, |builder| {
        builder.challenge_types([ChallengeType::Password])
    });
    state_of!(BrowserRequired, actor.reset_password(PAT).await);
    actor.heard("resetpassword/start", "200 redirect");
    actor.seen()
}

async fn reset_of_nobody() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.reset_password(PAT).await.unwrap_err();
    actor.heard("resetpassword/start", "400 user_not_found 50034");
    actor.seen()
}

async fn reset_without_a_password() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, None);
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.reset_password(PAT).await.unwrap_err();
    actor.heard("resetpassword/start", "400 invalid_request 500222");
    actor.seen()
}

async fn reset_of_somebody_deleted_meanwhile() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = verified(&stage, &mut actor).await;
    let host = Arc::clone(&stage);
    actor
        .recorder
        .before("resetpassword/poll_completion", move || {
            let users = host.emulator.users();
            assert!(host.emulator.delete_user(&users[0].id));
        });
    let action = state.submit_password(NEW_PASSWORD);
    actor.run(action).await.unwrap_err();
    actor.heard("resetpassword/poll_completion", "400 user_not_found 50034");
    actor.seen()
}
