//! Nothing secret, and no e-mail address, in any diagnostic.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use native_auth_emulator::{Config, ExtensionConfig, ExtensionEvent, SmtpConfig};

use crate::bench::*;
use crate::browser;
use crate::extension_app::{ExtensionApp, Says};
use crate::mail_server::MailServer;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const ADA: &str = "canary.ada@example.com";
const BOB: &str = "canary.bob@example.com";
const EVE: &str = "canary.eve@example.com";
/// What the address of an extension holds.
const KEY: &str = "canary-function-key";
const NEWER: &str = "Canary-Newer-8";
const WRONG: &str = "Canary-Wrong-7";
const GOOD: &str = "Canary-Right-7";

/// Whether a line holds a secret. Eight digits occur in longer numbers by chance, so a code counts
/// only as a word.
fn shows(line: &str, secret: &str) -> bool {
    if secret.len() == 8 && secret.bytes().all(|b| b.is_ascii_digit()) {
        line.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == secret)
    } else {
        line.contains(secret)
    }
}

/// Plants secrets in every field, right and wrong, and gives them all back.
async fn plant(bench: &Bench) -> Vec<String> {
    let mut secrets = vec![ADA.to_owned(), BOB.to_owned(), WRONG.into(), GOOD.into()];
    bench.add(BOB, None);
    let start = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("password", GOOD),
        (
            "attributes",
            r#"{"displayName":"Canary Name","city":"Canaryville"}"#,
        ),
    ];
    secrets.extend(["Canary Name".to_owned(), "Canaryville".to_owned()]);
    let started = bench
        .post(START, CONTOSO_APP_PASSWORD, &start)
        .await
        .token();
    let fields = [("continuation_token", started.as_str())];
    let sent = bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    let code = bench.code(ADA);
    let fields = [
        ("continuation_token", sent.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
    ];
    let done = bench
        .post(CONTINUE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    let wrong = bench.with_password(ADA, WRONG).await;
    wrong.refused("invalid_grant", "", 50126);
    let tokens = bench.with_password(ADA, GOOD).await;
    let refreshed = bench
        .refresh(CONTOSO_APP_PASSWORD, &tokens.text("refresh_token"))
        .await;
    let challenged = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    secrets.push(bench.code(BOB));
    for reply in [&tokens, &refreshed] {
        for name in ["access_token", "id_token", "refresh_token", "client_info"] {
            secrets.push(reply.text(name));
        }
    }
    secrets.extend([started, sent, code, done, challenged]);
    secrets.extend(plant_beyond_the_first_factor(bench).await);
    secrets.extend(plant_in_the_browser(bench).await);
    // In places where nobody expects them.
    let origin = bench.emulator.origin();
    for url in [
        format!("{origin}/{ADA}/{INITIATE}"),
        format!("{origin}/contoso.onmicrosoft.com/{WRONG}?password={WRONG}&u={ADA}"),
    ] {
        let request = bench
            .http
            .post(url)
            .header("client-request-id", WRONG)
            .header("x-secret", WRONG);
        Reply::of(request).await;
    }
    let fields = [
        ("username", WRONG),
        (ADA, WRONG),
        ("scope", WRONG),
        ("grant_type", WRONG),
        ("challenge_type", WRONG),
        ("capabilities", WRONG),
        ("continuation_token", WRONG),
    ];
    for path in [
        START,
        CONTINUE,
        INITIATE,
        TOKEN,
        RESET_START,
        RESET_SUBMIT,
        REGISTER_CHALLENGE,
    ] {
        bench.post(path, CONTOSO_APP_PASSWORD, &fields).await;
        bench.post(path, WRONG, &fields).await;
    }
    plant_in_management(bench).await;
    secrets
}

/// The same in what is asked of the emulator itself, good and bad.
async fn plant_in_management(bench: &Bench) {
    let origin = bench.emulator.origin();
    let file = bench.emulator.export();
    let waiting = format!(r#"{{"username": "{BOB}", "body": {{"x": "{WRONG}"}}, "times": 2}}"#);
    for (page, body, status) in [
        ("faults", waiting, 201),
        (
            "faults",
            format!(r#"{{"endpoint": "{WRONG}", "status": 500}}"#),
            400,
        ),
        ("faults", format!(r#"{{"{WRONG}": "{ADA}"}}"#), 400),
        ("clock", format!(r#"{{"advance_seconds": "{WRONG}"}}"#), 400),
        ("import", file.replace(BOB, WRONG), 400),
        (
            "import",
            file.replace("\"enabled\"", &format!("\"{WRONG}\"")),
            400,
        ),
        ("import", file, 200),
    ] {
        let request = bench
            .http
            .post(format!("{origin}/_emulator/{page}"))
            .header("content-type", "application/json")
            .body(body);
        assert_eq!(Reply::of(request).await.status, status);
    }
    let fields = [("username", BOB), ("challenge_type", ALL)];
    let forced = bench.post(INITIATE, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(forced.text("x"), WRONG);
}

/// The same in the pages of a sign-in, and in what an API is shown.
async fn plant_in_the_browser(bench: &Bench) -> Vec<String> {
    let changes = [("login_hint", ADA), ("state", WRONG), ("nonce", WRONG)];
    let url = browser::address(bench, CONTOSO_APP_PASSWORD, &changes);
    let page = browser::open(bench, &url).await;
    let page = page.submit(bench, &[("username", ADA)]).await;
    page.submit(bench, &[("password", WRONG)]).await;
    let done = page.submit(bench, &[("password", GOOD)]).await;
    let code = done.told("code").unwrap();
    let redirect_uri = format!("msal{CONTOSO_APP_PASSWORD}://auth");
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", redirect_uri.as_str()),
        ("code_verifier", browser::VERIFIER),
        ("claims", WRONG),
    ];
    let tokens = bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await;
    let access_token = tokens.text("access_token");
    let api = format!("{}/_emulator/api?acr=c1&x={WRONG}", bench.emulator.origin());
    let request = bench.http.get(api).bearer_auth(&access_token);
    assert_eq!(Reply::of(request).await.status, 401);
    vec![
        code,
        access_token,
        tokens.text("refresh_token"),
        browser::VERIFIER.to_owned(),
    ]
}

/// What an extension and a mail server are told, and what they answer.
async fn plant_outside() -> (Bench, Vec<String>) {
    let app = ExtensionApp::start().await;
    let (server, address) = MailServer::start(None).await;
    let extension = |event| ExtensionConfig {
        event,
        url: format!("{}/api?code={KEY}", app.origin),
        app_id: "8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f".to_owned(),
        timeout_ms: 5_000,
        user_flows: Vec::new(),
        apps: Vec::new(),
    };
    let mut config = Config {
        smtp: Some(SmtpConfig {
            url: format!("smtp://{address}"),
            from: EVE.to_owned(),
        }),
        ..Config::default()
    };
    config.tenants[0].extensions = vec![
        extension(ExtensionEvent::AttributeCollectionSubmit),
        extension(ExtensionEvent::TokenIssuanceStart),
    ];
    let debug = format!("{config:?}");
    assert!(!debug.contains(KEY) && !debug.contains(EVE), "{debug}");
    let bench = Bench::with(config).await;
    bench.add(BOB, None);
    let start = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("attributes", r#"{"displayName":"Canary Outside"}"#),
    ];
    app.says(Says::This(500, "text/plain", WRONG.to_owned()));
    let reply = bench.post(START, CONTOSO_APP_PASSWORD, &start).await;
    reply.refused("server_error", "", 1_003_002);
    let block = serde_json::json!({ "message": NEWER });
    let action = "attributeCollectionSubmit.showBlockPage";
    app.acts("onAttributeCollectionSubmit", action, block);
    let reply = bench.post(START, CONTOSO_APP_PASSWORD, &start).await;
    reply.refused("access_denied", "", 0);
    let bearer = app.last().headers["authorization"]
        .to_str()
        .unwrap()
        .to_owned();

    server.refuse(true);
    let begin = [("username", BOB), ("challenge_type", ALL)];
    let begun = bench.post(INITIATE, CONTOSO_APP_OTP, &begin).await.token();
    let fields = [("continuation_token", begun.as_str())];
    let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    reply.refused("invalid_request", "", 50185);
    server.refuse(false);
    let sent = bench
        .post(CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .token();
    assert_eq!(server.mails().len(), 1);
    let code = bench.code(BOB);
    let claims = serde_json::json!({ "claims": { "sub": WRONG } });
    let action = "tokenIssuanceStart.provideClaimsForToken";
    app.acts("onTokenIssuanceStart", action, claims);
    let reply = bench.code_at(&sent, &code).await;
    reply.refused("server_error", "", 1_003_003);
    let secrets = [ADA, BOB, EVE, KEY, WRONG, NEWER, "Canary Outside"];
    let mut secrets: Vec<String> = secrets.map(str::to_owned).into();
    secrets.extend([bearer.replace("Bearer ", ""), begun, sent, code]);
    (bench, secrets)
}

/// The same in a reset, a registration and a sign-in with a second factor.
async fn plant_beyond_the_first_factor(bench: &Bench) -> Vec<String> {
    let mut secrets = vec![EVE.to_owned(), PHONE.to_owned(), NEWER.to_owned()];
    bench.add(EVE, Some(GOOD));
    let fields = [("username", EVE), ("challenge_type", ALL)];
    let started = bench.post(RESET_START, CONTOSO_APP_MFA, &fields).await;
    let sent = bench.go(RESET_CHALLENGE, &started.token(), &[]).await;
    let code = bench.code(EVE);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let verified = bench.go(RESET_CONTINUE, &sent.token(), &fields).await;
    let wrong = [("new_password", WRONG), ("new_password", EVE)];
    bench.go(RESET_SUBMIT, &verified.token(), &wrong).await;
    let fields = [("new_password", NEWER)];
    let submitted = bench.go(RESET_SUBMIT, &verified.token(), &fields).await;
    let reset = bench.go(RESET_POLL, &submitted.token(), &[]).await;

    let token = bench.challenged_for_mfa(EVE, CAPABILITIES).await;
    let demanded = bench.prove(&token, "password", NEWER).await;
    let listed = bench.go(REGISTER_INTROSPECT, &demanded.token(), &[]).await;
    let chosen = |channel, target| {
        [
            ("challenge_type", "oob"),
            ("challenge_channel", channel),
            ("challenge_target", target),
        ]
    };
    let wrong = chosen(WRONG, EVE);
    bench.go(REGISTER_CHALLENGE, &listed.token(), &wrong).await;
    let phone = chosen("sms", PHONE);
    let registering = bench.go(REGISTER_CHALLENGE, &listed.token(), &phone).await;
    secrets.push(bench.code(PHONE));
    let code = bench.code(PHONE);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let registered = bench
        .go(REGISTER_CONTINUE, &registering.token(), &fields)
        .await;

    let token = bench.challenged_for_mfa(EVE, CAPABILITIES).await;
    let demanded = bench.prove(&token, "password", NEWER).await;
    let methods = bench.go(INTROSPECT, &demanded.token(), &[]).await;
    let id = methods.body["methods"][0]["id"].as_str().unwrap();
    let proving = bench.go(CHALLENGE, &methods.token(), &[("id", id)]).await;
    let tokens = bench
        .prove(&proving.token(), "mfa_oob", &bench.code(PHONE))
        .await;
    secrets.extend([code, bench.code(PHONE), tokens.text("refresh_token")]);
    let replies = [
        started,
        sent,
        verified,
        submitted,
        reset,
        demanded,
        listed,
        registering,
        registered,
        methods,
        proving,
    ];
    secrets.extend(replies.iter().map(Reply::token));
    secrets
}

#[tokio::test]
async fn no_secret_reaches_the_log_or_the_list_of_requests_or_debug() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    let log = tracing::subscriber::set_global_default(subscriber);
    assert!(log.is_ok(), "another test has set a subscriber");

    let bench = Bench::new().await;
    let mut secrets = plant(&bench).await;
    let (outside, more) = plant_outside().await;
    secrets.extend(more);
    let mut requests = bench.get("/_emulator/requests").await.body.to_string();
    requests += &outside.get("/_emulator/requests").await.body.to_string();
    let debug = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        bench.emulator,
        bench.emulator.forced(),
        bench.emulator.messages(),
        bench.emulator.users(),
        bench.emulator.requests()
    );
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    // The emulator's own lines are there; without them the rest would prove nothing.
    assert!(log.contains("answered") && log.contains("invalid_grant"));
    // The emulator calls an extension with the same library as this test calls the emulator.
    assert!(!log.contains(KEY), "the key of an extension in the log");
    // What the HTTP client of this test says of itself is not the emulator's doing.
    let log: Vec<&str> = log
        .lines()
        .filter(|line| !line.contains("reqwest::"))
        .collect();
    for secret in &secrets {
        assert!(
            !requests.contains(secret.as_str()),
            "a secret in the list of requests"
        );
        assert!(!debug.contains(secret.as_str()), "a secret in Debug");
        for line in &log {
            assert!(!shows(line, secret), "a secret in the log: {line}");
        }
    }
    assert!(requests.contains("invalid_grant") && requests.contains("***"));
}
