//! No diagnostic holds a secret or an e-mail address, not even at `--log trace`.

use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, NewUser,
};
use serde_json::json;

use crate::session::{Session, json_arguments};

const USERNAME: &str = "planted.person@planted-host.example";
const PASSWORD: &str = "Planted-Pass-41";
const WEAK: &str = "plantedweak";
const WRONG_CODE: &str = "plantedcode";
const NAME: &str = "Planted Name";
const CITY: &str = "Plantedtown";

/// Fails if any of this is found in the text, in whatever case.
fn assert_absent(text: &str, planted: &[&str]) {
    let text = text.to_lowercase();
    for secret in planted {
        assert!(!secret.is_empty());
        assert!(
            !text.contains(&secret.to_lowercase()),
            "found {secret:?} in:\n{text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_flow_leaves_nothing_on_stderr() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut arguments = json_arguments("sign-up", &emulator, CONTOSO_APP_PASSWORD);
    arguments.push("--log=trace".to_owned());
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    session.send(&json!({"code": WRONG_CODE}));
    session.error("code_invalid");
    session.step("code_required");
    let code = emulator.last_code(USERNAME).unwrap();
    session.send(&json!({"code": code}));
    session.step("password_required");
    session.send(&json!({"password": WEAK}));
    session.error("password_too_weak");
    session.step("password_required");
    session.send(&json!({"password": PASSWORD}));
    session.step("attributes_required");
    session.send(&json!({"attributes": {"displayName": NAME, "city": CITY}}));
    session.step("signed_in");
    let ended = session.end();
    assert_eq!(ended.code, Some(0));
    // The log is on, or there would be nothing to find.
    assert!(ended.stderr.contains("DEBUG"), "{}", ended.stderr);
    let planted = [
        USERNAME,
        "planted-host",
        PASSWORD,
        WEAK,
        WRONG_CODE,
        NAME,
        CITY,
        &code,
    ];
    assert_absent(&ended.stderr, &planted);

    let mut arguments = json_arguments("token", &emulator, CONTOSO_APP_PASSWORD);
    arguments.push("--log=trace".to_owned());
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": PASSWORD}));
    session.step("signed_in");
    let token = session.next()["access_token"].as_str().unwrap().to_owned();
    let ended = session.end();
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.contains("DEBUG"), "{}", ended.stderr);
    assert_absent(&ended.stderr, &planted);
    // The header of a token is the same for every one; claims and signature are not.
    let parts: Vec<&str> = token.split('.').skip(1).collect();
    assert_eq!(parts.len(), 2);
    assert_absent(&ended.stderr, &parts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_and_a_registration_leave_nothing_on_stderr() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some("Forgotten-River-41"));
    emulator.add_user(&user).unwrap();
    let (bad, contact, phone) = ("planted contact", "planted@spare.example", "+4790012345");
    let mut arguments = json_arguments("reset-password", &emulator, CONTOSO_APP_MFA);
    arguments.push("--log=trace".to_owned());
    let mut session = Session::start(&arguments);
    session.step("username_required");
    session.send(&json!({"username": USERNAME}));
    session.step("code_required");
    let reset_code = emulator.last_code(USERNAME).unwrap();
    session.send(&json!({"code": reset_code}));
    session.step("password_required");
    session.send(&json!({"password": WEAK}));
    session.error("password_too_weak");
    session.step("password_required");
    session.send(&json!({"password": PASSWORD}));
    let required = session.step("registration_required");
    assert_eq!(required["methods"][0]["hint"], USERNAME);
    session.send(&json!({"method": "email", "contact": bad}));
    session.error("contact_invalid");
    session.step("registration_required");
    session.send(&json!({"method": "email", "contact": contact}));
    assert_eq!(session.step("code_required")["target"], contact);
    session.send(&json!({"another_method": true}));
    session.step("registration_required");
    session.send(&json!({"method": "sms", "contact": phone}));
    session.step("code_required");
    let code = emulator.last_code(phone).unwrap();
    session.send(&json!({"code": code}));
    session.step("signed_in");
    let ended = session.end();
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.contains("DEBUG"), "{}", ended.stderr);
    let planted = [
        "planted",
        USERNAME,
        PASSWORD,
        WEAK,
        phone,
        &phone[1..],
        &reset_code,
        &code,
    ];
    assert_absent(&ended.stderr, &planted);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unusable_answer_is_not_repeated() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    for answer in [
        USERNAME.to_owned(),
        json!({ USERNAME: PASSWORD }).to_string(),
        json!({"username": [USERNAME]}).to_string(),
        json!({"password": PASSWORD}).to_string(),
        json!({"method": USERNAME, "contact": USERNAME}).to_string(),
    ] {
        let arguments = json_arguments("sign-in", &emulator, CONTOSO_APP_PASSWORD);
        let mut session = Session::start(&arguments);
        session.send_line(&answer);
        let ended = session.end();
        assert_eq!(ended.code, Some(2));
        assert_absent(&ended.stderr, &["planted"]);
        assert_absent(&ended.stdout, &["planted"]);
    }
}

#[test]
fn an_argument_is_not_repeated() {
    for arguments in [
        &["sign-in", USERNAME][..],
        &["sign-in", "--password", PASSWORD],
        &["sign-in", "--password=Planted-Pass-41"],
        &["sign-in", "-pPlanted-Pass-41"],
        &["sign-in", "--username", USERNAME],
        &["sign-up", "--attribute", "displayName=Planted Name"],
        &["sign-up", "--log=planted"],
        &["emulator", "--port=planted"],
        &["emulator", "--tls=planted"],
        &["planted@planted-host.example"],
    ] {
        let ended = Session::start(arguments).end();
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert_absent(&ended.stderr, &["planted"]);
        assert_eq!(ended.stdout, "");
    }
}

#[test]
fn an_authority_with_a_password_is_not_repeated() {
    let ended = Session::start(&[
        "sign-in",
        "--json",
        "--log=trace",
        "--authority=https://planted:planted@contoso.ciamlogin.com/contoso.onmicrosoft.com",
        &format!("--client-id={CONTOSO_APP_PASSWORD}"),
    ])
    .end();
    assert_eq!(ended.code, Some(16));
    assert_absent(&ended.stderr, &["planted"]);
    assert_absent(&ended.stdout, &["planted"]);
}
