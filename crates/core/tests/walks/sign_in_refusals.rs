//! Sign-in, where the server refuses.

use native_auth_core::ErrorKind::{
    AccessDenied, AccountDisabled, AccountLocked, CodeExpired, Configuration, ConsentMissing,
    InvalidCode, InvalidCredentials, InvalidUsername, MethodBlocked, NoPassword, ResetRequired,
    TooManyCodes, UserNotFound,
};
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, GiveUp, TryLater};

use crate::asks::{initiate, redeem, sign_in_challenge};
use crate::driver::Walk;
use crate::opening::{sign_in, signing_in};
use crate::setting::PASSWORD;
use crate::sign_in::{knowing_the_password, to_code, to_password};
use crate::sign_up::CODE;

walks![
    sign_in_user_not_found,
    sign_in_username_invalid,
    sign_in_challenge_method_blocked,
    sign_in_resend_too_many_codes,
    sign_in_password_wrong_then_right,
    sign_in_password_locked,
    sign_in_password_reset_needed,
    sign_in_password_cannot_be_used,
    sign_in_password_user_vanished,
    sign_in_password_account_disabled,
    sign_in_password_access_denied,
    sign_in_password_consent_missing,
    sign_in_password_scope_invalid,
    sign_in_code_wrong_then_right,
    sign_in_code_expired_then_resent,
    sign_in_refusal_brings_a_token,
    sign_in_in_one_call_password_refused,
    sign_in_in_one_call_user_not_found,
];

fn sign_in_user_not_found(walk: &mut Walk) {
    let ask = initiate().gets("error_user_not_found");
    let outcome = walk.begins(signing_in(sign_in()), [ask]);
    let error = outcome.fails("user_not_found", UserNotFound, ChooseAnother);
    let uri = error.server().unwrap().error_uri();
    assert_eq!(
        uri,
        Some("https://login.microsoftonline.com/error?code=50034")
    );
}

fn sign_in_username_invalid(walk: &mut Walk) {
    let ask = initiate().gets("error_username_invalid");
    let outcome = walk.begins(signing_in(sign_in()), [ask]);
    outcome.fails("username_invalid", InvalidUsername, AskAgain);
}

fn sign_in_challenge_method_blocked(walk: &mut Walk) {
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
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets(fixture),
        ];
        let outcome = walk.begins(signing_in(sign_in()), asks);
        outcome.fails(code, MethodBlocked, ChooseAnother);
    }
}

fn sign_in_resend_too_many_codes(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("error_too_many_codes");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
}

fn sign_in_password_wrong_then_right(walk: &mut Walk) {
    let password = to_password(walk);
    for _ in 0..3 {
        let ask =
            redeem("sign_in_challenge_password", "password", "x").gets("error_wrong_password");
        let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
        outcome.fails("credentials_invalid", InvalidCredentials, AskAgain);
    }
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets("token_success");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.signed_in();
}

fn sign_in_password_locked(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", "x").gets("error_account_locked");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("account_locked", AccountLocked, TryLater);
}

fn sign_in_password_reset_needed(walk: &mut Walk) {
    let password = to_password(walk);
    for (fixture, code) in [
        ("error_password_change_required", "password_change_required"),
        ("error_password_expired", "password_expired"),
    ] {
        let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets(fixture);
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.fails(code, ResetRequired, ChooseAnother);
    }
}

fn sign_in_password_cannot_be_used(walk: &mut Walk) {
    let password = to_password(walk);
    for (error, number, code, kind) in [
        ("invalid_grant", 50056, "password_not_set", NoPassword),
        (
            "invalid_grant",
            500_346,
            "password_of_code_user",
            NoPassword,
        ),
        (
            "invalid_request",
            400_002,
            "method_not_valid_for_user",
            MethodBlocked,
        ),
    ] {
        let ask = redeem("sign_in_challenge_password", "password", "x").refused(error, number);
        let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
        outcome.fails(code, kind, ChooseAnother);
    }
}

fn sign_in_password_user_vanished(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", "x").gets("error_user_vanished");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("user_vanished", UserNotFound, ChooseAnother);
}

fn sign_in_password_account_disabled(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", "x").gets("error_account_disabled");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("account_disabled", AccountDisabled, GiveUp);
}

fn sign_in_password_access_denied(walk: &mut Walk) {
    let password = to_password(walk);
    let ask =
        redeem("sign_in_challenge_password", "password", "x").gets("error_conditional_access");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("conditional_access_blocked", AccessDenied, GiveUp);
}

fn sign_in_password_consent_missing(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", "x").gets("error_consent_missing");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("consent_missing", ConsentMissing, Fix);
}

fn sign_in_password_scope_invalid(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", "x").gets("error_invalid_scope");
    let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
    outcome.fails("scope_invalid", Configuration, Fix);
}

fn sign_in_code_wrong_then_right(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", "1").gets("error_invalid_oob_value");
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn sign_in_code_expired_then_resent(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("error_oob_expired");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("code_expired", CodeExpired, AskAgain);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("sign_in_challenge_code_resent");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.code_required();
}

fn sign_in_refusal_brings_a_token(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        redeem("sign_in_challenge_code", "oob", "1").gets("error_invalid_oob_value_with_token");
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = redeem("error_invalid_oob_value_with_token", "oob", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

/// There is no state to correct it in: the app calls `sign_in` again.
fn sign_in_in_one_call_password_refused(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_wrong_password"),
    ];
    let outcome = walk.begins(signing_in(knowing_the_password()), asks);
    outcome.fails("credentials_invalid", InvalidCredentials, AskAgain);
}

fn sign_in_in_one_call_user_not_found(walk: &mut Walk) {
    let ask = initiate().gets("error_user_not_found");
    let outcome = walk.begins(signing_in(knowing_the_password()), [ask]);
    outcome.fails("user_not_found", UserNotFound, ChooseAnother);
}
