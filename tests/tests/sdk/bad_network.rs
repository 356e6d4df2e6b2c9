//! What the network and the wrong servers do: each a typed error with a sentence that helps, nothing sent twice,
//! and the state usable wherever the server did not take the step.

use std::time::Duration;

use native_auth::{
    Authority, Client, Error, ErrorKind, HttpRequest, Method, Recovery, ReqwestTransportConfig,
    Result, SignIn, SignUp, Step, Transport as _, TransportFailure,
};
use native_auth_tests::{CLIENT_ID, Certificates, Flaw, Misbehaving, Reply};
use url::Url;

const TOKEN: &str = r#"{"continuation_token":"CT-1"}"#;
const CODE_SENT: &str = r#"{"continuation_token":"CT-2","challenge_type":"oob","binding_method":"prompt",
    "challenge_channel":"email","challenge_target_label":"p***@e***.test","code_length":8}"#;
const WRONG_CODE: &str =
    r#"{"error":"invalid_grant","suberror":"invalid_oob_value","error_codes":[50181]}"#;

fn client(server: &Misbehaving) -> Client {
    Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()
        .unwrap()
}

fn somebody() -> SignIn {
    SignIn {
        username: "pat@example.test".to_owned(),
        ..SignIn::default()
    }
}

/// Begins a sign-in whose first request meets this reply.
async fn sign_in_met_by(reply: Reply) -> (Error, Misbehaving) {
    let server = Misbehaving::start([reply]).await.unwrap();
    let error = client(&server).sign_in(somebody()).await.unwrap_err();
    (error, server)
}

#[track_caller]
fn assert_error(error: &Error, kind: ErrorKind, code: &str) {
    assert_eq!((error.kind(), error.code()), (kind, code), "{error:?}");
    assert!(error.correlation_id().is_some());
    let sentence = error.to_string();
    assert!(sentence.len() > 20, "{sentence}");
    assert!(!sentence.contains("example.test"), "{sentence}");
}

#[tokio::test]
async fn an_unreachable_host() {
    // A port that was free a moment ago and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port();
    let authority = format!("http://127.0.0.1:{port}/contoso.onmicrosoft.com");
    let client = Client::builder(authority, CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()
        .unwrap();
    let error = client.sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Network, "host_unreachable");
    assert_eq!(error.recovery(), Recovery::TryLater);
}

