//! The real service's limits on traffic, as a profile.

use native_auth_emulator::{Config, Throttling};

use crate::bench::*;

const ADA: &str = "ada@example.com";

async fn throttled(throttling: Throttling) -> Bench {
    let bench = Bench::with(Config {
        throttling,
        ..Config::default()
    })
    .await;
    bench.add(ADA, Some(PASSWORD));
    bench.add("otp@example.com", None);
    bench
}

async fn start(bench: &Bench) -> Reply {
    let fields = [("username", ADA), ("challenge_type", ALL)];
    bench.post(INITIATE, CONTOSO_APP_PASSWORD, &fields).await
}

#[track_caller]
fn is_too_much(reply: &Reply) {
    assert_eq!(reply.status, 429, "{}", reply.body);
    assert_eq!(reply.body["error"], "temporarily_unavailable");
    assert_eq!(reply.body["error_codes"], serde_json::json!([90055]));
    assert_eq!(reply.headers["retry-after"], "1");
    reply.is_whole_problem();
}

#[tokio::test]
async fn five_sign_ins_from_one_address_fill_a_second() {
    let bench = throttled(Throttling::Service).await;
    let mut tokens = Vec::new();
    for _ in 0..5 {
        tokens.push(start(&bench).await.token());
    }
    is_too_much(&start(&bench).await);
    // Whatever adds nothing has no room either, and nothing is lost by asking.
    let fields = [("continuation_token", tokens[0].as_str())];
    is_too_much(&bench.post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields).await);
    is_too_much(
        &bench
            .get("/contoso.onmicrosoft.com/discovery/v2.0/keys")
            .await,
    );
    bench.pass(1);
    let reply = bench.post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields).await;
    bench
        .password_at(&reply.token(), PASSWORD)
        .await
        .is_tokens();
}

#[tokio::test]
async fn each_action_counts_as_documented() {
    let bench = throttled(Throttling::Service).await;
    let keys = "/contoso.onmicrosoft.com/discovery/v2.0/keys";
    // How many requests of one each still fit into the second.
    let room = async || {
        let mut fit = 0;
        while bench.get(keys).await.status == 200 {
            fit += 1;
        }
        bench.pass(1);
        fit
    };
    assert_eq!(room().await, 20);
    let sign_up = [("username", "new@example.com"), ("challenge_type", ALL)];
    let token = bench.post(START, CONTOSO_APP_OTP, &sign_up).await.token();
    assert_eq!(room().await, 14);
    let fields = [("continuation_token", token.as_str())];
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .token();
    assert_eq!(room().await, 18);
    let reset = [("username", ADA), ("challenge_type", "oob redirect")];
    bench
        .post("resetpassword/v1.0/start", CONTOSO_APP_PASSWORD, &reset)
        .await
        .token();
    assert_eq!(room().await, 16);
    // Sign-in with a code: 4, 2 for the mail, 1 for the tokens.
    let at_code = bench.challenged(CONTOSO_APP_OTP, "otp@example.com").await;
    let code = bench.code("otp@example.com");
    bench.code_at(&at_code, &code).await.is_tokens();
    assert_eq!(room().await, 13);
    // A challenge that sends nothing adds nothing.
    bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    assert_eq!(room().await, 16);
    // The emulator's own pages are nobody's traffic.
    for _ in 0..30 {
        assert_eq!(bench.get("/_emulator/users").await.status, 200);
    }
    assert_eq!(room().await, 20);
}

#[tokio::test]
async fn tenants_and_addresses_are_counted_apart() {
    let other = r#"
        throttling = "service"
        [[tenants]]
        name = "one"
        tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
        [[tenants]]
        name = "two"
        tenant_id = "3c7e5a9b-2d4f-4b8c-9e1a-7f6d5c4b3a29"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
    "#;
    let bench = Bench::with(Config::from_toml_str(other).unwrap()).await;
    let port = bench.emulator.address().port();
    let statuses = async |host: &str, tenant: &str, times: usize| {
        let url = format!("http://{host}:{port}/{tenant}.onmicrosoft.com/discovery/v2.0/keys");
        let mut good = 0;
        for _ in 0..times {
            good += usize::from(bench.http.get(&url).send().await.unwrap().status() == 200);
        }
        good
    };
    assert_eq!(statuses("127.0.0.1", "one", 25).await, 20);
    assert_eq!(statuses("127.0.0.1", "two", 25).await, 20);
}

#[tokio::test]
async fn unless_asked_for_there_is_no_limit() {
    let bench = throttled(Throttling::Off).await;
    for _ in 0..60 {
        assert_eq!(start(&bench).await.status, 200);
    }
    let trial = throttled(Throttling::Trial).await;
    for _ in 0..5 {
        assert_eq!(start(&trial).await.status, 200);
    }
    is_too_much(&start(&trial).await);
    let error = Config::from_toml_str("\nthrottling = \"some\"").unwrap_err();
    assert_eq!((error.field(), error.line()), ("throttling", Some(2)));
}

#[tokio::test]
async fn one_number_gets_fifteen_text_messages_in_a_quarter_of_an_hour() {
    let mut config = Config {
        throttling: Throttling::Service,
        ..Config::default()
    };
    // Or the emulator's own limit would be met first.
    config.limits.codes_per_window = 100;
    let bench = Bench::with(config).await;
    bench.add_with_methods(ADA, Some(PASSWORD), &["+4790012345"]);
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    let demanded = bench.prove(&token, "password", PASSWORD).await;
    let listed = bench
        .go("oauth2/v2.0/introspect", &demanded.token(), &[])
        .await;
    let id = listed.body["methods"][0]["id"].as_str().unwrap().to_owned();
    let mut token = listed.token();
    for _ in 0..15 {
        token = bench.go(CHALLENGE, &token, &[("id", &id)]).await.token();
    }
    let refused = bench.go(CHALLENGE, &token, &[("id", &id)]).await;
    refused.refused("invalid_request", "", 50088);
    assert_eq!(bench.emulator.messages_for("+4790012345").len(), 15);
    // The code that was sent last is still good.
    let code = bench.code("+4790012345");
    bench.prove(&token, "mfa_oob", &code).await.is_tokens();
}
