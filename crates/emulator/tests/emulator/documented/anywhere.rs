//! What several endpoints answer alike.

use super::CONFIDENTIAL;
use crate::bench::*;
use crate::sign_up::{self, ADA, go_on};

const ENDPOINTS: [&str; 6] = [
    START,
    SIGN_UP_CHALLENGE,
    CONTINUE,
    INITIATE,
    CHALLENGE,
    TOKEN,
];
const BOB: &str = "bob@example.com";

pub(super) async fn redirect(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    bench.add("eve@example.com", Some(PASSWORD));
    let mut replies = vec![start(bench, START, ADA, "password redirect").await];
    let started = start(bench, START, ADA, ALL).await.token();
    let no_code = [
        ("continuation_token", started.as_str()),
        ("challenge_type", "password redirect"),
    ];
    let app = CONTOSO_APP_PASSWORD;
    replies.push(bench.post(SIGN_UP_CHALLENGE, app, &no_code).await);
    for (username, list) in [
        (BOB, "password redirect"),
        ("eve@example.com", "oob redirect"),
    ] {
        let initiated = start(bench, INITIATE, username, list).await.token();
        let fields = [("continuation_token", initiated.as_str())];
        replies.push(bench.post(CHALLENGE, app, &fields).await);
    }
    replies
}

pub(super) async fn username_invalid(bench: &Bench) -> Vec<Reply> {
    let mut replies = Vec::new();
    for path in [START, INITIATE] {
        for username in ["", "ada@", "ada lovelace"] {
            replies.push(start(bench, path, username, ALL).await);
        }
    }
    replies
}

pub(super) async fn client_id_invalid(bench: &Bench) -> Vec<Reply> {
    everywhere(bench, "contoso").await
}

pub(super) async fn parameter_missing(bench: &Bench) -> Vec<Reply> {
    everywhere(bench, CONTOSO_APP_PASSWORD).await
}

pub(super) async fn native_auth_disabled(bench: &Bench) -> Vec<Reply> {
    everywhere(bench, CONTOSO_APP_DISABLED).await
}

pub(super) async fn client_secret_missing(bench: &Bench) -> Vec<Reply> {
    everywhere(bench, CONFIDENTIAL).await
}

pub(super) async fn client_unknown(bench: &Bench) -> Vec<Reply> {
    everywhere(bench, "c0a1d2e3-0000-4000-8000-000000000002").await
}

pub(super) async fn tenant_unknown(bench: &Bench) -> Vec<Reply> {
    let mut replies = Vec::new();
    for path in ENDPOINTS {
        let url = format!(
            "{}/fabrikam.onmicrosoft.com/{path}",
            bench.emulator.origin()
        );
        let fields = [("client_id", CONTOSO_APP_PASSWORD)];
        replies.push(bench.post_raw(&url, &fields).await);
    }
    replies
}

pub(super) async fn challenge_type_nobody_knows(bench: &Bench) -> Vec<Reply> {
    with_list(bench, "oob carrier_pigeon password redirect").await
}

pub(super) async fn challenge_type_without_redirect(bench: &Bench) -> Vec<Reply> {
    with_list(bench, "oob password").await
}

pub(super) async fn continuation_token_invalid(bench: &Bench) -> Vec<Reply> {
    let mut replies = with_token(bench, "invented").await;
    // And one of another flow, at another app, and used already.
    let started = start(bench, START, ADA, ALL).await.token();
    let fields = [("continuation_token", started.as_str())];
    let app = CONTOSO_APP_PASSWORD;
    replies.push(bench.post(CHALLENGE, app, &fields).await);
    replies.push(bench.password_at(&started, PASSWORD).await);
    replies.push(
        bench
            .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
            .await,
    );
    sign_up::challenge(bench, &started).await.token();
    replies.push(sign_up::challenge(bench, &started).await);
    replies
}

pub(super) async fn continuation_token_expired(bench: &Bench) -> Vec<Reply> {
    let started = start(bench, START, ADA, ALL).await.token();
    bench.pass(600);
    with_token(bench, &started).await
}

pub(super) async fn too_many_codes(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_in = start(bench, INITIATE, BOB, ALL).await.token();
    let signing_up = start(bench, START, ADA, ALL).await.token();
    let mut replies = Vec::new();
    for (path, mut token) in [(CHALLENGE, signing_in), (SIGN_UP_CHALLENGE, signing_up)] {
        let refused = loop {
            let fields = [("continuation_token", token.as_str())];
            let reply = bench.post(path, CONTOSO_APP_PASSWORD, &fields).await;
            if reply.status != 200 {
                break reply;
            }
            token = reply.token();
        };
        replies.push(refused);
    }
    replies
}

pub(super) async fn wrong_code(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_in = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let signing_up = sign_up::code_sent(bench, &[]).await;
    vec![
        bench.code_at(&signing_in, "no code").await,
        go_on(bench, &signing_up, "oob", "no code").await,
    ]
}

pub(super) async fn expired_code(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_in = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let signing_up = sign_up::code_sent(bench, &[]).await;
    bench.pass(300);
    vec![
        bench.code_at(&signing_in, &bench.code(BOB)).await,
        go_on(bench, &signing_up, "oob", &bench.code(ADA)).await,
    ]
}

/// Begins a flow at the endpoint that does.
pub(super) async fn start(bench: &Bench, path: &str, username: &str, list: &str) -> Reply {
    let fields = [("username", username), ("challenge_type", list)];
    bench.post(path, CONTOSO_APP_PASSWORD, &fields).await
}

/// A request to each endpoint with nothing in it but who asks.
async fn everywhere(bench: &Bench, client: &str) -> Vec<Reply> {
    let mut replies = Vec::new();
    for path in ENDPOINTS {
        replies.push(bench.post(path, client, &[]).await);
    }
    replies
}

/// A list of challenge types, wherever there may be one.
async fn with_list(bench: &Bench, list: &str) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_up = start(bench, START, ADA, ALL).await.token();
    let signing_in = start(bench, INITIATE, BOB, ALL).await.token();
    let mut replies = vec![
        start(bench, START, ADA, list).await,
        start(bench, INITIATE, BOB, list).await,
    ];
    for (path, token) in [(SIGN_UP_CHALLENGE, signing_up), (CHALLENGE, signing_in)] {
        let fields = [("continuation_token", &*token), ("challenge_type", list)];
        replies.push(bench.post(path, CONTOSO_APP_PASSWORD, &fields).await);
    }
    replies
}

/// A continuation token, wherever there must be one.
async fn with_token(bench: &Bench, token: &str) -> Vec<Reply> {
    let field = ("continuation_token", token);
    let mut replies = Vec::new();
    for path in [SIGN_UP_CHALLENGE, CHALLENGE] {
        replies.push(bench.post(path, CONTOSO_APP_PASSWORD, &[field]).await);
    }
    for (grant, value) in [
        ("oob", "12345678"),
        ("password", PASSWORD),
        ("attributes", "{}"),
    ] {
        replies.push(go_on(bench, token, grant, value).await);
    }
    replies.push(bench.password_at(token, PASSWORD).await);
    replies.push(sign_up::tokens_for(bench, CONTOSO_APP_PASSWORD, token).await);
    let fields = [
        field,
        ("grant_type", "oob"),
        ("oob", "12345678"),
        ("scope", SCOPE),
    ];
    replies.push(bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await);
    replies
}
