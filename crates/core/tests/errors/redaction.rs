//! Nothing that a person or a server wrote is in what an error or a state prints.

use std::error::Error as _;
use std::fmt::Debug;

use native_auth_core::error::catalogue;
use native_auth_core::{
    Action, AttributesRequired, BrowserReason, BrowserRequired, ClientTag, CodeRequired, Completed,
    Error, Exchange, MethodRequired, Next, PasswordRequired, Pause, Refresh, RegistrationRequired,
    ResetPassword, Result, SignIn, SignUp, Step, Tokens, TurnGuard,
};
use native_auth_wire::{AccountId, Attributes, Endpoint, HttpResponse, Secret};
use serde_json::json;

use crate::at::exchange_at;
use crate::setting::{application, correlation_id, response, resumed_unverified, tag};

const CANARY: &str = "canary+secret@fabrikam.example";

/// A server may repeat an address wherever it writes.
#[test]
fn errors() {
    let refusal = json!({
        "error": "invalid_grant", "suberror": CANARY, "error_description": CANARY,
        "error_codes": [50126], "timestamp": CANARY, "trace_id": CANARY, "correlation_id": CANARY,
        "claims": CANARY, "continuation_token": CANARY, "inner_errors": [{"error": CANARY}],
        "invalid_attributes": [{"name": CANARY}],
    });
    let mut text = shown(&failing(400, &refusal.to_string()));
    text += &shown(&failing(200, CANARY));
    text += &shown(&failing(302, CANARY));
    text += &shown(&failing(200, &json!({"token_type": CANARY}).to_string()));
    insta::assert_snapshot!("debug_of_errors", text);
}

