//! A wrong configuration fails when the client is built, and names the field.

use std::time::Duration;

use native_auth::{ChallengeType, Client, ClientBuilder, ErrorKind, Result, SignIn, Step};
use native_auth_tests::{CLIENT_ID, Certificates, Counting, Flaw, Misbehaving, Reply};

const TENANT_ID: &str = "9a7c1e54-3b0f-4d62-8e11-5c2d7f90ab36";

fn builder() -> ClientBuilder {
    Client::builder("contoso", CLIENT_ID).storage(native_auth::TokenStorage::in_memory())
}

#[track_caller]
fn refused(builder: ClientBuilder, code: &str, names: &str) {
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.code(), code);
    let sentence = error.to_string();
    assert!(sentence.contains(names), "{sentence}");
}

#[test]
fn every_spelling_of_a_tenant() -> Result<()> {
    for tenant in [
        "contoso".to_owned(),
        "contoso.ciamlogin.com".to_owned(),
        "https://contoso.ciamlogin.com".to_owned(),
        "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/".to_owned(),
        format!("https://contoso.ciamlogin.com/{TENANT_ID}"),
        format!("https://login.contoso.com/{TENANT_ID}"),
    ] {
        Client::builder(tenant, CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .build()?;
    }
    Ok(())
}

#[test]
fn a_wrong_tenant_says_what_is_wrong_with_it() {
    for (tenant, sentence) in [
        ("", "empty"),
        (
            "https://pat:pw@contoso.ciamlogin.com/contoso.onmicrosoft.com",
            "before the @",
        ),
        (
            "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/v2.0",
            "exactly one path segment",
        ),
        (
            "https://contoso.ciamlogin.com.evil.example/contoso.onmicrosoft.com",
            "resembles",
        ),
        (
            "https://contoso.ciam1ogin.com/contoso.onmicrosoft.com",
            "resembles",
        ),
        (
            "https://login.contoso.com/contoso.onmicrosoft.com",
            "tenant's id",
        ),
        (
            "http://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            "plain http",
        ),
        (
            "http://127.0.0.1:8080/contoso.onmicrosoft.com",
            "has to be allowed",
        ),
        (
            "ftp://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            "https://",
        ),
    ] {
        let builder =
            Client::builder(tenant, CLIENT_ID).storage(native_auth::TokenStorage::in_memory());
        let error = builder.build().unwrap_err();
        assert_eq!(error.code(), "tenant_invalid", "{tenant}");
        let text = error.to_string();
        assert!(
            text.contains("tenant") && text.contains(sentence),
            "{tenant}: {text}"
        );
        assert!(!text.contains("pat:pw"));
    }
    // Loopback alone does not make every http address good.
    let remote = Client::builder("http://192.0.2.1/contoso.onmicrosoft.com", CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory());
    refused(remote.allow_http_loopback(), "tenant_invalid", "plain http");
}

#[test]
fn every_other_field() {
    refused(
        Client::builder("contoso", "my-app").storage(native_auth::TokenStorage::in_memory()),
        "client_id_invalid",
        "client id",
    );
    refused(
        builder().challenge_types([]),
        "challenge_types_empty",
        "challenge types",
    );
    refused(builder().sku("two words"), "sku_invalid", "SKU");
    refused(
        builder().connect_timeout(Duration::ZERO),
        "connect_timeout_zero",
        "time-out for connecting",
    );
    refused(
        builder().exchange_timeout(Duration::ZERO),
        "exchange_timeout_zero",
        "time-out for a request",
    );
    refused(
        builder().polling_timeout(Duration::ZERO),
        "polling_timeout_zero",
        "time-out for waiting",
    );
    for pem in [
        "",
        "no PEM",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        refused(
            builder().add_root_certificate(pem),
            "root_certificate_invalid",
            "root certificate",
        );
    }
    for address in [
        "not a proxy",
        "ht!tp://user:hush@x",
        "ftp://user:hush@x",
        "http://user:hush@x/path",
    ] {
        refused(builder().proxy(address), "proxy_invalid", "proxy");
        let error = builder().proxy(address).build().unwrap_err();
        assert!(!format!("{error:?}{error}").contains("hush"));
    }
    let proxy = "http://proxy.example:8080";
    refused(
        builder().proxy(proxy).proxy_from_environment(),
        "proxy_twice",
        "proxy of your own",
    );
    let plain = Client::builder("http://localhost:1/contoso.onmicrosoft.com", CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory());
    refused(
        plain.allow_http_loopback().proxy(proxy),
        "proxy_on_loopback",
        "leave the proxy out",
    );
    let transport = || Counting::to("http://localhost:1/contoso.onmicrosoft.com");
    for unused in [
        builder().transport(transport()).proxy(proxy),
        builder().transport(transport()).proxy_from_environment(),
        builder()
            .transport(transport())
            .add_root_certificate("no PEM"),
        builder()
            .transport(transport())
            .root_certificates_from_environment(),
    ] {
        refused(unused, "network_settings_unused", "transport");
    }
    builder().transport(transport()).build().unwrap();

    let builder = builder().proxy("http://user:hush@proxy.example:8080");
    let text = format!("{builder:?}");
    let text = format!("{text}{:?}", builder.build());
    assert!(
        text.contains("contoso") && !text.contains("hush") && !text.contains("user:"),
        "{text}"
    );
}

#[test]
fn no_root_certificate_is_needed_where_none_is_used() -> Result<()> {
    // The roots of a machine that has none, by way of the environment, which is looked at only when asked.
    if std::env::var_os("NATIVE_AUTH_TEST_CHILD").is_none() {
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "building::no_root_certificate_is_needed_where_none_is_used",
            ])
            .env("NATIVE_AUTH_TEST_CHILD", "1")
            .env("SSL_CERT_FILE", "/nowhere/at/all.pem")
            .env("SSL_CERT_DIR", "/nowhere/at/all")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && said.contains("1 passed"),
            "{said}"
        );
        return Ok(());
    }
    let rootless = |tenant: &str| {
        Client::builder(tenant, CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .allow_http_loopback()
            .root_certificates_from_environment()
    };
    refused(
        rootless("contoso"),
        "no_root_certificates",
        "root certificates",
    );
    rootless("http://localhost:1/contoso.onmicrosoft.com").build()?;
    let root = Certificates::with(Flaw::None).unwrap().root;
    rootless("contoso").add_root_certificate(root).build()?;
    Ok(())
}

