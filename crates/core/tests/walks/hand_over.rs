//! From a new account to being signed in: from here on the flow cannot fail, only end in less.

use std::time::Duration;

use native_auth_core::ErrorKind::{
    Configuration, FlowExpired, Network, ServerUnavailable, SignInRequired, Throttled, Timeout,
    UnexpectedReply,
};
use native_auth_core::Recovery::{Fix, SignInAgain, StartOver, TryLater};
use native_auth_core::error::catalogue;
use native_auth_core::{BrowserReason, Completed, FlowKind, SignUp};
use serde_json::json;

use crate::asks::{redeem_created, sign_up_challenge, start, submit};
use crate::driver::{Outcome, Walk, check_error};
use crate::jwt::{OBJECT_ID, TENANT_ID, jwt, tokens};
use crate::opening::{sign_up, signing_up};
use crate::script::Ask;
use crate::sign_up::{CODE, to_code};

walks![
    created_to_signed_in,
    created_and_no_sign_in_wanted,
    created_without_a_token,
    created_sign_in_meets_no_network,
    created_sign_in_meets_an_outage,
    created_sign_in_is_throttled,
    created_sign_in_is_refused,
    created_sign_in_redirects,
    created_sign_in_second_factor,
    created_sign_in_registration,
    created_sign_in_brings_no_id_token,
    created_sign_in_brings_emulator_tokens,
    completed_sign_in_succeeds,
    completed_sign_in_without_being_wanted_before,
    completed_sign_in_fails_and_is_tried_again,
    completed_sign_in_redirects,
    completed_sign_in_second_factor,
];

/// A sign-up that is completed, after signing in met no network.
pub(crate) fn to_completed(walk: &mut Walk) -> Completed {
    let failing = redeem_created("sign_up_continue_created").meets(&catalogue::CONNECTION_LOST);
    created(walk, failing).completed()
}

fn created(walk: &mut Walk, redeeming: Ask) -> Outcome<'_> {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeeming,
    ];
    walk.goes_on(|| code.submit_code(CODE), asks)
}

fn created_to_signed_in(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let tokens = created(walk, ask).signed_in();
    assert_eq!(tokens.account().object_id(), OBJECT_ID);
    assert_eq!(tokens.account().tenant_id(), TENANT_ID);
}

fn to_code_without_sign_in(walk: &mut Walk) -> native_auth_core::CodeRequired {
    let request = SignUp {
        sign_in: false,
        ..sign_up()
    };
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_code"),
    ];
    walk.begins(signing_up(request), asks).code_required()
}

fn created_and_no_sign_in_wanted(walk: &mut Walk) {
    let code = to_code_without_sign_in(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created");
    let completed = walk.goes_on(|| code.submit_code(CODE), [ask]).completed();
    assert_eq!(completed.flow(), FlowKind::SignUp);
    assert!(completed.sign_in_error().is_none());

    let code = to_code_without_sign_in(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE)
        .gets("sign_up_continue_created_without_token");
    let completed = walk.goes_on(|| code.submit_code(CODE), [ask]).completed();
    assert!(completed.sign_in_error().is_none());
    assert!(completed.sign_in().is_none());
}

fn created_without_a_token(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE)
        .gets("sign_up_continue_created_without_token");
    let completed = walk.goes_on(|| code.submit_code(CODE), [ask]).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "sign_in_token_missing", SignInRequired, SignInAgain);
    assert!(completed.sign_in().is_none());
}

fn created_sign_in_meets_no_network(walk: &mut Walk) {
    for (entry, kind) in [
        (&catalogue::HOST_UNREACHABLE, Network),
        (&catalogue::CONNECTION_LOST, Network),
        (&catalogue::EXCHANGE_TIMED_OUT, Timeout),
    ] {
        let ask = redeem_created("sign_up_continue_created").meets(entry);
        let completed = created(walk, ask).completed();
        check_error(
            completed.sign_in_error().unwrap(),
            entry.code,
            kind,
            TryLater,
        );
        assert!(completed.sign_in().is_some());
    }
}

fn created_sign_in_meets_an_outage(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets_this(502, &[], "<html>");
    let completed = created(walk, ask).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "gateway_failed", ServerUnavailable, TryLater);
    assert!(completed.sign_in().is_some());
}

fn created_sign_in_is_throttled(walk: &mut Walk) {
    let ask =
        redeem_created("sign_up_continue_created").gets_this(429, &[("retry-after", "9")], "");
    let completed = created(walk, ask).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "throttled", Throttled, TryLater);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    assert!(completed.sign_in().is_some());
}

/// What the server refused once it will refuse again: there is no way to try.
fn created_sign_in_is_refused(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("error_expired_token");
    let completed = created(walk, ask).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "continuation_token_expired", FlowExpired, StartOver);
    assert!(completed.sign_in().is_none());
}

fn created_sign_in_redirects(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("redirect");
    created(walk, ask).redirected();
}

fn created_sign_in_second_factor(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("error_mfa_required");
    let _ = created(walk, ask).browser_required(&BrowserReason::SecondFactor);
}

fn created_sign_in_registration(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("error_registration_required");
    let _ = created(walk, ask).browser_required(&BrowserReason::Registration);
}

fn created_sign_in_brings_no_id_token(walk: &mut Walk) {
    let ask = redeem_created("sign_up_continue_created").gets("token_success_least");
    let completed = created(walk, ask).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "id_token_missing", UnexpectedReply, Fix);
    assert!(completed.sign_in().is_none());
}

fn created_sign_in_brings_emulator_tokens(walk: &mut Walk) {
    let id_token = jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID, "emulator": true}));
    let body = tokens(json!({"id_token": id_token}));
    let ask = redeem_created("sign_up_continue_created").gets_this(200, &[], &body);
    let completed = created(walk, ask).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "emulator_tokens", Configuration, Fix);
    assert!(completed.sign_in().is_none());
}

fn completed_sign_in_succeeds(walk: &mut Walk) {
    let completed = to_completed(walk);
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.signed_in();
}

fn completed_sign_in_without_being_wanted_before(walk: &mut Walk) {
    let code = to_code_without_sign_in(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created");
    let completed = walk.goes_on(|| code.submit_code(CODE), [ask]).completed();
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.signed_in();
}

/// The app asked for this one, so it is told, and may try again.
fn completed_sign_in_fails_and_is_tried_again(walk: &mut Walk) {
    let completed = to_completed(walk);
    let ask = redeem_created("sign_up_continue_created").meets(&catalogue::HOST_UNREACHABLE);
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.fails("host_unreachable", Network, TryLater);
    let ask = redeem_created("sign_up_continue_created").gets("error_continuation_token_invalid");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.fails("continuation_token_invalid", FlowExpired, StartOver);
    let ask = redeem_created("sign_up_continue_created").gets("token_success");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.signed_in();
}

fn completed_sign_in_redirects(walk: &mut Walk) {
    let completed = to_completed(walk);
    let ask = redeem_created("sign_up_continue_created").gets("redirect");
    walk.goes_on(|| completed.sign_in().unwrap(), [ask])
        .redirected();
}

fn completed_sign_in_second_factor(walk: &mut Walk) {
    let completed = to_completed(walk);
    let ask = redeem_created("sign_up_continue_created").gets("error_mfa_required");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    let _ = outcome.browser_required(&BrowserReason::SecondFactor);
}
