//! What is kept.

use std::time::Duration;

use native_auth_core::error::catalogue;
use native_auth_core::{CodeRequired, Error, Next, Step, resume};
use native_auth_wire::Endpoint;

use crate::at::exchange_at;
use crate::setting::{capable_application, response, resumed_unverified, tag};
use crate::steps::{code, code_step, noon, step, suspended};

/// The kept form is read by later versions of the same format, so it must not change by accident.
#[test]
fn every_state_has_its_form() {
    let forms = [
        code_step(),
        step(Endpoint::SignInChallenge, "sign_in_challenge_password"),
        step(Endpoint::SignUpContinue, "error_attributes_required"),
        step(Endpoint::SignInIntrospect, "sign_in_introspect"),
        step(Endpoint::RegisterIntrospect, "register_introspect"),
        step(Endpoint::RegisterChallenge, "register_challenge_sms"),
        step(Endpoint::ResetPasswordContinue, "reset_password_continue"),
        left_without_sign_in(),
    ]
    .map(|step| {
        let text = suspended(&step);
        let form: serde_json::Value = serde_json::from_str(text.expose()).unwrap();
        format!("{}\n{form:#}", step.name())
    });
    insta::assert_snapshot!(forms.join("\n\n"));
}

#[test]
fn the_wait_before_another_code_goes_on_while_the_app_is_gone() {
    let step = code_step();
    let text = suspended(&step);
    let before = code(step).resend_after();
    let after = |seconds| {
        let now = noon() + Duration::from_secs(seconds);
        code(resume(&capable_application(), &text, now).unwrap()).resend_after()
    };
    assert_eq!(before, Some(Duration::from_secs(300)));
    assert_eq!(after(0), before);
    assert_eq!(after(100), Some(Duration::from_secs(200)));
    assert_eq!(after(500), Some(Duration::ZERO));
}

#[test]
fn the_time_for_a_new_password_goes_on_while_the_app_is_gone() {
    let step = step(Endpoint::ResetPasswordContinue, "reset_password_continue");
    let text = suspended(&step);
    let later = noon() + Duration::from_secs(250);
    let left = |step| match step {
        Step::PasswordRequired { state } => state.expires_in(),
        other => panic!("not a password: {other:?}"),
    };
    assert_eq!(left(step), Some(Duration::from_secs(600)));
    let resumed = resume(&capable_application(), &text, later).unwrap();
    assert_eq!(left(resumed), Some(Duration::from_secs(350)));
}

#[test]
fn the_suspended_step_stays_usable_and_can_be_suspended_again() {
    let step = code_step();
    let first = suspended(&step);
    let second = suspended(&step);
    assert_eq!(first.expose(), second.expose());
    let (turn, _) = code(step).submit_code("1").begin(tag()).unwrap();
    drop(turn);
}

#[test]
fn a_resumed_step_can_be_suspended_again() {
    let text = suspended(&code_step());
    let resumed = resume(&capable_application(), &text, noon()).unwrap();
    assert_eq!(suspended(&resumed).expose(), text.expose());
}

/// The server took the code, and the request after it got no answer: what the server took cannot be sent again.
#[test]
fn a_waypoint_is_kept() {
    let before = code(code_step());
    let (turn, next) = before.submit_code("40718293").begin(tag()).unwrap();
    let Next::Send(submission) = next else {
        panic!("the code is sent")
    };
    let accepted = submission.resume(Ok(response("error_credential_required")));
    let Next::Send(challenge) = accepted.unwrap() else {
        panic!("the challenge follows")
    };
    let lost = native_auth_core::Error::new(&native_auth_core::error::catalogue::CONNECTION_LOST);
    assert!(challenge.resume(Err(lost)).is_err());
    drop(turn);

    let text = suspended(&Step::CodeRequired { state: before });
    let after = code(resume(&capable_application(), &text, noon()).unwrap());
    let (_turn, next) = after.submit_code("40718293").begin(tag()).unwrap();
    let Next::Send(exchange) = next else {
        panic!("something is sent")
    };
    assert_eq!(exchange.endpoint(), Endpoint::SignUpChallenge);
}

/// The tokens are there and could not be verified: the code they were given for is used up. They live from when they
/// came.
#[test]
fn tokens_that_wait_to_be_verified_are_kept() {
    let state = code_of_a_sign_in();
    let (turn, next) = state.submit_code("40718293").begin(tag()).unwrap();
    let Next::Send(redeem) = next else {
        panic!("the code is sent")
    };
    let Next::Verify(verification) = redeem.resume(Ok(response("token_success"))).unwrap() else {
        panic!("the verification follows")
    };
    let came = noon() - Duration::from_secs(30);
    verification.arrived(came);
    let no_keys = Error::new(&catalogue::ID_TOKEN_KEYS_UNAVAILABLE);
    assert!(verification.resume(Err(no_keys)).is_err());
    drop(turn);

    let step = Step::CodeRequired { state };
    assert!(!format!("{step:?}").contains("opaque-"));
    let text = suspended(&step);
    for _ in 0..2 {
        let resumed = resume(&capable_application(), &text, noon()).unwrap();
        assert_eq!(suspended(&resumed).expose(), text.expose());
        let (_turn, next) = code(resumed).submit_code("").begin(tag()).unwrap();
        let Next::Verify(verification) = next else {
            panic!("something is sent: {next:?}")
        };
        let Next::Done(step) = resumed_unverified(verification).unwrap() else {
            panic!("not signed in")
        };
        let tokens = step.signed_in::<()>().unwrap();
        assert_eq!(tokens.arrived_at(), Some(came));
        assert!(tokens.refresh_token().is_some() && tokens.id_token().is_some());
        assert!(
            tokens
                .scopes()
                .contains(&"api://contoso-api/Read".to_owned())
        );
    }
}

/// A sign-in that waits for its code.
fn code_of_a_sign_in() -> CodeRequired {
    code(step(Endpoint::SignInChallenge, "sign_in_challenge_code"))
}

/// The account exists, and signing in failed for a reason that passes.
fn left_without_sign_in() -> Step<native_auth_core::Tokens> {
    let exchange = exchange_at(Endpoint::SignUpContinue);
    let Next::Send(sign_in) = exchange
        .resume(Ok(response("sign_up_continue_created")))
        .unwrap()
    else {
        panic!("signing in follows")
    };
    match sign_in.resume(Ok(response("error_server_error"))).unwrap() {
        Next::Done(step) => step,
        other => panic!("not a step: {other:?}"),
    }
}
