//! What several endpoints answer alike.

use super::CONFIDENTIAL;
use crate::bench::*;
use crate::sign_up::{self, ADA, go_on};
use crate::{registration, reset_password, second_factor};

const ENDPOINTS: [&str; 15] = [
    START,
    SIGN_UP_CHALLENGE,
    CONTINUE,
    INITIATE,
    CHALLENGE,
    INTROSPECT,
    TOKEN,
    REGISTER_INTROSPECT,
    REGISTER_CHALLENGE,
    REGISTER_CONTINUE,
    RESET_START,
    RESET_CHALLENGE,
    RESET_CONTINUE,
    RESET_SUBMIT,
    RESET_POLL,
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
    replies.push(start(bench, RESET_START, "eve@example.com", "redirect").await);
    let started = start(bench, RESET_START, "eve@example.com", ALL)
        .await
        .token();
    let no_code = [
        ("continuation_token", started.as_str()),
        ("challenge_type", "redirect"),
    ];
    replies.push(bench.post(RESET_CHALLENGE, app, &no_code).await);
    replies.extend(beyond_the_first_factor(bench).await);
    replies
}

/// Whoever cannot take a second factor, or list its methods, or be sent its code.
async fn beyond_the_first_factor(bench: &Bench) -> Vec<Reply> {
    bench.add_with_methods("ida@example.com", Some(PASSWORD), &[PHONE]);
    let mut replies = Vec::new();
    for username in ["eve@example.com", "ida@example.com"] {
        let token = bench.challenged_for_mfa(username, "").await;
        replies.push(bench.prove(&token, "password", PASSWORD).await);
        let fields = [
            ("username", username),
            ("challenge_type", "password redirect"),
            ("capabilities", CAPABILITIES),
        ];
        let token = bench.post(INITIATE, CONTOSO_APP_MFA, &fields).await.token();
        let token = bench.go(CHALLENGE, &token, &[]).await.token();
        let token = bench.prove(&token, "password", PASSWORD).await.token();
        let path = match username {
            "eve@example.com" => REGISTER_INTROSPECT,
            _ => INTROSPECT,
        };
        replies.push(bench.go(path, &token, &[]).await);
    }
    replies
}