#[tokio::test]
async fn certificates_that_are_not_trusted() {
    let good = Certificates::with(Flaw::None).unwrap();
    let other = Certificates::with(Flaw::None).unwrap();
    let script = [Reply::json(200, TOKEN), Reply::json(200, CODE_SENT)];
    let server = Misbehaving::start_tls(script, good.server).await.unwrap();
    let trusting = |root: &str| {
        Client::builder(server.tls_authority(), CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .add_root_certificate(root)
            .build()
            .unwrap()
    };

    let error = trusting(&other.root).sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Certificate, "certificate_rejected");
    assert_eq!(server.requests().len(), 0, "nothing was sent");
    assert_eq!(server.documents().len(), 0, "not in the background either");

    // The root is good for the client it was given to, and the other one above still does not have it.
    let step = trusting(&good.root).sign_in(somebody()).await.unwrap();
    assert!(matches!(step, Step::CodeRequired { .. }));

    for flaw in [Flaw::OtherHost, Flaw::Expired] {
        let flawed = Certificates::with(flaw).unwrap();
        let server = Misbehaving::start_tls([], flawed.server).await.unwrap();
        let client = Client::builder(server.tls_authority(), CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .add_root_certificate(flawed.root)
            .build()
            .unwrap();
        let error = client.sign_in(somebody()).await.unwrap_err();
        assert_error(&error, ErrorKind::Certificate, "certificate_rejected");
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls() {
    let server = Misbehaving::start([]).await.unwrap();
    let root = Certificates::with(Flaw::None).unwrap().root;
    let client = Client::builder(server.tls_authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .add_root_certificate(root)
        .build()
        .unwrap();
    let error = client.sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Certificate, "tls_failed");
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn an_html_page() {
    let page = |status| Reply::Answer {
        status,
        headers: vec![("content-type", "text/html; charset=utf-8".to_owned())],
        body: "<html><h1>Bad Gateway</h1></html>".to_owned(),
    };
    let (error, _) = sign_in_met_by(page(502)).await;
    assert_error(&error, ErrorKind::ServerUnavailable, "gateway_failed");
    assert_eq!(error.status(), Some(502));
    let (error, _) = sign_in_met_by(page(200)).await;
    assert_error(&error, ErrorKind::UnexpectedReply, "reply_is_a_page");
    let (error, _) = sign_in_met_by(page(404)).await;
    assert_error(&error, ErrorKind::UnexpectedReply, "endpoint_not_found");
}

#[tokio::test]
async fn a_truncated_body() {
    let cut = b"HTTP/1.1 200 x\r\ncontent-length: 500\r\n\r\n{\"continuation_tok".to_vec();
    let (error, server) = sign_in_met_by(Reply::Bytes(cut)).await;
    assert_error(&error, ErrorKind::Network, "reply_truncated");
    assert_eq!(
        server.requests().len(),
        1,
        "it reached the server: never again"
    );
}

#[tokio::test]
async fn a_body_of_two_mebibytes() {
    let body = format!(r#"{{"continuation_token":"{}"}}"#, "x".repeat(2 << 20));
    let (error, _) = sign_in_met_by(Reply::json(200, &body)).await;
    assert_error(&error, ErrorKind::UnexpectedReply, "reply_too_large");
    // The same without an announced length.
    let mut chunked = b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..32 {
        chunked.extend(format!("{:x}\r\n{}\r\n", 1 << 16, "y".repeat(1 << 16)).into_bytes());
    }
    let (error, _) = sign_in_met_by(Reply::Bytes(chunked)).await;
    assert_error(&error, ErrorKind::UnexpectedReply, "reply_too_large");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Misbehaving::start([Reply::json(200, TOKEN)]).await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let (error, _) = sign_in_met_by(Reply::Answer {
            status,
            headers: vec![("location", elsewhere.authority())],
            body: String::new(),
        })
        .await;
        assert_error(&error, ErrorKind::UnexpectedReply, "http_redirect");
    }
    assert_eq!(elsewhere.requests().len(), 0);
}

#[tokio::test]
async fn cookies_are_neither_kept_nor_sent() {
    let with_cookie = Reply::Answer {
        status: 200,
        headers: vec![("set-cookie", "fpc=1; path=/".to_owned())],
        body: TOKEN.to_owned(),
    };
    let server = Misbehaving::start([with_cookie, Reply::json(200, CODE_SENT)])
        .await
        .unwrap();
    let _step = client(&server).sign_in(somebody()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    for request in server.requests() {
        assert_eq!(request.header("cookie"), None);
    }
}

/// Of the transport alone: a client fetches the tenant's keys over a connection of its own.
#[tokio::test]
async fn a_refused_certificate_is_not_tried_again() {
    let good = Certificates::with(Flaw::None).unwrap();
    let other = Certificates::with(Flaw::None).unwrap();
    let server = Misbehaving::start_tls([], good.server).await.unwrap();
    let authority = Authority::parse(&server.tls_authority(), false).unwrap();
    let transport = ReqwestTransportConfig::default()
        .add_root_certificate(other.root)
        .build(&authority)
        .unwrap();
    let address = Url::parse(&server.tls_authority()).unwrap();
    let request = HttpRequest::new(Method::Post, address, Vec::new());
    let error = transport.send(&request).await.unwrap_err();
    assert_eq!(error.failure(), TransportFailure::Certificate);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn nothing_that_reached_the_server_is_sent_again() {
    // On a new connection, and on one that was used before: there the library might take it for a stale one.
    let server = Misbehaving::start([Reply::Close]).await.unwrap();
    let error = client(&server).sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Network, "connection_lost");
    assert_eq!(server.requests().len(), 1);

    let server = Misbehaving::start([Reply::json(200, TOKEN), Reply::Close])
        .await
        .unwrap();
    let error = client(&server).sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Network, "connection_lost");
    assert_eq!(server.requests().len(), 2);
    let used = server.requests()[1].connection;
    let before = server
        .documents()
        .into_iter()
        .chain([server.requests()[0].clone()]);
    assert!(
        before
            .map(|request| request.connection)
            .any(|number| number == used),
        "the second went over a connection that was used before"
    );

    for status in [429, 500, 503, 504] {
        let (_, server) = sign_in_met_by(Reply::json(status, r#"{"error":"server_error"}"#)).await;
        assert_eq!(server.requests().len(), 1, "HTTP {status}");
    }
}

#[tokio::test]
async fn a_break_of_tls_after_the_request_leaves_open_what_the_server_did() {
    let good = Certificates::with(Flaw::None).unwrap();
    let server = Misbehaving::start_tls([Reply::BreakTls], good.server)
        .await
        .unwrap();
    let client = Client::builder(server.tls_authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .add_root_certificate(good.root)
        .build()
        .unwrap();
    let error = client.sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Network, "connection_lost");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_parameter_is_the_user_name_unless_another_is_named() {
    for (named, code) in [
        ("username", "username_invalid"),
        ("client_id", "parameter_invalid"),
        ("attributes", "parameter_invalid"),
    ] {
        let body = format!(
            r#"{{"error":"invalid_request","error_codes":[90100],
            "error_description":"AADSTS90100: {named} parameter is empty or not valid. Trace ID: x"}}"#
        );
        let (error, _) = sign_in_met_by(Reply::json(400, &body)).await;
        assert_eq!(error.code(), code);
    }
}

#[tokio::test]
async fn a_throttled_request_says_how_long_to_wait() {
    let (error, _) = sign_in_met_by(Reply::Answer {
        status: 429,
        headers: vec![("retry-after", "17".to_owned())],
        body: r#"{"error":"temporarily_unavailable"}"#.to_owned(),
    })
    .await;
    assert_error(&error, ErrorKind::Throttled, "throttled");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
}

#[tokio::test]
async fn the_state_is_usable_after_each_of_these() -> Result<()> {
    let troubles = [
        Reply::Close,
        Reply::Bytes(b"HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        Reply::json(502, "<html>"),
        Reply::json(200, "[]"),
        Reply::Answer {
            status: 302,
            headers: vec![("location", "http://127.0.0.1:9/".to_owned())],
            body: String::new(),
        },
        Reply::json(200, &"x".repeat(2 << 20)),
        Reply::json(400, WRONG_CODE),
    ];
    let count = troubles.len();
    let opening = [Reply::json(200, TOKEN), Reply::json(200, CODE_SENT)];
    let created = Reply::json(200, "{}");
    let script = opening.into_iter().chain(troubles).chain([created]);
    let server = Misbehaving::start(script).await.unwrap();
    let client = client(&server);
    let step = client
        .sign_up(SignUp {
            username: "pat@example.test".to_owned(),
            sign_in: false,
            ..SignUp::default()
        })
        .await?;
    let Step::CodeRequired { state } = step else {
        panic!("{step:?}")
    };
    for _ in 0..count {
        let error = client.run(state.submit_code("12345678")).await.unwrap_err();
        assert_ne!(error.code(), "state_stale", "{error:?}");
        assert_ne!(error.code(), "action_in_progress", "{error:?}");
    }
    let step = client.run(state.submit_code("12345678")).await?;
    assert!(matches!(step, Step::Completed { .. }), "{step:?}");
    assert_eq!(
        server.requests().len(),
        2 + count + 1,
        "each try is one request"
    );
    let error = client.run(state.submit_code("12345678")).await.unwrap_err();
    assert_eq!(error.code(), "state_stale");
    Ok(())
}

#[tokio::test]
async fn an_answer_that_never_comes() {
    let server = Misbehaving::start([
        Reply::json(200, TOKEN),
        Reply::json(200, CODE_SENT),
        Reply::Silence,
    ])
    .await
    .unwrap();
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .exchange_timeout(Duration::from_millis(1500))
        .build()
        .unwrap();
    let step = client.sign_in(somebody()).await.unwrap();
    let Step::CodeRequired { state } = step else {
        panic!("{step:?}")
    };
    let error = client.run(state.submit_code("1")).await.unwrap_err();
    assert_error(&error, ErrorKind::Timeout, "exchange_timed_out");
    assert_eq!(server.requests().len(), 3);
    // The state is free: the next error comes from the network, not from the turn.
    let error = client.run(state.submit_code("1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
}

#[tokio::test]
async fn the_environment_is_not_asked() {
    // A proxy that answers nobody is set in the environment of a child that runs this very test.
    if std::env::var_os("NATIVE_AUTH_TEST_CHILD").is_none() {
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "bad_network::the_environment_is_not_asked"])
            .env("NATIVE_AUTH_TEST_CHILD", "1")
            .env("HTTP_PROXY", "http://127.0.0.1:9")
            .env("HTTPS_PROXY", "http://127.0.0.1:9")
            .env("http_proxy", "http://127.0.0.1:9")
            .env("https_proxy", "http://127.0.0.1:9")
            .env("ALL_PROXY", "http://127.0.0.1:9")
            .env("SSL_CERT_FILE", "/nowhere")
            .env("SSL_CERT_DIR", "/nowhere")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && said.contains("1 passed"),
            "{said}"
        );
        return;
    }
    let good = Certificates::with(Flaw::None).unwrap();
    let script = [Reply::json(200, TOKEN), Reply::json(200, CODE_SENT)];
    let server = Misbehaving::start_tls(script, good.server).await.unwrap();
    let builder = || {
        Client::builder(server.tls_authority(), CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .add_root_certificate(good.root.clone())
    };
    let _step = builder()
        .build()
        .unwrap()
        .sign_in(somebody())
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 2, "asked directly");
    // Asked for, it is honoured: nobody answers at that proxy.
    let asking = builder().proxy_from_environment().build().unwrap();
    let error = asking.sign_in(somebody()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
    assert_eq!(server.requests().len(), 2);
    // Plain http to this machine never goes through a proxy, not even then.
    let plain = Misbehaving::start([Reply::json(200, TOKEN), Reply::json(200, CODE_SENT)])
        .await
        .unwrap();
    let client = Client::builder(plain.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .proxy_from_environment()
        .build()
        .unwrap();
    let _step = client.sign_in(somebody()).await.unwrap();
    assert_eq!(plain.requests().len(), 2);
}

#[tokio::test]
async fn a_proxy_is_used_when_given() {
    let refusal = Reply::Answer {
        status: 403,
        headers: Vec::new(),
        body: String::new(),
    };
    let proxy = Misbehaving::start([refusal.clone(), refusal])
        .await
        .unwrap();
    let address = proxy.authority().replace("/contoso.onmicrosoft.com", "");
    let client = Client::builder("contoso", CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .proxy(address)
        .build()
        .unwrap();
    let error = client.sign_in(somebody()).await.unwrap_err();
    assert_error(&error, ErrorKind::Network, "proxy_unreachable");
    assert_eq!(proxy.requests()[0].path, "contoso.ciamlogin.com:443");
    assert!(
        proxy.requests()[0].body.is_empty(),
        "the proxy sees no more than the host"
    );
}
