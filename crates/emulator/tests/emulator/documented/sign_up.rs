//! The answers of the sign-up endpoints.

use serde_json::json;

use super::NEWSLETTER;
use super::anywhere::start;
use crate::bench::*;
use crate::reset_password;
use crate::sign_up::{self, ADA, challenge, go_on};

pub(super) async fn started(bench: &Bench) -> Vec<Reply> {
    let attributes = all_attributes();
    let fields = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("password", PASSWORD),
        ("attributes", attributes.as_str()),
    ];
    vec![
        start(bench, START, ADA, ALL).await,
        bench.post(START, CONTOSO_APP_PASSWORD, &fields).await,
    ]
}

pub(super) async fn code_sent(bench: &Bench) -> Vec<Reply> {
    let token = start(bench, START, ADA, ALL).await.token();
    vec![challenge(bench, &token).await]
}

pub(super) async fn code_sent_again(bench: &Bench) -> Vec<Reply> {
    let token = sign_up::code_sent(bench, &[]).await;
    let first = bench.code(ADA);
    let again = challenge(bench, &token).await;
    assert_ne!(bench.code(ADA), first);
    vec![again]
}

pub(super) async fn credential_required(bench: &Bench) -> Vec<Reply> {
    let token = sign_up::code_sent(bench, &[]).await;
    vec![go_on(bench, &token, "oob", &bench.code(ADA)).await]
}

pub(super) async fn password_wanted(bench: &Bench) -> Vec<Reply> {
    let required = credential_required(bench).await.remove(0);
    vec![challenge(bench, &required.token()).await]
}

pub(super) async fn attributes_required(bench: &Bench) -> Vec<Reply> {
    let after_the_password = {
        let wanted = password_wanted(bench).await.remove(0);
        go_on(bench, &wanted.token(), "password", PASSWORD).await
    };
    vec![after_the_password, asked(bench).await]
}

pub(super) async fn attributes_required_again(bench: &Bench) -> Vec<Reply> {
    let token = asked(bench).await.token();
    let some = json!({ "displayName": "Ada", NEWSLETTER: true }).to_string();
    vec![go_on(bench, &token, "attributes", &some).await]
}

pub(super) async fn verification_required(bench: &Bench) -> Vec<Reply> {
    let token = start(bench, START, ADA, ALL).await.token();
    vec![go_on(bench, &token, "attributes", &all_attributes()).await]
}

pub(super) async fn attribute_refused(bench: &Bench) -> Vec<Reply> {
    let attributes = r#"{"city":""}"#;
    let fields = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("attributes", attributes),
    ];
    let at_start = bench.post(START, CONTOSO_APP_PASSWORD, &fields).await;
    let token = asked(bench).await.token();
    vec![
        at_start,
        go_on(bench, &token, "attributes", attributes).await,
    ]
}

pub(super) async fn created(bench: &Bench) -> Vec<Reply> {
    let token = asked(bench).await.token();
    let with_a_password = go_on(bench, &token, "attributes", &all_attributes()).await;

    let (eve, app) = ("eve@example.com", CONTOSO_APP_OTP);
    let fields = [("username", eve), ("challenge_type", ALL)];
    let token = bench.post(START, app, &fields).await.token();
    let fields = [("continuation_token", token.as_str())];
    let token = bench.post(SIGN_UP_CHALLENGE, app, &fields).await.token();
    let code = bench.code(eve);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
    ];
    let with_a_code = bench.post(CONTINUE, app, &fields).await;
    let users = bench.emulator.users();
    for name in [ADA, eve] {
        assert!(users.iter().any(|user| user.username == name));
    }
    vec![with_a_password, with_a_code]
}

pub(super) async fn user_exists(bench: &Bench) -> Vec<Reply> {
    let token = sign_up::code_sent(bench, &[]).await;
    bench.add(ADA, Some(PASSWORD));
    vec![
        start(bench, START, ADA, ALL).await,
        go_on(bench, &token, "oob", &bench.code(ADA)).await,
    ]
}

pub(super) async fn password_too_weak(bench: &Bench) -> Vec<Reply> {
    with_password(bench, "onlylowercase").await
}

pub(super) async fn password_too_short(bench: &Bench) -> Vec<Reply> {
    with_password(bench, "Ab1-").await
}

pub(super) async fn password_too_long(bench: &Bench) -> Vec<Reply> {
    with_password(bench, &format!("Aa1{}", "x".repeat(254))).await
}

pub(super) async fn password_banned(bench: &Bench) -> Vec<Reply> {
    with_password(bench, "P@ssw0rd12").await
}

pub(super) async fn password_is_invalid(bench: &Bench) -> Vec<Reply> {
    with_password(bench, "Größe-12345").await
}

/// A new password, at the start, when it is asked for, and in a reset.
async fn with_password(bench: &Bench, password: &str) -> Vec<Reply> {
    let fields = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("password", password),
    ];
    let at_start = bench.post(START, CONTOSO_APP_PASSWORD, &fields).await;
    let wanted = password_wanted(bench).await.remove(0);
    bench.add("eve@example.com", Some(PASSWORD));
    let token = reset_password::verified(bench, "eve@example.com")
        .await
        .token();
    vec![
        at_start,
        go_on(bench, &wanted.token(), "password", password).await,
        reset_password::submit(bench, &token, password).await,
    ]
}

/// The answer that asks for the attributes, the password having come at the start.
async fn asked(bench: &Bench) -> Reply {
    let token = sign_up::code_sent(bench, &[("password", PASSWORD)]).await;
    go_on(bench, &token, "oob", &bench.code(ADA)).await
}

fn all_attributes() -> String {
    json!({ "displayName": "Ada", "city": "London", NEWSLETTER: "true" }).to_string()
}
