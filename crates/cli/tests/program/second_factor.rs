//! A second factor and its registration, as a program and as lines of text answer them.

use native_auth_emulator::{
    BlockedAnswer, BlockedMethod, CONTOSO_APP_MFA, CONTOSO_NAME, Channel, Config, Emulator,
    EmulatorHandle, NewMethod, NewUser,
};
use serde_json::{Value, json};

use crate::session::{Session, json_arguments};

const USERNAME: &str = "ada@example.com";
const PASSWORD: &str = "Quiet-River-41";
const MAIL: &str = "ada.spare@example.com";
const PHONE: &str = "+4790012345";

/// An emulator with one user, who has these methods.
async fn emulator_with(config: Config, methods: &[(&str, &str)]) -> EmulatorHandle {
    let emulator = Emulator::start(config).await.unwrap();
    let methods = methods.iter().map(|(channel, target)| NewMethod {
        channel: (*channel).to_owned(),
        target: (*target).to_owned(),
    });
    let user = NewUser {
        methods: methods.collect(),
        ..NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD))
    };
    emulator.add_user(&user).unwrap();
    emulator
}

/// A sign-in up to the step that comes after the password.
fn sign_in(emulator: &EmulatorHandle) -> Session {
    let mut session = Session::start(&json_arguments("sign-in", emulator, CONTOSO_APP_MFA));
    session.step("username_required");
    session.send(&json!({"username": USERNAME, "password": PASSWORD}));
    session
}

fn id(step: &Value, channel: &str) -> Value {
    let methods = step["methods"].as_array().unwrap();
    let method = methods.iter().find(|method| method["channel"] == channel);
    method.unwrap()["id"].clone()
}

