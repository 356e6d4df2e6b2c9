//! Answers that the protocol does not know, each with its reason.

use std::time::Duration;

use native_auth_wire::Endpoint::{
    self, Refresh, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordChallenge,
    ResetPasswordContinue, ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit,
    SignInChallenge, SignInInitiate, SignInIntrospect, SignUpChallenge, SignUpContinue,
    SignUpStart, Token,
};
use native_auth_wire::MalformedReason::{
    self, Missing, UnknownChallengeType, UnknownStatus, UnknownTokenType,
};
use native_auth_wire::{HttpResponse, MalformedReply};

use crate::calls::{READERS, at, json, outcome};

#[test]
fn bodies_that_no_endpoint_can_read() {
    let bodies: [(&str, MalformedReason); 10] = [
        ("", MalformedReason::Empty),
        (" \r\n\t", MalformedReason::Empty),
        (
            "<!doctype html><title>Bad gateway</title>",
            MalformedReason::NotJson,
        ),
        (
            r#"{"continuation_token":"AQAB-cut-o"#,
            MalformedReason::NotJson,
        ),
        (
            r#"{"continuation_token":"a"} and more"#,
            MalformedReason::NotJson,
        ),
        ("{'continuation_token':'a'}", MalformedReason::NotJson),
        ("[]", MalformedReason::NotAnObject),
        ("null", MalformedReason::NotAnObject),
        ("\"text\"", MalformedReason::NotAnObject),
        ("7", MalformedReason::NotAnObject),
    ];
    for (body, reason) in bodies {
        for status in [200, 400, 502] {
            for (endpoint, read) in READERS {
                let malformed = read(&json(status, body)).unwrap_err();
                assert_eq!(malformed.reason, reason, "{endpoint:?} {status} {body:?}");
                assert_eq!(malformed.status, status);
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text() {
    for (endpoint, read) in READERS {
        let response = HttpResponse::new(200, Vec::new(), vec![b'{', 0xff, 0xfe, b'}']);
        let malformed = read(&response).unwrap_err();
        assert_eq!(malformed.reason, MalformedReason::NotJson, "{endpoint:?}");
    }
}

/// What each endpoint cannot go on without.
#[test]
fn what_is_needed_and_not_there_is_named() {
    const TOKEN: MalformedReason = Missing("continuation_token");
    let answers: &[(Endpoint, u16, &str, MalformedReason)] = &[
        (SignUpStart, 200, "{}", TOKEN),
        (SignUpStart, 200, r#"{"continuation_token":""}"#, TOKEN),
        (SignUpStart, 200, r#"{"continuation_token":7}"#, TOKEN),
        (SignInInitiate, 200, "{}", TOKEN),
        (SignUpChallenge, 200, "{}", Missing("challenge_type")),
        (SignUpChallenge, 200, r#"{"challenge_type":"oob"}"#, TOKEN),
        (
            SignUpChallenge,
            200,
            r#"{"challenge_type":"password"}"#,
            TOKEN,
        ),
        (SignInChallenge, 200, r#"{"challenge_type":"oob"}"#, TOKEN),
        (
            SignInChallenge,
            200,
            r#"{"challenge_type":"password"}"#,
            TOKEN,
        ),
        (
            SignInChallenge,
            200,
            r#"{"challenge_type":"smoke_signal","continuation_token":"t"}"#,
            UnknownChallengeType,
        ),
        (
            SignUpChallenge,
            200,
            r#"{"challenge_type":"preverified","continuation_token":"t"}"#,
            UnknownChallengeType,
        ),
        (
            Token,
            200,
            r#"{"access_token":"a","expires_in":60}"#,
            Missing("token_type"),
        ),
        (
            Token,
            200,
            r#"{"token_type":"pop","access_token":"a","expires_in":60}"#,
            UnknownTokenType,
        ),
        (
            Refresh,
            200,
            r#"{"token_type":"Bearer","expires_in":60}"#,
            Missing("access_token"),
        ),
        (
            Refresh,
            200,
            r#"{"token_type":"Bearer","access_token":"a"}"#,
            Missing("expires_in"),
        ),
    ];
    for (endpoint, status, body, reason) in answers {
        let malformed = at(*endpoint)(&json(*status, body)).unwrap_err();
        assert_eq!(malformed.reason, *reason, "{endpoint:?} {body}");
    }
}

/// The same for what a registration and a reset cannot go on without.
#[test]
fn what_later_steps_need_and_is_not_there_is_named() {
    const TOKEN: MalformedReason = Missing("continuation_token");
    const CODE: &str = r#"{"challenge_type":"oob","code_length":8}"#;
    const PASSWORD: &str = r#"{"challenge_type":"password","continuation_token":"t"}"#;
    let answers: &[(Endpoint, &str, MalformedReason)] = &[
        (RegisterChallenge, CODE, TOKEN),
        (
            RegisterChallenge,
            r#"{"challenge_type":"preverified"}"#,
            TOKEN,
        ),
        (RegisterChallenge, "{}", Missing("challenge_type")),
        (RegisterChallenge, PASSWORD, UnknownChallengeType),
        (
            RegisterChallenge,
            r#"{"challenge_type":"voice","continuation_token":"t"}"#,
            UnknownChallengeType,
        ),
        (RegisterContinue, r#"{"continuation_token":null}"#, TOKEN),
        (ResetPasswordStart, "{}", TOKEN),
        (ResetPasswordChallenge, CODE, TOKEN),
        (ResetPasswordChallenge, "{}", Missing("challenge_type")),
        // A password is what the person does not have.
        (ResetPasswordChallenge, PASSWORD, UnknownChallengeType),
        (
            ResetPasswordChallenge,
            r#"{"challenge_type":"preverified","continuation_token":"t"}"#,
            UnknownChallengeType,
        ),
        (ResetPasswordContinue, r#"{"expires_in":600}"#, TOKEN),
        (ResetPasswordSubmit, r#"{"poll_interval":2}"#, TOKEN),
        (ResetPasswordPoll, "{}", Missing("status")),
        (
            ResetPasswordPoll,
            r#"{"continuation_token":"t"}"#,
            Missing("status"),
        ),
        (
            ResetPasswordPoll,
            r#"{"status":["succeeded"]}"#,
            Missing("status"),
        ),
        (ResetPasswordPoll, r#"{"status":"done"}"#, UnknownStatus),
        (
            ResetPasswordPoll,
            r#"{"status":"in progress","continuation_token":"t"}"#,
            UnknownStatus,
        ),
    ];
    for (endpoint, body, reason) in answers {
        let malformed = at(*endpoint)(&json(200, body)).unwrap_err();
        assert_eq!(malformed.reason, *reason, "{endpoint:?} {body}");
    }
}

/// There has to be something to choose from.
#[test]
fn methods_that_cannot_be_chosen_are_none() {
    const METHOD: &str = r#"{"id":"email","challenge_type":"oob","challenge_channel":"email"}"#;
    for endpoint in [SignInIntrospect, RegisterIntrospect] {
        for methods in [
            "null",
            "[]",
            "{}",
            "7",
            r#""email""#,
            "[null,7,[]]",
            "[{}]",
            r#"[{"id":""}]"#,
            r#"[{"id":7,"challenge_channel":"sms"}]"#,
        ] {
            let body = format!(r#"{{"continuation_token":"t","methods":{methods}}}"#);
            let malformed = at(endpoint)(&json(200, &body)).unwrap_err();
            assert_eq!(malformed.reason, Missing("methods"), "{body}");
        }
        let without_methods = at(endpoint)(&json(200, r#"{"continuation_token":"t"}"#));
        assert_eq!(without_methods.unwrap_err().reason, Missing("methods"));
        let without_token = at(endpoint)(&json(200, &format!(r#"{{"methods":[{METHOD}]}}"#)));
        let reason = without_token.unwrap_err().reason;
        assert_eq!(reason, Missing("continuation_token"));
    }
}

/// Errors that lead on, but lack what is needed to go on, stay what they are: refusals with all the server said.
#[test]
fn errors_that_lead_nowhere_are_refusals() {
    for (endpoint, body) in [
        (SignUpContinue, r#"{"error":"credential_required"}"#),
        (
            SignUpContinue,
            r#"{"error":"attributes_required","continuation_token":"t"}"#,
        ),
        (
            SignUpContinue,
            r#"{"error":"attributes_required","continuation_token":"t","required_attributes":[{"type":"string"}]}"#,
        ),
        (
            SignUpContinue,
            r#"{"error":"attributes_required","required_attributes":[{"name":"city"}]}"#,
        ),
        (
            Token,
            r#"{"error":"invalid_grant","suberror":"mfa_required"}"#,
        ),
        (
            Token,
            r#"{"error":"invalid_grant","suberror":"registration_required"}"#,
        ),
        // Whatever the status says.
        (SignUpContinue, r#"{"error":"server_error"}"#),
    ] {
        for status in [200, 400] {
            let outcome = outcome(at(endpoint), &json(status, body));
            assert!(outcome.starts_with("refused"), "{status} {body}: {outcome}");
        }
    }
}

/// A lifetime that is not positive is none.
#[test]
fn a_token_that_lives_no_time_is_refused() {
    for life in ["0", "-1", "\"soon\"", "3600.5", "null", "true"] {
        let body = format!(r#"{{"token_type":"Bearer","access_token":"a","expires_in":{life}}}"#);
        let malformed = at(Token)(&json(200, &body)).unwrap_err();
        assert_eq!(malformed.reason, Missing("expires_in"), "{life}");
    }
}

#[test]
fn an_error_without_its_main_word_is_refused() {
    for status in [201, 204, 400, 401, 403, 404, 429, 500, 503] {
        for (endpoint, read) in READERS {
            for body in ["{}", r#"{"error":""}"#, r#"{"error":["invalid_grant"]}"#] {
                let malformed = read(&json(status, body)).unwrap_err();
                assert_eq!(malformed.reason, Missing("error"), "{endpoint:?} {status}");
            }
        }
    }
}

#[test]
fn the_headers_of_a_malformed_reply_are_kept() {
    let headers = [("X-MS-Request-Id", "8d1f0c52-trace"), ("Retry-After", "17")];
    let headers = headers.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
    let malformed = at(Token)(&HttpResponse::new(503, headers, Vec::new())).unwrap_err();
    assert_eq!(
        malformed,
        MalformedReply {
            status: 503,
            reason: MalformedReason::Empty,
            trace_id: Some("8d1f0c52-trace".to_owned()),
            retry_after: Some(Duration::from_secs(17)),
        }
    );
    assert_eq!(
        malformed.to_string(),
        "the server's answer (HTTP 503) has no body"
    );
}
