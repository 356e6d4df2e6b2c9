//! Each exit code, caused.

use std::net::TcpListener;
use std::time::Duration;

use native_auth_emulator::{
    CONTOSO_APP_DISABLED, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator,
    NewUser,
};
use serde_json::json;

use crate::scripted_server;
use crate::session::{Ended, Session, json_arguments};

const USERNAME: &str = "ada@example.com";
const PASSWORD: &str = "Quiet-River-41";

/// Runs a command against this authority with these answers.
fn run(command: &str, authority: &str, client_id: &str, answers: &[&str]) -> Ended {
    let mut session = Session::start(&[
        command,
        "--json",
        "--allow-http-loopback",
        "--authority",
        authority,
        "--storage=memory",
        "--client-id",
        client_id,
    ]);
    for answer in answers {
        session.send_line(answer);
    }
    session.end()
}

/// The code of the last line, which is an error, with the exit code.
fn outcome(ended: &Ended) -> (Option<i32>, String) {
    let lines = ended.lines();
    let code = &lines.last().unwrap()["error"]["code"];
    (ended.code, code.as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_end_after_a_refusal_give_its_recovery() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();
    let username = json!({"username": USERNAME}).to_string();
    let wrong = json!({"password": "not this one"}).to_string();
    let ended = run(
        "sign-in",
        &emulator.authority(),
        CONTOSO_APP_PASSWORD,
        &[&username, &wrong],
    );
    assert_eq!(outcome(&ended), (Some(10), "credentials_invalid".into()));
    // Asked for again in between.
    let steps: Vec<_> = ended.lines().iter().map(|l| l["step"].clone()).collect();
    let expected = json!([
        "username_required",
        "password_required",
        null,
        "password_required",
        null
    ]);
    assert_eq!(json!(steps), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_user_name_is_needed() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let username = json!({"username": USERNAME}).to_string();
    let authority = emulator.authority();
    let ended = run("sign-in", &authority, CONTOSO_APP_OTP, &[&username]);
    assert_eq!(outcome(&ended), (Some(11), "user_not_found".into()));

    let user = NewUser::new(CONTOSO_NAME, USERNAME, None);
    emulator.add_user(&user).unwrap();
    let ended = run("sign-up", &authority, CONTOSO_APP_OTP, &[&username]);
    assert_eq!(outcome(&ended), (Some(11), "user_exists".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flow_that_took_too_long_starts_over() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut session = Session::start(&json_arguments("sign-up", &emulator, CONTOSO_APP_OTP));
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    emulator.advance(Duration::from_secs(601));
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    session.error("continuation_token_expired");
    assert_eq!(session.end().code, Some(12));
}

#[test]
fn a_browser_is_wanted() {
    let authority = scripted_server::serve(&[r#"{"challenge_type":"redirect"}"#]);
    let username = json!({"username": USERNAME}).to_string();
    let ended = run("token", &authority, CONTOSO_APP_OTP, &[&username]);
    let last = ended.lines().pop().unwrap();
    assert_eq!(last["step"], "browser_required");
    assert_eq!(last["reason"], "requested");
    assert_eq!(ended.code, Some(13));
}

#[test]
fn nobody_listens() {
    // Taken and given back, so that it is free.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let authority = format!("http://{address}/contoso.onmicrosoft.com");
    let username = json!({"username": USERNAME}).to_string();
    let ended = run("sign-in", &authority, CONTOSO_APP_OTP, &[&username]);
    assert_eq!(outcome(&ended), (Some(14), "host_unreachable".into()));
}

#[test]
fn the_server_wants_a_pause() {
    let authority = scripted_server::serve(&[r#"{"error":"slow_down"}"#]);
    let username = json!({"username": USERNAME}).to_string();
    let ended = run("sign-in", &authority, CONTOSO_APP_OTP, &[&username]);
    let error = ended.lines().pop().unwrap();
    let retry = &error["error"]["retry"];
    assert_eq!(*retry, json!({"when": "after", "seconds": 5}), "{error}");
    // The server itself named no time.
    assert_eq!(error["error"]["retry_after_seconds"], json!(null));
    assert_eq!(outcome(&ended), (Some(14), "slow_down".into()));
}

#[test]
fn the_account_exists_but_has_to_sign_in_again() {
    let authority = scripted_server::serve(&[
        r#"{"continuation_token":"a"}"#,
        r#"{"continuation_token":"b","challenge_type":"oob","challenge_channel":"email","code_length":6}"#,
        // Created, and no way left to sign in with it.
        "{}",
    ]);
    let username = json!({"username": USERNAME}).to_string();
    let code = json!({"code": "1"}).to_string();
    let ended = run("sign-up", &authority, CONTOSO_APP_OTP, &[&username, &code]);
    let last = ended.lines().pop().unwrap();
    assert_eq!(last["step"], "completed", "{last}");
    assert_eq!(last["sign_in_error"]["code"], "sign_in_token_missing");
    assert_eq!(last["sign_in_error"]["recovery"], "SignInAgain");
    assert_eq!(ended.code, Some(15));
}

#[tokio::test(flavor = "multi_thread")]
async fn something_has_to_be_changed() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let username = json!({"username": USERNAME}).to_string();
    let ended = run(
        "sign-in",
        &emulator.authority(),
        CONTOSO_APP_DISABLED,
        &[&username],
    );
    assert_eq!(
        outcome(&ended),
        (Some(16), "native_authentication_disabled".into())
    );
    assert!(ended.stderr.contains("--client-id"), "{}", ended.stderr);

    let ended = run("sign-in", "http://login.example/x", CONTOSO_APP_OTP, &[]);
    assert_eq!(outcome(&ended), (Some(16), "tenant_invalid".into()));
    assert!(ended.stderr.contains("--authority"), "{}", ended.stderr);
    let ended = run("sign-in", "contoso", "not-a-guid", &[]);
    assert_eq!(outcome(&ended), (Some(16), "client_id_invalid".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tenant_refuses_for_good() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    let id = emulator.add_user(&user).unwrap();
    assert!(emulator.enable_user(&id, false));
    let both = json!({"username": USERNAME, "password": PASSWORD}).to_string();
    let ended = run(
        "sign-in",
        &emulator.authority(),
        CONTOSO_APP_PASSWORD,
        &[&both],
    );
    assert_eq!(outcome(&ended), (Some(17), "account_disabled".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_used_is_a_usage_error() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let authority = emulator.authority();
    for (answer, code) in [
        ("ada@example.com", "answer_not_json"),
        (r#"{"code":"1"}"#, "answer_unexpected"),
    ] {
        let ended = run("sign-in", &authority, CONTOSO_APP_OTP, &[answer]);
        assert_eq!(outcome(&ended), (Some(2), code.into()));
    }
    let ended = run("sign-in", &authority, CONTOSO_APP_OTP, &[]);
    assert_eq!(outcome(&ended), (Some(2), "answers_ended".into()));
    assert_eq!(emulator.requests(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_cannot_be_read_is_a_usage_error() {
    let session = Session::start(&[
        "sign-in",
        "--json",
        "--authority=contoso",
        &format!("--client-id={CONTOSO_APP_OTP}"),
        "--ca-certificate=/nowhere/ca.pem",
    ]);
    let ended = session.end();
    assert_eq!(
        outcome(&ended),
        (Some(2), "ca_certificate_unreadable".into())
    );
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let client_id = format!("--client-id={CONTOSO_APP_OTP}");
    let mut session = Session::start(&["sign-in", "--json", "--authority=contoso", &client_id]);
    session.step("username_required");
    // The end of the answers is an error, which nobody reads.
    let (code, stderr) = session.close_stdout_and_end();
    assert_eq!(code, Some(70));
    assert!(!stderr.contains("has failed"), "{stderr}");
}
