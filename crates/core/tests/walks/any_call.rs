//! What may happen at every request of every flow, whatever it is for.

use native_auth_core::ErrorKind::{
    self, Configuration, FlowExpired, Network, ServerUnavailable, Throttled, Timeout,
    UnexpectedReply,
};
use native_auth_core::Recovery::{self, Fix, StartOver, TryLater};
use native_auth_core::error::catalogue;

use crate::asks::{
    initiate, redeem, redeem_created, redeem_refresh_token, sign_in_challenge, sign_up_challenge,
    start, submit,
};
use crate::driver::{Walk, check_error};
use crate::hand_over::to_completed;
use crate::opening::{refresh, refreshing, sign_in, sign_up, signing_in, signing_up};
use crate::script::{Ask, Unanswered};
use crate::setting::PASSWORD;
use crate::sign_in::knowing_the_password;
use crate::sign_up::{CODE, GIVEN, given};

walks![
    any_failure_at_sign_up_start,
    any_failure_at_sign_up_challenge,
    any_failure_at_sign_up_resend,
    any_failure_at_sign_up_code,
    any_failure_at_credential_challenge,
    any_failure_at_sign_up_password,
    any_failure_at_sign_up_attributes,
    any_failure_at_created_sign_in,
    any_failure_at_completed_sign_in,
    any_failure_at_sign_in_initiate,
    any_failure_at_sign_in_challenge,
    any_failure_at_sign_in_resend,
    any_failure_at_sign_in_code,
    any_failure_at_sign_in_password,
    any_failure_at_sign_in_in_one_call,
    any_failure_at_refresh,
];

/// A failure that may happen anywhere, and what it means there.
pub(crate) struct Failure {
    pub(crate) of: fn(Unanswered) -> Ask,
    pub(crate) code: &'static str,
    pub(crate) kind: ErrorKind,
    pub(crate) recovery: Recovery,
}

const fn failure(
    code: &'static str,
    kind: ErrorKind,
    recovery: Recovery,
    of: fn(Unanswered) -> Ask,
) -> Failure {
    Failure {
        of,
        code,
        kind,
        recovery,
    }
}

