//! The server took a step of a second factor or a registration, and a later request of the same action got no answer.

use native_auth_core::ErrorKind::{FlowExpired, Network, Throttled, UnexpectedReply};
use native_auth_core::Recovery::{Fix, StartOver, TryLater};
use native_auth_core::error::catalogue;

use crate::asks::{
    challenge_by, initiate, introspect, redeem, redeem_registered, redeem_second_factor,
    register_challenge, register_code, register_introspect, register_preverified,
    sign_in_challenge,
};
use crate::capable::{sign_in_to_code, sign_in_to_password, signing_in_knowing};
use crate::confirmed::DEMANDS;
use crate::driver::Walk;
use crate::registration::{EMAIL, NUMBER, to_code, to_registration};
use crate::script::Unanswered;
use crate::second_factor::{BY_EMAIL, BY_SMS, to_methods, to_second_code};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    methods_fail_and_are_resumed,
    methods_are_dropped_and_resumed,
    methods_fail_and_resend_resumes,
    methods_are_refused_and_resumed,
    methods_are_empty,
    methods_expire,
    methods_fail_in_one_call,
    methods_to_register_fail_after_the_second_factor,
    introspection_fails_and_the_choice_is_made_again,
    verified_before_fails_and_is_resumed,
    registered_sign_in_fails_and_is_resumed,
    registered_sign_in_is_dropped_and_resumed,
    registered_sign_in_fails_and_any_action_resumes,
    registered_after_verified_before_fails_and_is_resumed,
];

fn password_redeemed() -> Unanswered {
    redeem("sign_in_challenge_password", "password", PASSWORD)
}

