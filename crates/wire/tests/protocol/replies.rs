//! Every documented answer, read at every endpoint that may give it.

use native_auth_wire::Endpoint::{
    self, Refresh, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordChallenge,
    ResetPasswordContinue, ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit,
    SignInChallenge, SignInInitiate, SignInIntrospect, SignUpChallenge, SignUpContinue,
    SignUpStart, Token,
};

use crate::calls::{at, json, outcome};
use crate::fixtures::{self, ALL};

/// Which successful answers belong to which endpoint. Errors may come from any.
const SUCCESSES: &[(Endpoint, &str)] = &[
    (SignUpStart, "sign_up_start"),
    (SignUpChallenge, "sign_up_challenge_code"),
    (SignUpChallenge, "sign_up_challenge_code_resent"),
    (SignUpChallenge, "sign_up_challenge_password"),
    (SignUpContinue, "sign_up_continue_created"),
    (SignUpContinue, "sign_up_continue_created_without_token"),
    (SignInInitiate, "sign_in_initiate"),
    (SignInChallenge, "sign_in_challenge_code"),
    (SignInChallenge, "sign_in_challenge_code_resent"),
    (SignInChallenge, "sign_in_challenge_password"),
    (SignInChallenge, "sign_in_challenge_mfa_email"),
    (SignInChallenge, "sign_in_challenge_mfa_email_resent"),
    (SignInChallenge, "sign_in_challenge_mfa_sms"),
    (SignInIntrospect, "sign_in_introspect"),
    (RegisterIntrospect, "register_introspect"),
    (RegisterChallenge, "register_challenge_email"),
    (RegisterChallenge, "register_challenge_sms"),
    (RegisterChallenge, "register_challenge_sms_resent"),
    (RegisterChallenge, "register_challenge_preverified"),
    (RegisterContinue, "register_continue"),
    (ResetPasswordStart, "reset_password_start"),
    (ResetPasswordChallenge, "reset_password_challenge"),
    (ResetPasswordChallenge, "reset_password_challenge_resent"),
    (ResetPasswordContinue, "reset_password_continue"),
    (ResetPasswordSubmit, "reset_password_submit"),
    (ResetPasswordPoll, "reset_password_poll_not_started"),
    (ResetPasswordPoll, "reset_password_poll_in_progress"),
    (ResetPasswordPoll, "reset_password_poll_succeeded"),
    (
        ResetPasswordPoll,
        "reset_password_poll_succeeded_without_token",
    ),
    (ResetPasswordPoll, "reset_password_poll_failed"),
    (
        ResetPasswordPoll,
        "reset_password_poll_failed_without_token",
    ),
    (Token, "token_success"),
    (Token, "token_success_least"),
    (Token, "token_success_without_client_info"),
    (Refresh, "token_success_refreshed"),
];

/// The errors that lead on, and where; everywhere else they are refusals.
const DESTINATIONS: &[(Endpoint, &str)] = &[
    (SignUpContinue, "error_attributes_required"),
    (SignUpContinue, "error_attributes_required_again"),
    (SignUpContinue, "error_credential_required"),
    (SignInChallenge, "error_introspect_required"),
    (Token, "error_mfa_required"),
    (Token, "error_registration_required"),
];

#[test]
fn successes() {
    insta::assert_snapshot!("successes", read_all(SUCCESSES));
}

#[test]
fn errors_that_lead_on() {
    insta::assert_snapshot!("errors_that_lead_on", read_all(DESTINATIONS));
}

#[test]
fn refusals() {
    let mut text = String::new();
    for fixture in ALL.iter().filter(|fixture| fixture.status != 200) {
        // No error but those above means anything else than a refusal, and refresh knows no other destination.
        let response = json(fixture.status, fixture.body);
        let refusal = outcome(at(Refresh), &response);
        for endpoint in Endpoint::ALL {
            if !DESTINATIONS.contains(&(endpoint, fixture.name)) {
                let here = outcome(at(endpoint), &response);
                assert_eq!(here, refusal, "{} at {endpoint:?}", fixture.name);
            }
        }
        text += &format!("{}: {refusal}", fixture.name);
    }
    insta::assert_snapshot!("refusals", text);
}

#[test]
fn every_successful_fixture_is_read_somewhere() {
    for fixture in ALL.iter().filter(|fixture| fixture.status == 200) {
        let read = SUCCESSES.iter().any(|(_, name)| *name == fixture.name);
        let redirect = fixture.name.starts_with("redirect");
        assert!(read || redirect, "{} is read by no test", fixture.name);
    }
}

fn read_all(answers: &[(Endpoint, &str)]) -> String {
    let mut text = String::new();
    for (endpoint, name) in answers {
        let fixture = fixtures::named(name);
        let outcome = outcome(at(*endpoint), &json(fixture.status, fixture.body));
        text += &format!("{endpoint:?}, {name}: {outcome}");
    }
    text
}
