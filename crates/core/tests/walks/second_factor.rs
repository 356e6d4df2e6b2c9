//! A second factor, where the server takes every step.

use native_auth_core::ErrorKind::InvalidCode;
use native_auth_core::Recovery::AskAgain;
use native_auth_core::{CodePurpose, CodeRequired, FlowKind, MethodRequired};
use native_auth_wire::{ChallengeChannel, Secret};

use crate::asks::{
    challenge_by, initiate, introspect, redeem, redeem_second_factor, register_introspect,
    sign_in_challenge,
};
use crate::capable::{sign_in_to_code, sign_in_to_password, signing_in, signing_in_knowing};
use crate::driver::Walk;
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    second_factor_after_the_password,
    second_factor_after_the_code,
    second_factor_in_one_call,
    second_factor_of_a_challenge_that_wants_introspection,
    second_factor_introspect_redirects,
    second_factor_by_email,
    second_factor_by_text_message,
    second_factor_challenge_redirects,
    second_factor_challenge_wants_introspection,
    second_factor_challenge_wants_introspection_with_a_token,
    second_factor_resend,
    second_factor_resend_redirects,
    second_factor_resend_wants_introspection,
    second_factor_code_to_tokens,
    second_factor_code_redirects,
    second_factor_code_to_registration,
    second_factor_code_to_yet_another_factor,
    second_factor_by_another_method,
    second_factor_by_another_method_after_a_refusal,
    another_method_only_after_a_choice,
];

/// The person's e-mail address as second factor.
pub(crate) const BY_EMAIL: &str = "8c41f0b6-27d9-4e53-a1f8-3b60d95c7e24";

/// Their phone.
pub(crate) const BY_SMS: &str = "d6e80a35-9b14-4c72-8f0d-72a5c1e4b963";

/// A sign-in by password that waits for the choice of a second factor.
pub(crate) fn to_methods(walk: &mut Walk) -> MethodRequired {
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.method_required()
}

/// A sign-in that waits for the code of the second factor by e-mail.
pub(crate) fn to_second_code(walk: &mut Walk) -> CodeRequired {
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.code_required()
}

fn second_factor_after_the_password(walk: &mut Walk) {
    let methods = to_methods(walk);
    assert_eq!(methods.flow(), FlowKind::SignIn);
    let shown: Vec<_> = methods
        .methods()
        .iter()
        .map(|method| (method.id(), method.channel().as_str(), method.hint()))
        .collect();
    let expected = [
        (BY_EMAIL, "email", Some("ma***a@fa***m.example")),
        (BY_SMS, "sms", Some("+46*******05")),
    ];
    assert_eq!(shown, expected);
}

fn second_factor_after_the_code(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let methods = walk.goes_on(|| code.submit_code(CODE), asks);
    assert_eq!(methods.method_required().methods().len(), 2);
}

fn second_factor_in_one_call(walk: &mut Walk) {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.begins(signing_in_knowing(PASSWORD), asks);
    outcome.method_required();
}

/// An older form of the service, at the first challenge and when the code is sent again.
fn second_factor_of_a_challenge_that_wants_introspection(walk: &mut Walk) {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("error_introspect_required"),
        introspect("sign_in_initiate").gets("sign_in_introspect"),
    ];
    walk.begins(signing_in(), asks).method_required();
    let code = sign_in_to_code(walk);
    let asks = [
        sign_in_challenge("sign_in_challenge_code").gets("error_introspect_required"),
        introspect("sign_in_challenge_code").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| code.resend_code(), asks);
    outcome.method_required();
}

