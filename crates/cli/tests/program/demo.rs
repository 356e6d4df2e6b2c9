//! The demonstration.

use native_auth::{Authority, HttpRequest, Method, ReqwestTransportConfig, Transport as _};
use native_auth_emulator::{CONTOSO_APP_PASSWORD, Config, Emulator};
use rustix::process::Signal;
use serde_json::Value;
use url::Url;

use crate::dying_server;
use crate::emulator::EmulatorProcess;
use crate::session::Session;

#[test]
fn with_an_emulator_of_its_own_everything_goes_as_it_should() {
    let ended = Session::start(&["demo"]).end();
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.stdout, ended.stderr);
    assert!(
        ended
            .stdout
            .contains("\nEverything went as it should: 13 chapters, "),
        "{}",
        ended.stdout
    );
    for told in [
        "1. Sign up with e-mail and password",
        "POST /contoso.onmicrosoft.com/signup/v1.0/start",
        "grant_type=password, password=***",
        "oob=***",
        "200  continuation_token=***",
        "400  error=invalid_grant, error_codes=[50126]",
        "correlation id ",
        "=> code_invalid",
        "=> Signed in: Ada Example",
        "[no request, ",
        "grant_type=refresh_token, refresh_token=***",
        "POST /contoso.onmicrosoft.com/resetpassword/v1.0/poll_completion",
        "status=succeeded",
        "new_password=***",
        "=> password_recently_used",
        "POST /contoso.onmicrosoft.com/oauth2/v2.0/introspect",
        "suberror=mfa_required",
        "grant_type=mfa_oob, oob=***",
        "A code can be sent by: 1. email (",
        "POST /contoso.onmicrosoft.com/register/v1.0/continue",
        "suberror=registration_required",
        "challenge_type=preverified",
        "=> contact_not_international",
        "challenge_channel=sms, challenge_target=+1555",
    ] {
        assert!(
            ended.stdout.contains(told),
            "{told} is not in {}",
            ended.stdout
        );
    }
    // Nobody looks at a terminal, so there are no colours.
    assert!(!ended.stdout.contains('\u{1b}'));
    assert!(!ended.stdout.contains("eyJ"), "a token shows");
    assert_eq!(ended.stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_exchange_is_found_under_its_correlation_id() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let authority = emulator.authority();
    let arguments = [
        "demo",
        "--json",
        "--authority",
        &authority,
        "--client-id",
        CONTOSO_APP_PASSWORD,
    ];
    let ended = Session::start(&arguments).end();
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.stdout, ended.stderr);

    let lines = ended.lines();
    let printed: Vec<Value> = lines
        .iter()
        .filter_map(|line| line.get("exchange"))
        .map(|exchange| essence(exchange, "fields"))
        .collect();
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!(summary["chapters"], 13);
    assert_eq!(summary["exchanges"], printed.len());

    let requests = requests_of(&authority).await;
    let logged: Vec<Value> = requests
        .iter()
        .map(|request| essence(request, "fields"))
        .collect();
    assert!(!logged.is_empty());
    // Not one more and not one less, in the same order; but for the tenant's metadata and keys, which are fetched in the
    // background.
    let (printed, mut printed_ahead) = of_flows_and_ahead(printed);
    let (logged, mut logged_ahead) = of_flows_and_ahead(logged);
    assert_eq!(printed, logged);
    for ahead in [&mut printed_ahead, &mut logged_ahead] {
        ahead.sort_by_key(ToString::to_string);
    }
    assert_eq!(printed_ahead, logged_ahead);
    // A second run meets the people of the first, and is no other for it.
    assert_eq!(Session::start(&arguments).end().code, Some(0));
}

fn of_flows_and_ahead(exchanges: Vec<Value>) -> (Vec<Value>, Vec<Value>) {
    let is_of_a_flow = |exchange: &Value| exchange["method"] == "POST";
    exchanges.into_iter().partition(is_of_a_flow)
}

/// What both sides must say alike: one saw the request leave, the other saw it arrive.
fn essence(exchange: &Value, fields: &str) -> Value {
    let names: Vec<&String> = exchange[fields].as_object().unwrap().keys().collect();
    serde_json::json!({
        "correlation_id": exchange["correlation_id"],
        "method": exchange["method"],
        "path": exchange["path"],
        "status": exchange["status"],
        "fields": names,
    })
}

async fn requests_of(authority: &str) -> Vec<Value> {
    let transport = ReqwestTransportConfig::default()
        .build(&Authority::parse(authority, true).unwrap())
        .unwrap();
    let mut url = Url::parse(authority).unwrap();
    url.set_path("/_emulator/requests");
    let request = HttpRequest::new(Method::Get, url, Vec::new());
    let response = transport.send(&request).await.unwrap();
    assert_eq!(response.status(), 200);
    serde_json::from_slice(response.body()).unwrap()
}

