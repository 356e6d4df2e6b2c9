//! The server took a step, and a later request of the same action got no answer: going back is impossible, so
//! whatever is run next goes on from there.

use native_auth_core::ErrorKind::{FlowExpired, Network, Throttled};
use native_auth_core::Recovery::{StartOver, TryLater};
use native_auth_core::error::catalogue;

use crate::asks::{redeem_created, sign_up_challenge, submit};
use crate::driver::Walk;
use crate::sign_up::{CODE, GIVEN, given, to_attributes, to_code, to_password};

walks![
    credential_challenge_fails_and_is_resumed,
    credential_challenge_is_dropped_and_resumed,
    credential_challenge_fails_and_resend_resumes,
    credential_challenge_is_refused_and_resumed,
    credential_challenge_expires,
    created_sign_in_is_dropped_and_resumed,
    created_sign_in_is_dropped_and_resend_resumes,
    created_sign_in_is_dropped_and_fails,
    created_by_password_dropped_and_resumed,
    created_by_attributes_dropped_and_resumed,
];

fn credential_challenge_fails_and_is_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("connection_lost", Network, TryLater);
    let ask = sign_up_challenge("error_credential_required").meets(&catalogue::HOST_UNREACHABLE);
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("host_unreachable", Network, TryLater);
    // Even an empty code: nothing of it is sent any more.
    let ask = sign_up_challenge("error_credential_required").gets("sign_up_challenge_password");
    let outcome = walk.goes_on(|| code.submit_code(""), [ask]);
    outcome.password_required();
}

fn credential_challenge_is_dropped_and_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let ask = sign_up_challenge("error_credential_required").gets("sign_up_challenge_password");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required();
}

fn credential_challenge_fails_and_resend_resumes(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets_this(429, &[], ""),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("throttled", Throttled, TryLater);
    let ask = sign_up_challenge("error_credential_required").gets("sign_up_challenge_password");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.password_required();
}

/// A refusal there that brings a token renews the one to go on with.
fn credential_challenge_is_refused_and_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("error_every_member"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("continuation_token_refused", FlowExpired, StartOver);
    let ask = sign_up_challenge("error_every_member").gets("sign_up_challenge_password");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required();
}

fn credential_challenge_expires(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("error_expired_token"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("continuation_token_expired", FlowExpired, StartOver);
}

fn created_sign_in_is_dropped_and_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

/// No second code is sent for an account that exists.
fn created_sign_in_is_dropped_and_resend_resumes(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    walk.goes_on(|| code.resend_code(), [ask]).signed_in();
}

/// The first try may have been taken, so the second is refused; the account exists all the same.
fn created_sign_in_is_dropped_and_fails(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let ask = redeem_created("sign_up_continue_created").gets("error_continuation_token_invalid");
    let completed = walk.goes_on(|| code.submit_code(CODE), [ask]).completed();
    let error = completed.sign_in_error().unwrap();
    assert_eq!(error.code(), "continuation_token_invalid");
    assert!(completed.sign_in().is_none());
}

fn created_by_password_dropped_and_resumed(walk: &mut Walk) {
    let password = to_password(walk);
    let asks = [
        submit("sign_up_challenge_password", "password", "p").gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").dropped(),
    ];
    walk.goes_on(|| password.submit_password("p"), asks)
        .dropped();
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let outcome = walk.goes_on(|| password.submit_password("p"), [ask]);
    outcome.signed_in();
}

fn created_by_attributes_dropped_and_resumed(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let asks = [
        submit("error_attributes_required", "attributes", GIVEN).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").dropped(),
    ];
    walk.goes_on(|| attributes.submit_attributes(given()), asks)
        .dropped();
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
    outcome.signed_in();
}
