//! Codes that do not get to the person: a mail server that takes none, and text messages beyond their limit.

use std::sync::Arc;

use native_auth::ChallengeChannel;
use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, SmtpConfig, Throttling,
};
use native_auth_tests::{PASSWORD, PAT, Stage};

use super::{contoso_with, scenes};
use crate::actor::{Actor, Seen, state_of};
use crate::approach::PHONE;

scenes![
    sign_up_without_a_mail_server,
    sign_in_without_a_mail_server,
    registration_without_a_mail_server,
    reset_without_a_mail_server,
    second_factor_by_too_many_text_messages,
    registration_by_too_many_text_messages,
];

const UNDELIVERED: &str = "400 invalid_request 50185";
const TOO_MANY_TEXT_MESSAGES: &str = "400 invalid_request 50088";
/// Text messages that one number gets in a quarter of an hour.
const TEXT_MESSAGES: usize = 15;

/// The default tenant, whose mail server hangs up on whoever calls.
async fn without_mail() -> Arc<Stage> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let url = format!("smtp://{address}");
    contoso_with(|config| config.smtp = Some(SmtpConfig::new(&url))).await
}

async fn sign_up_without_a_mail_server() -> Vec<Seen> {
    let stage = without_mail().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.sign_up(PAT).await.unwrap_err();
    actor.heard("signup/challenge", UNDELIVERED);
    actor.seen()
}

async fn sign_in_without_a_mail_server() -> Vec<Seen> {
    let stage = without_mail().await;
    stage.add_user(PAT, None);
    let mut actor = Actor::of(&stage, CONTOSO_APP_OTP);
    actor.sign_in(PAT).await.unwrap_err();
    actor.heard("oauth2/challenge", UNDELIVERED);
    actor.seen()
}

async fn registration_without_a_mail_server() -> Vec<Seen> {
    let stage = without_mail().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = state_of!(RegistrationRequired, actor.first_factor(PAT).await);
    let action = state.register("email", "pat.spare@example.test");
    actor.run(action).await.unwrap_err();
    actor.heard("register/challenge", UNDELIVERED);
    actor.seen()
}

async fn reset_without_a_mail_server() -> Vec<Seen> {
    let stage = without_mail().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    actor.reset_password(PAT).await.unwrap_err();
    actor.heard("resetpassword/challenge", UNDELIVERED);
    actor.seen()
}

/// The real limits of the service, with as many codes as one likes.
async fn with_limits() -> Arc<Stage> {
    contoso_with(|config| {
        config.throttling = Throttling::Service;
        config.limits.codes_per_window = 1000;
    })
    .await
}

async fn second_factor_by_too_many_text_messages() -> Vec<Seen> {
    let stage = with_limits().await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let methods = state_of!(MethodRequired, actor.first_factor(PAT).await);
    let phone = &methods.methods()[0];
    assert_eq!(phone.channel(), &ChallengeChannel::Sms);
    let id = phone.id().to_owned();
    let mut code = state_of!(CodeRequired, actor.run(methods.choose_method(&id)).await);
    for _ in 1..TEXT_MESSAGES {
        breathe(&stage);
        code = state_of!(CodeRequired, actor.run(code.resend_code()).await);
    }
    breathe(&stage);
    actor.run(code.resend_code()).await.unwrap_err();
    actor.heard("oauth2/challenge", TOO_MANY_TEXT_MESSAGES);
    actor.seen()
}

async fn registration_by_too_many_text_messages() -> Vec<Seen> {
    let stage = with_limits().await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = state_of!(RegistrationRequired, actor.first_factor(PAT).await);
    let mut code = state_of!(CodeRequired, actor.run(state.register("sms", PHONE)).await);
    for _ in 1..TEXT_MESSAGES {
        breathe(&stage);
        code = state_of!(CodeRequired, actor.run(code.resend_code()).await);
    }
    breathe(&stage);
    actor.run(code.resend_code()).await.unwrap_err();
    actor.heard("register/challenge", TOO_MANY_TEXT_MESSAGES);
    actor.seen()
}

/// A second goes by, so that the requests are not too many.
fn breathe(stage: &Stage) {
    stage.emulator.advance(std::time::Duration::from_secs(1));
}