fn blocked_phones() -> Config {
    let mut config = Config::default();
    config.tenants[0].blocked_methods = vec![BlockedMethod {
        channel: Channel::Sms,
        prefix: "+47".to_owned(),
        answer: BlockedAnswer::ProviderBlockedByRep,
    }];
    config
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_is_chosen_by_its_id_and_another_one_instead() {
    let emulator = emulator_with(Config::default(), &[("email", MAIL), ("sms", PHONE)]).await;
    let mut session = sign_in(&emulator);
    let method_required = session.step("method_required");
    assert_eq!(method_required["flow"], "sign_in");
    let channels: Vec<&Value> = method_required["methods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|method| &method["channel"])
        .collect();
    assert_eq!(channels, ["email", "sms"]);
    assert_ne!(method_required["methods"][1]["hint"], PHONE);

    session.send(&json!({"method": id(&method_required, "email")}));
    let code_required = session.step("code_required");
    assert_eq!(code_required["purpose"], "second_factor");
    assert_eq!(code_required["channel"], "email");
    assert_eq!(code_required["another_method"], true);
    session.send(&json!({"another_method": true}));
    let again = session.step("method_required");
    assert_eq!(again["methods"], method_required["methods"]);
    session.send(&json!({"method": id(&again, "sms")}));
    assert_eq!(session.step("code_required")["channel"], "sms");
    session.send(&json!({"code": "1"}));
    session.error("code_invalid");
    session.step("code_required");
    session.send(&json!({"resend": true}));
    session.step("code_required");
    assert_eq!(emulator.messages_for(PHONE).len(), 2);
    session.send(&json!({"code": emulator.last_code(PHONE)}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));
    assert_eq!(emulator.messages_for(MAIL).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_method_is_not_the_end_where_there_are_others() {
    let emulator = emulator_with(blocked_phones(), &[("email", MAIL), ("sms", PHONE)]).await;
    let mut session = sign_in(&emulator);
    let step = session.step("method_required");
    session.send(&json!({"method": id(&step, "sms")}));
    let error = session.error("method_blocked_by_reputation");
    assert_eq!(error["error"]["recovery"], "ChooseAnother");
    session.step("method_required");
    session.send(&json!({"method": id(&step, "email")}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code(MAIL)}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));

    // If nobody chooses another one, that is how it ended.
    let mut session = sign_in(&emulator);
    let step = session.step("method_required");
    session.send(&json!({"method": id(&step, "sms")}));
    session.error("method_blocked_by_reputation");
    let ended = session.end();
    let last = ended.lines().pop().unwrap();
    assert_eq!(last["error"]["code"], "method_blocked_by_reputation");
    assert_eq!(ended.code, Some(11));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_not_offered_is_a_usage_error() {
    let emulator = emulator_with(Config::default(), &[("sms", PHONE)]).await;
    for (answer, code) in [
        (json!({"method": "email"}), "method_not_offered"),
        (json!({"method": 1}), "answer_not_json"),
        (
            json!({"method": "sms", "contact": PHONE}),
            "answer_unexpected",
        ),
        (json!({"code": "1"}), "answer_unexpected"),
    ] {
        let mut session = sign_in(&emulator);
        session.step("method_required");
        session.send(&answer);
        session.error(code);
        assert_eq!(session.end().code, Some(2), "{answer}");
    }
    assert_eq!(emulator.messages_for(PHONE).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_is_registered_with_its_contact() {
    let emulator = emulator_with(blocked_phones(), &[]).await;
    let mut session = sign_in(&emulator);
    let required = session.step("registration_required");
    assert_eq!(required["flow"], "sign_in");
    assert_eq!(
        required["methods"],
        json!([
            {"id": "email", "channel": "email", "hint": USERNAME},
            {"id": "sms", "channel": "sms", "hint": null},
        ])
    );
    for (id, contact, code) in [
        ("sms", "90 01 23 45", "contact_not_international"),
        ("email", "no address", "contact_invalid"),
        ("sms", PHONE, "method_blocked_by_reputation"),
    ] {
        session.send(&json!({"method": id, "contact": contact}));
        session.error(code);
        session.step("registration_required");
    }
    session.send(&json!({"method": "email", "contact": MAIL}));
    let code_required = session.step("code_required");
    assert_eq!(code_required["purpose"], "registration");
    assert_eq!(code_required["another_method"], true);
    session.send(&json!({"another_method": true}));
    session.step("registration_required");
    session.send(&json!({"method": "sms", "contact": "+46 70-174 06 05"}));
    session.step("code_required");
    session.send(&json!({"code": emulator.last_code("+46701740605")}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));
    assert_eq!(emulator.users()[0].methods[0]["target"], "+46701740605");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_text_chooses_by_number() {
    let emulator = emulator_with(Config::default(), &[]).await;
    let mut arguments = json_arguments("sign-in", &emulator, CONTOSO_APP_MFA);
    arguments.retain(|argument| argument != "--json");
    let mut session = Session::start(&arguments);
    for line in [USERNAME, PASSWORD, "2", "+47 90 01 23 45"] {
        session.send_line(line);
    }
    session.wait_until(|| !emulator.messages_for(PHONE).is_empty());
    // Another one after all: the address that the server suggests, by an empty line.
    for line in ["another", "1", ""] {
        session.send_line(line);
    }
    session.wait_until(|| !emulator.messages_for(USERNAME).is_empty());
    session.send_line(&emulator.last_code(USERNAME).unwrap());
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stdout.starts_with("Signed in: "), "{}", ended.stdout);
    let list = "It can be:\n  1. email\n  2. sms\n";
    assert!(ended.stderr.contains(list), "{}", ended.stderr);
    assert!(!ended.stderr.contains('@'), "{}", ended.stderr);

    let mut session = Session::start(&arguments);
    for line in [USERNAME, PASSWORD, "2"] {
        session.send_line(line);
    }
    let ended = session.end();
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.stderr.contains("method_not_offered"),
        "{}",
        ended.stderr
    );
    assert!(
        ended
            .stderr
            .contains("A code can be sent by:\n  1. email (")
    );
}
