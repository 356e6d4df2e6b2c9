//! Password reset: the code, the new password, the wait, and what it does to everything else.

use native_auth_emulator::{Config, PasswordResetConfig};
use serde_json::json;

use crate::bench::*;

pub(crate) const ADA: &str = "ada@example.com";
pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const NEW: &str = "Loud-Harbour-52";
const LIST: &str = "oob redirect";

/// A tenant whose resets go as this says.
pub(crate) fn config(reset: PasswordResetConfig) -> Config {
    let mut config = Config::default();
    config.tenants[0].password_reset = reset;
    config
}

pub(crate) async fn start(bench: &Bench, client: &str, username: &str) -> Reply {
    let fields = [
        ("username", username),
        ("challenge_type", LIST),
        ("capabilities", CAPABILITIES),
    ];
    bench.post(RESET_START, client, &fields).await
}

/// A step of a reset in the app `password`.
pub(crate) async fn step(bench: &Bench, path: &str, token: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("continuation_token", token)];
    fields.extend_from_slice(more);
    bench.post(path, CONTOSO_APP_PASSWORD, &fields).await
}

/// A reset up to the point where the new password is wanted.
pub(crate) async fn verified(bench: &Bench, username: &str) -> Reply {
    let token = start(bench, CONTOSO_APP_PASSWORD, username).await.token();
    let sent = step(bench, RESET_CHALLENGE, &token, &[]).await;
    let code = bench.emulator.messages().pop().unwrap().code;
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    step(bench, RESET_CONTINUE, &sent.token(), &fields).await
}

pub(crate) async fn submit(bench: &Bench, token: &str, password: &str) -> Reply {
    step(bench, RESET_SUBMIT, token, &[("new_password", password)]).await
}

pub(crate) async fn poll(bench: &Bench, token: &str) -> Reply {
    step(bench, RESET_POLL, token, &[]).await
}

/// A whole reset, up to the last poll.
pub(crate) async fn reset(bench: &Bench, username: &str, password: &str) -> Reply {
    let token = verified(bench, username).await.token();
    let submitted = submit(bench, &token, password).await;
    poll(bench, &submitted.token()).await
}

/// A finished reset is cashed in.
pub(crate) async fn sign_in(bench: &Bench, client: &str, token: &str) -> Reply {
    let fields = [
        ("continuation_token", token),
        ("grant_type", "continuation_token"),
        ("username", ADA),
        ("scope", SCOPE),
        ("client_info", "true"),
    ];
    bench.post(TOKEN, client, &fields).await
}

#[tokio::test]
async fn from_the_first_step_to_the_tokens() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
    let sent = step(&bench, RESET_CHALLENGE, &token, &[("challenge_type", LIST)]).await;
    let mut body = sent.body.clone();
    body["continuation_token"].take();
    assert_eq!(
        body,
        json!({
            "challenge_type": "oob", "continuation_token": null, "binding_method": "prompt",
            "challenge_channel": "email", "challenge_target_label": "a***@ex***e.com",
            "code_length": 8,
        })
    );
    let message = bench.emulator.messages().pop().unwrap();
    assert_eq!(
        (message.recipient.as_str(), message.channel, message.purpose),
        (ADA, "email", "reset_password")
    );
    let oob = |code| [("grant_type", "oob"), ("oob", code)];
    step(&bench, RESET_CONTINUE, &sent.token(), &oob("no code"))
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    let verified = step(&bench, RESET_CONTINUE, &sent.token(), &oob(&message.code)).await;
    assert_eq!(verified.body["expires_in"], 600);
    let submitted = submit(&bench, &verified.token(), NEW).await;
    assert_eq!(submitted.body["poll_interval"], 2);
    let done = poll(&bench, &submitted.token()).await;
    assert_eq!(done.body["status"], "succeeded");
    assert_eq!(done.body["expires_in"], 600);
    sign_in(&bench, CONTOSO_APP_PASSWORD, &done.token())
        .await
        .is_tokens();
    bench.with_password(ADA, NEW).await.is_tokens();
    bench
        .with_password(ADA, PASSWORD)
        .await
        .refused("invalid_grant", "", 50126);
    // Everything of the flow is used up.
    for token in [token, sent.token(), verified.token(), submitted.token()] {
        poll(&bench, &token)
            .await
            .refused("invalid_request", "", 55200);
    }
    sign_in(&bench, CONTOSO_APP_PASSWORD, &done.token())
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn who_cannot_reset() {
    let bench = Bench::new().await;
    bench.add(BOB, None);
    start(&bench, CONTOSO_APP_PASSWORD, BOB)
        .await
        .refused("invalid_request", "", 500222);
    start(&bench, CONTOSO_APP_PASSWORD, ADA)
        .await
        .refused("user_not_found", "", 50034);
    start(&bench, CONTOSO_APP_PASSWORD, "ada at example")
        .await
        .refused("invalid_request", "", 90100);
    start(&bench, CONTOSO_APP_DISABLED, BOB).await.refused(
        "invalid_client",
        "nativeauthapi_disabled",
        0,
    );
    let off = PasswordResetConfig {
        enabled: false,
        ..PasswordResetConfig::default()
    };
    let bench = Bench::with(config(off)).await;
    bench.add(ADA, Some(PASSWORD));
    start(&bench, CONTOSO_APP_PASSWORD, ADA)
        .await
        .refused("invalid_request", "", 500222);
}

#[tokio::test]
async fn an_alias_will_do_and_the_code_goes_to_the_address() {
    let bench = Bench::new().await;
    let mut ada = native_auth_emulator::NewUser::new("contoso", ADA, Some(PASSWORD));
    ada.alias = Some("ada.l".to_owned());
    bench.emulator.add_user(&ada).unwrap();
    let done = reset(&bench, "Ada.L", NEW).await;
    assert_eq!(done.body["status"], "succeeded");
    assert_eq!(bench.emulator.messages()[0].recipient, ADA);
}

