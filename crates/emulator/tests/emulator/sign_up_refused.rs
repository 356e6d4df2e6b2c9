//! Sign-up refused: what is said, and what a refusal costs.

use serde_json::json;

use crate::bench::*;
use crate::sign_up::{ADA, ATTRIBUTES, challenge, code_sent, go_on, tokens_for};

#[tokio::test]
async fn the_start_refuses() {
    let bench = Bench::new().await;
    bench.add("taken@example.com", Some(PASSWORD));
    let long = format!("Aa1{}", "x".repeat(254));
    let app = CONTOSO_APP_PASSWORD;
    for (fields, error, suberror, code) in [
        (vec![("challenge_type", ALL)], "invalid_request", "", 900144),
        (vec![("username", ADA)], "invalid_request", "", 900144),
        (
            vec![("username", ""), ("challenge_type", ALL)],
            "invalid_request",
            "",
            90100,
        ),
        (
            vec![("username", "ada"), ("challenge_type", ALL)],
            "invalid_request",
            "",
            90100,
        ),
        (
            vec![("username", ADA), ("challenge_type", "oob password")],
            "invalid_request",
            "",
            901007,
        ),
        (
            vec![("username", "Taken@Example.com"), ("challenge_type", ALL)],
            "user_already_exists",
            "",
            1003037,
        ),
        (
            vec![
                ("username", ADA),
                ("challenge_type", ALL),
                ("attributes", "[]"),
            ],
            "invalid_request",
            "",
            90100,
        ),
    ] {
        bench
            .post(START, app, &fields)
            .await
            .refused(error, suberror, code);
    }
    for (password, suberror) in [
        ("Größe-12345", "password_is_invalid"),
        ("Ab1-", "password_too_short"),
        (long.as_str(), "password_too_long"),
        ("onlylowercase", "password_too_weak"),
        ("P@ssw0rd12", "password_banned"),
    ] {
        let fields = [
            ("username", ADA),
            ("challenge_type", ALL),
            ("password", password),
        ];
        bench
            .post(START, app, &fields)
            .await
            .refused("invalid_grant", suberror, 399246);
    }
}

#[tokio::test]
async fn the_start_refuses_attributes_that_do_not_fit() {
    let bench = Bench::new().await;
    let fields = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("attributes", r#"{"displayName":"Ada","city":null}"#),
    ];
    let reply = bench.post(START, CONTOSO_APP_PASSWORD, &fields).await;
    reply.refused("invalid_grant", "attribute_validation_failed", 0);
    assert_eq!(reply.body["invalid_attributes"], json!([{"name": "city"}]));
}

#[tokio::test]
async fn exact_sentences() {
    let bench = Bench::new().await;
    let url = format!("{}/{START}", bench.emulator.authority());
    for (fields, sentence) in [
        (
            [
                ("client_id", CONTOSO_APP_OTP),
                ("username", "nobody"),
                ("challenge_type", ALL),
            ],
            "username parameter is empty or not valid",
        ),
        (
            [
                ("client_id", "not a guid"),
                ("username", ADA),
                ("challenge_type", ALL),
            ],
            "client_id parameter is empty or not valid",
        ),
        (
            [
                ("client_id", CONTOSO_APP_OTP),
                ("username", ADA),
                ("challenge_type", "oob carrier_pigeon redirect"),
            ],
            "The challenge_type list parameter contains an unsupported challenge type",
        ),
    ] {
        let reply = bench.post_raw(&url, &fields).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.body["error"], "invalid_request");
        let description = reply.text("error_description");
        assert!(description.contains(sentence), "{description}");
    }
}

#[tokio::test]
async fn a_list_that_lacks_what_is_needed_leads_to_the_browser() {
    let bench = Bench::new().await;
    for (client, list) in [
        (CONTOSO_APP_PASSWORD, "oob redirect"),
        (CONTOSO_APP_PASSWORD, "password redirect"),
        (CONTOSO_APP_PASSWORD, "redirect"),
        (CONTOSO_APP_OTP, "password redirect"),
    ] {
        let fields = [("username", ADA), ("challenge_type", list)];
        bench.post(START, client, &fields).await.is_redirect();
    }
    // Also when the list changes on the way; the flow is over then.
    let start = [("username", ADA), ("challenge_type", ALL)];
    let token = bench
        .post(START, CONTOSO_APP_PASSWORD, &start)
        .await
        .token();
    let fields = [
        ("continuation_token", token.as_str()),
        ("challenge_type", "password redirect"),
    ];
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .is_redirect();
    challenge(&bench, &token)
        .await
        .refused("invalid_request", "", 55200);
    assert!(bench.emulator.messages().is_empty());
}

#[tokio::test]
async fn a_wrong_code_keeps_the_token_and_five_void_the_code() {
    let bench = Bench::new().await;
    let token = code_sent(
        &bench,
        &[("password", PASSWORD), ("attributes", ATTRIBUTES)],
    )
    .await;
    let code = bench.code(ADA);
    for _ in 0..5 {
        go_on(&bench, &token, "oob", "none").await.refused(
            "invalid_grant",
            "invalid_oob_value",
            50181,
        );
    }
    go_on(&bench, &token, "oob", &code)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    // Another code helps.
    let token = challenge(&bench, &token).await.token();
    let done = go_on(&bench, &token, "oob", &bench.code(ADA)).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn a_code_expires_before_its_token_when_so_configured() {
    let mut config = native_auth_emulator::Config::default();
    config.lifetimes.code_seconds = 60;
    let bench = Bench::with(config).await;
    let token = code_sent(&bench, &[]).await;
    let code = bench.code(ADA);
    bench.pass(60);
    go_on(&bench, &token, "oob", &code)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50182);
    bench.pass(540);
    go_on(&bench, &token, "oob", &code)
        .await
        .refused("expired_token", "", 552003);
}

