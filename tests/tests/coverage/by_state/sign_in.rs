//! Sign-ins with one factor.

use std::time::Duration;

use native_auth::{Capability, ChallengeType};
use native_auth_emulator::{CONTOSO_APP_MFA, CONTOSO_APP_PASSWORD, CONTOSO_NAME, NewUser};
use native_auth_tests::{PASSWORD, PAT};

use super::{contoso, contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    sign_in_with_a_password,
    sign_in_with_a_code,
    sign_in_with_a_bad_code,
    sign_in_with_too_many_codes,
    sign_in_of_nobody,
    sign_in_with_a_wrong_password_until_it_is_locked,
    sign_in_of_somebody_disabled,
    sign_in_of_somebody_deleted_meanwhile,
    sign_in_with_a_password_that_must_be_changed,
    sign_in_with_a_password_that_has_expired,
    sign_in_of_somebody_a_policy_blocks,
    sign_in_for_scopes_that_are_not_given,
    sign_in_without_a_screen_for_what_is_needed,
];

async fn sign_in_with_a_password() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let password = state_of!(PasswordRequired, actor.sign_in(PAT).await);
    actor.heard("oauth2/initiate", "200 continuation_token");
    actor.heard("oauth2/challenge", "200 password");
    signed_in(actor.run(password.submit_password(PASSWORD)).await);
    actor.heard("oauth2/token", "200 tokens");
    actor.seen()
}

async fn sign_in_with_a_code() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, None);
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let code = state_of!(CodeRequired, actor.sign_in(PAT).await);
    actor.heard("oauth2/challenge", "200 oob email");
    signed_in(actor.run(code.submit_code(&stage.code(PAT))).await);
    actor.seen()
}

async fn sign_in_with_a_bad_code() -> Vec<Seen> {
    let stage = contoso_with(|config| config.lifetimes.code_seconds = 60).await;
    stage.add_user(PAT, None);
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(CodeRequired, actor.sign_in(PAT).await);
    actor.run(state.submit_code("none")).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant/invalid_oob_value 50181");
    let late = stage.code(PAT);
    stage.emulator.advance(Duration::from_secs(61));
    actor.run(state.submit_code(&late)).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant/invalid_oob_value 50182");
    actor.seen()
}

async fn sign_in_with_too_many_codes() -> Vec<Seen> {
    let stage = contoso_with(|config| config.limits.codes_per_window = 1).await;
    stage.add_user(PAT, None);
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(CodeRequired, actor.sign_in(PAT).await);
    actor.run(state.resend_code()).await.unwrap_err();
    actor.heard("oauth2/challenge", "400 invalid_request 701014");
    actor.seen()
}

async fn sign_in_of_nobody() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.sign_in(PAT).await.unwrap_err();
    actor.heard("oauth2/initiate", "400 user_not_found 50034");
    actor.seen()
}

async fn sign_in_with_a_wrong_password_until_it_is_locked() -> Vec<Seen> {
    let stage = contoso_with(|config| config.limits.failed_passwords = 2).await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(PasswordRequired, actor.sign_in(PAT).await);
    let action = state.submit_password("Another-River-1");
    actor.run(action).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant 50126");
    let action = state.submit_password("Another-River-2");
    actor.run(action).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant 50053");
    actor.seen()
}

async fn sign_in_of_somebody_disabled() -> Vec<Seen> {
    let stage = contoso().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    assert!(stage.emulator.enable_user(&id, false));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.first_factor(PAT).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant 50057");
    actor.seen()
}

async fn sign_in_of_somebody_deleted_meanwhile() -> Vec<Seen> {
    let stage = contoso().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(PasswordRequired, actor.sign_in(PAT).await);
    assert!(stage.emulator.delete_user(&id));
    let action = state.submit_password(PASSWORD);
    actor.run(action).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant 50034");
    actor.seen()
}

async fn sign_in_with_a_password_that_must_be_changed() -> Vec<Seen> {
    let stage = contoso().await;
    let user = NewUser {
        must_change_password: Some(true),
        ..NewUser::new(CONTOSO_NAME, PAT, Some(PASSWORD))
    };
    stage.emulator.add_user(&user).unwrap();
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.first_factor(PAT).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_request 50142");
    actor.seen()
}

async fn sign_in_with_a_password_that_has_expired() -> Vec<Seen> {
    let stage = contoso().await;
    let user = NewUser {
        password_expired: Some(true),
        ..NewUser::new(CONTOSO_NAME, PAT, Some(PASSWORD))
    };
    stage.emulator.add_user(&user).unwrap();
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.first_factor(PAT).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant 50055");
    actor.seen()
}

async fn sign_in_of_somebody_a_policy_blocks() -> Vec<Seen> {
    let stage = contoso().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    assert!(stage.emulator.block_user(&id, true));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.first_factor(PAT).await.unwrap_err();
    actor.heard("oauth2/token", "400 access_denied 53003");
    actor.seen()
}

async fn sign_in_for_scopes_that_are_not_given() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    for (scopes, refused) in [
        (&["api://contoso-api/Write"][..], "400 invalid_grant 65001"),
        (
            &["api://contoso-api/Read", "api://other-api/Read"],
            "400 invalid_scope 70011",
        ),
    ] {
        let begun = actor.sign_in_with(PAT, Some(PASSWORD), scopes);
        begun.await.unwrap_err();
        actor.heard("oauth2/token", refused);
    }
    actor.seen()
}

async fn sign_in_without_a_screen_for_what_is_needed() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::with(&stage, CONTOSO_APP_PASSWORD, |builder| {
        builder.challenge_types([ChallengeType::Oob])
    });
    state_of!(BrowserRequired, actor.sign_in(PAT).await);
    actor.heard("oauth2/challenge", "200 redirect");
    let mut seen = actor.seen();

    let mut actor = Actor::with(&stage, CONTOSO_APP_MFA, |builder| {
        builder.capabilities([Capability::MfaRequired])
    });
    state_of!(BrowserRequired, actor.first_factor(PAT).await);
    actor.heard("oauth2/token", "200 redirect");
    seen.extend(actor.seen());
    seen
}
