//! Sign-up, where the server refuses.

use native_auth_core::ErrorKind::{
    CodeExpired, InvalidAttributes, InvalidCode, InvalidUsername, PasswordRejected, SignUpDisabled,
    TooManyCodes, UnexpectedReply, UserExists,
};
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, TryLater};
use native_auth_core::SignUp;
use native_auth_wire::Secret;

use crate::asks::{redeem_created, sign_up_challenge, start, submit};
use crate::driver::Walk;
use crate::opening::{sign_up, signing_up};
use crate::setting::PASSWORD;
use crate::sign_up::{CODE, GIVEN, given, to_attributes, to_code, to_password};

walks![
    sign_up_start_password_refused,
    sign_up_start_attributes_refused,
    sign_up_start_attributes_wanted_early,
    sign_up_start_username_invalid,
    sign_up_start_user_exists,
    sign_up_start_disabled,
    sign_up_challenge_too_many_codes,
    sign_up_resend_too_many_codes,
    sign_up_code_wrong_then_right,
    sign_up_code_expired_then_resent,
    sign_up_code_user_exists,
    sign_up_password_refused_then_accepted,
    sign_up_attributes_refused_then_accepted,
    sign_up_attributes_verification_required,
    sign_up_grant_refused,
    sign_up_refusal_brings_a_token,
];

/// The six rules for new passwords: the server's word, and ours.
pub(crate) const PASSWORD_RULES: [(&str, &str); 6] = [
    ("error_password_too_weak", "password_too_weak"),
    ("error_password_too_short", "password_too_short"),
    ("error_password_too_long", "password_too_long"),
    ("error_password_recently_used", "password_recently_used"),
    ("error_password_banned", "password_banned"),
    ("error_password_is_invalid", "password_invalid"),
];

fn sign_up_start_password_refused(walk: &mut Walk) {
    for (fixture, code) in PASSWORD_RULES {
        let request = SignUp {
            password: Some(Secret::from(PASSWORD)),
            ..sign_up()
        };
        let ask = start().with("password", PASSWORD).gets(fixture);
        let outcome = walk.begins(signing_up(request), [ask]);
        outcome.fails(code, PasswordRejected, AskAgain);
    }
}

fn sign_up_start_attributes_refused(walk: &mut Walk) {
    let request = SignUp {
        attributes: given(),
        ..sign_up()
    };
    let ask = start()
        .with("attributes", GIVEN)
        .gets("error_attribute_validation_failed");
    let outcome = walk.begins(signing_up(request), [ask]);
    let error = outcome.fails("attributes_invalid", InvalidAttributes, AskAgain);
    assert_eq!(error.server().unwrap().invalid_attributes(), ["city"]);
}

fn sign_up_start_attributes_wanted_early(walk: &mut Walk) {
    let ask = start().gets("error_attributes_required");
    let outcome = walk.begins(signing_up(sign_up()), [ask]);
    let error = outcome.fails("attributes_required_early", InvalidAttributes, AskAgain);
    assert_eq!(error.server().unwrap().required_attributes().len(), 3);
}

fn sign_up_start_username_invalid(walk: &mut Walk) {
    let ask = start().gets("error_username_invalid");
    let outcome = walk.begins(signing_up(sign_up()), [ask]);
    outcome.fails("username_invalid", InvalidUsername, AskAgain);
}

fn sign_up_start_user_exists(walk: &mut Walk) {
    let ask = start().gets("error_user_already_exists");
    let outcome = walk.begins(signing_up(sign_up()), [ask]);
    let error = outcome.fails("user_exists", UserExists, ChooseAnother);
    assert_eq!(error.server().unwrap().codes(), [1_003_037]);
    assert!(error.trace_id().is_some());
    assert_eq!(error.status(), Some(400));
}

fn sign_up_start_disabled(walk: &mut Walk) {
    let ask = start().refused("access_denied", 131_010);
    let outcome = walk.begins(signing_up(sign_up()), [ask]);
    outcome.fails("sign_up_disabled", SignUpDisabled, ChooseAnother);
}

fn sign_up_challenge_too_many_codes(walk: &mut Walk) {
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("error_too_many_codes"),
    ];
    let outcome = walk.begins(signing_up(sign_up()), asks);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
}

/// The code that was sent before still counts.
fn sign_up_resend_too_many_codes(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("error_too_many_codes");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("error_attributes_required");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.attributes_required();
}

fn sign_up_code_wrong_then_right(walk: &mut Walk) {
    let code = to_code(walk);
    for _ in 0..3 {
        let ask =
            submit("sign_up_challenge_code", "oob", "11111111").gets("error_invalid_oob_value");
        let outcome = walk.goes_on(|| code.submit_code("11111111"), [ask]);
        outcome.fails("code_invalid", InvalidCode, AskAgain);
    }
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.signed_in();
}

fn sign_up_code_expired_then_resent(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("error_oob_expired");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("code_expired", CodeExpired, AskAgain);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("sign_up_challenge_code_resent");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.code_required();
}

/// Somebody else was quicker.
fn sign_up_code_user_exists(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("error_user_already_exists");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("user_exists", UserExists, ChooseAnother);
}

fn sign_up_password_refused_then_accepted(walk: &mut Walk) {
    let password = to_password(walk);
    for (fixture, code) in PASSWORD_RULES {
        let ask = submit("sign_up_challenge_password", "password", "weak").gets(fixture);
        let outcome = walk.goes_on(|| password.submit_password("weak"), [ask]);
        outcome.fails(code, PasswordRejected, AskAgain);
    }
    let ask = submit("sign_up_challenge_password", "password", PASSWORD)
        .gets("error_attributes_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.attributes_required();
}

fn sign_up_attributes_refused_then_accepted(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let ask = submit("error_attributes_required", "attributes", GIVEN)
        .gets("error_attribute_validation_failed");
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
    let error = outcome.fails("attributes_invalid", InvalidAttributes, AskAgain);
    assert_eq!(error.server().unwrap().invalid_attributes(), ["city"]);
    let asks = [
        submit("error_attributes_required", "attributes", GIVEN).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), asks);
    outcome.signed_in();
}

/// No client of Microsoft's goes on from here, and neither does this one; its names are kept.
fn sign_up_attributes_verification_required(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let ask = submit("error_attributes_required", "attributes", GIVEN)
        .gets("error_verification_required");
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
    let error = outcome.fails("verification_required", UnexpectedReply, Fix);
    assert_eq!(error.server().unwrap().unverified_attributes(), ["email"]);
}

fn sign_up_grant_refused(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        submit("sign_up_challenge_code", "oob", CODE).gets("error_continuation_token_refused");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("grant_refused", UnexpectedReply, Fix);
}

/// A refusal that brings a token replaces the state's, for whatever comes next.
fn sign_up_refusal_brings_a_token(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        submit("sign_up_challenge_code", "oob", "1").gets("error_invalid_oob_value_with_token");
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask =
        submit("error_invalid_oob_value_with_token", "oob", "2").gets("error_invalid_oob_value");
    let outcome = walk.goes_on(|| code.submit_code("2"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = sign_up_challenge("error_invalid_oob_value_with_token")
        .gets("sign_up_challenge_code_resent");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.code_required();
}
