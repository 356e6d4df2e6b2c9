//! Foreign hosts and pages, wrong methods, paths and bodies: each is answered in JSON.

use native_auth_emulator::{Config, Emulator};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::*;

/// Sends bytes as they are and reads the status and the body.
pub(crate) async fn raw(bench: &Bench, request: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(bench.emulator.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

pub(crate) fn get(host: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

#[tokio::test]
async fn only_loopback_hosts_with_the_right_port() {
    let bench = Bench::new().await;
    let port = bench.emulator.address().port();
    let metadata = format!("/{CONTOSO_TENANT_ID}/v2.0/.well-known/openid-configuration");
    for path in ["/_emulator/users", metadata.as_str(), "/nowhere"] {
        for (host, ours) in [
            (format!("127.0.0.1:{port}"), true),
            (format!("localhost:{port}"), true),
            (format!("LOCALHOST:{port}"), true),
            (format!("[::1]:{port}"), true),
            (format!("127.8.9.10:{port}"), true),
            (format!("localhost:{}", port ^ 1), false),
            ("localhost".to_owned(), false),
            (format!("evil.example:{port}"), false),
            (format!("localhost.evil.example:{port}"), false),
            (format!("127.0.0.1.evil.example:{port}"), false),
            (format!("localhost:{port}@evil.example"), false),
            (format!("user@localhost:{port}"), false),
            (format!("192.168.0.1:{port}"), false),
            (format!("0.0.0.0:{port}"), false),
        ] {
            let (status, body) = raw(&bench, &get(&host, path)).await;
            let refused = status == 421 || (status == 400 && host.contains('@'));
            assert_eq!(refused, !ours, "{host} {path} {status} {body}");
            if refused {
                assert_eq!(body["error"], "access_denied");
            }
        }
    }
    let two = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(raw(&bench, &two).await.0, 400);
    let none = "GET / HTTP/1.0\r\n\r\n";
    assert_eq!(raw(&bench, none).await.0, 400);
    // The absolute form counts as well.
    let absolute = format!(
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(raw(&bench, &absolute).await.0, 421);
}

#[tokio::test]
async fn odd_request_lines_are_answered_too() {
    let bench = Bench::new().await;
    let host = format!("localhost:{}", bench.emulator.address().port());
    for (line, status) in [
        (format!("CONNECT {host} HTTP/1.1"), 404),
        ("OPTIONS * HTTP/1.1".to_owned(), 404),
        ("PURGE /_emulator/users HTTP/1.1".to_owned(), 405),
        (format!("GET http://{host}/_emulator/users HTTP/1.1"), 200),
        ("GET /?/_emulator/users HTTP/1.1".to_owned(), 404),
        ("GET /../_emulator/users HTTP/1.1".to_owned(), 404),
        ("GET //_emulator/users HTTP/1.1".to_owned(), 404),
        ("GET /%5femulator/users HTTP/1.1".to_owned(), 404),
    ] {
        let request = format!("{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(&bench, &request).await.0, status, "{line}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_reach_no_management() {
    let bench = Bench::new().await;
    let origin = bench.emulator.origin().to_owned();
    let port = bench.emulator.address().port();
    for (name, value, allowed) in [
        ("origin", origin.clone(), true),
        ("origin", format!("http://localhost:{port}"), true),
        ("origin", "http://evil.example".to_owned(), false),
        ("origin", "null".to_owned(), false),
        ("origin", String::new(), false),
        ("origin", format!("https://127.0.0.1:{port}"), false),
        ("origin", format!("http://127.0.0.1:{}", port ^ 1), false),
        ("sec-fetch-site", "same-origin".to_owned(), true),
        ("sec-fetch-site", "none".to_owned(), true),
        ("sec-fetch-site", "same-site".to_owned(), false),
        ("sec-fetch-site", "cross-site".to_owned(), false),
    ] {
        for path in [
            "users", "messages", "requests", "reset", "users/x", "nowhere",
        ] {
            let mut request = bench.http.get(format!("{origin}/_emulator/{path}"));
            if path == "reset" {
                request = bench.http.post(format!("{origin}/_emulator/{path}"));
            }
            let status = Reply::of(request.header(name, &value)).await.status;
            assert_eq!(status != 403, allowed, "{name}: {value} {path}");
        }
    }
    // Apps in browsers talk to the tenant through a proxy of theirs, with an origin of theirs.
    let url = format!("{}/{INITIATE}", bench.emulator.authority());
    let request = bench.http.post(url).header("origin", "http://app.example");
    assert_eq!(Reply::of(request).await.status, 400);
}

#[tokio::test]
async fn another_address_must_be_meant_and_demands_a_token() {
    let everywhere = Config {
        host: [0, 0, 0, 0].into(),
        ..Config::default()
    };
    let error = Emulator::start(everywhere.clone()).await.unwrap_err();
    assert!(error.to_string().contains("`host`"), "{error}");
    let bench = Bench::with(Config {
        i_know_this_is_insecure: true,
        ..everywhere
    })
    .await;
    let token = bench.emulator.management_token().unwrap().to_owned();
    assert!(token.len() >= 32);
    assert_eq!(bench.get("/_emulator/users").await.status, 401);
    let url = format!("{}/_emulator/users", bench.emulator.origin());
    for (value, status) in [
        (format!("Bearer {token}"), 200),
        (format!("bearer {token}"), 200),
        (format!("Bearer {token}x"), 401),
        (format!("Basic {token}"), 401),
        (token.clone(), 401),
    ] {
        let request = bench.http.get(&url).header("authorization", value);
        assert_eq!(Reply::of(request).await.status, status);
    }
    // The token does not help another site's page.
    let request = bench
        .http
        .get(&url)
        .header("authorization", format!("Bearer {token}"))
        .header("origin", "http://evil.example");
    assert_eq!(Reply::of(request).await.status, 403);
    // Tenants need none.
    bench
        .get(&format!("/{CONTOSO_TENANT_ID}/discovery/v2.0/keys"))
        .await;
    let short = Config {
        host: [0, 0, 0, 0].into(),
        i_know_this_is_insecure: true,
        management_token: Some("short".to_owned()),
        ..Config::default()
    };
    let error = Emulator::start(short).await.unwrap_err();
    assert!(error.to_string().contains("`management_token`"));
    assert!(!error.to_string().contains("short"));
}

#[tokio::test]
async fn wrong_paths_and_methods_are_answered_in_json() {
    let bench = Bench::new().await;
    let authority = bench.emulator.authority();
    for path in ["", "/", "/oauth2/v2.0/nowhere", "//", "/oauth2/v2.0/token/"] {
        let reply = Reply::of(bench.http.get(format!("{authority}{path}"))).await;
        assert_eq!(reply.status, 404, "{path}");
        reply.is_whole_problem();
    }
    for path in ["/", "/_emulator", "/_emulator/", "/_emulator/nowhere"] {
        assert_eq!(bench.get(path).await.status, 404, "{path}");
    }
    for (path, allow) in [
        (INITIATE, "POST"),
        (TOKEN, "POST"),
        ("v2.0/.well-known/openid-configuration", "GET"),
    ] {
        let request = bench.http.put(format!("{authority}/{path}"));
        let reply = Reply::of(request).await;
        assert_eq!(
            (reply.status, &reply.headers["allow"]),
            (405, &allow.parse().unwrap())
        );
        reply.is_whole_problem();
    }
    for (path, allow) in [
        ("users", "GET, POST"),
        ("users/x", "DELETE, PATCH"),
        ("api", "GET"),
        ("reset", "POST"),
    ] {
        let url = format!("{}/_emulator/{path}", bench.emulator.origin());
        let reply = Reply::of(bench.http.put(url)).await;
        assert_eq!(
            (reply.status, &reply.headers["allow"]),
            (405, &allow.parse().unwrap())
        );
    }
}

#[tokio::test]
async fn any_body_gets_an_answer() {
    let bench = Bench::new().await;
    let form = "application/x-www-form-urlencoded";
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
    ] {
        for body in [
            &b""[..],
            b"&&&===",
            b"%",
            b"%zz=%zz",
            b"\xff\xfe\x00",
            b"client_id",
            b"{\"client_id\":1}",
        ] {
            for content_type in [form, "application/json", "multipart/form-data", "\t"] {
                let url = format!("{}/{path}", bench.emulator.authority());
                let request = bench
                    .http
                    .post(url)
                    .header("content-type", content_type)
                    .body(body.to_vec());
                let reply = Reply::of(request).await;
                assert_eq!(reply.status, 400);
                reply.is_whole_problem();
            }
        }
    }
}

#[tokio::test]
async fn the_pages_of_a_sign_in_take_any_body_too() {
    let bench = Bench::new().await;
    let url = crate::browser::address(&bench, CONTOSO_APP_PASSWORD, &[]);
    for body in [
        &b""[..],
        b"&&&===",
        b"%zz=%zz",
        b"\xff\xfe\x00",
        b"step=code&step=code",
    ] {
        for content_type in [
            "application/x-www-form-urlencoded",
            "application/json",
            "\t",
        ] {
            let request = bench
                .http
                .post(&url)
                .header("content-type", content_type)
                .body(body.to_vec());
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 200);
            assert!(response.text().await.unwrap().contains("name=\"username\""));
        }
    }
    let request = bench.http.put(&url);
    let reply = Reply::of(request).await;
    assert_eq!(reply.status, 405);
    let long = bench.http.post(&url).body(vec![b'a'; 65 * 1024]);
    assert_eq!(Reply::of(long).await.status, 413);
}
