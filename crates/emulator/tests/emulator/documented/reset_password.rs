//! The answers of a password reset.

use native_auth_emulator::PasswordResetConfig;

use crate::bench::*;
use crate::reset_password::{ADA, BOB, NEW, config, poll, start, step, submit, verified};

pub(super) async fn started(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    vec![start(bench, CONTOSO_APP_PASSWORD, ADA).await]
}

pub(super) async fn code_sent(bench: &Bench) -> Vec<Reply> {
    let token = started(bench).await.remove(0).token();
    vec![step(bench, RESET_CHALLENGE, &token, &[]).await]
}

pub(super) async fn code_sent_again(bench: &Bench) -> Vec<Reply> {
    let sent = code_sent(bench).await.remove(0);
    let first = bench.code(ADA);
    let again = step(bench, RESET_CHALLENGE, &sent.token(), &[]).await;
    assert_ne!(bench.code(ADA), first);
    vec![again]
}

pub(super) async fn code_verified(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    vec![verified(bench, ADA).await]
}

pub(super) async fn submitted(bench: &Bench) -> Vec<Reply> {
    let token = code_verified(bench).await.remove(0).token();
    vec![submit(bench, &token, NEW).await]
}

pub(super) async fn not_started(_: &Bench) -> Vec<Reply> {
    first_poll(PasswordResetConfig {
        not_started_polls: 1,
        ..PasswordResetConfig::default()
    })
    .await
}

pub(super) async fn in_progress(_: &Bench) -> Vec<Reply> {
    let mut replies = first_poll(PasswordResetConfig {
        in_progress_polls: 1,
        ..PasswordResetConfig::default()
    })
    .await;
    let slow = first_poll(PasswordResetConfig {
        delay_seconds: 1,
        ..PasswordResetConfig::default()
    });
    replies.extend(slow.await);
    replies
}

pub(super) async fn failed(_: &Bench) -> Vec<Reply> {
    first_poll(PasswordResetConfig {
        failures: 1,
        ..PasswordResetConfig::default()
    })
    .await
}

pub(super) async fn succeeded(bench: &Bench) -> Vec<Reply> {
    let token = submitted(bench).await.remove(0).token();
    vec![poll(bench, &token).await, poll(bench, &token).await]
}

pub(super) async fn recently_used(bench: &Bench) -> Vec<Reply> {
    let token = code_verified(bench).await.remove(0).token();
    vec![submit(bench, &token, PASSWORD).await]
}

pub(super) async fn not_possible(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let no_password = start(bench, CONTOSO_APP_PASSWORD, BOB).await;
    let off = PasswordResetConfig {
        enabled: false,
        ..PasswordResetConfig::default()
    };
    let bench = Bench::with(config(off)).await;
    bench.add(ADA, Some(PASSWORD));
    vec![no_password, start(&bench, CONTOSO_APP_PASSWORD, ADA).await]
}

async fn first_poll(policy: PasswordResetConfig) -> Vec<Reply> {
    let bench = Bench::with(config(policy)).await;
    let token = submitted(&bench).await.remove(0).token();
    vec![poll(&bench, &token).await]
}
