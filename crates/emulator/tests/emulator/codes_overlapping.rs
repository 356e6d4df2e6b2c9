//! Requests that ask for a code while another code is on its way.

use std::sync::Arc;

use native_auth_emulator::{Config, ExtensionConfig, ExtensionEvent};
use serde_json::json;

use crate::bench::*;
use crate::extension_app::{ExtensionApp, Says};
use crate::extensions::{APP_ID, GO_ON};

const ADA: &str = "ada@example.com";
/// What a person may have within the window.
const MOST: usize = 2;

/// An emulator whose codes by e-mail the app sends, as slowly as it likes.
async fn with_slow_sending() -> (Arc<Bench>, ExtensionApp) {
    let app = ExtensionApp::start().await;
    let mut config = Config::default();
    config.limits.codes_per_window = MOST;
    config.tenants[0].extensions = vec![ExtensionConfig {
        event: ExtensionEvent::OtpSend,
        url: app.origin.clone(),
        app_id: APP_ID.to_owned(),
        timeout_ms: 60_000,
        user_flows: Vec::new(),
        apps: Vec::new(),
    }];
    let bench = Bench::with(config).await;
    bench.add(ADA, None);
    app.acts("OnOtpSend", &format!("OtpSend.{GO_ON}"), json!({}));
    app.holds_back();
    (Arc::new(bench), app)
}

async fn initiated(bench: &Bench) -> String {
    let start = [("username", ADA), ("challenge_type", ALL)];
    bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token()
}

async fn challenge(bench: &Bench, token: &str) -> Reply {
    let fields = [("continuation_token", token)];
    bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await
}

/// A request for a code that has come as far as the app.
async fn under_way(
    bench: &Arc<Bench>,
    app: &ExtensionApp,
    token: &str,
) -> tokio::task::JoinHandle<Reply> {
    let (own, token) = (Arc::clone(bench), token.to_owned());
    let request = tokio::spawn(async move { challenge(&own, &token).await });
    app.is_asked().await;
    request
}

#[tokio::test]
async fn one_flow_sends_one_code_at_a_time() {
    let (bench, app) = with_slow_sending().await;
    let token = initiated(&bench).await;
    let first = under_way(&bench, &app, &token).await;
    challenge(&bench, &token)
        .await
        .refused("invalid_request", "", 701_014);
    app.release();
    let sent = first.await.unwrap().token();
    let [seen] = app.seen().try_into().ok().unwrap();
    let code = seen.body["data"]["otpContext"]["oneTimeCode"].clone();
    bench
        .code_at(&sent, code.as_str().unwrap())
        .await
        .is_tokens();
}

#[tokio::test]
async fn codes_on_their_way_count_and_those_that_fail_do_not() {
    let (bench, app) = with_slow_sending().await;
    let mut waiting = Vec::new();
    for _ in 0..MOST {
        let token = initiated(&bench).await;
        waiting.push((under_way(&bench, &app, &token).await, token));
    }
    let late = initiated(&bench).await;
    challenge(&bench, &late)
        .await
        .refused("invalid_request", "", 701_014);
    assert_eq!(app.seen().len(), MOST);
    for (request, _) in &mut waiting {
        app.release();
        assert_eq!(request.await.unwrap().status, 200);
    }
    challenge(&bench, &late)
        .await
        .refused("invalid_request", "", 701_014);

    // What could not be sent leaves its room, and the flow as it was.
    let (bench, app) = with_slow_sending().await;
    app.says(Says::This(500, "text/plain", String::new()));
    app.holds_back();
    let token = initiated(&bench).await;
    for _ in 0..=MOST {
        let failing = under_way(&bench, &app, &token).await;
        app.release();
        failing
            .await
            .unwrap()
            .refused("server_error", "", 1_003_002);
    }
    app.acts("OnOtpSend", &format!("OtpSend.{GO_ON}"), json!({}));
    challenge(&bench, &token).await.token();
}
