//! Tokens came, and their ID token cannot be verified: not now, or never.

use native_auth_core::ErrorKind::{ServerUnavailable, UnexpectedReply};
use native_auth_core::Recovery::{Fix, TryLater};
use native_auth_core::error::catalogue;
use native_auth_core::{Exchange, Next, Retry, Verification};
use native_auth_wire::{Endpoint, Secret};

use crate::asks::{
    initiate, new_password, poll, redeem, redeem_created, redeem_refresh_token, redeem_registered,
    redeem_second_factor, register_code, sign_in_challenge, submit,
};
use crate::at::exchange_at;
use crate::driver::Walk;
use crate::opening::{refresh, refreshing, signing_in};
use crate::script::{Ask, verification_fails, verification_is_dropped};
use crate::setting::{PASSWORD, now, response, tag};
use crate::sign_in::{knowing_the_password, to_code as sign_in_to_code, to_password};
use crate::sign_up::{CODE, to_code as sign_up_to_code};
use crate::{registration, reset_password, second_factor};

walks![
    keys_are_missing_after_the_code,
    keys_are_missing_after_the_code_and_resend_goes_on,
    keys_are_missing_after_the_password,
    keys_are_missing_in_one_call,
    keys_are_missing_after_the_second_factor,
    keys_are_missing_after_the_registration,
    keys_are_missing_after_sign_up,
    keys_are_missing_after_reset,
    keys_are_missing_on_refresh,
    verification_is_dropped_and_resumed,
    verification_is_dropped_after_sign_up_and_resumed,
    id_token_is_refused,
    id_token_is_refused_after_sign_up,
    id_token_is_refused_on_refresh,
    the_clock_is_wrong,
    the_clock_is_wrong_after_sign_up,
];

fn no_keys() -> Ask {
    verification_fails(&catalogue::ID_TOKEN_KEYS_UNAVAILABLE)
}

/// Nothing is sent again, whatever is entered, and how long the tokens live counts from when they came.
fn keys_are_missing_after_the_code(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    let outcome = walk.goes_on(|| code.submit_code(CODE), [no_keys()]);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    let tokens = walk.goes_on(|| code.submit_code(""), []).signed_in();
    assert_eq!(tokens.arrived_at(), Some(now()));
    assert!(tokens.claims().is_some());
}

fn keys_are_missing_after_the_code_and_resend_goes_on(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    walk.goes_on(|| code.resend_code(), []).signed_in();
}

fn keys_are_missing_after_the_password(walk: &mut Walk) {
    let password = to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), []);
    outcome.signed_in();
}

/// There is no state to go on from: the app has the password still and begins again, which costs nobody anything.
fn keys_are_missing_in_one_call(walk: &mut Walk) {
    let asks = |last: Option<Ask>| {
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
            redeem("sign_in_challenge_password", "password", PASSWORD).gets("token_success"),
        ];
        asks.into_iter().chain(last)
    };
    let outcome = walk.begins(signing_in(knowing_the_password()), asks(Some(no_keys())));
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    let outcome = walk.begins(signing_in(knowing_the_password()), asks(None));
    outcome.signed_in();
}

fn keys_are_missing_after_the_second_factor(walk: &mut Walk) {
    let code = second_factor::to_second_code(walk);
    let asks = [
        redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    walk.goes_on(|| code.submit_code(CODE), []).signed_in();
}

fn keys_are_missing_after_the_registration(walk: &mut Walk) {
    let code = registration::to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    walk.goes_on(|| code.submit_code(CODE), []).signed_in();
}

/// The account exists: that is no failure, and the way on is there.
fn keys_are_missing_after_sign_up(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
        no_keys(),
    ];
    let completed = walk.goes_on(|| code.submit_code(CODE), asks).completed();
    let error = completed.sign_in_error().unwrap();
    assert_eq!(error.code(), "id_token_keys_unavailable");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [no_keys()]);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), []);
    outcome.signed_in();
}

