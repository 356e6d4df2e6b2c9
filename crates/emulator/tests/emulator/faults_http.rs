//! What goes wrong below the protocol, on request: statuses, headers, bodies, connections.

use serde_json::json;

use crate::bench::*;
use crate::faults::force;

const ADA: &str = "ada@example.com";

/// A response whose body need not be JSON.
async fn send(
    bench: &Bench,
    path: &str,
    fields: &[(&str, &str)],
) -> reqwest::Result<reqwest::Response> {
    let url = format!("{}/{path}", bench.emulator.authority());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(fields));
    request.send().await
}

#[tokio::test]
async fn a_status_brings_the_body_that_fits_it() {
    let bench = Bench::new().await;
    for (status, error) in [
        (400, "invalid_request"),
        (401, "invalid_request"),
        (429, "temporarily_unavailable"),
        (500, "server_error"),
        (502, "temporarily_unavailable"),
        (503, "temporarily_unavailable"),
        (504, "temporarily_unavailable"),
    ] {
        force(&bench, json!({"endpoint": INITIATE, "status": status})).await;
        let reply = bench.post(INITIATE, CONTOSO_APP_OTP, &[]).await;
        assert_eq!(
            (reply.status, &reply.body["error"]),
            (status, &json!(error))
        );
        reply.is_whole_problem();
    }
    force(
        &bench,
        json!({"endpoint": INITIATE, "answer": "UserNotFound", "status": 404}),
    )
    .await;
    let reply = bench.post(INITIATE, CONTOSO_APP_OTP, &[]).await;
    assert_eq!(
        (reply.status, &reply.body["error"]),
        (404, &json!("user_not_found"))
    );
}

#[tokio::test]
async fn a_body_is_sent_as_it_was_given() {
    let bench = Bench::new().await;
    let body = json!({"error": "invalid_grant", "error_codes": [53003], "claims": "{}"});
    force(
        &bench,
        json!({"endpoint": TOKEN, "status": 400, "body": body}),
    )
    .await;
    let reply = bench.post(TOKEN, CONTOSO_APP_OTP, &[]).await;
    assert_eq!((reply.status, reply.body), (400, body));
    force(
        &bench,
        json!({"endpoint": TOKEN, "body": "not { json", "content_type": "text/plain"}),
    )
    .await;
    let response = send(&bench, TOKEN, &[]).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!(response.text().await.unwrap(), "not { json");
}

#[tokio::test]
async fn both_forms_of_retry_after() {
    let bench = Bench::new().await;
    let url = format!("{}/{TOKEN}", bench.emulator.authority());
    let post = || bench.http.post(&url).send();
    force(&bench, json!({"endpoint": TOKEN, "retry_after": 17})).await;
    let response = post().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["retry-after"].as_bytes()
        ),
        (429, &b"17"[..])
    );
    force(
        &bench,
        json!({"endpoint": TOKEN, "status": 503, "retry_after": 90, "retry_after_as": "date"}),
    )
    .await;
    let response = post().await.unwrap();
    assert_eq!(response.status(), 503);
    let date =
        |name: &str| httpdate::parse_http_date(response.headers()[name].to_str().unwrap()).unwrap();
    let pause = date("retry-after").duration_since(date("date")).unwrap();
    assert_eq!(pause.as_secs(), 90);
}

#[tokio::test]
async fn a_page_of_html() {
    let bench = Bench::new().await;
    for (status, expected) in [(None, 502), (Some(200), 200)] {
        force(
            &bench,
            json!({"endpoint": TOKEN, "shape": "html_page", "status": status}),
        )
        .await;
        let response = send(&bench, TOKEN, &[]).await.unwrap();
        assert_eq!(response.status(), expected);
        assert_eq!(
            response.headers()["content-type"],
            "text/html; charset=utf-8"
        );
        assert!(
            response
                .text()
                .await
                .unwrap()
                .starts_with("<!DOCTYPE html>")
        );
    }
}

#[tokio::test]
async fn a_truncated_body_ends_in_the_middle() {
    for tls in [false, true] {
        let bench = Bench::with(native_auth_emulator::Config {
            tls,
            ..Default::default()
        })
        .await;
        force(
            &bench,
            json!({"endpoint": TOKEN, "answer": "InvalidGrant", "shape": "truncated"}),
        )
        .await;
        let mut response = send(&bench, TOKEN, &[]).await.unwrap();
        assert_eq!(response.status(), 400);
        let announced = response.content_length().unwrap();
        let mut got = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => got.extend_from_slice(&chunk),
                Ok(None) => panic!("the body is whole"),
                Err(error) => break error,
            }
        };
        assert!(error.is_body() || error.is_decode(), "{error:?}");
        assert_eq!(got.len() as u64, announced / 2);
        assert!(got.starts_with(b"{\"correlation_id\":"));
    }
}