fn second_factor_introspect_redirects(walk: &mut Walk) {
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("redirect"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.redirected();
}

fn second_factor_by_email(walk: &mut Walk) {
    let code = to_second_code(walk);
    assert_eq!(code.flow(), FlowKind::SignIn);
    assert_eq!(code.purpose(), CodePurpose::SecondFactor);
    assert_eq!(code.channel(), &ChallengeChannel::Email);
    assert_eq!(code.target(), Some("ma***a@fa***m.example"));
    assert_eq!(code.code_length(), Some(8));
}

fn second_factor_by_text_message(walk: &mut Walk) {
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_SMS).gets("sign_in_challenge_mfa_sms");
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
    let code = outcome.code_required();
    assert_eq!(code.purpose(), CodePurpose::SecondFactor);
    assert_eq!(code.channel(), &ChallengeChannel::Sms);
    assert_eq!(code.target(), Some("+46*******05"));
    let ask = redeem_second_factor("sign_in_challenge_mfa_sms", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_challenge_redirects(walk: &mut Walk) {
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_SMS).gets("redirect");
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
    outcome.redirected();
}

fn second_factor_challenge_wants_introspection(walk: &mut Walk) {
    let methods = to_methods(walk);
    let asks = [
        challenge_by("sign_in_introspect", BY_SMS).gets("error_introspect_required"),
        introspect("sign_in_introspect").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), asks);
    let newer = outcome.method_required();
    let ask = challenge_by("sign_in_introspect", BY_SMS).gets("sign_in_challenge_mfa_sms");
    let outcome = walk.goes_on(|| newer.choose_method(BY_SMS), [ask]);
    outcome.code_required();
}

/// A refusal that brings a token renews the one to go on with, whatever it leads to.
fn second_factor_challenge_wants_introspection_with_a_token(walk: &mut Walk) {
    const DEMAND: &str = r#"{"error":"invalid_request","suberror":"introspect_required",
        "continuation_token":"AQABsi-mfa-Xg7z"}"#;
    let methods = to_methods(walk);
    let asks = [
        challenge_by("sign_in_introspect", BY_SMS).gets_this(400, &[], DEMAND),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), asks);
    outcome.method_required();
}

/// By the same method, with the newest token.
fn second_factor_resend(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_EMAIL)
        .gets("sign_in_challenge_mfa_email_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    assert_eq!(newer.purpose(), CodePurpose::SecondFactor);
    let ask =
        redeem_second_factor("sign_in_challenge_mfa_email_resent", CODE).gets("token_success");
    walk.goes_on(|| newer.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_resend_redirects(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_EMAIL).gets("redirect");
    walk.goes_on(|| code.resend_code(), [ask]).redirected();
}

fn second_factor_resend_wants_introspection(walk: &mut Walk) {
    let code = to_second_code(walk);
    let asks = [
        challenge_by("sign_in_challenge_mfa_email", BY_EMAIL).gets("error_introspect_required"),
        introspect("sign_in_challenge_mfa_email").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| code.resend_code(), asks);
    outcome.method_required();
}

fn second_factor_code_to_tokens(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("token_success");
    let outcome = walk.goes_on(|| code.submit_code(" 40718293\n"), [ask]);
    let tokens = outcome.signed_in();
    let refresh_token = tokens.refresh_token().map(Secret::expose);
    assert_eq!(refresh_token, Some("1.opaque-refresh-Ka7m"));
}

fn second_factor_code_redirects(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("redirect");
    walk.goes_on(|| code.submit_code(CODE), [ask]).redirected();
}

fn second_factor_code_to_registration(walk: &mut Walk) {
    let code = to_second_code(walk);
    let asks = [
        redeem_second_factor("sign_in_challenge_mfa_email", CODE)
            .gets("error_registration_required"),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.registration_required();
}

/// Policies may repeat steps.
fn second_factor_code_to_yet_another_factor(walk: &mut Walk) {
    let code = to_second_code(walk);
    let asks = [
        redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.method_required();
}

fn second_factor_by_another_method(walk: &mut Walk) {
    let code = to_second_code(walk);
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    let methods = outcome.method_required();
    assert_eq!(methods.methods().len(), 2);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_SMS).gets("sign_in_challenge_mfa_sms");
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
    let code = outcome.code_required();
    let ask = redeem_second_factor("sign_in_challenge_mfa_sms", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

/// The refusal brought the newest token.
fn second_factor_by_another_method_after_a_refusal(walk: &mut Walk) {
    const RENEWED: &str = "error_invalid_oob_value_with_token";
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", "1").gets(RENEWED);
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    let methods = outcome.method_required();
    let ask = challenge_by(RENEWED, BY_SMS).gets("sign_in_challenge_mfa_sms");
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
    outcome.code_required();
}

/// There was none for the other codes.
fn another_method_only_after_a_choice(walk: &mut Walk) {
    for code in [
        crate::sign_up::to_code(walk),
        sign_in_to_code(walk),
        crate::reset_password::to_code(walk),
    ] {
        assert!(code.choose_another_method().is_none());
    }
    for code in [to_second_code(walk), crate::registration::to_code(walk)] {
        assert!(code.choose_another_method().is_some());
    }
}
