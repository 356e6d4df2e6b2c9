//! The virtual clock under `/_emulator/clock`.

use native_auth_emulator::{ClockMode, Config, Emulator};
use serde_json::{Value, json};

use crate::bench::*;

const ADA: &str = "ada@example.com";

async fn advance(bench: &Bench, body: &Value) -> Reply {
    let url = format!("{}/_emulator/clock", bench.emulator.origin());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(body.to_string());
    Reply::of(request).await
}

#[tokio::test]
async fn every_expiry_follows_it() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add("otp@example.com", None);
    let at_password = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let tokens = bench.password_at(&at_password, PASSWORD).await;
    let refresh = tokens.is_tokens().text("refresh_token");
    let at_password = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let before = bench.get("/_emulator/clock").await.body;
    assert_eq!(
        (&before["ahead_seconds"], &before["frozen"]),
        (&json!(0), &json!(true))
    );
    let after = advance(&bench, &json!({"advance_seconds": 600})).await;
    assert_eq!(
        (after.status, &after.body["ahead_seconds"]),
        (200, &json!(600))
    );
    assert!(before["now"].as_str() < after.body["now"].as_str());
    assert_eq!(bench.get("/_emulator/clock").await.body, after.body);
    bench
        .password_at(&at_password, PASSWORD)
        .await
        .refused("expired_token", "", 552_003);
    let refreshed = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    refreshed.is_tokens();
    let days = json!({"advance_seconds": 90 * 24 * 3600});
    assert_eq!(advance(&bench, &days).await.status, 200);
    let reply = bench
        .refresh(CONTOSO_APP_PASSWORD, &refreshed.text("refresh_token"))
        .await;
    reply.refused("invalid_grant", "", 700_082);
}

#[tokio::test]
async fn it_never_goes_back_and_not_too_far() {
    let bench = Bench::new().await;
    let now = bench.emulator.now();
    for body in [
        json!({"advance_seconds": -1}),
        json!({"advance_seconds": 1.5}),
        json!({"advance_seconds": "1"}),
        json!({"advance_seconds": 1, "seconds": 1}),
        json!({}),
        json!([1]),
        json!({"advance_seconds": u64::MAX}),
        json!({"advance_seconds": 10 * 365 * 24 * 3600 + 1}),
    ] {
        let reply = advance(&bench, &body).await;
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.text("error_description").contains("advance_seconds"));
        reply.is_whole_problem();
    }
    assert_eq!(bench.emulator.now(), now);
    let most = json!({"advance_seconds": 10 * 365 * 24 * 3600});
    assert_eq!(advance(&bench, &most).await.status, 200);
    assert_eq!(
        advance(&bench, &json!({"advance_seconds": 0})).await.status,
        200
    );
    assert_eq!(
        advance(&bench, &json!({"advance_seconds": 1})).await.status,
        400
    );
}

#[tokio::test]
async fn a_frozen_clock_stands_in_every_header() {
    let bench = Bench::new().await;
    let date = |reply: &Reply| reply.headers["date"].to_str().unwrap().to_owned();
    let first = date(&bench.get("/_emulator/clock").await);
    bench.pass(60);
    let second = date(&bench.get("/_emulator/clock").await);
    let time = |text: &str| httpdate::parse_http_date(text).unwrap();
    assert_eq!(
        time(&second)
            .duration_since(time(&first))
            .unwrap()
            .as_secs(),
        60
    );
}

#[tokio::test]
async fn a_clock_no_header_can_name_harms_nobody() {
    let times = [
        std::time::UNIX_EPOCH
            .checked_sub(std::time::Duration::from_secs(1))
            .unwrap(),
        std::time::UNIX_EPOCH
            .checked_add(std::time::Duration::from_secs(300_000_000_000))
            .unwrap(),
    ];
    for time in times {
        let clock = ClockMode::Frozen(time);
        let emulator = Emulator::start(Config {
            clock,
            ..Config::default()
        })
        .await
        .unwrap();
        let url = format!("{}/_emulator/clock", emulator.origin());
        let reply = Reply::of(client(None).get(url)).await;
        assert_eq!(reply.status, 200);
    }
}

#[test]
fn a_clock_can_be_written_down() {
    assert_eq!("system".parse(), Ok(ClockMode::System));
    let ClockMode::Frozen(at) = "1970-01-02T01:00:00+01:00".parse().unwrap() else {
        panic!("it does not stand");
    };
    assert_eq!(
        at.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs(),
        24 * 3600
    );
    for text in ["", "frozen", "2030-01-31", "2030-13-01T00:00:00Z"] {
        let error = text.parse::<ClockMode>().unwrap_err();
        assert!(error.to_string().contains("2030-01-31T12:00:00Z"));
    }
}