#[test]
fn an_emulator_that_dies_midway_is_a_typed_error() {
    let mut emulator = EmulatorProcess::start(&[]);
    let authority = emulator.authority();
    let mut demo = Session::start(&[
        "demo",
        "--json",
        "--step-by-step",
        "--authority",
        &authority,
    ]);
    let mut exchanges = 0;
    // It waits at the head of each chapter.
    assert_eq!(demo.next()["chapter"]["number"], 1);
    demo.send_line("");
    loop {
        let line = demo.next();
        exchanges += usize::from(line.get("exchange").is_some());
        if line.get("chapter").is_some() {
            break;
        }
    }
    assert!(exchanges > 0);
    emulator.session.kill();
    demo.send_line("");
    let ended = demo.end();

    let lines = ended.lines();
    let last = lines.last().unwrap();
    assert_eq!(last["error"]["kind"], "Network", "{last}");
    assert_eq!(last["error"]["recovery"], "TryLater");
    assert!(last["error"]["correlation_id"].is_string());
    assert!(lines.iter().all(|line| line.get("summary").is_none()));
    assert!(ended.stderr.contains("Network"), "{}", ended.stderr);
    assert_eq!(ended.code, Some(14));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emulator_that_dies_between_a_sign_up_and_its_sign_in_is_one_too() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let front = dying_server::serve(emulator.address(), "/oauth2/v2.0/token");
    let authority = format!("http://{front}/contoso.onmicrosoft.com");
    let ended = Session::start(&["demo", "--json", "--authority", &authority]).end();
    assert_eq!(emulator.users().len(), 1, "{}", ended.stderr);
    let last = ended.lines().pop().unwrap();
    assert_eq!(last["error"]["kind"], "Network", "{last}");
    assert_eq!(last["error"]["recovery"], "TryLater");
    assert!(last["error"]["correlation_id"].is_string());
    assert_eq!(ended.code, Some(14));
}

#[test]
fn over_https_too() {
    let emulator = EmulatorProcess::start(&["--tls"]);
    let certificate = emulator.ready["ca_certificate"].as_str().unwrap();
    let authority = emulator.authority();
    assert!(authority.starts_with("https://"));
    let arguments = ["demo", "--authority", &authority];
    let ended =
        Session::start(&[&arguments[..], &["--ca-certificate", certificate]].concat()).end();
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.stdout, ended.stderr);

    let ended = Session::start(&arguments).end();
    assert_eq!(ended.code, Some(16), "{}", ended.stderr);
    assert!(ended.stderr.contains("certificate"), "{}", ended.stderr);
}

#[test]
fn neither_side_logs_what_only_the_story_may_tell() {
    let emulator = EmulatorProcess::start(&["--log=trace"]);
    let authority = emulator.authority();
    let demo = Session::start(&["demo", "--log=trace", "--authority", &authority]).end();
    assert_eq!(demo.code, Some(0), "{}", demo.stderr);
    assert!(demo.stdout.contains("@example.com"));
    let emulator = emulator.end(Signal::INT);
    for log in [demo.stderr, emulator.stderr] {
        assert!(log.contains("correlation_id="), "{log}");
        for secret in ["@", "Kestrel", "eyJ", "+1555", "+1 (555)"] {
            assert!(!log.contains(secret), "{secret} is in {log}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_goes_differently_does_not_exit_0() {
    // This app signs up without a password.
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let ended = Session::start(&[
        "demo",
        "--json",
        "--authority",
        &emulator.authority(),
        "--client-id",
        native_auth_emulator::CONTOSO_APP_OTP,
    ])
    .end();
    let last = ended.lines().pop().unwrap();
    assert_eq!(last["error"]["code"], "story_differs", "{last}");
    assert_eq!(ended.code, Some(16));
}

#[test]
fn it_plays_with_emulators_only() {
    for authority in ["contoso", "https://login.example/x", ""] {
        let ended = Session::start(&["demo", "--json", "--authority", authority]).end();
        assert_eq!(ended.code, Some(16), "{authority}");
        assert!(ended.lines().pop().unwrap()["error"]["code"].is_string());
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut session = Session::start(&["demo", "--step-by-step"]);
    // The first chapter waits until its reader is gone.
    while !session.next_line().unwrap().starts_with("1. ") {}
    let (code, stderr) = session.close_stdout_and_end();
    assert_eq!(code, Some(70));
    assert!(!stderr.contains("error"), "{stderr}");
}
