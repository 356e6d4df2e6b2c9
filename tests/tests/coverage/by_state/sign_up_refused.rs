//! Sign-ups that are refused, and other beginnings.

use std::time::Duration;

use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{PASSWORD, PAT};

use super::sign_up::given;
use super::{contoso, contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    sign_up_of_somebody_known,
    sign_up_while_somebody_else_does,
    sign_up_with_a_bad_password,
    sign_up_with_bad_attributes,
    sign_up_with_a_bad_code,
    sign_up_with_too_many_codes,
    sign_up_where_it_is_off,
    beginnings_without_a_user_name_that_can_be_one,
];

/// Passwords that break a rule, and what they are told.
pub(super) const BAD_PASSWORDS: [(&str, &str); 4] = [
    ("Ab1", "password_too_short"),
    ("alllowercase", "password_too_weak"),
    ("Sm\u{f8}rbr\u{f8}d-41", "password_is_invalid"),
    ("P@ssw0rd12", "password_banned"),
];

/// What a new password is told that breaks this rule.
pub(super) fn refused(rule: &str) -> String {
    format!("400 invalid_grant/{rule} 399246")
}

/// A password that is too long, and breaks no other rule.
pub(super) fn long() -> String {
    format!("Aa1{}", "x".repeat(254))
}

async fn sign_up_of_somebody_known() -> Vec<Seen> {
    let stage = contoso().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.sign_up(PAT).await.unwrap_err();
    actor.heard("signup/start", "400 user_already_exists 1003037");
    actor.seen()
}

async fn sign_up_while_somebody_else_does() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let code = state_of!(CodeRequired, actor.sign_up(PAT).await);
    stage.add_user(PAT, Some(PASSWORD));
    let action = code.submit_code(&stage.code(PAT));
    actor.run(action).await.unwrap_err();
    actor.heard("signup/continue", "400 user_already_exists 1003037");
    actor.seen()
}

async fn sign_up_with_a_bad_password() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let long = long();
    let mut bad = BAD_PASSWORDS.to_vec();
    bad.push((&long, "password_too_long"));
    for (password, rule) in &bad {
        let begun = actor.sign_up_with(PAT, |request| request.password = Some((*password).into()));
        begun.await.unwrap_err();
        actor.heard("signup/start", &refused(rule));
    }
    let code = state_of!(CodeRequired, actor.sign_up(PAT).await);
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    let state = state_of!(PasswordRequired, step);
    for (password, rule) in &bad {
        let action = state.submit_password(*password);
        actor.run(action).await.unwrap_err();
        actor.heard("signup/continue", &refused(rule));
    }
    actor.seen()
}

async fn sign_up_with_bad_attributes() -> Vec<Seen> {
    const REFUSED: &str = "400 invalid_grant/attribute_validation_failed";
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let bad = [("displayName", "Pat Marsh"), ("city", "5003")];
    let begun = actor.sign_up_with(PAT, |request| request.attributes = bad.into());
    begun.await.unwrap_err();
    actor.heard("signup/start", REFUSED);
    let begun = actor.sign_up_with(PAT, |request| request.password = Some(PASSWORD.into()));
    let code = state_of!(CodeRequired, begun.await);
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    let state = state_of!(AttributesRequired, step);
    let action = state.submit_attributes(bad);
    actor.run(action).await.unwrap_err();
    actor.heard("signup/continue", REFUSED);
    signed_in(actor.run(state.submit_attributes(given())).await);
    actor.seen()
}

async fn sign_up_with_a_bad_code() -> Vec<Seen> {
    let stage = contoso_with(|config| config.lifetimes.code_seconds = 60).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(CodeRequired, actor.sign_up(PAT).await);
    actor.run(state.submit_code("none")).await.unwrap_err();
    actor.heard(
        "signup/continue",
        "400 invalid_grant/invalid_oob_value 50181",
    );
    let late = stage.code(PAT);
    stage.emulator.advance(Duration::from_secs(61));
    actor.run(state.submit_code(&late)).await.unwrap_err();
    actor.heard(
        "signup/continue",
        "400 invalid_grant/invalid_oob_value 50182",
    );
    actor.seen()
}

async fn sign_up_with_too_many_codes() -> Vec<Seen> {
    let stage = contoso_with(|config| config.limits.codes_per_window = 1).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let state = state_of!(CodeRequired, actor.sign_up(PAT).await);
    actor.run(state.resend_code()).await.unwrap_err();
    actor.heard("signup/challenge", "400 invalid_request 701014");
    actor.seen()
}

async fn sign_up_where_it_is_off() -> Vec<Seen> {
    let off = |config: &mut native_auth_emulator::Config| {
        config.tenants[0].user_flows[0].sign_up_allowed = false;
    };
    let stage = contoso_with(off).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.sign_up(PAT).await.unwrap_err();
    actor.heard("signup/start", "400 access_denied 131010");
    actor.seen()
}

async fn beginnings_without_a_user_name_that_can_be_one() -> Vec<Seen> {
    const REFUSED: &str = "400 invalid_request 90100 (username)";
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.sign_up("no address").await.unwrap_err();
    actor.heard("signup/start", REFUSED);
    actor.sign_in("no address").await.unwrap_err();
    actor.heard("oauth2/initiate", REFUSED);
    actor.reset_password("no address").await.unwrap_err();
    actor.heard("resetpassword/start", REFUSED);
    actor.seen()
}
