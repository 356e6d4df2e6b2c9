//! What servers send that is not needed, not typed as documented, or not known yet: none of it breaks a flow.

use native_auth_wire::Endpoint::{Refresh, SignUpChallenge, SignUpContinue, SignUpStart, Token};
use native_auth_wire::{Answer, HttpResponse, Problem, identify};
use serde_json::{Value, json as value};

use crate::calls::{at, json, outcome};
use crate::fixtures::{self, ALL};

#[test]
fn unknown_members_change_nothing() {
    for fixture in ALL {
        let mut body = parsed(fixture.name);
        body["a_member_of_next_year"] = value!({"deep": [1, {"continuation_token": "not this"}]});
        body["another"] = value!(null);
        for (endpoint, read) in crate::calls::READERS {
            assert_eq!(
                outcome(read, &json(fixture.status, &body.to_string())),
                outcome(read, &json(fixture.status, fixture.body)),
                "{} at {endpoint:?}",
                fixture.name
            );
        }
    }
}

/// What may be missing, or be of another type than documented, counts as absent.
#[test]
fn optional_members_of_a_wrong_type_count_as_absent() {
    let mut without = parsed("sign_up_challenge_code");
    let optional = [
        "binding_method",
        "challenge_channel",
        "challenge_target_label",
    ];
    for name in optional.iter().chain(&["code_length", "interval"]) {
        without.as_object_mut().unwrap().remove(*name);
    }
    let bare = outcome(at(SignUpChallenge), &json(200, &without.to_string()));
    for wrong in [
        value!(null),
        value!([8]),
        value!({"a": 1}),
        value!(true),
        value!(""),
    ] {
        let mut body = parsed("sign_up_challenge_code");
        for name in optional.iter().chain(&["code_length", "interval"]) {
            body[*name] = wrong.clone();
        }
        assert_eq!(
            outcome(at(SignUpChallenge), &json(200, &body.to_string())),
            bare
        );
    }
    insta::assert_snapshot!(bare, @"
    code sent
      token: AQABsu-code-Wm2e
      channel: email
      target: None
      code length: None
      resend after: None
    ");
}

#[test]
fn numbers_may_come_as_text() {
    let mut body = parsed("token_success_refreshed");
    for name in ["expires_in", "ext_expires_in", "refresh_in"] {
        body[name] = value!(format!(" {} ", body[name]));
    }
    let as_text = outcome(at(Refresh), &json(200, &body.to_string()));
    let as_number = fixtures::named("token_success_refreshed").body;
    assert_eq!(as_text, outcome(at(Refresh), &json(200, as_number)));

    let problem = refused(
        &value!({"error": "invalid_grant", "error_codes": ["50126", 50053, "x", 1.5, null]}),
    );
    assert_eq!(problem.codes(), [50126, 50053]);
}

#[test]
fn numbers_out_of_range_count_as_absent() {
    for number in [
        "-1",
        "0",
        "4294967296",
        "99999999999999999999",
        "1e400",
        "7.5",
    ] {
        let body = format!(
            r#"{{"challenge_type":"oob","continuation_token":"t","code_length":{number}}}"#
        );
        let outcome = outcome(at(SignUpChallenge), &json(200, &body));
        assert!(outcome.contains("code length: None"), "{number}: {outcome}");
    }
}

/// What nobody asks for is not looked into.
#[test]
fn members_that_nobody_asks_for_may_be_anything() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    for unknown in ["1e999", r#""\ud800""#, r#""\u0000""#, deep.as_str()] {
        let body = format!(r#"{{"x":{unknown},"continuation_token":"t","y":[{unknown}]}}"#);
        let outcome = outcome(at(SignUpStart), &json(200, &body));
        assert!(outcome.starts_with("started"), "{outcome}");
    }
    let marked = "\u{feff}{\"continuation_token\":\"t\"}";
    assert!(outcome(at(SignUpStart), &json(200, marked)).starts_with("started"));
}

/// No lifetime is so long that adding it to a time could overflow.
#[test]
fn endless_lifetimes_are_cut() {
    let body = format!(
        r#"{{"token_type":"Bearer","access_token":"a","expires_in":{},"refresh_in":"{}"}}"#,
        i64::MAX,
        i64::MAX
    );
    let tokens = outcome(at(Token), &json(200, &body));
    assert!(tokens.contains("expires in: 315360000s"), "{tokens}");
    assert!(tokens.contains("refresh in: Some(315360000s)"), "{tokens}");
}

#[test]
fn words_are_read_whatever_their_case_and_the_space_around_them() {
    let plain = fixtures::named("sign_up_challenge_code");
    let mut body = parsed(plain.name);
    body["challenge_type"] = value!(" OOB ");
    body["challenge_channel"] = value!("Email ");
    assert_eq!(
        outcome(at(SignUpChallenge), &json(200, &body.to_string())),
        outcome(at(SignUpChallenge), &json(200, plain.body))
    );
    let mut tokens = parsed("token_success");
    tokens["token_type"] = value!("bearer ");
    assert_eq!(
        outcome(at(Token), &json(200, &tokens.to_string())),
        outcome(at(Token), &json(200, fixtures::named("token_success").body))
    );
}

#[test]
fn unknown_words_are_kept() {
    let mut body = parsed("sign_up_challenge_code");
    body["challenge_channel"] = value!("Carrier-Pigeon");
    let outcome = outcome(at(SignUpChallenge), &json(200, &body.to_string()));
    assert!(outcome.contains("channel: Carrier-Pigeon"), "{outcome}");

    let problem =
        refused(&value!({"error": "moon_phase", "suberror": "waning", "error_codes": [1]}));
    assert_eq!(
        (problem.error(), problem.suberror()),
        ("moon_phase", Some("waning"))
    );
    assert_eq!(problem.codes(), [1]);
}

/// A token is opaque: nothing of it is trimmed or folded.
#[test]
fn tokens_are_kept_to_the_letter() {
    let token = " AQAB \u{e9}\n+/=%20 ";
    let body = value!({ "continuation_token": token }).to_string();
    let Ok(Answer::Reply(reply)) = at(SignUpStart)(&json(200, &body)) else {
        panic!("not started");
    };
    assert_eq!(reply, format!("started\n  token: {token}\n"));
}

#[test]
fn attributes_are_read_as_far_as_they_can_be() {
    let body = value!({
        "error": "attributes_required",
        "continuation_token": "t",
        "required_attributes": [
            {"name": "city"},
            {"name": "state", "type": 7, "required": "False", "options": "none"},
            {"name": "country", "type": "", "required": 0, "options": {"regex": ""}},
            {"name": ""}, {"type": "string"}, "surname", null,
            {"name": "newsletter", "type": "Boolean", "required": false, "options": {"regex": "((**"}}
        ]
    });
    insta::assert_snapshot!(outcome(at(SignUpContinue), &json(400, &body.to_string())), @r#"
    attributes required
      token: t
      attribute: city, type None, required: true, regex None, regex ignored: false, options []
      attribute: state, type None, required: false, regex None, regex ignored: false, options []
      attribute: country, type None, required: true, regex None, regex ignored: false, options []
      attribute: newsletter, type Some("Boolean"), required: false, regex Some("((**"), regex ignored: true, options []
    "#);
}

/// A server's words on who and where stand in the body, else in the headers.
#[test]
fn ids_come_from_the_headers_where_the_body_has_none() {
    let headers = [("x-ms-request-id", "trace"), ("client-request-id", "mine")];
    let headers = headers.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
    let body = br#"{"error":"server_error"}"#.to_vec();
    let response = HttpResponse::new(500, headers.clone(), body);
    let Ok(Answer::Refused(problem)) = at(Token)(&response) else {
        panic!("not refused");
    };
    assert_eq!(problem.trace_id(), Some("trace"));
    assert_eq!(problem.correlation_id(), Some("mine"));

    let body = br#"{"error":"server_error","trace_id":"t2","correlation_id":"c2"}"#.to_vec();
    let Ok(Answer::Refused(problem)) = at(Token)(&HttpResponse::new(500, headers, body)) else {
        panic!("not refused");
    };
    assert_eq!(problem.trace_id(), Some("t2"));
    assert_eq!(problem.correlation_id(), Some("c2"));
}

#[test]
fn scopes_of_nothing_but_space_say_nothing() {
    for (scope, expected) in [
        (value!("a  b\tc "), "scopes: Some([\"a\", \"b\", \"c\"])"),
        (value!("  "), "scopes: None"),
        (value!(""), "scopes: None"),
        (value!(["a"]), "scopes: None"),
    ] {
        let body =
            value!({"token_type": "Bearer", "access_token": "a", "expires_in": 60, "scope": scope});
        let outcome = outcome(at(Token), &json(200, &body.to_string()));
        assert!(outcome.contains(expected), "{outcome}");
    }
}

/// `client_info` is documented without padding and has been seen with it.
#[test]
fn client_info_may_be_padded() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};

    let text = r#"{"uid":"O-1","utid":"T-22"}"#;
    assert_ne!(text.len() % 3, 2, "the padding must show");
    for text in [
        text.to_owned(),
        text.replace("O-1", "O-12"),
        text.replace("O-1", "O-123"),
    ] {
        let unpadded = identify(Some(&URL_SAFE_NO_PAD.encode(&text)), None).unwrap();
        let padded = identify(Some(&URL_SAFE.encode(&text)), None).unwrap();
        assert_eq!(padded, unpadded);
        assert_eq!(unpadded.tenant_id(), "T-22");
    }
    assert!(identify(Some("not base64!"), None).is_err());
    assert!(identify(Some(&URL_SAFE.encode("[]")), None).is_err());
    assert!(identify(Some(&URL_SAFE.encode(r#"{"uid":"o"}"#)), None).is_err());
}

/// The body of a documented answer, to be changed.
pub(crate) fn parsed(name: &str) -> Value {
    serde_json::from_str(fixtures::named(name).body).unwrap()
}

fn refused(body: &Value) -> Problem {
    match at(Token)(&json(400, &body.to_string())) {
        Ok(Answer::Refused(problem)) => *problem,
        other => panic!("not refused: {other:?}"),
    }
}