#[tokio::test]
async fn where_the_code_goes() {
    const MAIL: &str = "ada.at.work@example.org";
    for (client, methods, expected) in [
        (CONTOSO_APP_MFA, &[MAIL][..], MAIL),
        (CONTOSO_APP_MFA, &[PHONE, MAIL], MAIL),
        (CONTOSO_APP_MFA, &[PHONE], ADA),
        (CONTOSO_APP_MFA, &[], ADA),
        (CONTOSO_APP_PASSWORD, &[MAIL], ADA),
    ] {
        let bench = Bench::new().await;
        bench.add_with_methods(ADA, Some(PASSWORD), methods);
        let token = start(&bench, client, ADA).await.token();
        let fields = [("continuation_token", token.as_str())];
        let sent = bench.post(RESET_CHALLENGE, client, &fields).await;
        assert_eq!(sent.body["challenge_channel"], "email");
        let message = bench.emulator.messages().pop().unwrap();
        assert_eq!(message.recipient, expected);
    }
}

#[tokio::test]
async fn another_code_kills_the_first() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
    let sent = step(&bench, RESET_CHALLENGE, &token, &[]).await;
    let first = bench.code(ADA);
    let again = step(&bench, RESET_CHALLENGE, &sent.token(), &[]).await;
    let oob = |code| [("grant_type", "oob"), ("oob", code)];
    step(&bench, RESET_CONTINUE, &again.token(), &oob(&first))
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    step(&bench, RESET_CONTINUE, &sent.token(), &oob(&first))
        .await
        .refused("invalid_request", "", 55200);
    step(
        &bench,
        RESET_CONTINUE,
        &again.token(),
        &oob(&bench.code(ADA)),
    )
    .await
    .token();
}

#[tokio::test]
async fn refused_passwords_leave_the_token_good() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = verified(&bench, ADA).await.token();
    let long = format!("Aa1{}", "x".repeat(254));
    for (password, suberror) in [
        ("Größe-12345", "password_is_invalid"),
        ("Ab1-", "password_too_short"),
        (long.as_str(), "password_too_long"),
        ("onlylowercase", "password_too_weak"),
        ("P@ssw0rd12", "password_banned"),
        (PASSWORD, "password_recently_used"),
    ] {
        submit(&bench, &token, password)
            .await
            .refused("invalid_grant", suberror, 399246);
    }
    submit(&bench, &token, "")
        .await
        .refused("invalid_request", "", 90100);
    submit(&bench, &token, NEW).await.token();
}

#[tokio::test]
async fn earlier_passwords_do_not_come_back_until_five_have_passed() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    for n in 1..=5 {
        let done = reset(&bench, ADA, &format!("Loud-Harbour-{n}")).await;
        assert_eq!(done.body["status"], "succeeded");
        let token = verified(&bench, ADA).await.token();
        submit(&bench, &token, PASSWORD).await.refused(
            "invalid_grant",
            "password_recently_used",
            399246,
        );
        // Codes are not counted any more.
        bench.pass(3600);
    }
    reset(&bench, ADA, "Loud-Harbour-6").await.token();
    let done = reset(&bench, ADA, PASSWORD).await;
    assert_eq!(done.body["status"], "succeeded");
}

#[tokio::test]
async fn lists_without_oob_lead_to_the_browser() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let fields = [("username", ADA), ("challenge_type", "password redirect")];
    let app = CONTOSO_APP_PASSWORD;
    bench.post(RESET_START, app, &fields).await.is_redirect();
    let token = start(&bench, app, ADA).await.token();
    step(
        &bench,
        RESET_CHALLENGE,
        &token,
        &[("challenge_type", "redirect")],
    )
    .await
    .is_redirect();
    for (list, code) in [("oob", 901007), ("oob smoke redirect", 0)] {
        let fields = [("username", ADA), ("challenge_type", list)];
        bench
            .post(RESET_START, app, &fields)
            .await
            .refused("invalid_request", "", code);
    }
}

#[tokio::test]
async fn each_step_takes_only_its_own_token() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let started = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
    let sent = {
        let token = start(&bench, CONTOSO_APP_PASSWORD, ADA).await.token();
        step(&bench, RESET_CHALLENGE, &token, &[]).await.token()
    };
    let verified = verified(&bench, ADA).await.token();
    let submitted = {
        let token = self::verified(&bench, ADA).await.token();
        submit(&bench, &token, NEW).await.token()
    };
    let signing_in = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let oob = [("grant_type", "oob"), ("oob", "12345678")];
    let new = [("new_password", NEW)];
    let steps = [
        (RESET_CHALLENGE, &[][..], vec![&verified, &submitted]),
        (RESET_CONTINUE, &oob, vec![&started, &verified, &submitted]),
        (RESET_SUBMIT, &new, vec![&started, &sent, &submitted]),
        (RESET_POLL, &[], vec![&started, &sent, &verified]),
    ];
    for (path, more, tokens) in steps {
        for token in tokens.into_iter().chain([&signing_in]) {
            let reply = step(&bench, path, token, more).await;
            reply.refused("invalid_request", "", 55200);
        }
    }
    for token in [&started, &sent, &verified, &submitted] {
        sign_in(&bench, CONTOSO_APP_PASSWORD, token)
            .await
            .refused("invalid_request", "", 55200);
    }
    let fields = [("grant_type", "password"), ("oob", "12345678")];
    step(&bench, RESET_CONTINUE, &sent, &fields)
        .await
        .refused("invalid_request", "", 90100);
}
