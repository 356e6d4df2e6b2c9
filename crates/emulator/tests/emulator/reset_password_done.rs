//! The end of a password reset: the wait, how it turns out, and what it does to everything else.

use native_auth_emulator::PasswordResetConfig;
use serde_json::json;

use crate::bench::*;
use crate::reset_password::{
    ADA, BOB, NEW, config, poll, reset, sign_in, start, step, submit, verified,
};

#[tokio::test]
async fn polls_wait_for_their_number_and_for_the_time() {
    let bench = Bench::with(config(PasswordResetConfig {
        poll_interval_seconds: 7,
        not_started_polls: 2,
        in_progress_polls: 1,
        delay_seconds: 30,
        ..PasswordResetConfig::default()
    }))
    .await;
    bench.add(ADA, Some(PASSWORD));
    let token = verified(&bench, ADA).await.token();
    let submitted = submit(&bench, &token, NEW).await;
    assert_eq!(submitted.body["poll_interval"], 7);
    let token = submitted.token();
    for status in [
        "not_started",
        "not_started",
        "in_progress",
        "in_progress",
        "in_progress",
    ] {
        let pending = poll(&bench, &token).await;
        assert_eq!(pending.body, json!({ "status": status }));
    }
    // Until then the old password counts.
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    bench
        .with_password(ADA, NEW)
        .await
        .refused("invalid_grant", "", 50126);
    bench.pass(30);
    let done = poll(&bench, &token).await;
    assert_eq!(done.body["status"], "succeeded");
    // Whoever lost that answer asks again, and both have a token to sign in with.
    let again = poll(&bench, &token).await;
    assert_eq!(again.body["status"], "succeeded");
    assert_ne!(again.token(), done.token());
    sign_in(&bench, CONTOSO_APP_PASSWORD, &done.token())
        .await
        .is_tokens();
    bench.with_password(ADA, NEW).await.is_tokens();
}

#[tokio::test]
async fn what_fails_can_be_submitted_again() {
    let bench = Bench::with(config(PasswordResetConfig {
        failures: 2,
        ..PasswordResetConfig::default()
    }))
    .await;
    bench.add(ADA, Some(PASSWORD));
    let mut token = verified(&bench, ADA).await.token();
    for n in 1..=2 {
        let submitted = submit(&bench, &token, &format!("Loud-Harbour-{n}")).await;
        let failed = poll(&bench, &submitted.token()).await;
        assert_eq!(failed.body["status"], "failed");
        assert_eq!(
            poll(&bench, &submitted.token()).await.body["status"],
            "failed"
        );
        // That token is for submitting, not for signing in.
        sign_in(&bench, CONTOSO_APP_PASSWORD, &failed.token())
            .await
            .refused("invalid_request", "", 55200);
        token = failed.token();
    }
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    // A password that never came into force is not one that was used.
    let submitted = submit(&bench, &token, "Loud-Harbour-1").await;
    let done = poll(&bench, &submitted.token()).await;
    assert_eq!(done.body["status"], "succeeded");
    bench.with_password(ADA, "Loud-Harbour-1").await.is_tokens();
}

#[tokio::test]
async fn a_disabled_user_keeps_the_password_and_a_deleted_one_is_not_found() {
    let bench = Bench::new().await;
    let ada = bench.add(ADA, Some(PASSWORD));
    let token = verified(&bench, ADA).await.token();
    let submitted = submit(&bench, &token, NEW).await.token();
    bench.emulator.enable_user(&ada, false);
    assert_eq!(poll(&bench, &submitted).await.body["status"], "failed");
    bench.emulator.enable_user(&ada, true);
    bench.with_password(ADA, PASSWORD).await.is_tokens();

    let started = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
    let other = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
    let sent = step(&bench, RESET_CHALLENGE, &other, &[]).await.token();
    let verified = verified(&bench, ADA).await.token();
    bench.emulator.delete_user(&ada);
    let oob = [("grant_type", "oob"), ("oob", "12345678")];
    for (path, token, more) in [
        (RESET_CHALLENGE, &started, &[][..]),
        (RESET_CONTINUE, &sent, &oob),
        (RESET_SUBMIT, &verified, &[("new_password", NEW)]),
    ] {
        let reply = step(&bench, path, token, more).await;
        reply.refused("invalid_grant", "", 50034);
    }
    poll(&bench, &submitted)
        .await
        .refused("user_not_found", "", 50034);
}

#[tokio::test]
async fn a_reset_ends_sessions_and_lifts_a_lock() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    let code = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let others = bench
        .code_at(&code, &bench.code(BOB))
        .await
        .text("refresh_token");
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    for n in 0..10 {
        bench.password_at(&token, &format!("Wrong-{n}")).await;
    }
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_grant", "", 50053);
    let done = reset(&bench, ADA, NEW).await;
    bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.refused(
        "invalid_grant",
        "bad_token",
        50173,
    );
    bench.refresh(CONTOSO_APP_OTP, &others).await.is_tokens();
    bench.password_at(&token, NEW).await.is_tokens();
    let signed_in = sign_in(&bench, CONTOSO_APP_PASSWORD, &done.token()).await;
    bench
        .refresh(CONTOSO_APP_PASSWORD, &signed_in.text("refresh_token"))
        .await
        .is_tokens();
}

#[tokio::test]
async fn a_reset_is_only_the_first_factor() {
    for (methods, suberror, code) in [
        (&[PHONE][..], "mfa_required", 50076),
        (&[], "registration_required", 50072),
    ] {
        let bench = Bench::new().await;
        bench.add_with_methods(ADA, Some(PASSWORD), methods);
        let token = start(&bench, CONTOSO_APP_MFA, ADA).await.token();
        let sent = bench.go(RESET_CHALLENGE, &token, &[]).await.token();
        let code_sent = bench.code(ADA);
        let fields = [("grant_type", "oob"), ("oob", code_sent.as_str())];
        let token = bench.go(RESET_CONTINUE, &sent, &fields).await.token();
        let fields = [("new_password", NEW)];
        let token = bench.go(RESET_SUBMIT, &token, &fields).await.token();
        let done = bench.go(RESET_POLL, &token, &[]).await.token();
        let demanded = sign_in(&bench, CONTOSO_APP_MFA, &done).await;
        demanded.refused("invalid_grant", suberror, code);
        let path = if methods.is_empty() {
            REGISTER_INTROSPECT
        } else {
            INTROSPECT
        };
        let listed = bench.go(path, &demanded.token(), &[]).await;
        assert!(!listed.body["methods"].as_array().unwrap().is_empty());
        // The flow has gone on, so nobody polls for it any more.
        bench
            .go(RESET_POLL, &token, &[])
            .await
            .refused("invalid_request", "", 55200);
    }
}

#[tokio::test]
async fn a_password_that_must_be_changed_is_changed_by_a_reset() {
    let bench = Bench::new().await;
    let ada = bench.add(ADA, Some(PASSWORD));
    let bob = bench.add(BOB, None);
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    assert!(bench.emulator.require_password_change(&ada));
    for id in [bob.as_str(), "nobody"] {
        assert!(!bench.emulator.require_password_change(id));
    }
    bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.refused(
        "invalid_grant",
        "user_password_expired",
        50142,
    );
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 50142);
    reset(&bench, ADA, NEW).await.token();
    // The sign-in that was refused can go on.
    bench.password_at(&token, NEW).await.is_tokens();
}