pub(super) async fn username_invalid(bench: &Bench) -> Vec<Reply> {
    let mut replies = Vec::new();
    for path in [START, INITIATE, RESET_START] {
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
    bench.add("eve@example.com", Some(PASSWORD));
    let resetting = start(bench, RESET_START, "eve@example.com", ALL).await;
    for (path, token) in [
        (CHALLENGE, signing_in),
        (SIGN_UP_CHALLENGE, signing_up),
        (RESET_CHALLENGE, resetting.token()),
    ] {
        replies.push(until_refused(bench, path, CONTOSO_APP_PASSWORD, token, &[]).await);
    }
    bench.add_with_methods(second_factor::ADA, Some(PASSWORD), &[PHONE]);
    let listed = second_factor::listed(bench).await;
    let id = second_factor::method(&listed, "sms");
    let (app, id) = (CONTOSO_APP_MFA, [("id", id.as_str())]);
    replies.push(until_refused(bench, CHALLENGE, app, listed.token(), &id).await);
    bench.emulator.reset();
    bench.add(second_factor::ADA, Some(PASSWORD));
    let token = registration::listed(bench).await.token();
    let chosen = registration::choice("sms", PHONE);
    replies.push(until_refused(bench, REGISTER_CHALLENGE, app, token, &chosen).await);
    replies
}

/// Asks for codes until there are no more.
async fn until_refused(
    bench: &Bench,
    path: &str,
    client: &str,
    mut token: String,
    more: &[(&str, &str)],
) -> Reply {
    loop {
        let mut fields = vec![("continuation_token", token.as_str())];
        fields.extend_from_slice(more);
        let reply = bench.post(path, client, &fields).await;
        if reply.status != 200 {
            return reply;
        }
        token = reply.token();
    }
}

pub(super) async fn wrong_code(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_in = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let signing_up = sign_up::code_sent(bench, &[]).await;
    let mut replies = vec![
        bench.code_at(&signing_in, "no code").await,
        go_on(bench, &signing_up, "oob", "no code").await,
    ];
    replies.extend(codes_beyond_the_first_factor(bench, 0, false).await);
    replies
}

/// What becomes of a code for a reset, a second factor and its registration, some time after it was sent.
async fn codes_beyond_the_first_factor(bench: &Bench, after: u64, right: bool) -> Vec<Reply> {
    let given = |target: &str| match right {
        true => bench.code(target),
        false => "no code".to_owned(),
    };
    bench.add("eve@example.com", Some(PASSWORD));
    let resetting = start(bench, RESET_START, "eve@example.com", ALL).await;
    let resetting = reset_password::step(bench, RESET_CHALLENGE, &resetting.token(), &[]).await;

    let ada = bench.add_with_methods(second_factor::ADA, Some(PASSWORD), &[PHONE]);
    let listed = second_factor::listed(bench).await;
    let id = second_factor::method(&listed, "sms");
    let proving = bench.go(CHALLENGE, &listed.token(), &[("id", &id)]).await;
    bench.pass(after);
    let oob = given("eve@example.com");
    let oob = [("grant_type", "oob"), ("oob", oob.as_str())];
    let mut replies = vec![
        reset_password::step(bench, RESET_CONTINUE, &resetting.token(), &oob).await,
        bench
            .prove(&proving.token(), "mfa_oob", &given(PHONE))
            .await,
    ];
    bench.emulator.delete_user(&ada);
    let registering = super::registration::code_sent(bench, "sms", PHONE).await;
    bench.pass(after);
    let oob = given(PHONE);
    let oob = [("grant_type", "oob"), ("oob", oob.as_str())];
    replies.push(
        bench
            .go(REGISTER_CONTINUE, &registering.token(), &oob)
            .await,
    );
    replies
}

pub(super) async fn expired_code(bench: &Bench) -> Vec<Reply> {
    bench.add(BOB, None);
    let signing_in = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let signing_up = sign_up::code_sent(bench, &[]).await;
    bench.pass(300);
    let mut replies = vec![
        bench.code_at(&signing_in, &bench.code(BOB)).await,
        go_on(bench, &signing_up, "oob", &bench.code(ADA)).await,
    ];
    replies.extend(codes_beyond_the_first_factor(bench, 300, true).await);
    replies
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
    bench.add("eve@example.com", Some(PASSWORD));
    let resetting = start(bench, RESET_START, "eve@example.com", ALL).await;
    let mut replies = vec![
        start(bench, START, ADA, list).await,
        start(bench, INITIATE, BOB, list).await,
        start(bench, RESET_START, "eve@example.com", list).await,
    ];
    for (path, token) in [
        (SIGN_UP_CHALLENGE, signing_up),
        (CHALLENGE, signing_in),
        (RESET_CHALLENGE, resetting.token()),
    ] {
        let fields = [("continuation_token", &*token), ("challenge_type", list)];
        replies.push(bench.post(path, CONTOSO_APP_PASSWORD, &fields).await);
    }
    replies
}

/// A continuation token, wherever there must be one.
async fn with_token(bench: &Bench, token: &str) -> Vec<Reply> {
    let field = ("continuation_token", token);
    let mut replies = Vec::new();
    for path in [
        SIGN_UP_CHALLENGE,
        CHALLENGE,
        INTROSPECT,
        REGISTER_INTROSPECT,
        RESET_CHALLENGE,
        RESET_POLL,
    ] {
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
    for (path, grant) in [
        (TOKEN, "oob"),
        (TOKEN, "mfa_oob"),
        (REGISTER_CONTINUE, "oob"),
        (REGISTER_CONTINUE, "continuation_token"),
        (RESET_CONTINUE, "oob"),
    ] {
        let fields = [
            field,
            ("grant_type", grant),
            ("oob", "12345678"),
            ("scope", SCOPE),
        ];
        replies.push(bench.post(path, CONTOSO_APP_PASSWORD, &fields).await);
    }
    replies.push(reset_password::submit(bench, token, PASSWORD).await);
    let mut fields = vec![field];
    fields.extend(registration::choice("email", ADA));
    replies.push(
        bench
            .post(REGISTER_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
            .await,
    );
    replies
}