#[tokio::test]
async fn too_many_codes_for_one_address() {
    let mut config = native_auth_emulator::Config::default();
    config.limits.codes_per_window = 2;
    let bench = Bench::with(config).await;
    let token = code_sent(&bench, &[]).await;
    let token = challenge(&bench, &token).await.token();
    challenge(&bench, &token)
        .await
        .refused("invalid_request", "", 701014);
    // The last code and its token stay good.
    go_on(&bench, &token, "oob", &bench.code(ADA))
        .await
        .refused("credential_required", "", 55103);
    assert_eq!(bench.emulator.messages().len(), 2);
}

#[tokio::test]
async fn a_refused_password_or_attribute_keeps_the_token() {
    let bench = Bench::new().await;
    let token = code_sent(&bench, &[]).await;
    let credential = go_on(&bench, &token, "oob", &bench.code(ADA)).await.token();
    let wanted = challenge(&bench, &credential).await.token();
    go_on(&bench, &wanted, "password", "weak-password")
        .await
        .refused("invalid_grant", "password_too_weak", 399246);
    let first = go_on(&bench, &wanted, "password", PASSWORD).await.token();
    let refused = go_on(
        &bench,
        &first,
        "attributes",
        r#"{"displayName":" ","city":"B4th"}"#,
    )
    .await;
    refused.refused("invalid_grant", "attribute_validation_failed", 0);
    assert_eq!(
        refused.body["invalid_attributes"],
        json!([{"name": "displayName"}, {"name": "city"}])
    );
    // One is still missing: both the old token and the new one go on.
    let again = go_on(&bench, &first, "attributes", r#"{"displayName":"Ada"}"#).await;
    again.refused("attributes_required", "", 55106);
    assert_ne!(again.token(), first);
    let still = go_on(&bench, &first, "attributes", r#"{"unknown":"x"}"#).await;
    still.refused("attributes_required", "", 55106);
    let done = go_on(&bench, &still.token(), "attributes", r#"{"city":"Bath"}"#).await;
    assert_eq!(done.status, 200, "{}", done.body);
    // A step taken ends them all.
    go_on(&bench, &first, "attributes", ATTRIBUTES)
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn two_sign_ups_race_for_one_address() {
    let bench = Bench::new().await;
    let more = [("password", PASSWORD), ("attributes", ATTRIBUTES)];
    let slow = code_sent(&bench, &more).await;
    let slow_code = bench.code(ADA);
    let quick = code_sent(&bench, &more).await;
    let done = go_on(&bench, &quick, "oob", &bench.code(ADA)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    go_on(&bench, &slow, "oob", &slow_code)
        .await
        .refused("user_already_exists", "", 1003037);
    assert_eq!(bench.emulator.users().len(), 1);
}

#[tokio::test]
async fn grants_at_the_wrong_step() {
    let bench = Bench::new().await;
    let start = [("username", ADA), ("challenge_type", ALL)];
    let started = bench
        .post(START, CONTOSO_APP_PASSWORD, &start)
        .await
        .token();
    // No code was asked for yet.
    go_on(&bench, &started, "oob", "12345678")
        .await
        .refused("invalid_request", "", 55200);
    let token = challenge(&bench, &started).await.token();
    go_on(&bench, &token, "password", PASSWORD)
        .await
        .refused("invalid_grant", "", 0);
    go_on(&bench, &token, "magic", "x")
        .await
        .refused("invalid_request", "", 90100);
    for missing in ["grant_type", "oob"] {
        let mut fields = vec![("continuation_token", token.as_str())];
        if missing == "oob" {
            fields.push(("grant_type", "oob"));
        }
        bench
            .post(CONTINUE, CONTOSO_APP_PASSWORD, &fields)
            .await
            .refused("invalid_request", "", 900144);
    }
    let credential = go_on(&bench, &token, "oob", &bench.code(ADA)).await.token();
    // The code was verified: there is nothing to send again.
    go_on(&bench, &credential, "oob", &bench.code(ADA))
        .await
        .refused("invalid_grant", "", 0);
    tokens_for(&bench, CONTOSO_APP_PASSWORD, &credential)
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn sign_up_can_be_turned_off() {
    let mut config = native_auth_emulator::Config::default();
    for flow in &mut config.tenants[0].user_flows {
        flow.sign_up_allowed = false;
    }
    let bench = Bench::with(config).await;
    let fields = [("username", ADA), ("challenge_type", ALL)];
    bench
        .post(START, CONTOSO_APP_OTP, &fields)
        .await
        .refused("access_denied", "", 131010);

    let config = native_auth_emulator::Config::from_toml_str(
        r#"
        [[tenants]]
        name = "contoso"
        tenant_id = "2fed249b-d823-4ccb-aaf7-a5f79ccbe5e4"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
        [[tenants.user_flows]]
        name = "closed"
        method = "otp"
        sign_up_allowed = false
        sign_up_refused_with = "redirect"
        [[tenants.apps]]
        name = "app"
        client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b"
        user_flow = "closed"
        "#,
    );
    let bench = Bench::with(config.unwrap()).await;
    let app = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b";
    bench.post(START, app, &fields).await.is_redirect();
}
