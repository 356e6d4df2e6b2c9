//! Extensions whose endpoint does not do its part.

use native_auth_emulator::{Config, ExtensionConfig, ExtensionEvent};
use serde_json::json;

use crate::bench::*;
use crate::extension_app::{ExtensionApp, Says};
use crate::extensions::{APP_ID, GO_ON, with_extension};
use crate::sign_up::ADA;

#[tokio::test]
async fn a_failure_neither_advances_nor_counts() {
    let (bench, app) = with_extension(ExtensionEvent::OtpSend).await;
    bench.add(ADA, None);
    let start = [("username", ADA), ("challenge_type", ALL)];
    let token = bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token();
    let fields = [("continuation_token", token.as_str())];
    let kind = "application/json";
    let wrong = json!({ "data": { "@odata.type": "microsoft.graph.OnOtpSendResponseData", "actions": [] } });
    for (says, code) in [
        (Says::This(500, kind, "{}".to_owned()), 1_003_002),
        (Says::This(302, kind, "{}".to_owned()), 1_003_002),
        (Says::This(200, kind, "no JSON".to_owned()), 1_003_003),
        (Says::This(200, kind, "x".repeat(70_000)), 1_003_003),
        (Says::This(200, "text/html", "{}".to_owned()), 1_003_006),
        (Says::This(200, kind, wrong.to_string()), 1_003_010),
    ] {
        app.says(says);
        // More often than an address may get codes.
        for _ in 0..11 {
            let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
            reply.refused("server_error", "", code);
        }
        // Any answer is an answer: it is not asked again.
        assert_eq!(app.seen().len(), 11);
        while !app.seen().is_empty() {
            app.last();
        }
    }
    app.acts("OnOtpSend", &format!("OtpSend.{GO_ON}"), json!({}));
    let sent = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(sent.body["challenge_type"], "oob");
}

/// The same extension, whose endpoint has a moment to answer.
async fn impatient(url: String) -> Bench {
    let mut config = Config::default();
    config.tenants[0].extensions = vec![ExtensionConfig {
        event: ExtensionEvent::OtpSend,
        url,
        app_id: APP_ID.to_owned(),
        timeout_ms: 200,
        user_flows: Vec::new(),
        apps: Vec::new(),
    }];
    Bench::with(config).await
}

#[tokio::test]
async fn whoever_does_not_answer_is_asked_twice() {
    let app = ExtensionApp::start().await;
    let bench = impatient(format!("{}/api", app.origin)).await;
    bench.add(ADA, None);
    let start = [("username", ADA), ("challenge_type", ALL)];
    let token = bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token();
    let fields = [("continuation_token", token.as_str())];
    let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    reply.refused("server_error", "", 1_003_005);
    assert_eq!(app.seen().len(), 2);
    let code = |n: usize| app.seen()[n].body["data"]["otpContext"].clone();
    assert_eq!(code(0), code(1));

    app.acts("OnOtpSend", &format!("OtpSend.{GO_ON}"), json!({}));
    app.says(Says::AtSecondTry(Box::new(Says::This(
        200,
        "application/json",
        json!({ "data": {
            "@odata.type": "microsoft.graph.OnOtpSendResponseData",
            "actions": [{ "@odata.type": format!("microsoft.graph.OtpSend.{GO_ON}") }],
        } })
        .to_string(),
    ))));
    let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(reply.body["challenge_type"], "oob", "{}", reply.body);
    assert_eq!(app.seen().len(), 4);
}

#[tokio::test]
async fn nobody_there_is_a_failure_too() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let bench = impatient(format!("http://{address}/")).await;
    bench.add(ADA, None);
    let start = [("username", ADA), ("challenge_type", ALL)];
    let token = bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token();
    let fields = [("continuation_token", token.as_str())];
    let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    reply.refused("server_error", "", 1_003_001);
}

#[tokio::test]
async fn a_certificate_must_be_trusted() {
    // Another emulator has a certificate of its own authority; it answers 404, in JSON.
    let other = Bench::with(Config {
        tls: true,
        ..Config::default()
    })
    .await;
    let extension = ExtensionConfig {
        event: ExtensionEvent::OtpSend,
        url: format!("{}/nowhere", other.emulator.origin()),
        app_id: APP_ID.to_owned(),
        timeout_ms: 5_000,
        user_flows: Vec::new(),
        apps: vec!["otp".to_owned()],
    };
    let authority = other.emulator.ca_certificate_pem().map(str::to_owned);
    for (trusted_roots_pem, code) in [(None, 1_003_001), (authority, 1_003_002)] {
        let mut config = Config {
            trusted_roots_pem,
            ..Config::default()
        };
        config.tenants[0].extensions = vec![extension.clone()];
        let bench = Bench::with(config).await;
        bench.add(ADA, None);
        let start = [("username", ADA), ("challenge_type", ALL)];
        let token = bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token();
        let fields = [("continuation_token", token.as_str())];
        let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
        reply.refused("server_error", "", code);
        // Another app of the tenant has no such extension.
        bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    }
}

#[tokio::test]
async fn a_lost_race_sends_nobody_astray() {
    // While the endpoint thinks about one request, the flow goes on by another.
    let (bench, app) = with_extension(ExtensionEvent::TokenIssuanceStart).await;
    bench.add(ADA, None);
    let at_code = bench.challenged(CONTOSO_APP_OTP, ADA).await;
    let code = bench.code(ADA);
    app.acts(
        "onTokenIssuanceStart",
        "tokenIssuanceStart.provideClaimsForToken",
        json!({ "claims": {} }),
    );
    let (one, other) = tokio::join!(
        bench.code_at(&at_code, &code),
        bench.code_at(&at_code, &code)
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400], "{} {}", one.body, other.body);
    let lost = if one.status == 400 { one } else { other };
    lost.refused("invalid_request", "", 55200);
}
