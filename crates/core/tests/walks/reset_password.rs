//! Password reset, where the server takes every step.

use std::time::Duration;

use native_auth_core::{
    CodePurpose, CodeRequired, FlowKind, PasswordPurpose, PasswordRequired, ResetPassword,
};
use native_auth_wire::ChallengeChannel;

use crate::asks::{new_password, poll, redeem_created, reset_challenge, reset_code, reset_start};
use crate::driver::Walk;
use crate::jwt::{OBJECT_ID, TENANT_ID};
use crate::opening::{reset_password, resetting};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    reset_start_to_code,
    reset_start_redirects,
    reset_challenge_redirects,
    reset_resend,
    reset_resend_redirects,
    reset_code_to_new_password,
    reset_code_redirects,
    reset_password_to_signed_in,
    reset_password_as_typed,
    reset_password_redirects,
    reset_and_no_sign_in_wanted,
    reset_without_scopes,
];

/// A reset that waits for the code.
pub(crate) fn to_code(walk: &mut Walk) -> CodeRequired {
    to_code_of(walk, reset_password())
}

fn to_code_of(walk: &mut Walk, request: ResetPassword) -> CodeRequired {
    let asks = [
        reset_start().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("reset_password_challenge"),
    ];
    walk.begins(resetting(request), asks).code_required()
}

/// A reset that waits for the new password.
pub(crate) fn to_new_password(walk: &mut Walk) -> PasswordRequired {
    let code = to_code(walk);
    new_password_after(walk, &code)
}

fn new_password_after(walk: &mut Walk, code: &CodeRequired) -> PasswordRequired {
    let ask = reset_code("reset_password_challenge", CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required()
}

fn reset_start_to_code(walk: &mut Walk) {
    let code = to_code(walk);
    assert_eq!(code.flow(), FlowKind::ResetPassword);
    assert_eq!(code.purpose(), CodePurpose::ResetPassword);
    assert_eq!(code.channel(), &ChallengeChannel::Email);
    assert_eq!(code.target(), Some("ma***a@fa***m.example"));
    assert_eq!(code.code_length(), Some(8));
    assert_eq!(code.resend_after(), None);
}

fn reset_start_redirects(walk: &mut Walk) {
    let ask = reset_start().gets("redirect");
    let state = walk.begins(resetting(reset_password()), [ask]).redirected();
    assert_eq!(state.flow(), FlowKind::ResetPassword);
}

fn reset_challenge_redirects(walk: &mut Walk) {
    let asks = [
        reset_start().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("redirect"),
    ];
    walk.begins(resetting(reset_password()), asks).redirected();
}

fn reset_resend(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_challenge("reset_password_challenge").gets("reset_password_challenge_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    assert_eq!(newer.purpose(), CodePurpose::ResetPassword);
    let ask = reset_code("reset_password_challenge_resent", CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| newer.submit_code(CODE), [ask]);
    outcome.password_required();
}

fn reset_resend_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_challenge("reset_password_challenge").gets("redirect");
    walk.goes_on(|| code.resend_code(), [ask]).redirected();
}

fn reset_code_to_new_password(walk: &mut Walk) {
    let password = to_new_password(walk);
    assert_eq!(password.flow(), FlowKind::ResetPassword);
    assert_eq!(password.purpose(), PasswordPurpose::New);
    assert_eq!(password.expires_in(), Some(Duration::from_secs(600)));
}

fn reset_code_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = reset_code("reset_password_challenge", CODE).gets("redirect");
    walk.goes_on(|| code.submit_code(CODE), [ask]).redirected();
}

fn reset_password_to_signed_in(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [
        new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let tokens = outcome.signed_in();
    assert_eq!(tokens.account().object_id(), OBJECT_ID);
    assert_eq!(tokens.account().tenant_id(), TENANT_ID);
}

fn reset_password_as_typed(walk: &mut Walk) {
    let password = to_new_password(walk);
    let ask = new_password("reset_password_continue", " p&=% \u{e9} ").gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password(" p&=% \u{e9} "), [ask]);
    outcome.redirected();
}

fn reset_password_redirects(walk: &mut Walk) {
    let password = to_new_password(walk);
    let ask = new_password("reset_password_continue", PASSWORD).gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.redirected();
}

/// With a token the app may still change its mind.
fn reset_and_no_sign_in_wanted(walk: &mut Walk) {
    for (fixture, can_sign_in) in [
        ("reset_password_poll_succeeded", true),
        ("reset_password_poll_succeeded_without_token", false),
    ] {
        let request = ResetPassword {
            sign_in: false,
            ..reset_password()
        };
        let code = to_code_of(walk, request);
        let password = new_password_after(walk, &code);
        let asks = [
            new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
            poll().gets(fixture),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        let completed = outcome.completed();
        assert_eq!(completed.flow(), FlowKind::ResetPassword);
        assert!(completed.sign_in_error().is_none());
        assert_eq!(completed.sign_in().is_some(), can_sign_in);
        if can_sign_in {
            let ask = redeem_created(fixture).gets("token_success");
            let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
            outcome.signed_in();
        }
    }
}

fn reset_without_scopes(walk: &mut Walk) {
    let request = ResetPassword {
        scopes: Vec::new(),
        ..reset_password()
    };
    let code = to_code_of(walk, request);
    let password = new_password_after(walk, &code);
    let asks = [
        new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded")
            .saying("scope", "openid profile offline_access")
            .gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.signed_in();
}