#[tokio::test]
async fn an_oversized_body_is_still_json() {
    let bench = Bench::new().await;
    force(
        &bench,
        json!({"endpoint": TOKEN, "answer": "InvalidGrant", "shape": "oversized"}),
    )
    .await;
    let reply = bench.post(TOKEN, CONTOSO_APP_OTP, &[]).await;
    reply.refused("invalid_grant", "", 0);
    assert!(reply.text("padding").len() >= 2 * 1024 * 1024);
}

#[tokio::test]
async fn a_connection_dropped_before_leaves_the_step_to_be_taken() {
    for tls in [false, true] {
        let bench = Bench::with(native_auth_emulator::Config {
            tls,
            ..Default::default()
        })
        .await;
        bench.add(ADA, Some(PASSWORD));
        let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
        force(&bench, json!({"username": ADA, "drop": "before"})).await;
        let fields = [
            ("client_id", CONTOSO_APP_PASSWORD),
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", SCOPE),
        ];
        assert!(send(&bench, TOKEN, &fields).await.is_err());
        let last = bench.emulator.requests().pop().unwrap();
        assert_eq!(last.forced.as_deref(), Some("dropped before processing"));
        bench.password_at(&token, PASSWORD).await.is_tokens();
    }
}

#[tokio::test]
async fn a_connection_dropped_after_leaves_the_step_taken() {
    for tls in [false, true] {
        let bench = Bench::with(native_auth_emulator::Config {
            tls,
            ..Default::default()
        })
        .await;
        bench.add(ADA, Some(PASSWORD));
        let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
        force(&bench, json!({"endpoint": TOKEN, "drop": "after"})).await;
        let fields = [
            ("client_id", CONTOSO_APP_PASSWORD),
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", SCOPE),
        ];
        assert!(send(&bench, TOKEN, &fields).await.is_err());
        let last = bench.emulator.requests().pop().unwrap();
        assert_eq!((last.outcome.as_str(), last.status), ("tokens", 200));
        assert_eq!(last.forced.as_deref(), Some("dropped after processing"));
        bench
            .password_at(&token, PASSWORD)
            .await
            .refused("invalid_request", "", 55200);
    }
}

/// Five calls that would void a code, from a client that gives up on a slow server.
async fn give_up(bench: &Bench, token: &str) {
    let fields = [
        ("client_id", CONTOSO_APP_OTP),
        ("continuation_token", token),
        ("grant_type", "oob"),
        ("oob", "00000000"),
        ("scope", SCOPE),
    ];
    let fault = json!({"endpoint": TOKEN, "delay_ms": 600_000, "times": 5});
    force(bench, fault).await;
    for left in (0..5).rev() {
        let kept_waiting = async {
            while bench.emulator.forced().iter().map(|f| f.times).sum::<u32>() != left {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            answer = send(bench, TOKEN, &fields) => panic!("an answer: {answer:?}"),
            () = kept_waiting => {}
        }
    }
    let gone = || {
        let requests = bench.emulator.requests();
        requests
            .iter()
            .filter(|r| r.outcome == "client_gone")
            .count()
    };
    while gone() != 5 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_call_whose_client_did_not_wait_is_not_processed() {
    for tls in [false, true] {
        let bench = Bench::with(native_auth_emulator::Config {
            tls,
            ..Default::default()
        })
        .await;
        bench.add("otp@example.com", None);
        let token = bench.challenged(CONTOSO_APP_OTP, "otp@example.com").await;
        give_up(&bench, &token).await;
        let code = bench.code("otp@example.com");
        bench.code_at(&token, &code).await.is_tokens();
    }
}

#[tokio::test]
async fn a_delay_is_only_a_delay() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    force(&bench, json!({"username": ADA, "delay_ms": 1})).await;
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    let first = &bench.emulator.requests()[0];
    assert_eq!(
        (first.outcome.as_str(), first.forced.as_deref()),
        ("started", Some("delayed"))
    );
}

#[tokio::test]
async fn the_documents_can_fail_too() {
    let bench = Bench::new().await;
    let keys = "/contoso.onmicrosoft.com/discovery/v2.0/keys";
    force(&bench, json!({"endpoint": "Keys", "status": 503})).await;
    assert_eq!(bench.get(keys).await.status, 503);
    assert_eq!(bench.get(keys).await.status, 200);
    let metadata = "/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration";
    force(&bench, json!({"endpoint": "Metadata", "drop": "before"})).await;
    let url = format!("{}{metadata}", bench.emulator.origin());
    assert!(bench.http.get(url).send().await.is_err());
    assert_eq!(bench.get(metadata).await.status, 200);
}
