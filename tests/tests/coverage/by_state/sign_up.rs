//! Sign-ups that come to something.

use native_auth::{Attributes, ChallengeType};
use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD};
use native_auth_tests::{PASSWORD, PAT};

use super::{contoso, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    sign_up_by_all_steps,
    sign_up_with_everything_at_once,
    sign_up_with_a_code_alone,
    sign_up_without_a_screen_for_codes,
];

/// What the default tenant asks for.
pub(super) fn given() -> Attributes {
    [("displayName", "Pat Marsh"), ("city", "Bergen")].into()
}

async fn sign_up_by_all_steps() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let code = state_of!(CodeRequired, actor.sign_up(PAT).await);
    actor.heard("signup/start", "200 continuation_token");
    actor.heard("signup/challenge", "200 oob email");
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    let password = state_of!(PasswordRequired, step);
    actor.heard("signup/continue", "400 credential_required 55103 +token");
    actor.heard("signup/challenge", "200 password");
    let step = actor.run(password.submit_password(PASSWORD)).await;
    let attributes = state_of!(AttributesRequired, step);
    actor.heard("signup/continue", "400 attributes_required 55106 +token");
    signed_in(actor.run(attributes.submit_attributes(given())).await);
    actor.heard("signup/continue", "200 continuation_token");
    actor.heard("oauth2/token", "200 tokens");
    actor.seen()
}

async fn sign_up_with_everything_at_once() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let begun = actor.sign_up_with(PAT, |request| {
        request.password = Some(PASSWORD.into());
        request.attributes = given();
    });
    let code = state_of!(CodeRequired, begun.await);
    signed_in(actor.run(code.submit_code(&stage.code(PAT))).await);
    actor.heard("signup/continue", "200 continuation_token");
    actor.seen()
}

async fn sign_up_with_a_code_alone() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_OTP);
    let code = state_of!(CodeRequired, actor.sign_up(PAT).await);
    signed_in(actor.run(code.submit_code(&stage.code(PAT))).await);
    actor.heard("signup/continue", "200 continuation_token");
    actor.seen()
}

async fn sign_up_without_a_screen_for_codes() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::with(&stage, CONTOSO_APP_PASSWORD, |builder| {
        builder.challenge_types([ChallengeType::Password])
    });
    state_of!(BrowserRequired, actor.sign_up(PAT).await);
    actor.heard("signup/start", "200 redirect");
    actor.seen()
}