#[tokio::test]
async fn the_app_adds_headers_within_the_rule() -> Result<()> {
    let server = Misbehaving::start([
        Reply::json(200, r#"{"continuation_token":"CT-1"}"#),
        Reply::json(
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"password"}"#,
        ),
    ])
    .await
    .unwrap();
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .request_headers(|url| async move {
            let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            vec![
                header("x-fraud-signal", url.path()),
                header("X-CLIENT-SKU", "MSAL.iOS"),
                header("x-ms-anything", "1"),
                header("authorization", "Bearer x"),
                header("x-broken", "a\r\nx-injected: b"),
                header("x-bro ken", "a"),
            ]
        })
        .build()?;
    let step = client
        .sign_in(SignIn {
            username: "pat@example.test".to_owned(),
            ..SignIn::default()
        })
        .await?;
    assert!(matches!(step, Step::PasswordRequired { .. }));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(
            request.header("x-fraud-signal"),
            Some(request.path.as_str())
        );
        assert_eq!(request.header("x-client-sku"), Some("native-auth.rust"));
        assert_eq!(
            request.header("x-client-ver"),
            Some(env!("CARGO_PKG_VERSION"))
        );
        assert!(request.header("x-client-os").is_some());
        assert!(request.header("client-request-id").is_some());
        assert_eq!(request.header("return-client-request-id"), Some("true"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(
            request.header("content-type"),
            Some("application/x-www-form-urlencoded")
        );
        for name in [
            "x-ms-anything",
            "authorization",
            "x-injected",
            "x-broken",
            "user-agent",
        ] {
            assert_eq!(request.header(name), None, "{name}");
        }
    }
    assert_eq!(
        requests[0].header("client-request-id"),
        requests[1].header("client-request-id")
    );
    Ok(())
}

#[tokio::test]
async fn app_headers_that_never_come_leave_nothing_open() -> Result<()> {
    let server = Misbehaving::start([]).await.unwrap();
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .exchange_timeout(Duration::from_millis(200))
        .request_headers(|_| std::future::pending())
        .build()?;
    let request = SignIn {
        username: "pat@example.test".to_owned(),
        ..SignIn::default()
    };
    let error = client.sign_in(request).await.unwrap_err();
    assert_eq!(error.code(), "request_headers_timed_out");
    assert_eq!(server.connections(), 0, "nothing was sent");
    Ok(())
}

#[tokio::test]
async fn two_tls_connections_serve_a_whole_flow() -> Result<()> {
    let certificates = Certificates::with(Flaw::None).unwrap();
    let script = [
        Reply::json(200, r#"{"continuation_token":"CT-1"}"#),
        Reply::json(
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"password"}"#,
        ),
        Reply::json(400, r#"{"error":"invalid_grant","error_codes":[50126]}"#),
        Reply::json(400, r#"{"error":"invalid_grant","error_codes":[50126]}"#),
    ];
    let server = Misbehaving::start_tls(script, certificates.server)
        .await
        .unwrap();
    let client = Client::builder(server.tls_authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .add_root_certificate(certificates.root)
        .challenge_types([ChallengeType::Password])
        .build()?;
    let request = SignIn {
        username: "pat@example.test".to_owned(),
        ..SignIn::default()
    };
    let Step::PasswordRequired { state } = client.sign_in(request).await? else {
        panic!("a password is wanted");
    };
    for _ in 0..2 {
        let error = client.run(state.submit_password("x")).await.unwrap_err();
        assert_eq!(error.code(), "credentials_invalid");
    }
    assert_eq!(server.requests().len(), 4);
    // One more at most: the tenant's keys are fetched while the first request is under way.
    assert!(server.connections() <= 2, "{}", server.connections());
    Ok(())
}

#[test]
fn outside_a_runtime_it_says_so() {
    let client = Client::builder("http://localhost:1/contoso.onmicrosoft.com", CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()
        .unwrap();
    let request = SignIn {
        username: "pat@example.test".to_owned(),
        ..SignIn::default()
    };
    let mut call = Box::pin(client.sign_in(request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut context) else {
        panic!("there is nothing to wait for");
    };
    assert_eq!(outcome.unwrap_err().code(), "runtime_missing");
}
