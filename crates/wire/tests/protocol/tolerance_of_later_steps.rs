//! What servers send in a second factor, a registration and a reset that is not needed, not typed as documented, or
//! not known yet: none of it breaks a flow.

use native_auth_wire::Endpoint::{
    RegisterChallenge, RegisterIntrospect, ResetPasswordChallenge, ResetPasswordPoll,
    ResetPasswordSubmit, SignInChallenge, SignInIntrospect, SignUpChallenge,
};
use serde_json::{Value, json as value};

use crate::calls::{at, json, outcome};
use crate::tolerance::parsed;

/// Registration names the target otherwise than the rest; either name is read everywhere.
#[test]
fn a_target_has_two_names() {
    for endpoint in [SignUpChallenge, ResetPasswordChallenge, RegisterChallenge] {
        let sent_to = |name: &str| {
            let mut body = parsed("reset_password_challenge");
            let members = body.as_object_mut().unwrap();
            members.remove("challenge_target_label");
            members.insert(name.to_owned(), value!("+46*******05"));
            outcome(at(endpoint), &json(200, &body.to_string()))
        };
        let labelled = sent_to("challenge_target_label");
        assert!(labelled.contains(r#"target: Some("+46*******05")"#));
        assert_eq!(sent_to("challenge_target"), labelled, "{endpoint:?}");
        assert!(sent_to("somewhere_else").contains("target: None"));
    }
    let both = value!({
        "challenge_type": "oob", "continuation_token": "t",
        "challenge_target": "the whole", "challenge_target_label": "masked",
    });
    let outcome = outcome(at(SignUpChallenge), &json(200, &both.to_string()));
    assert!(outcome.contains(r#"target: Some("masked")"#), "{outcome}");
}

/// Nothing else has to be there, and what is there does not matter.
#[test]
fn verified_before_needs_only_a_token() {
    let bodies = [
        r#"{"challenge_type":"preverified","continuation_token":"t"}"#,
        r#"{"challenge_type":" Preverified","continuation_token":"t"}"#,
        r#"{"challenge_type":"preverified","continuation_token":"t","code_length":"?","interval":5}"#,
    ];
    for body in bodies {
        let outcome = outcome(at(RegisterChallenge), &json(200, body));
        assert_eq!(outcome, "verified before\n  token: t\n");
    }
}

/// In a registration `interval` is the pause between polls of a channel that ends by itself, which no code does.
#[test]
fn a_registration_does_not_say_when_to_send_again() {
    let mut body = parsed("register_challenge_sms");
    let plain = outcome(at(RegisterChallenge), &json(200, &body.to_string()));
    body["interval"] = value!(30);
    let outcome = outcome(at(RegisterChallenge), &json(200, &body.to_string()));
    assert_eq!(outcome, plain);
    assert!(plain.contains("resend after: None"));
}

/// What the server says counts if it is from 1 to 15 seconds.
#[test]
fn the_pause_between_polls_is_a_sensible_one() {
    let mut body = parsed("reset_password_submit");
    let mut pause = |asked: Option<Value>| {
        body.as_object_mut().unwrap().remove("poll_interval");
        if let Some(asked) = asked {
            body["poll_interval"] = asked;
        }
        outcome(at(ResetPasswordSubmit), &json(200, &body.to_string()))
    };
    let taken = |seconds| {
        format!("password taken\n  token: AQABrp-submitted-Ow6n\n  poll interval: {seconds}s\n")
    };
    for (asked, seconds) in [
        (value!(1), 1),
        (value!(2), 2),
        (value!("7"), 7),
        (value!(15), 15),
        (value!(0), 2),
        (value!(16), 2),
        (value!(-3), 2),
        (value!(2.5), 2),
        (value!(null), 2),
        (value!("soon"), 2),
        (value!(i64::MAX), 2),
    ] {
        assert_eq!(pause(Some(asked.clone())), taken(seconds), "{asked}");
    }
    assert_eq!(pause(None), taken(2));
}

#[test]
fn a_status_is_read_whatever_its_case() {
    for (status, expected) in [
        ("IN_PROGRESS", "not in force yet\n"),
        (" Not_Started ", "not in force yet\n"),
        ("Succeeded", "in force\n  token: none\n"),
        ("FAILED", "came to nothing\n  token: none\n"),
    ] {
        for token in [value!(null), value!(""), value!(7)] {
            let body = value!({"status": status, "continuation_token": token});
            let outcome = outcome(at(ResetPasswordPoll), &json(200, &body.to_string()));
            assert_eq!(outcome, expected);
        }
    }
}

/// A method needs an id; what else is missing is taken for a code by e-mail, and what is unknown is kept.
#[test]
fn methods_are_read_as_far_as_they_can_be() {
    let body = value!({
        "continuation_token": "t",
        "methods": [
            {"id": "least"},
            {"challenge_type": "oob", "challenge_channel": "sms"},
            {"id": "app", "challenge_channel": "Push", "login_hint": ["no"], "news": {}},
            {"id": "x", "challenge_type": null, "challenge_channel": " SMS ", "login_hint": ""},
            "sms", null, 7,
            {"id": "least", "login_hint": "twice"}
        ]
    });
    let body = body.to_string();
    let methods = outcome(at(SignInIntrospect), &json(200, &body));
    assert_eq!(outcome(at(RegisterIntrospect), &json(200, &body)), methods);
    insta::assert_snapshot!(methods, @r#"
    methods
      token: t
      method: least, email, hint None
      method: app, Push, hint None
      method: x, sms, hint None
      method: least, email, hint Some("twice")
    "#);
}

/// A refusal that leads on may bring a token like any other.
#[test]
fn a_demand_to_list_the_methods_may_bring_a_token() {
    let mut body = parsed("error_introspect_required");
    body["continuation_token"] = value!("t");
    let outcome = outcome(at(SignInChallenge), &json(400, &body.to_string()));
    assert_eq!(outcome, "introspection required\n  token: t\n");
}