#[test]
fn what_is_added_to_an_error_is_ours() {
    let error = Error::new(&catalogue::TENANT_INVALID)
        .with_detail("it is empty")
        .with_source(std::fmt::Error)
        .of_flow(correlation_id());
    assert_eq!(
        error.to_string(),
        "the tenant that the client was given cannot be used: it is empty"
    );
    assert!(error.source().is_some());
    let kept = error
        .clone()
        .of_flow(native_auth_wire::CorrelationId::from_random_bytes([1; 16]));
    assert_eq!(kept.correlation_id(), Some(correlation_id()));
    insta::assert_snapshot!(format!("{error:?}"), @r#"Error { kind: Configuration, code: "tenant_invalid", recovery: Fix, detail: "it is empty", correlation_id: 07070707-0707-4707-8707-070707070707, source: "an error occurred when formatting an argument" }"#);
}

#[test]
fn what_a_flow_begins_with() {
    let sign_up = SignUp {
        username: CANARY.to_owned(),
        password: Some(Secret::from(CANARY)),
        attributes: Attributes::new().with("displayName", CANARY),
        claims: Some(json!({ "login": CANARY }).to_string()),
        ..SignUp::default()
    };
    let sign_in = SignIn {
        username: CANARY.to_owned(),
        password: Some(Secret::from(CANARY)),
        claims: Some(json!({ "login": CANARY }).to_string()),
        ..SignIn::default()
    };
    let refresh = Refresh {
        account: AccountId::new("tenant", "object"),
        subject: None,
        refresh_token: Secret::from(CANARY),
        scopes: Vec::new(),
        claims: Some(json!({ "login": CANARY }).to_string()),
    };
    let reset_password = ResetPassword {
        username: CANARY.to_owned(),
        ..ResetPassword::default()
    };
    let mut text = shown(&sign_up);
    text += &shown(&sign_in);
    text += &shown(&reset_password);
    text += &shown(&refresh);
    text += &shown(&application());
    let correlation_id = correlation_id();
    text += &shown(&native_auth_core::sign_up(&application(), sign_up, correlation_id).unwrap());
    text += &shown(&native_auth_core::refresh(&application(), refresh, correlation_id).unwrap());
    insta::assert_snapshot!("debug_of_beginnings", text);
}

#[test]
fn states_and_steps() {
    let code = json!({
        "challenge_type": "oob", "continuation_token": CANARY, "challenge_target_label": CANARY,
        "code_length": 8,
    });
    let first = challenged(&code);
    let mut text = shown(&first);
    let Step::CodeRequired { state } = first else {
        panic!("not a code");
    };
    let action = state.submit_code(CANARY);
    text += &shown(&action);
    let (guard, next) = action.begin(tag()).unwrap();
    text += &shown(&guard);
    text += &shown(&next);
    let wanted = json!({
        "error": "attributes_required", "continuation_token": CANARY,
        "required_attributes": [{"name": "city"}],
    });
    text += &shown(&resumed(next, 400, &wanted.to_string()));
    let reason = json!({"challenge_type": "redirect", "redirect_reason": CANARY});
    text += &shown(&challenged(&reason));
    text += &shown(&challenged(
        &json!({"challenge_type": "password", "continuation_token": CANARY}),
    ));
    text += &shown(&resumed(
        Next::Send(exchange_at(Endpoint::SignUpContinue)),
        200,
        "{}",
    ));
    insta::assert_snapshot!("debug_of_states", text);
}

/// A hint and a contact are addresses as a whole, and stay with the state that may need them again.
#[test]
fn states_of_methods() {
    let methods = json!({
        "continuation_token": CANARY,
        "methods": [{
            "id": CANARY, "challenge_type": "oob", "challenge_channel": "email",
            "login_hint": CANARY,
        }],
    });
    let sent = json!({
        "challenge_type": "oob", "continuation_token": CANARY, "challenge_target": CANARY,
    });
    let choice = at(Endpoint::SignInIntrospect, &methods);
    let mut text = shown(&choice);
    let Step::MethodRequired { state } = choice else {
        panic!("no choice");
    };
    let code = acted(state.choose_method(CANARY), &sent);
    text += &shown(&code);
    let registration = at(Endpoint::RegisterIntrospect, &methods);
    text += &shown(&registration);
    let Step::RegistrationRequired { state } = registration else {
        panic!("no registration");
    };
    let code = acted(state.register(CANARY, CANARY), &sent);
    text += &shown(&code);
    let pending = HttpResponse::new(200, Vec::new(), br#"{"status":"in_progress"}"#.to_vec());
    let poll = exchange_at(Endpoint::ResetPasswordPoll);
    text += &shown(&poll.resume(Ok(pending)).unwrap());
    insta::assert_snapshot!("debug_of_states_of_methods", text);
}

#[test]
fn tokens() {
    let exchange = exchange_at(Endpoint::Token);
    let Next::Verify(verification) = exchange.resume(Ok(response("token_success"))).unwrap() else {
        panic!("nothing to verify");
    };
    let text = format!("{verification:#?}");
    let Next::Done(Step::SignedIn { account }) = resumed_unverified(verification).unwrap() else {
        panic!("not signed in");
    };
    let text = format!("{text}\n{account:#?}");
    for secret in ["opaque", "eyJ", "maya", "Maya", "fabrikam"] {
        assert!(!text.contains(secret), "{secret} shows: {text}");
    }
    insta::assert_snapshot!("debug_of_tokens", text);
}

#[test]
fn every_public_type_crosses_threads() {
    fn check<T: Send + Sync + Debug>() {}
    check::<Action>();
    check::<AttributesRequired>();
    check::<BrowserReason>();
    check::<BrowserRequired>();
    check::<ClientTag>();
    check::<CodeRequired>();
    check::<Completed>();
    check::<Exchange>();
    check::<MethodRequired>();
    check::<Next>();
    check::<PasswordRequired>();
    check::<Pause>();
    check::<Refresh>();
    check::<RegistrationRequired>();
    check::<ResetPassword>();
    check::<SignIn>();
    check::<SignUp>();
    check::<Step<Tokens>>();
    check::<Tokens>();
    check::<TurnGuard>();
}

/// A sign-up of the canary with a claims request, as far as its challenge.
fn challenged(body: &serde_json::Value) -> Step<Tokens> {
    let request = SignUp {
        username: CANARY.to_owned(),
        claims: Some(json!({ "login": CANARY }).to_string()),
        ..SignUp::default()
    };
    let action: Result<Action> =
        native_auth_core::sign_up(&application(), request, correlation_id());
    let (_guard, next) = action.unwrap().begin(tag()).unwrap();
    let Next::Send(start) = next else {
        panic!("nothing to send");
    };
    let next = start.resume(Ok(response("sign_up_start"))).unwrap();
    resumed(next, 200, &body.to_string())
}

fn resumed(next: Next, status: u16, body: &str) -> Step<Tokens> {
    let Next::Send(exchange) = next else {
        panic!("nothing to send");
    };
    let response = HttpResponse::new(status, Vec::new(), body.as_bytes().to_vec());
    match exchange.resume(Ok(response)).unwrap() {
        Next::Done(step) => step,
        other => panic!("not a step: {other:?}"),
    }
}

/// Where this answer leads from an endpoint.
fn at(endpoint: Endpoint, body: &serde_json::Value) -> Step<Tokens> {
    resumed(Next::Send(exchange_at(endpoint)), 200, &body.to_string())
}

/// Where an action leads with this answer.
fn acted(action: Action, body: &serde_json::Value) -> Step<Tokens> {
    let (_guard, next) = action.begin(tag()).unwrap();
    resumed(next, 200, &body.to_string())
}

fn failing(status: u16, body: &str) -> Error {
    let headers = vec![("x-ms-request-id".to_owned(), CANARY.to_owned())];
    let response = HttpResponse::new(status, headers, body.as_bytes().to_vec());
    exchange_at(Endpoint::Token)
        .resume(Ok(response))
        .unwrap_err()
}

fn shown(value: &impl Debug) -> String {
    let text = format!("{value:#?}\n");
    for part in [CANARY, "canary", "secret@", "fabrikam", "AQAB"] {
        assert!(!text.contains(part), "{part} shows: {text}");
    }
    text
}
