//! `sign-in`, and `token` where nobody is signed in.

use native_auth_emulator::{
    CONTOSO_API_SCOPE, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator,
    EmulatorHandle, NewUser,
};
use serde_json::json;

use crate::session::{Session, json_arguments};

const USERNAME: &str = "ada@example.com";
const PASSWORD: &str = "Quiet-River-41";

/// An emulator with one user, who has a password or not.
async fn emulator_with_user(password: Option<&str>) -> EmulatorHandle {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, password);
    emulator.add_user(&user).unwrap();
    emulator
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_asked_for_again() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let mut session = Session::start(&json_arguments("sign-in", &emulator, CONTOSO_APP_PASSWORD));
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    let password_required = session.step("password_required");
    assert_eq!(password_required["purpose"], "existing");
    session.send(&json!({"password": "not this one"}));
    let error = session.error("credentials_invalid");
    assert_eq!(error["error"]["kind"], "InvalidCredentials");
    assert!(error["error"]["trace_id"].is_string());
    session.step("password_required");
    session.send(&json!({"password": PASSWORD}));
    session.step("signed_in");
    let ended = session.end();
    assert_eq!(ended.code, Some(0));

    // The log says which steps there were, and under which correlation id.
    let id = password_required["correlation_id"].as_str().unwrap();
    for step in ["password_required", "signed_in"] {
        let told = |line: &str| line.contains(&format!("step=\"{step}\"")) && line.contains(id);
        assert!(ended.stderr.lines().any(told), "{step}: {}", ended.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_password_it_is_one_answer() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let mut session = Session::start(&json_arguments("sign-in", &emulator, CONTOSO_APP_PASSWORD));
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": "not this one"}));
    session.error("credentials_invalid");
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": PASSWORD}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_can_be_sent_again() {
    let emulator = emulator_with_user(None).await;
    let mut session = Session::start(&json_arguments("sign-in", &emulator, CONTOSO_APP_OTP));
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    let code_required = session.step("code_required");
    assert_eq!(code_required["purpose"], "first_factor");
    session.send(&json!({"resend": true}));
    session.step("code_required");
    assert_eq!(emulator.messages_for(USERNAME).len(), 2);
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_lines_are_answers_too() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let mut arguments = json_arguments("sign-in", &emulator, CONTOSO_APP_PASSWORD);
    arguments.retain(|argument| argument != "--json");
    let mut session = Session::start(&arguments);
    session.send_line(USERNAME);
    session.send_line("not this one");
    session.send_line(PASSWORD);
    let ended = session.end();
    let id = &emulator.users()[0].id;
    assert!(ended.stdout.starts_with("Signed in: "), "{}", ended.stdout);
    assert!(ended.stdout.contains(id), "{}", ended.stdout);
    assert_eq!(ended.stdout.lines().count(), 1);
    assert!(ended.stderr.contains("credentials_invalid"));
    assert_eq!(ended.code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_printed_because_it_was_asked_for() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let mut arguments = json_arguments("token", &emulator, CONTOSO_APP_PASSWORD);
    arguments.extend(["--scope", CONTOSO_API_SCOPE].map(str::to_owned));
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": PASSWORD}));
    session.step("signed_in");
    let token = session.next();
    assert_eq!(
        token["access_token"].as_str().unwrap().split('.').count(),
        3
    );
    let scopes = token["scopes"].as_array().unwrap();
    assert!(scopes.contains(&json!(CONTOSO_API_SCOPE)), "{scopes:?}");
    let life = token["expires_in_seconds"].as_u64().unwrap();
    assert!((3000..=5400).contains(&life), "{life}");
    assert_eq!(session.end().code, Some(0));

    // For a person, or a variable of a shell, it is alone on stdout.
    arguments.retain(|argument| argument != "--json");
    let mut session = Session::start(&arguments);
    session.send_line(USERNAME);
    session.send_line(PASSWORD);
    let ended = session.end();
    assert_eq!(ended.code, Some(0));
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert!(
        matches!(lines[..], [token] if token.split('.').count() == 3),
        "{lines:?}"
    );
}
