//! The caps: each is answered in JSON.

use native_auth_emulator::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::*;
use crate::guards::{get, raw};

#[tokio::test]
async fn a_body_too_long_is_answered_413() {
    let bench = Bench::new().await;
    for length in [64 * 1024 + 1, 2 * 1024 * 1024] {
        let body = format!("client_id={}", "x".repeat(length));
        for url in [
            format!("{}/{INITIATE}", bench.emulator.authority()),
            format!("{}/_emulator/users", bench.emulator.origin()),
        ] {
            let request = bench
                .http
                .post(&url)
                .header("content-type", "application/json")
                .body(body.clone());
            let reply = Reply::of(request).await;
            assert_eq!(reply.status, 413);
            reply.is_whole_problem();
        }
    }
}

#[tokio::test]
async fn too_many_flows_are_answered_429() {
    let mut config = Config::default();
    config.limits.live_flows = 2;
    let bench = Bench::with(config).await;
    let start = async |name: &str| {
        let fields = [("username", name), ("challenge_type", ALL)];
        bench.post(START, CONTOSO_APP_OTP, &fields).await
    };
    assert_eq!(start("a@example.com").await.status, 200);
    assert_eq!(start("b@example.com").await.status, 200);
    let third = start("c@example.com").await;
    assert_eq!(third.status, 429);
    assert_eq!(third.body["error"], "temporarily_unavailable");
    assert_eq!(third.headers["retry-after"], "60");
    third.is_whole_problem();
    // Flows that nobody went on with make room.
    bench.pass(600);
    assert_eq!(start("c@example.com").await.status, 200);
}

#[tokio::test]
async fn users_and_messages_are_bounded() {
    let mut config = Config::default();
    config.limits.users = 1;
    config.limits.messages = 1;
    let bench = Bench::with(config).await;
    let first = bench.add("first@example.com", None);
    bench.challenged(CONTOSO_APP_OTP, "first@example.com").await;
    let url = format!("{}/_emulator/users", bench.emulator.origin());
    let second = bench
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(r#"{"tenant":"contoso","username":"second@example.com"}"#);
    assert_eq!(Reply::of(second).await.status, 409);
    let fields = [("username", "second@example.com"), ("challenge_type", ALL)];
    let token = bench.post(START, CONTOSO_APP_OTP, &fields).await.token();
    let fields = [("continuation_token", token.as_str())];
    let token = bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .token();
    assert!(bench.emulator.last_code("first@example.com").is_none());
    let code = bench.code("second@example.com");
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
    ];
    let reply = bench.post(CONTINUE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(reply.status, 503);
    reply.is_whole_problem();
    // The refusal spent nothing.
    assert!(bench.emulator.delete_user(&first));
    let reply = bench.post(CONTINUE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn a_connection_too_many_is_answered_503() {
    let mut config = Config::default();
    config.limits.connections = 2;
    let bench = Bench::with(config).await;
    let address = bench.emulator.address();
    let host = format!("127.0.0.1:{}", address.port());
    // Two that have been answered, so that they are surely counted.
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET /_emulator/users HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        open.push(stream);
    }
    let metadata = format!("/{CONTOSO_TENANT_ID}/v2.0/.well-known/openid-configuration");
    let url = format!("{}{metadata}", bench.emulator.origin());
    let reply = Reply::of(bench.http.get(url)).await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.body["error"], "temporarily_unavailable");
    assert_eq!(reply.headers["retry-after"], "1");
    assert_eq!(reply.headers["connection"], "close");
    reply.is_whole_problem();
    let record = bench.emulator.requests().pop().unwrap();
    assert_eq!((record.status, record.path), (503, metadata));
    drop(open);
    // Their room is free as soon as the emulator has seen them go.
    while raw(&bench, &get(&host, "/_emulator/users")).await.0 == 503 {
        tokio::task::yield_now().await;
    }
}