fn methods_fail_and_are_resumed(walk: &mut Walk) {
    for (demand, list, listed) in DEMANDS {
        let password = sign_in_to_password(walk);
        let asks = [
            password_redeemed().gets(demand),
            list(demand).meets(&catalogue::CONNECTION_LOST),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("connection_lost", Network, TryLater);
        let ask = list(demand).gets_this(429, &[], "");
        let outcome = walk.goes_on(|| password.submit_password("another"), [ask]);
        outcome.fails("throttled", Throttled, TryLater);
        // Even an empty password: nothing of it is sent any more.
        let outcome = walk.goes_on(|| password.submit_password(""), [list(demand).gets(listed)]);
        outcome.leads_to(listed);
    }
}

fn methods_are_dropped_and_resumed(walk: &mut Walk) {
    for (demand, list, listed) in DEMANDS {
        let code = sign_in_to_code(walk);
        let asks = [
            redeem("sign_in_challenge_code", "oob", CODE).gets(demand),
            list(demand).dropped(),
        ];
        walk.goes_on(|| code.submit_code(CODE), asks).dropped();
        let outcome = walk.goes_on(|| code.submit_code(CODE), [list(demand).gets(listed)]);
        outcome.leads_to(listed);
    }
}

/// No second code is sent for a factor that was given.
fn methods_fail_and_resend_resumes(walk: &mut Walk) {
    for (demand, list, listed) in DEMANDS {
        let code = sign_in_to_code(walk);
        let asks = [
            redeem("sign_in_challenge_code", "oob", CODE).gets(demand),
            list(demand).meets(&catalogue::HOST_UNREACHABLE),
        ];
        let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
        outcome.fails("host_unreachable", Network, TryLater);
        let outcome = walk.goes_on(|| code.resend_code(), [list(demand).gets(listed)]);
        outcome.leads_to(listed);
    }
}

/// A refusal there that brings a token renews the one to go on with.
fn methods_are_refused_and_resumed(walk: &mut Walk) {
    const REFUSAL: &str = r#"{"error":"invalid_request","error_codes":[55200],
        "continuation_token":"AQABenvelope-Sx0q"}"#;
    for (demand, list, listed) in DEMANDS {
        let password = sign_in_to_password(walk);
        let asks = [
            password_redeemed().gets(demand),
            list(demand).gets_this(400, &[], REFUSAL),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("continuation_token_invalid", FlowExpired, StartOver);
        let ask = list("error_every_member").gets(listed);
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.leads_to(listed);
    }
}

fn methods_are_empty(walk: &mut Walk) {
    for (demand, list, listed) in DEMANDS {
        let password = sign_in_to_password(walk);
        let nothing = r#"{"continuation_token":"t","methods":[]}"#;
        let asks = [
            password_redeemed().gets(demand),
            list(demand).gets_this(200, &[], nothing),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("reply_incomplete", UnexpectedReply, Fix);
        let ask = list(demand).gets(listed);
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.leads_to(listed);
    }
}

fn methods_expire(walk: &mut Walk) {
    for (demand, list, _) in DEMANDS {
        let password = sign_in_to_password(walk);
        let asks = [
            password_redeemed().gets(demand),
            list(demand).gets("error_expired_token"),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("continuation_token_expired", FlowExpired, StartOver);
    }
}

/// There is no state to go on from: the app calls `sign_in` again.
fn methods_fail_in_one_call(walk: &mut Walk) {
    for (demand, list, _) in DEMANDS {
        let asks = [
            initiate().capable().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
            password_redeemed().gets(demand),
            list(demand).meets(&catalogue::CONNECTION_LOST),
        ];
        let outcome = walk.begins(signing_in_knowing(PASSWORD), asks);
        outcome.fails("connection_lost", Network, TryLater);
    }
}

fn methods_to_register_fail_after_the_second_factor(walk: &mut Walk) {
    let demand = "error_registration_required";
    let code = to_second_code(walk);
    let asks = [
        redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets(demand),
        register_introspect(demand).meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("connection_lost", Network, TryLater);
    // The second factor was given: choosing another one leads on just the same.
    let ask = register_introspect(demand).gets("register_introspect");
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), [ask]);
    outcome.registration_required();
}

/// The demand to list the methods takes no step, so that the next action is what the person does.
fn introspection_fails_and_the_choice_is_made_again(walk: &mut Walk) {
    let methods = to_methods(walk);
    let asks = [
        challenge_by("sign_in_introspect", BY_SMS).gets("error_introspect_required"),
        introspect("sign_in_introspect").meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| methods.choose_method(BY_SMS), asks);
    outcome.fails("connection_lost", Network, TryLater);
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    outcome.code_required();
}

/// Whatever the person chooses now.
fn verified_before_fails_and_is_resumed(walk: &mut Walk) {
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
    outcome.fails("connection_lost", Network, TryLater);
    let ask = register_preverified().dropped();
    walk.goes_on(|| registration.register("sms", NUMBER), [ask])
        .dropped();
    let asks = [
        register_preverified().gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| registration.register("nothing", ""), asks);
    outcome.signed_in();
}

fn registered_sign_in_fails_and_is_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("connection_lost", Network, TryLater);
    let ask = redeem_registered("register_continue").meets(&catalogue::HOST_UNREACHABLE);
    let outcome = walk.goes_on(|| code.submit_code(""), [ask]);
    outcome.fails("host_unreachable", Network, TryLater);
    let ask = redeem_registered("register_continue").gets("token_success");
    walk.goes_on(|| code.submit_code("1"), [ask]).signed_in();
}

fn registered_sign_in_is_dropped_and_resumed(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let asks = [
        redeem_registered("register_continue").gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.method_required();
}

/// The method is registered: there is nothing to send again and nothing else to choose.
fn registered_sign_in_fails_and_any_action_resumes(walk: &mut Walk) {
    for resend in [true, false] {
        let code = to_code(walk);
        let asks = [
            register_code("register_challenge_sms", CODE).gets("register_continue"),
            redeem_registered("register_continue").meets(&catalogue::CONNECTION_LOST),
        ];
        let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
        outcome.fails("connection_lost", Network, TryLater);
        let act = || match resend {
            true => code.resend_code(),
            false => code.choose_another_method().unwrap(),
        };
        let ask = redeem_registered("register_continue").gets("token_success");
        walk.goes_on(act, [ask]).signed_in();
    }
}

fn registered_after_verified_before_fails_and_is_resumed(walk: &mut Walk) {
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().gets("register_continue"),
        redeem_registered("register_continue").meets(&catalogue::CONNECTION_LOST),
    ];
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
    outcome.fails("connection_lost", Network, TryLater);
    let ask = redeem_registered("register_continue").gets("token_success");
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), [ask]);
    outcome.signed_in();
}
