//! `sign-up --json`, spoken to as a program would.

use native_auth_emulator::{
    CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_TENANT_ID, Config, Emulator,
};
use serde_json::json;

use crate::session::{Session, json_arguments};

const USERNAME: &str = "ada@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_can_be_corrected() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut session = Session::start(&json_arguments("sign-up", &emulator, CONTOSO_APP_PASSWORD));

    session.step("username_required");
    session.send(&json!({"username": "no address"}));
    let error = session.error("username_invalid");
    assert_eq!(error["error"]["kind"], "InvalidUsername");
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));

    let code_required = session.step("code_required");
    assert_eq!(code_required["code_length"], 8);
    assert_eq!(code_required["channel"], "email");
    let first_code = emulator.last_code(USERNAME).unwrap();
    session.send(&json!({"code": "1"}));
    let error = session.error("code_invalid");
    assert_eq!(error["error"]["recovery"], "AskAgain");
    assert_eq!(
        error["error"]["retry"],
        json!({"when": "after_change", "seconds": null})
    );
    assert_eq!(
        error["error"]["message_key"],
        "native_auth.error.code_invalid"
    );
    assert_eq!(
        error["error"]["correlation_id"],
        code_required["correlation_id"]
    );
    session.step("code_required");
    session.send(&json!({"resend": true}));
    session.step("code_required");
    let second_code = emulator.last_code(USERNAME).unwrap();
    assert_eq!(emulator.messages_for(USERNAME).len(), 2);
    if first_code != second_code {
        session.send(&json!({"code": first_code}));
        session.error("code_invalid");
        session.step("code_required");
    }
    session.send(&json!({"code": format!(" {second_code} ")}));

    let password_required = session.step("password_required");
    assert_eq!(password_required["purpose"], "new");
    session.send(&json!({"password": "password"}));
    session.error("password_too_weak");
    session.step("password_required");
    session.send(&json!({"password": "Quiet-River-41"}));

    let attributes_required = session.step("attributes_required");
    assert_eq!(attributes_required["invalid_attributes"], json!([]));
    let names = |member: &str| {
        let attributes = attributes_required["attributes"].as_array().unwrap();
        let values = attributes.iter().map(|attribute| attribute[member].clone());
        values.collect::<Vec<_>>()
    };
    assert_eq!(names("name"), ["displayName", "city"]);
    assert_eq!(names("required"), [true, true]);
    session.send(&json!({"attributes": {"displayName": "Ada", "city": 4711}}));
    session.error("attributes_invalid");
    let again = session.step("attributes_required");
    assert_eq!(again["invalid_attributes"], json!(["city"]));
    session.send(&json!({"attributes": {"displayName": "Ada", "city": "London"}}));

    let signed_in = session.step("signed_in");
    let account = &signed_in["account"];
    assert_eq!(account["name"], "Ada");
    assert_eq!(account["tenant_id"], CONTOSO_TENANT_ID);
    assert_eq!(account["object_id"], emulator.users()[0].id);
    let ended = session.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_said_at_once_but_the_code() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut session = Session::start(&json_arguments("sign-up", &emulator, CONTOSO_APP_PASSWORD));
    session.step("username_required");
    session.send(&json!({
        "username": USERNAME,
        "password": "Quiet-River-41",
        "attributes": {"displayName": "Zoë 東京 \u{1f642} \u{1b}[1m", "city": "London"},
    }));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    let account = session.step("signed_in")["account"].clone();
    assert_eq!(account["name"], "Zoë 東京 \u{1f642} \u{1b}[1m");
    assert_eq!(session.end().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_sign_in_it_is_left_at_the_account() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut arguments = json_arguments("sign-up", &emulator, CONTOSO_APP_OTP);
    arguments.push("--no-sign-in".to_owned());
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(USERNAME)}));
    let completed = session.step("completed");
    assert_eq!(completed["sign_in_error"], json!(null));
    assert_eq!(session.end().code, Some(0));
    let tokens = |record: &&native_auth_emulator::RequestRecord| record.path.ends_with("/token");
    assert_eq!(emulator.requests().iter().filter(tokens).count(), 0);
    assert_eq!(emulator.users().len(), 1);
}
