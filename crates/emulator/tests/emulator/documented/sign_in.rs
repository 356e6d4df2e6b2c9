//! The answers of the sign-in endpoints but for the tokens themselves.

use super::anywhere::start;
use crate::bench::*;
use crate::reset_password;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

pub(super) async fn initiated(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    vec![
        start(bench, INITIATE, ADA, ALL).await,
        start(bench, INITIATE, BOB, ALL).await,
    ]
}

pub(super) async fn password_wanted(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let token = start(bench, INITIATE, ADA, ALL).await.token();
    vec![challenge(bench, &token).await]
}

pub(super) async fn code_sent(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let token = start(bench, INITIATE, BOB, ALL).await.token();
    vec![challenge(bench, &token).await]
}

pub(super) async fn code_sent_again(bench: &Bench) -> Vec<Reply> {
    let first = code_sent(bench).await.remove(0);
    let code = bench.code(BOB);
    let again = challenge(bench, &first.token()).await;
    assert_ne!(bench.code(BOB), code);
    vec![again]
}

pub(super) async fn user_not_found(bench: &Bench) -> Vec<Reply> {
    let mut replies = vec![
        start(bench, INITIATE, ADA, ALL).await,
        start(bench, RESET_START, ADA, ALL).await,
    ];
    // A user who is deleted while the client waits for the reset.
    let id = bench.add(ADA, Some(PASSWORD));
    let token = reset_password::verified(bench, ADA).await.token();
    let submitted = reset_password::submit(bench, &token, reset_password::NEW).await;
    bench.emulator.delete_user(&id);
    replies.push(reset_password::poll(bench, &submitted.token()).await);
    replies
}

pub(super) async fn wrong_password(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    vec![bench.with_password(ADA, "Wrong-1").await]
}

pub(super) async fn user_vanished(bench: &Bench) -> Vec<Reply> {
    let ada = bench.add(ADA, Some(PASSWORD));
    let bob = bench.add(BOB, None);
    let initiated = start(bench, INITIATE, ADA, ALL).await.token();
    let password = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let code = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    bench.emulator.delete_user(&ada);
    bench.emulator.delete_user(&bob);
    vec![
        challenge(bench, &initiated).await,
        bench.password_at(&password, PASSWORD).await,
        bench.code_at(&code, &bench.code(BOB)).await,
    ]
}

pub(super) async fn account_locked(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    for n in 1..10 {
        bench.password_at(&token, &format!("Wrong-{n}")).await;
    }
    vec![
        bench.password_at(&token, "Wrong-10").await,
        bench.password_at(&token, PASSWORD).await,
    ]
}

pub(super) async fn account_disabled(bench: &Bench) -> Vec<Reply> {
    let ada = bench.add(ADA, Some(PASSWORD));
    let bob = bench.add(BOB, None);
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    let password = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let code = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    bench.emulator.enable_user(&ada, false);
    bench.emulator.enable_user(&bob, false);
    vec![
        bench.password_at(&password, PASSWORD).await,
        bench.code_at(&code, &bench.code(BOB)).await,
        bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await,
    ]
}

pub(super) async fn wrong_kind_of_credential(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    let ada = bench.challenged(CONTOSO_APP_OTP, ADA).await;
    let bob = bench.challenged(CONTOSO_APP_PASSWORD, BOB).await;
    vec![
        bench.code_at(&ada, "12345678").await,
        bench.password_at(&bob, PASSWORD).await,
    ]
}

async fn challenge(bench: &Bench, token: &str) -> Reply {
    let fields = [("continuation_token", token)];
    bench.post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields).await
}
