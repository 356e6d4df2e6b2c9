//! What a page in a browser may read, and of whom.

use native_auth_emulator::Config;
use reqwest::Method;
use reqwest::header::HeaderMap;

use crate::bench::*;

const PAGE: &str = "http://localhost:3000";
const ALLOW_ORIGIN: &str = "access-control-allow-origin";

async fn with_origins(origins: &[&str]) -> Bench {
    let cors_origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    Bench::with(Config {
        cors_origins,
        ..Config::default()
    })
    .await
}

/// What a browser asks before it lets a page send headers of its own.
async fn preflight(bench: &Bench, url: &str, origin: &str) -> (u16, HeaderMap) {
    let request = bench
        .http
        .request(Method::OPTIONS, url)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "client-request-id,x-akamai-sensor,x-client-cpu,x-client-sku",
        );
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.headers().clone())
}

fn allowed(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(ALLOW_ORIGIN)
        .map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn nobody_unless_asked_for() {
    let bench = Bench::new().await;
    let url = format!("{}/{INITIATE}", bench.emulator.authority());
    let (status, headers) = preflight(&bench, &url, PAGE).await;
    assert_eq!((status, allowed(&headers)), (405, None));
    let reply = Reply::of(bench.http.post(url).header("origin", PAGE)).await;
    assert_eq!(allowed(&reply.headers), None);
}

#[tokio::test]
async fn every_endpoint_answers_a_preflight() {
    for (origins, answer) in [(&["*"][..], "*"), (&["https://app.example", PAGE], PAGE)] {
        let bench = with_origins(origins).await;
        for path in [
            START,
            SIGN_UP_CHALLENGE,
            CONTINUE,
            INITIATE,
            CHALLENGE,
            INTROSPECT,
            TOKEN,
            REGISTER_INTROSPECT,
            REGISTER_CHALLENGE,
            REGISTER_CONTINUE,
            RESET_START,
            RESET_CHALLENGE,
            RESET_CONTINUE,
            RESET_SUBMIT,
            RESET_POLL,
            "v2.0/.well-known/openid-configuration",
        ] {
            let url = format!("{}/{path}", bench.emulator.authority_by_id());
            let (status, headers) = preflight(&bench, &url, PAGE).await;
            assert_eq!((status, allowed(&headers)), (200, Some(answer)), "{path}");
            let names = headers["access-control-allow-headers"].to_str().unwrap();
            for name in ["client-request-id", "x-akamai-sensor", "x-client-cpu"] {
                assert!(names.contains(name), "{names}");
            }
            let methods = headers["access-control-allow-methods"].to_str().unwrap();
            assert!(methods.contains("POST"));
            assert!(!headers.contains_key("access-control-allow-credentials"));
        }
        // Nothing was asked of a tenant.
        assert!(bench.emulator.requests().is_empty());
    }
}

#[tokio::test]
async fn every_answer_can_be_read_refusals_included() {
    let bench = with_origins(&[PAGE]).await;
    bench.add("ada@example.com", Some(PASSWORD));
    let authority = bench.emulator.authority();
    let good = form(&[
        ("client_id", CONTOSO_APP_PASSWORD),
        ("username", "ada@example.com"),
        ("challenge_type", ALL),
    ]);
    let too_long = "x".repeat(70_000);
    for (path, body, status) in [
        (INITIATE, good.as_str(), 200),
        (INITIATE, "", 400),
        (INITIATE, too_long.as_str(), 413),
        ("nowhere", "", 404),
        ("v2.0/.well-known/openid-configuration", "", 405),
    ] {
        let request = bench
            .http
            .post(format!("{authority}/{path}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", PAGE)
            .body(body.to_owned());
        let reply = Reply::of(request).await;
        assert_eq!(
            (reply.status, allowed(&reply.headers)),
            (status, Some(PAGE))
        );
        let exposed = reply.headers["access-control-expose-headers"]
            .to_str()
            .unwrap();
        assert!(exposed.contains("x-ms-request-id"), "{exposed}");
        assert!(reply.headers["vary"].to_str().unwrap().contains("origin"));
    }
}

#[tokio::test]
async fn other_pages_and_the_management_stay_closed() {
    let bench = with_origins(&[PAGE]).await;
    let url = format!("{}/{INITIATE}", bench.emulator.authority());
    let (_, headers) = preflight(&bench, &url, "http://evil.example").await;
    assert_eq!(allowed(&headers), None);
    let request = bench.http.post(url).header("origin", "http://evil.example");
    assert_eq!(allowed(&Reply::of(request).await.headers), None);

    for origins in [&["*"][..], &[PAGE]] {
        let bench = with_origins(origins).await;
        for path in ["users", "messages", "nowhere"] {
            let url = format!("{}/_emulator/{path}", bench.emulator.origin());
            let (status, headers) = preflight(&bench, &url, PAGE).await;
            assert_eq!((status, allowed(&headers)), (403, None), "{path}");
            let reply = Reply::of(bench.http.get(url).header("origin", PAGE)).await;
            assert_eq!((reply.status, allowed(&reply.headers)), (403, None));
        }
    }
}

#[test]
fn an_origin_is_written_as_browsers_do() {
    for bad in [
        "localhost:3000",
        "http://localhost:3000/",
        "HTTP://localhost:3000",
        "http://localhost:80",
        "http://user@localhost:3000",
        "file:///app",
        "null",
        "",
    ] {
        let error = Config::from_toml_str(&format!("\ncors_origins = [\"*\",\n \"{bad}\"]"));
        let error = error.unwrap_err();
        assert_eq!(
            (error.field(), error.line()),
            ("cors_origins[1]", Some(3)),
            "{bad}"
        );
    }
    let config = Config::from_toml_str("cors_origins = [\"https://app.example\"]").unwrap();
    assert_eq!(config.cors_origins, ["https://app.example"]);
}