/// All of them.
#[rustfmt::skip] // A table: one failure a line.
pub(crate) const ANY: &[Failure] = &[
    failure("continuation_token_expired", FlowExpired, StartOver, |ask| ask.gets("error_expired_token")),
    failure("continuation_token_invalid", FlowExpired, StartOver, |ask| ask.gets("error_continuation_token_invalid")),
    failure("client_unknown", Configuration, Fix, |ask| ask.gets("error_unauthorized_client")),
    failure("native_authentication_disabled", Configuration, Fix, |ask| ask.gets("error_nativeauthapi_disabled")),
    failure("public_client_flow_off", Configuration, Fix, |ask| ask.gets("error_client_secret_missing")),
    failure("tenant_unknown", Configuration, Fix, |ask| ask.gets("error_tenant_not_found")),
    failure("server_transient", ServerUnavailable, TryLater, |ask| ask.gets("error_server_error")),
    failure("server_busy", ServerUnavailable, TryLater, |ask| ask.gets("error_temporarily_unavailable")),
    failure("parameter_missing", UnexpectedReply, Fix, |ask| ask.gets("error_parameter_missing")),
    failure("unknown_refusal", UnexpectedReply, Fix, |ask| ask.refused("moon_phase", 1)),
    failure("throttled", Throttled, TryLater, |ask| ask.gets_this(429, &[("retry-after", "3")], r#"{"error":"slow"}"#)),
    failure("server_failed", ServerUnavailable, TryLater, |ask| ask.gets_this(500, &[], r#"{"error":"crash"}"#)),
    failure("gateway_failed", ServerUnavailable, TryLater, |ask| ask.gets_this(502, &[("content-type", "text/html")], "<html>")),
    failure("endpoint_not_found", UnexpectedReply, Fix, |ask| ask.gets_this(404, &[], "")),
    failure("proxy_authentication", UnexpectedReply, Fix, |ask| ask.gets_this(407, &[], "")),
    failure("http_redirect", UnexpectedReply, Fix, |ask| ask.gets_this(302, &[("location", "https://login.example/")], "")),
    failure("reply_is_a_page", UnexpectedReply, Fix, |ask| ask.gets_this(200, &[("Content-Type", "Text/HTML")], "<html>")),
    failure("reply_empty", UnexpectedReply, Fix, |ask| ask.gets_this(200, &[], "")),
    failure("reply_not_json", UnexpectedReply, Fix, |ask| ask.gets_this(200, &[], r#"{"continuation_tok"#)),
    failure("reply_not_json", UnexpectedReply, Fix, |ask| ask.gets_this(200, &[], "[]")),
    failure("reply_incomplete", UnexpectedReply, Fix, |ask| ask.gets_this(400, &[], "{}")),
    failure("host_unreachable", Network, TryLater, |ask| ask.meets(&catalogue::HOST_UNREACHABLE)),
    failure("connection_lost", Network, TryLater, |ask| ask.meets(&catalogue::CONNECTION_LOST)),
    failure("reply_truncated", Network, TryLater, |ask| ask.meets(&catalogue::REPLY_TRUNCATED)),
    failure("exchange_timed_out", Timeout, TryLater, |ask| ask.meets(&catalogue::EXCHANGE_TIMED_OUT)),
    failure("reply_too_large", UnexpectedReply, Fix, |ask| ask.meets(&catalogue::REPLY_TOO_LARGE)),
];

fn any_failure_at_sign_up_start(walk: &mut Walk) {
    for failure in ANY {
        let outcome = walk.begins(signing_up(sign_up()), [(failure.of)(start())]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_up_challenge(walk: &mut Walk) {
    for failure in ANY {
        let asks = [
            start().gets("sign_up_start"),
            (failure.of)(sign_up_challenge("sign_up_start")),
        ];
        let outcome = walk.begins(signing_up(sign_up()), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

/// All in one state, which stays usable throughout.
fn any_failure_at_sign_up_resend(walk: &mut Walk) {
    let code = crate::sign_up::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(sign_up_challenge("sign_up_challenge_code"));
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_up_code(walk: &mut Walk) {
    let code = crate::sign_up::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(submit("sign_up_challenge_code", "oob", CODE));
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_credential_challenge(walk: &mut Walk) {
    for failure in ANY {
        let code = crate::sign_up::to_code(walk);
        let asks = [
            submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
            (failure.of)(sign_up_challenge("error_credential_required")),
        ];
        let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_up_password(walk: &mut Walk) {
    let password = crate::sign_up::to_password(walk);
    for failure in ANY {
        let ask = (failure.of)(submit("sign_up_challenge_password", "password", PASSWORD));
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_up_attributes(walk: &mut Walk) {
    let attributes = crate::sign_up::to_attributes(walk);
    for failure in ANY {
        let ask = (failure.of)(submit("error_attributes_required", "attributes", GIVEN));
        let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

/// The account exists: no failure, but a completed flow that tells of one. A way to sign in is left unless the tenant
/// itself refused for good: an outage passes, and what came from something in between is no refusal.
fn any_failure_at_created_sign_in(walk: &mut Walk) {
    for failure in ANY {
        let code = crate::sign_up::to_code(walk);
        let asks = [
            submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
            (failure.of)(redeem_created("sign_up_continue_created")),
        ];
        let completed = walk.goes_on(|| code.submit_code(CODE), asks).completed();
        let error = completed.sign_in_error().unwrap();
        check_error(error, failure.code, failure.kind, failure.recovery);
        let refused = error.server().is_some() && failure.recovery != TryLater;
        assert_eq!(completed.sign_in().is_none(), refused, "{}", failure.code);
    }
}

fn any_failure_at_completed_sign_in(walk: &mut Walk) {
    let completed = to_completed(walk);
    for failure in ANY {
        let ask = (failure.of)(redeem_created("sign_up_continue_created"));
        let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_initiate(walk: &mut Walk) {
    for failure in ANY {
        let outcome = walk.begins(signing_in(sign_in()), [(failure.of)(initiate())]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_challenge(walk: &mut Walk) {
    for failure in ANY {
        let asks = [
            initiate().gets("sign_in_initiate"),
            (failure.of)(sign_in_challenge("sign_in_initiate")),
        ];
        let outcome = walk.begins(signing_in(sign_in()), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_resend(walk: &mut Walk) {
    let code = crate::sign_in::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(sign_in_challenge("sign_in_challenge_code"));
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_code(walk: &mut Walk) {
    let code = crate::sign_in::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(redeem("sign_in_challenge_code", "oob", CODE));
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_password(walk: &mut Walk) {
    let password = crate::sign_in::to_password(walk);
    for failure in ANY {
        let ask = (failure.of)(redeem("sign_in_challenge_password", "password", PASSWORD));
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_sign_in_in_one_call(walk: &mut Walk) {
    for failure in ANY {
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
            (failure.of)(redeem("sign_in_challenge_password", "password", PASSWORD)),
        ];
        let outcome = walk.begins(signing_in(knowing_the_password()), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_refresh(walk: &mut Walk) {
    for failure in ANY {
        let ask = (failure.of)(redeem_refresh_token("1.opaque-refresh-Ka7m"));
        let outcome = walk.begins(refreshing(refresh()), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}
