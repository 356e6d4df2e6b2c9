//! Sign-up: every order of code, password and attributes, and every refusal on the way.

use serde_json::json;

use crate::bench::*;

const ADA: &str = "ada.lovelace@example.com";
const ATTRIBUTES: &str = r#"{"displayName":"Ada","city":"London"}"#;

/// Starts a sign-up with the app `password` and gets the code sent.
async fn code_sent(bench: &Bench, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("username", ADA), ("challenge_type", ALL)];
    fields.extend_from_slice(more);
    let started = bench.post(START, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(started.status, 200, "{}", started.body);
    let token = started.token();
    let sent = challenge(bench, &token).await;
    assert_eq!(sent.body["challenge_type"], "oob", "{}", sent.body);
    sent.token()
}

async fn challenge(bench: &Bench, token: &str) -> Reply {
    let fields = [("continuation_token", token), ("challenge_type", ALL)];
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
}

async fn go_on(bench: &Bench, token: &str, grant: &str, value: &str) -> Reply {
    let fields = [
        ("continuation_token", token),
        ("grant_type", grant),
        (grant, value),
    ];
    bench.post(CONTINUE, CONTOSO_APP_PASSWORD, &fields).await
}

async fn tokens_for(bench: &Bench, client: &str, token: &str) -> Reply {
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
async fn neither_password_nor_attributes_at_the_start() {
    let bench = Bench::new().await;
    let token = code_sent(&bench, &[]).await;
    let credential = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    credential.refused("credential_required", "", 55103);
    let wanted = challenge(&bench, &credential.token()).await;
    assert_eq!(wanted.body["challenge_type"], "password");
    let attributes = go_on(&bench, &wanted.token(), "password", PASSWORD).await;
    attributes.refused("attributes_required", "", 55106);
    assert_eq!(
        attributes.body["required_attributes"],
        json!([
            {"name": "displayName", "type": "string", "required": true,
             "options": {"regex": r"^.*\S.*$"}},
            {"name": "city", "type": "string", "required": true,
             "options": {"regex": "^[^0-9]+$"}},
        ])
    );
    let done = go_on(&bench, &attributes.token(), "attributes", ATTRIBUTES).await;
    assert_eq!(done.status, 200, "{}", done.body);
    tokens_for(&bench, CONTOSO_APP_PASSWORD, &done.token())
        .await
        .is_tokens();
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    let user = &bench.emulator.users()[0];
    assert_eq!(user.sign_in_method, "password");
    assert_eq!(user.attributes["city"], "London");
}
