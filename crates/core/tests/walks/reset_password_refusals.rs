//! Password reset, where the server refuses.

use native_auth_core::ErrorKind::{
    CodeExpired, InvalidCode, InvalidUsername, NoPassword, PasswordRejected, TooManyCodes,
    UnexpectedReply, UserNotFound,
};
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, TryLater};

use crate::asks::{new_password, poll, reset_challenge, reset_code, reset_start};
use crate::driver::Walk;
use crate::opening::{reset_password, resetting};
use crate::reset_password::{to_code, to_new_password};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;
use crate::sign_up_refusals::PASSWORD_RULES;

walks![
    reset_start_user_not_found,
    reset_start_not_possible,
    reset_start_username_invalid,
    reset_challenge_asks_for_a_password,
    reset_challenge_too_many_codes,
    reset_resend_too_many_codes,
    reset_code_wrong_then_right,
    reset_code_expired_then_resent,
    reset_code_verification_required,
    reset_refusal_brings_a_token,
    reset_password_refused_then_accepted,
];

fn reset_start_user_not_found(walk: &mut Walk) {
    let ask = reset_start().gets("error_user_not_found");
    let outcome = walk.begins(resetting(reset_password()), [ask]);
    outcome.fails("user_not_found", UserNotFound, ChooseAnother);
}

fn reset_start_not_possible(walk: &mut Walk) {
    let ask = reset_start().gets("error_password_reset_not_possible");
    let outcome = walk.begins(resetting(reset_password()), [ask]);
    outcome.fails("password_reset_not_possible", NoPassword, ChooseAnother);
}

fn reset_start_username_invalid(walk: &mut Walk) {
    let ask = reset_start().gets("error_username_invalid");
    let outcome = walk.begins(resetting(reset_password()), [ask]);
    outcome.fails("username_invalid", InvalidUsername, AskAgain);
}

/// A password is what the person does not have.
fn reset_challenge_asks_for_a_password(walk: &mut Walk) {
    let asks = [
        reset_start().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("sign_in_challenge_password"),
    ];
    let outcome = walk.begins(resetting(reset_password()), asks);
    outcome.fails("challenge_type_unknown", UnexpectedReply, Fix);
}

fn reset_challenge_too_many_codes(walk: &mut Walk) {
    let asks = [
        reset_start().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("error_too_many_codes"),
    ];
    let outcome = walk.begins(resetting(reset_password()), asks);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
}

/// The code that was sent before still counts.
fn reset_resend_too_many_codes(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_challenge("reset_password_challenge").gets("error_too_many_codes");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
    let ask = reset_code("reset_password_challenge", CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required();
}

fn reset_code_wrong_then_right(walk: &mut Walk) {
    let code = to_code(walk);
    for _ in 0..3 {
        let ask = reset_code("reset_password_challenge", "1").gets("error_invalid_oob_value");
        let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
        outcome.fails("code_invalid", InvalidCode, AskAgain);
    }
    let ask = reset_code("reset_password_challenge", CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| code.submit_code(" 40718293\n"), [ask]);
    outcome.password_required();
}

fn reset_code_expired_then_resent(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_code("reset_password_challenge", CODE).gets("error_oob_expired");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("code_expired", CodeExpired, AskAgain);
    let ask = reset_challenge("reset_password_challenge").gets("reset_password_challenge_resent");
    walk.goes_on(|| code.resend_code(), [ask]).code_required();
}

fn reset_code_verification_required(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_code("reset_password_challenge", CODE).gets("error_verification_required");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("verification_required", UnexpectedReply, Fix);
}

fn reset_refusal_brings_a_token(walk: &mut Walk) {
    const RENEWED: &str = "error_invalid_oob_value_with_token";
    let code = to_code(walk);
    let ask = reset_code("reset_password_challenge", "1").gets(RENEWED);
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = reset_code(RENEWED, CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required();
}

fn reset_password_refused_then_accepted(walk: &mut Walk) {
    let password = to_new_password(walk);
    for (fixture, code) in PASSWORD_RULES {
        let ask = new_password("reset_password_continue", "x").gets(fixture);
        let outcome = walk.goes_on(|| password.submit_password("x"), [ask]);
        outcome.fails(code, PasswordRejected, AskAgain);
    }
    let asks = [
        new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
        poll().gets("reset_password_poll_succeeded_without_token"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.completed();
}
