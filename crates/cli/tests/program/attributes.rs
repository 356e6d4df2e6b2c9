//! `attributes`: what an app's user flow requires.

use native_auth_emulator::{
    CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, NewUser,
};
use serde_json::json;

use crate::scripted_server;
use crate::session::{Session, json_arguments};

const USERNAME: &str = "ada@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn they_are_told_and_no_account_is_made() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut arguments = json_arguments("attributes", &emulator, CONTOSO_APP_PASSWORD);
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    session.send(&json!({"code": "1"}));
    session.error("code_invalid");
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    let told = session.next();
    assert_eq!(
        told,
        json!({
            "attributes": [
                {"name": "displayName", "type": "string", "required": true, "regex": "^.*\\S.*$"},
                {"name": "city", "type": "string", "required": true, "regex": "^[^0-9]+$"},
            ],
            "account_created": false,
        })
    );
    let ended = session.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    assert!(emulator.users().is_empty());

    // For a person, one a line.
    arguments.retain(|argument| argument != "--json");
    let mut session = Session::start(&arguments);
    session.send_line(USERNAME);
    session.wait_until(|| emulator.messages_for(USERNAME).len() == 2);
    session.send_line(&emulator.last_code(USERNAME).unwrap());
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(
        ended.stdout,
        "displayName\tstring\trequired\t^.*\\S.*$\ncity\tstring\trequired\t^[^0-9]+$\n"
    );
    assert!(emulator.users().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_flow_without_any_leaves_an_account_and_says_so() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut session = Session::start(&json_arguments("attributes", &emulator, CONTOSO_APP_OTP));
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    assert_eq!(
        session.next(),
        json!({"attributes": [], "account_created": true})
    );
    assert_eq!(session.end().code, Some(0));
    assert_eq!(emulator.users().len(), 1);
    let tokens = |record: &&native_auth_emulator::RequestRecord| record.path.ends_with("/token");
    assert_eq!(
        emulator.requests().iter().filter(tokens).count(),
        0,
        "nobody signs in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_needs_an_address_without_an_account() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, None);
    emulator.add_user(&user).unwrap();
    let arguments = json_arguments("attributes", &emulator, CONTOSO_APP_PASSWORD);
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.error("user_exists");
    assert_eq!(session.end().code, Some(11));

    // What is to be found out cannot be said beforehand.
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": "grace@example.com", "attributes": {"city": "Bergen"}}));
    session.error("answer_unexpected");
    assert_eq!(session.end().code, Some(2));
}

#[test]
fn a_browser_is_told_with_what_a_developer_can_do() {
    const REDIRECT: &str = r#"{"challenge_type":"redirect","redirect_reason":"because of this"}"#;
    let authority = scripted_server::serve(&[REDIRECT]);
    let mut session = Session::start(&[
        "attributes",
        "--json",
        "--allow-http-loopback",
        "--authority",
        &authority,
        "--storage=memory",
        "--client-id",
        CONTOSO_APP_OTP,
    ]);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    let step = session.step("browser_required");
    assert_eq!(step["account_exists"], false);
    assert_eq!(step["server_text"], "because of this");
    assert_eq!(step["advice"], json!(null));
    let ended = session.end();
    assert_eq!(ended.code, Some(13));
    assert!(
        !ended.stderr.contains("because of this"),
        "{}",
        ended.stderr
    );
}