fn keys_are_missing_after_reset(walk: &mut Walk) {
    let password = reset_password::to_new_password(walk);
    let asks = [
        new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
        no_keys(),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let completed = outcome.completed();
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), []);
    outcome.signed_in();
}

/// The refresh token of the answer is handed out before: the next refresh is with that one.
fn keys_are_missing_on_refresh(walk: &mut Walk) {
    let asks = [
        redeem_refresh_token("1.opaque-refresh-Ka7m").gets("token_success_refreshed"),
        no_keys(),
    ];
    let outcome = walk.begins(refreshing(refresh()), asks);
    outcome.fails("id_token_keys_unavailable", ServerUnavailable, TryLater);
}

fn verification_is_dropped_and_resumed(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success"),
        verification_is_dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    walk.goes_on(|| code.submit_code(CODE), []).signed_in();
}

fn verification_is_dropped_after_sign_up_and_resumed(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
        verification_is_dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let outcome = walk.goes_on(|| code.submit_code(CODE), [no_keys()]);
    let completed = outcome.completed();
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), []);
    outcome.signed_in();
}

/// It stays refused, and nothing is sent for it again.
fn id_token_is_refused(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let refused = || verification_fails(&catalogue::ID_TOKEN_SIGNATURE);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success"),
        refused(),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    let error = outcome.fails("id_token_signature", UnexpectedReply, Fix);
    assert_eq!(error.retry(), Retry::Never);
    let outcome = walk.goes_on(|| code.submit_code(CODE), [refused()]);
    outcome.fails("id_token_signature", UnexpectedReply, Fix);
}

/// The account exists, and these tokens lead nowhere.
fn id_token_is_refused_after_sign_up(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
        verification_fails(&catalogue::ID_TOKEN_ISSUER),
    ];
    let completed = walk.goes_on(|| code.submit_code(CODE), asks).completed();
    let error = completed.sign_in_error().unwrap();
    assert_eq!(error.code(), "id_token_issuer");
    assert!(completed.sign_in().is_none());
}

fn id_token_is_refused_on_refresh(walk: &mut Walk) {
    let asks = [
        redeem_refresh_token("1.opaque-refresh-Ka7m").gets("token_success_refreshed"),
        verification_fails(&catalogue::ID_TOKEN_AUDIENCE),
    ];
    let outcome = walk.begins(refreshing(refresh()), asks);
    outcome.fails("id_token_audience", UnexpectedReply, Fix);
}

/// Whoever sets the clock right goes on without another code.
fn the_clock_is_wrong(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success"),
        verification_fails(&catalogue::ID_TOKEN_NOT_YET_VALID),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    let error = outcome.fails("id_token_not_yet_valid", UnexpectedReply, Fix);
    assert_eq!(error.retry(), Retry::Now);
    walk.goes_on(|| code.submit_code(CODE), []).signed_in();
}

fn the_clock_is_wrong_after_sign_up(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
        verification_fails(&catalogue::ID_TOKEN_EXPIRED),
    ];
    let completed = walk.goes_on(|| code.submit_code(CODE), asks).completed();
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), []);
    outcome.signed_in();
}

/// What has to be made durable first is handed out before the verification, and only where it renews another.
#[test]
fn the_refresh_token_of_a_refresh_comes_before_the_verification() {
    let (_turn, next) = refreshing(refresh()).unwrap().begin(tag()).unwrap();
    let Next::Send(exchange) = next else {
        panic!("nothing is sent: {next:?}")
    };
    let refreshed = verification(exchange, "token_success_refreshed");
    let renewed = refreshed.renewed_refresh_token().map(Secret::expose);
    assert_eq!(renewed, Some("1.opaque-refresh-rotated-Pd8y"));
    let signed_in = verification(exchange_at(Endpoint::Token), "token_success");
    assert!(signed_in.renewed_refresh_token().is_none());
}

fn verification(exchange: Exchange, fixture: &str) -> Verification {
    match exchange.resume(Ok(response(fixture))).unwrap() {
        Next::Verify(verification) => verification,
        other => panic!("nothing to verify: {other:?}"),
    }
}
