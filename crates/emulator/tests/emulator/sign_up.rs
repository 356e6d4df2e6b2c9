//! Sign-up: every order of code, password and attributes.

use serde_json::json;

use crate::bench::*;

pub(crate) const ADA: &str = "ada.lovelace@example.com";
pub(crate) const ATTRIBUTES: &str = r#"{"displayName":"Ada","city":"London"}"#;

/// Starts a sign-up with the app `password` and gets the code sent.
pub(crate) async fn code_sent(bench: &Bench, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("username", ADA), ("challenge_type", ALL)];
    fields.extend_from_slice(more);
    let started = bench.post(START, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(started.status, 200, "{}", started.body);
    let token = started.token();
    let sent = challenge(bench, &token).await;
    assert_eq!(sent.body["challenge_type"], "oob", "{}", sent.body);
    sent.token()
}

pub(crate) async fn challenge(bench: &Bench, token: &str) -> Reply {
    let fields = [("continuation_token", token), ("challenge_type", ALL)];
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
}

pub(crate) async fn go_on(bench: &Bench, token: &str, grant: &str, value: &str) -> Reply {
    let fields = [
        ("continuation_token", token),
        ("grant_type", grant),
        (grant, value),
    ];
    bench.post(CONTINUE, CONTOSO_APP_PASSWORD, &fields).await
}

pub(crate) async fn tokens_for(bench: &Bench, client: &str, token: &str) -> Reply {
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

#[tokio::test]
async fn password_and_attributes_at_the_start() {
    let bench = Bench::new().await;
    let more = [("password", PASSWORD), ("attributes", ATTRIBUTES)];
    let token = code_sent(&bench, &more).await;
    let done = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    tokens_for(&bench, CONTOSO_APP_PASSWORD, &done.token())
        .await
        .is_tokens();
}

#[tokio::test]
async fn password_and_some_attributes_at_the_start() {
    let bench = Bench::new().await;
    let more = [
        ("password", PASSWORD),
        ("attributes", r#"{"displayName":"Ada"}"#),
    ];
    let token = code_sent(&bench, &more).await;
    let attributes = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    attributes.refused("attributes_required", "", 55106);
    let asked = attributes.body["required_attributes"].as_array().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0]["name"], "city");
    let done = go_on(
        &bench,
        &attributes.token(),
        "attributes",
        r#"{"city":"Bath"}"#,
    )
    .await;
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn attributes_but_no_password_at_the_start() {
    let bench = Bench::new().await;
    let token = code_sent(&bench, &[("attributes", ATTRIBUTES)]).await;
    let credential = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    credential.refused("credential_required", "", 55103);
    let wanted = challenge(&bench, &credential.token()).await;
    let done = go_on(&bench, &wanted.token(), "password", PASSWORD).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn the_app_otp_needs_the_code_only_and_drops_a_password() {
    let bench = Bench::new().await;
    let start = [
        ("username", ADA),
        ("challenge_type", "oob redirect"),
        ("password", "short"),
    ];
    let started = bench.post(START, CONTOSO_APP_OTP, &start).await.token();
    let fields = [("continuation_token", started.as_str())];
    let sent = bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await;
    let code = bench.code(ADA);
    let token = sent.token();
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
    ];
    let done = bench.post(CONTINUE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(bench.emulator.users()[0].sign_in_method, "otp");
    let tokens = tokens_for(&bench, CONTOSO_APP_OTP, &done.token()).await;
    tokens.is_tokens();
    // No name was collected.
    assert_eq!(
        crate::tokens::claims(&tokens.text("id_token"))["name"],
        "unknown"
    );
}

#[tokio::test]
async fn a_code_challenge_has_every_member_with_its_type() {
    let bench = Bench::new().await;
    let start = [("username", ADA), ("challenge_type", ALL)];
    let started = bench.post(START, CONTOSO_APP_PASSWORD, &start).await;
    let members: Vec<&String> = started.body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["continuation_token"]);
    let sent = challenge(&bench, &started.token()).await;
    let mut body = sent.body.clone();
    assert!(body["continuation_token"].take().is_string());
    assert_eq!(
        body,
        json!({
            "challenge_type": "oob",
            "continuation_token": null,
            "binding_method": "prompt",
            "challenge_channel": "email",
            "challenge_target_label": "ad***e@ex***e.com",
            "code_length": 8,
            "interval": 300,
        })
    );
    let message = &bench.emulator.messages()[0];
    assert_eq!((message.channel, message.purpose), ("email", "sign_up"));
    assert_eq!(message.recipient, ADA);
    assert_eq!(message.code.len(), 8);
}

#[tokio::test]
async fn another_code_kills_the_first_and_its_token() {
    let bench = Bench::new().await;
    let first = code_sent(&bench, &[]).await;
    let old_code = bench.code(ADA);
    let second = challenge(&bench, &first).await.token();
    assert_ne!(bench.code(ADA), old_code);
    challenge(&bench, &first)
        .await
        .refused("invalid_request", "", 55200);
    go_on(&bench, &second, "oob", &old_code).await.refused(
        "invalid_grant",
        "invalid_oob_value",
        50181,
    );
    go_on(&bench, &second, "oob", &bench.code(ADA))
        .await
        .refused("credential_required", "", 55103);
}

#[tokio::test]
async fn attributes_before_the_address_is_verified() {
    let bench = Bench::new().await;
    let token = code_sent(&bench, &[("password", PASSWORD)]).await;
    let early = go_on(&bench, &token, "attributes", ATTRIBUTES).await;
    early.refused("verification_required", "", 0);
    assert_eq!(
        early.body["unverified_attributes"],
        json!([{"name": "email"}])
    );
    // They were taken, though.
    let done = go_on(&bench, &early.token(), "oob", &bench.code(ADA)).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn optional_attributes_come_early_or_with_required_ones() {
    let config = native_auth_emulator::Config::from_toml_str(
        r#"
        [[tenants]]
        name = "contoso"
        tenant_id = "2fed249b-d823-4ccb-aaf7-a5f79ccbe5e4"
        extensions_app_id = "7122c8c9-385e-4a99-9003-fe073e326955"
        scopes = ["api://contoso-api/Read"]
        apps = [{ name = "p", client_id = "9f8002af-97cd-4991-9108-7fe4a40bb9f4", user_flow = "f" }]
        [[tenants.user_flows]]
        name = "f"
        method = "password"
        attributes = [
            { name = "displayName", required = true },
            { name = "country" },
            { name = "Loyalty Number", custom = true, input = "NumericTextBox" },
        ]
        "#,
    )
    .unwrap();
    let number = "extension_7122c8c9385e4a999003fe073e326955_LoyaltyNumber";
    let bench = Bench::with(config).await;
    let early = format!(r#"{{"{number}":"42","nickname":"ada"}}"#);
    let more = [("password", PASSWORD), ("attributes", early.as_str())];
    let token = code_sent(&bench, &more).await;
    let wanted = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    // Optional ones are never asked for, and not taken alone any more.
    assert_eq!(
        wanted.body["required_attributes"].as_array().unwrap().len(),
        1
    );
    let alone = go_on(
        &bench,
        &wanted.token(),
        "attributes",
        r#"{"country":"Peru"}"#,
    )
    .await;
    alone.refused("attributes_required", "", 55106);
    let both = format!(r#"{{"displayName":"Ada","{number}":43}}"#);
    let done = go_on(&bench, &alone.token(), "attributes", &both).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let attributes = &bench.emulator.users()[0].attributes;
    assert_eq!(json!(attributes), json!({"displayName": "Ada", number: 43}));
}
