//! A second factor, where the server refuses.

use native_auth_core::ErrorKind::{
    AccessDenied, AccountLocked, BrowserRequired, CodeExpired, InvalidCode, MethodBlocked, Misuse,
    TooManyCodes, UnexpectedReply,
};
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, GiveUp, OpenBrowser, TryLater};

use crate::asks::{challenge_by, redeem, redeem_second_factor};
use crate::capable::sign_in_to_password;
use crate::driver::Walk;
use crate::second_factor::{BY_EMAIL, BY_SMS, to_methods, to_second_code};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    second_factor_demanded_without_a_token,
    second_factor_by_an_unknown_method,
    second_factor_method_blocked_then_another,
    second_factor_method_exhausted_then_another,
    second_factor_challenge_asks_for_a_password,
    second_factor_challenge_too_many_codes,
    second_factor_resend_too_many_codes,
    second_factor_resend_blocked_then_another_method,
    second_factor_code_empty,
    second_factor_code_wrong_then_right,
    second_factor_code_expired_then_resent,
    second_factor_refusal_brings_a_token,
    second_factor_code_refused_for_good,
];

/// There is no way on.
fn second_factor_demanded_without_a_token(walk: &mut Walk) {
    let password = sign_in_to_password(walk);
    let body = r#"{"error":"invalid_grant","suberror":"mfa_required","error_codes":[50076]}"#;
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets_this(400, &[], body);
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("second_factor_required", BrowserRequired, OpenBrowser);
}

fn second_factor_by_an_unknown_method(walk: &mut Walk) {
    let methods = to_methods(walk);
    for unknown in ["", "email", "8c41f0b6-27d9-4e53-a1f8-3b60d95c7e2", " "] {
        let outcome = walk.goes_on(|| methods.choose_method(unknown), []);
        outcome.fails("method_unknown", Misuse, Fix);
    }
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.code_required();
}

fn second_factor_method_blocked_then_another(walk: &mut Walk) {
    let methods = to_methods(walk);
    for (fixture, code) in [
        (
            "error_provider_blocked_by_rep",
            "method_blocked_by_reputation",
        ),
        (
            "error_provider_blocked_by_admin",
            "method_blocked_by_administrator",
        ),
    ] {
        let ask = challenge_by("sign_in_introspect", BY_SMS).gets(fixture);
        let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
        outcome.fails(code, MethodBlocked, ChooseAnother);
    }
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.code_required();
}

fn second_factor_method_exhausted_then_another(walk: &mut Walk) {
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_SMS).refused("invalid_request", 50088);
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), [ask]);
    outcome.fails("method_limit_reached", MethodBlocked, ChooseAnother);
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.code_required();
}

/// A password is no second factor.
fn second_factor_challenge_asks_for_a_password(walk: &mut Walk) {
    let methods = to_methods(walk);
    let push = r#"{"challenge_type":"push","continuation_token":"t"}"#;
    for ask in [
        challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_password"),
        challenge_by("sign_in_introspect", BY_EMAIL).gets_this(200, &[], push),
    ] {
        let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
        outcome.fails("challenge_type_unknown", UnexpectedReply, Fix);
    }
}

fn second_factor_challenge_too_many_codes(walk: &mut Walk) {
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("error_too_many_codes");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
}

/// The code that was sent before still counts.
fn second_factor_resend_too_many_codes(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_EMAIL).gets("error_too_many_codes");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_resend_blocked_then_another_method(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_EMAIL)
        .gets("error_provider_blocked_by_admin");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails(
        "method_blocked_by_administrator",
        MethodBlocked,
        ChooseAnother,
    );
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    outcome.method_required();
}

fn second_factor_code_empty(walk: &mut Walk) {
    let code = to_second_code(walk);
    let outcome = walk.goes_on(|| code.submit_code(" \n"), []);
    outcome.fails("code_empty", InvalidCode, AskAgain);
}

fn second_factor_code_wrong_then_right(walk: &mut Walk) {
    let code = to_second_code(walk);
    for _ in 0..3 {
        let ask = redeem_second_factor("sign_in_challenge_mfa_email", "1")
            .gets("error_invalid_oob_value");
        let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
        outcome.fails("code_invalid", InvalidCode, AskAgain);
    }
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_code_expired_then_resent(walk: &mut Walk) {
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("error_oob_expired");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("code_expired", CodeExpired, AskAgain);
    let ask = challenge_by("sign_in_challenge_mfa_email", BY_EMAIL)
        .gets("sign_in_challenge_mfa_email_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    let ask =
        redeem_second_factor("sign_in_challenge_mfa_email_resent", CODE).gets("token_success");
    walk.goes_on(|| newer.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_refusal_brings_a_token(walk: &mut Walk) {
    const RENEWED: &str = "error_invalid_oob_value_with_token";
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", "1").gets(RENEWED);
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = redeem_second_factor(RENEWED, CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn second_factor_code_refused_for_good(walk: &mut Walk) {
    let code = to_second_code(walk);
    for (fixture, expected, kind, recovery) in [
        (
            "error_conditional_access",
            "conditional_access_blocked",
            AccessDenied,
            GiveUp,
        ),
        (
            "error_account_locked",
            "account_locked",
            AccountLocked,
            TryLater,
        ),
    ] {
        let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets(fixture);
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(expected, kind, recovery);
    }
}
