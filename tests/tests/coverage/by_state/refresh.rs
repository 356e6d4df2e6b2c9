//! Refreshes of a signed-in account.

use std::sync::Arc;
use std::time::Duration;

use native_auth::Account;
use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use super::{contoso, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    refresh_to_tokens,
    refresh_after_too_long,
    refresh_after_the_password_changed,
    refresh_after_the_tenant_forgot,
    refresh_once_a_second_factor_is_demanded,
    refresh_once_the_password_must_be_changed,
    refresh_of_somebody_disabled,
    refresh_of_somebody_a_policy_blocks,
    refresh_for_scopes_that_are_not_given,
];

const REFRESH: &str = "oauth2/token:refresh";

async fn account(stage: &Arc<Stage>) -> (Actor, Account, String) {
    let id = stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(stage, CONTOSO_APP_PASSWORD);
    let account = signed_in(actor.first_factor(PAT).await);
    (actor, account, id)
}

async fn refresh_to_tokens() -> Vec<Seen> {
    let (mut actor, account, _) = account(&contoso().await).await;
    actor.refresh(&account).await.unwrap();
    actor.heard(REFRESH, "200 tokens");
    actor.seen()
}

async fn refresh_after_too_long() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, _) = account(&stage).await;
    stage.emulator.advance(Duration::from_secs(200 * 24 * 3600));
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant 700082");
    actor.seen()
}

async fn refresh_after_the_password_changed() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, _) = account(&stage).await;
    let mut elsewhere = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let code = state_of!(CodeRequired, elsewhere.reset_password(PAT).await);
    let step = elsewhere.run(code.submit_code(&stage.code(PAT))).await;
    let password = state_of!(PasswordRequired, step);
    signed_in(elsewhere.run(password.submit_password(NEW_PASSWORD)).await);
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant/bad_token 50173");
    actor.seen()
}

async fn refresh_after_the_tenant_forgot() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, _) = account(&stage).await;
    stage.emulator.reset();
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant 70008");
    actor.seen()
}

async fn refresh_once_a_second_factor_is_demanded() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, _) = account(&stage).await;
    assert!(stage.emulator.require_mfa(CONTOSO_APP_PASSWORD, true));
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant/basic_action 50076");
    actor.seen()
}

async fn refresh_once_the_password_must_be_changed() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, id) = account(&stage).await;
    assert!(stage.emulator.require_password_change(&id));
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant/user_password_expired 50142");
    actor.seen()
}

async fn refresh_of_somebody_disabled() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, id) = account(&stage).await;
    assert!(stage.emulator.enable_user(&id, false));
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant 50057");
    actor.seen()
}

async fn refresh_of_somebody_a_policy_blocks() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, id) = account(&stage).await;
    assert!(stage.emulator.block_user(&id, true));
    actor.refresh(&account).await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant/message_only 53003");
    actor.seen()
}

async fn refresh_for_scopes_that_are_not_given() -> Vec<Seen> {
    let stage = contoso().await;
    let (mut actor, account, _) = account(&stage).await;
    let unknown = actor.refresh_for(&account, "api://contoso-api/Write");
    unknown.await.unwrap_err();
    actor.heard(REFRESH, "400 invalid_grant 65001");
    actor.seen()
}
