//! The answers on the way from the first factor to the second.

use native_auth_emulator::{BlockedAnswer, BlockedMethod, Channel, Config};

use crate::bench::*;
use crate::registration::choice;
use crate::second_factor::{ADA, BOB, MAIL, demanded, listed, method};
use crate::{registration, reset_password};

pub(super) async fn mfa_required(bench: &Bench) -> Vec<Reply> {
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL]);
    bench.add_with_methods(BOB, None, &[PHONE]);
    let by_password = demanded(bench).await;
    let token = bench.challenged_for_mfa(BOB, CAPABILITIES).await;
    let by_code = bench.prove(&token, "oob", &bench.code(BOB)).await;
    vec![by_password, by_code, after_a_reset(bench).await]
}

pub(super) async fn registration_required(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    let by_password = demanded(bench).await;
    let token = bench.challenged_for_mfa(BOB, CAPABILITIES).await;
    let by_code = bench.prove(&token, "oob", &bench.code(BOB)).await;
    let after_reset = after_a_reset(bench).await;
    let signed_up = {
        let bench = Bench::new().await;
        let token = registration::signed_up(&bench, CAPABILITIES).await;
        registration::sign_in(&bench, &token).await
    };
    vec![by_password, by_code, after_reset, signed_up]
}

pub(super) async fn methods(bench: &Bench) -> Vec<Reply> {
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    let first = listed(bench).await;
    let again = bench.go(INTROSPECT, &first.token(), &[]).await;
    let id = method(&again, "sms");
    let sent = bench.go(CHALLENGE, &again.token(), &[("id", &id)]).await;
    let from_the_code = bench.go(INTROSPECT, &sent.token(), &[]).await;
    vec![first, again, from_the_code]
}

pub(super) async fn introspect_required(bench: &Bench) -> Vec<Reply> {
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL]);
    let token = demanded(bench).await.token();
    vec![
        bench.go(CHALLENGE, &token, &[]).await,
        bench.go(CHALLENGE, &token, &[("id", "invented")]).await,
    ]
}

pub(super) async fn code_by_email(bench: &Bench) -> Vec<Reply> {
    vec![code_sent(bench, "email").await.0]
}

pub(super) async fn code_by_sms(bench: &Bench) -> Vec<Reply> {
    vec![code_sent(bench, "sms").await.0]
}

pub(super) async fn code_sent_again(bench: &Bench) -> Vec<Reply> {
    let (sent, id) = code_sent(bench, "email").await;
    let first = bench.code(MAIL);
    let again = bench.go(CHALLENGE, &sent.token(), &[("id", &id)]).await;
    assert_ne!(bench.code(MAIL), first);
    vec![again]
}

pub(super) async fn blocked_by_reputation(_: &Bench) -> Vec<Reply> {
    blocked(BlockedAnswer::ProviderBlockedByRep).await
}

pub(super) async fn blocked_by_an_administrator(_: &Bench) -> Vec<Reply> {
    blocked(BlockedAnswer::ProviderBlockedByAdmin).await
}

/// A refresh by a session that was begun before a second factor was demanded.
pub(super) async fn demanded_since(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let token = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    bench.emulator.require_mfa(CONTOSO_APP_PASSWORD, true);
    vec![bench.refresh(CONTOSO_APP_PASSWORD, &token).await]
}

pub(super) async fn password_change_required(bench: &Bench) -> Vec<Reply> {
    let mut ada = native_auth_emulator::NewUser::new("contoso", ADA, Some(PASSWORD));
    ada.must_change_password = Some(true);
    bench.emulator.add_user(&ada).unwrap();
    vec![bench.with_password(ADA, PASSWORD).await]
}

pub(super) async fn password_expired(bench: &Bench) -> Vec<Reply> {
    let ada = bench.add(ADA, Some(PASSWORD));
    assert!(bench.emulator.expire_password(&ada));
    vec![bench.with_password(ADA, PASSWORD).await]
}

pub(super) async fn blocked_by_policy(bench: &Bench) -> Vec<Reply> {
    let ada = bench.add(ADA, Some(PASSWORD));
    assert!(bench.emulator.block_user(&ada, true));
    vec![bench.with_password(ADA, PASSWORD).await]
}

/// A code for the second factor, and the ID of its method.
async fn code_sent(bench: &Bench, channel: &str) -> (Reply, String) {
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    let listed = listed(bench).await;
    let id = method(&listed, channel);
    let fields = [("id", id.as_str()), ("challenge_type", ALL)];
    (bench.go(CHALLENGE, &listed.token(), &fields).await, id)
}

/// Ada resets her password in the app `mfa` and goes on to sign in.
async fn after_a_reset(bench: &Bench) -> Reply {
    let started = reset_password::start(bench, CONTOSO_APP_MFA, ADA).await;
    let sent = bench.go(RESET_CHALLENGE, &started.token(), &[]).await;
    let code = bench.emulator.messages().pop().unwrap().code;
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let verified = bench.go(RESET_CONTINUE, &sent.token(), &fields).await;
    let fields = [("new_password", reset_password::NEW)];
    let submitted = bench.go(RESET_SUBMIT, &verified.token(), &fields).await;
    let done = bench.go(RESET_POLL, &submitted.token(), &[]).await;
    reset_password::sign_in(bench, CONTOSO_APP_MFA, &done.token()).await
}

/// All text messages blocked: one to a registered method, and one to a new one.
async fn blocked(answer: BlockedAnswer) -> Vec<Reply> {
    let mut config = Config::default();
    config.tenants[0].blocked_methods = vec![BlockedMethod {
        channel: Channel::Sms,
        prefix: String::new(),
        answer,
    }];
    let bench = Bench::with(config).await;
    let ada = bench.add_with_methods(ADA, Some(PASSWORD), &[PHONE]);
    let methods = listed(&bench).await;
    let id = method(&methods, "sms");
    let used = bench.go(CHALLENGE, &methods.token(), &[("id", &id)]).await;
    bench.emulator.delete_user(&ada);
    bench.add(ADA, Some(PASSWORD));
    let token = registration::listed(&bench).await.token();
    let chosen = choice("sms", PHONE);
    let registered = bench.go(REGISTER_CHALLENGE, &token, &chosen).await;
    vec![used, registered]
}
