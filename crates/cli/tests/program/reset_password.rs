//! `reset-password --json`.

use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, EmulatorHandle, NewUser,
};
use serde_json::json;

use crate::session::{Session, json_arguments};

const USERNAME: &str = "ada@example.com";
const PASSWORD: &str = "Quiet-River-41";
const NEW_PASSWORD: &str = "Steep-Harbour-58";

async fn emulator_with_user(password: Option<&str>) -> EmulatorHandle {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, password);
    emulator.add_user(&user).unwrap();
    emulator
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_can_be_corrected() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let arguments = json_arguments("reset-password", &emulator, CONTOSO_APP_PASSWORD);
    let mut session = Session::start(&arguments);
    let opening = session.step("username_required");
    assert_eq!(opening["flow"], "reset_password");
    session.send(&json!({"username": "no address"}));
    session.error("username_invalid");
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    let code_required = session.step("code_required");
    assert_eq!(code_required["flow"], "reset_password");
    assert_eq!(code_required["purpose"], "reset_password");
    assert_eq!(code_required["another_method"], false);
    session.send(&json!({"code": "1"}));
    session.error("code_invalid");
    session.step("code_required");
    session.send(&json!({"resend": true}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    let password_required = session.step("password_required");
    assert_eq!(password_required["purpose"], "new");
    session.send(&json!({"password": "password"}));
    session.error("password_too_weak");
    session.step("password_required");
    session.send(&json!({"password": PASSWORD}));
    session.error("password_recently_used");
    session.step("password_required");
    session.send(&json!({"password": NEW_PASSWORD}));
    let account = session.step("signed_in")["account"].clone();
    assert_eq!(account["object_id"], emulator.users()[0].id);
    let ended = session.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));

    for (password, code) in [(PASSWORD, Some(10)), (NEW_PASSWORD, Some(0))] {
        let mut session =
            Session::start(&json_arguments("sign-in", &emulator, CONTOSO_APP_PASSWORD));
        session.step("username_required");
        session.send(&json!({"username": USERNAME, "password": password}));
        assert_eq!(session.end().code, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_sign_in_it_is_left_at_the_password() {
    let emulator = emulator_with_user(Some(PASSWORD)).await;
    let mut arguments = json_arguments("reset-password", &emulator, CONTOSO_APP_MFA);
    arguments.push("--no-sign-in".to_owned());
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    session.step("password_required");
    session.send(&json!({"password": NEW_PASSWORD}));
    let completed = session.step("completed");
    assert_eq!(completed["flow"], "reset_password");
    assert_eq!(completed["sign_in_error"], json!(null));
    assert_eq!(session.end().code, Some(0));

    // For a person.
    arguments.retain(|argument| argument != "--json");
    let mut session = Session::start(&arguments);
    session.send_line(USERNAME);
    session.wait_until(|| emulator.messages_for(USERNAME).len() == 2);
    session.send_line(&emulator.last_code(USERNAME).unwrap());
    session.send_line("Third-Meadow-77");
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(
        ended.stdout,
        "The new password is in force. Nobody is signed in.\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_password_needs_another_way() {
    let emulator = emulator_with_user(None).await;
    let arguments = json_arguments("reset-password", &emulator, CONTOSO_APP_PASSWORD);
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    let error = session.error("password_reset_not_possible");
    assert_eq!(error["error"]["kind"], "NoPassword");
    assert_eq!(session.end().code, Some(11));

    // It begins with nothing but the user name.
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": PASSWORD}));
    let error = session.error("answer_unexpected");
    assert_eq!(error["error"]["retry"]["when"], "never");
    assert_eq!(error["error"]["message_key"], json!(null));
    assert_eq!(session.end().code, Some(2));
}
