//! Refresh tokens that are good only once.

use native_auth_emulator::Config;

use crate::bench::*;

const ADA: &str = "ada@example.com";

async fn strict() -> Bench {
    let bench = Bench::with(Config {
        strict_refresh_tokens: true,
        ..Config::default()
    })
    .await;
    bench.add(ADA, Some(PASSWORD));
    bench
}

async fn signed_in(bench: &Bench) -> String {
    bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token")
}

#[tokio::test]
async fn a_used_one_is_refused_and_ends_its_session() {
    let bench = strict().await;
    let (first, other) = (signed_in(&bench).await, signed_in(&bench).await);
    let second = bench
        .refresh(CONTOSO_APP_PASSWORD, &first)
        .await
        .text("refresh_token");
    let third = bench
        .refresh(CONTOSO_APP_PASSWORD, &second)
        .await
        .text("refresh_token");
    let reply = bench.refresh(CONTOSO_APP_PASSWORD, &first).await;
    reply.refused("invalid_grant", "bad_token", 50173);
    for token in [&second, &third] {
        let reply = bench.refresh(CONTOSO_APP_PASSWORD, token).await;
        reply.refused("invalid_grant", "bad_token", 50173);
    }
    // Another sign-in of the same person is another session.
    bench
        .refresh(CONTOSO_APP_PASSWORD, &other)
        .await
        .is_tokens();
}

#[tokio::test]
async fn a_refused_refresh_uses_nothing_up() {
    let bench = strict().await;
    let token = signed_in(&bench).await;
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token.as_str()),
        ("scope", "api://contoso-api/Nothing"),
    ];
    let reply = bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await;
    reply.refused("invalid_grant", "", 65001);
    bench
        .refresh(CONTOSO_APP_OTP, &token)
        .await
        .refused("invalid_grant", "client_mismatch", 70008);
    bench
        .refresh(CONTOSO_APP_PASSWORD, &token)
        .await
        .is_tokens();
}

#[tokio::test]
async fn unless_asked_for_they_are_good_again_and_again() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = signed_in(&bench).await;
    for _ in 0..3 {
        bench
            .refresh(CONTOSO_APP_PASSWORD, &token)
            .await
            .is_tokens();
    }
    let config = Config::from_toml_str("strict_refresh_tokens = true").unwrap();
    assert!(config.strict_refresh_tokens);
}
