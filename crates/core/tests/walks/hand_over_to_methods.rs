//! From a new account, or a new password, to being signed in, where that takes a second factor or a registration; and
//! from a new password to being signed in at all. From here on the flow cannot fail, only end in less.

use native_auth_core::ErrorKind::{
    FlowExpired, InvalidCode, Network, ServerUnavailable, SignInRequired, UnexpectedReply,
};
use native_auth_core::Recovery::{AskAgain, Fix, SignInAgain, StartOver, TryLater};
use native_auth_core::error::catalogue;
use native_auth_core::{BrowserReason, FlowKind};

use crate::asks::{
    challenge_by, introspect, redeem_created, redeem_registered, redeem_second_factor,
    register_challenge, register_introspect, register_preverified,
};
use crate::confirmed::{Confirmed, DEMANDS, confirmed};
use crate::driver::{Walk, check_error};
use crate::registration::EMAIL;
use crate::script::Ask;
use crate::second_factor::BY_EMAIL;
use crate::sign_up::CODE;

walks![
    confirmed_to_second_factor_to_signed_in,
    confirmed_to_registration_to_signed_in,
    confirmed_without_capabilities,
    confirmed_reset_to_signed_in,
    confirmed_reset_without_a_token,
    confirmed_reset_sign_in_fails,
    confirmed_reset_sign_in_is_refused,
    confirmed_reset_sign_in_is_dropped_and_resumed,
    confirmed_reset_sign_in_brings_no_id_token,
    confirmed_methods_fail_and_sign_in_goes_on_there,
    confirmed_methods_are_refused,
    confirmed_methods_are_dropped_and_resumed,
    confirmed_methods_are_dropped_and_fail,
    completed_sign_in_to_methods,
    completed_methods_fail_again_and_again,
    confirmed_second_factor_refused_is_an_error,
    confirmed_methods_fail_behind_the_second_factor,
    confirmed_registered_sign_in_fails,
];

fn to_second_factor(new: &Confirmed) -> [Ask; 2] {
    [
        redeem_created(new.token_of).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ]
}

fn confirmed_to_second_factor_to_signed_in(walk: &mut Walk) {
    for new in Confirmed::ALL {
        let outcome = confirmed(walk, &new, to_second_factor(&new));
        let methods = outcome.method_required();
        assert_eq!(methods.flow(), new.flow);
        let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
        let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
        let code = outcome.code_required();
        assert_eq!(code.flow(), new.flow);
        let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("token_success");
        walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
    }
}

/// The address was verified by the flow itself.
fn confirmed_to_registration_to_signed_in(walk: &mut Walk) {
    for new in Confirmed::ALL {
        let asks = [
            redeem_created(new.token_of).gets("error_registration_required"),
            register_introspect("error_registration_required").gets("register_introspect"),
        ];
        let registration = confirmed(walk, &new, asks).registration_required();
        assert_eq!(registration.flow(), new.flow);
        let asks = [
            register_challenge("register_introspect", "email", EMAIL)
                .gets("register_challenge_preverified"),
            register_preverified().gets("register_continue"),
            redeem_registered("register_continue").gets("token_success"),
        ];
        let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
        outcome.signed_in();
    }
}

fn confirmed_without_capabilities(walk: &mut Walk) {
    for (fixture, reason) in [
        ("error_mfa_required", BrowserReason::SecondFactor),
        ("error_registration_required", BrowserReason::Registration),
    ] {
        let new = Confirmed::RESET_OF_A_PLAIN_APP;
        let ask = redeem_created(new.token_of).gets(fixture);
        let state = confirmed(walk, &new, [ask]).browser_required(&reason);
        assert_eq!(state.flow(), FlowKind::ResetPassword);
    }
}

fn confirmed_reset_to_signed_in(walk: &mut Walk) {
    let new = Confirmed::RESET;
    let ask = redeem_created(new.token_of).gets("token_success");
    confirmed(walk, &new, [ask]).signed_in();
}

fn confirmed_reset_without_a_token(walk: &mut Walk) {
    let new = Confirmed::RESET_WITHOUT_A_TOKEN;
    let completed = confirmed(walk, &new, []).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "sign_in_token_missing", SignInRequired, SignInAgain);
    assert!(completed.sign_in().is_none());
}

fn confirmed_reset_sign_in_fails(walk: &mut Walk) {
    let new = Confirmed::RESET;
    let ask = redeem_created(new.token_of).gets_this(503, &[], "<html>");
    let completed = confirmed(walk, &new, [ask]).completed();
    assert_eq!(completed.flow(), FlowKind::ResetPassword);
    let error = completed.sign_in_error().unwrap();
    check_error(error, "gateway_failed", ServerUnavailable, TryLater);
    let ask = redeem_created(new.token_of).meets(&catalogue::HOST_UNREACHABLE);
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.fails("host_unreachable", Network, TryLater);
    let ask = redeem_created(new.token_of).gets("token_success");
    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
    outcome.signed_in();
}

/// What the server refused once it will refuse again: there is no way to try.
fn confirmed_reset_sign_in_is_refused(walk: &mut Walk) {
    let new = Confirmed::RESET;
    let ask = redeem_created(new.token_of).gets("error_continuation_token_invalid");
    let completed = confirmed(walk, &new, [ask]).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "continuation_token_invalid", FlowExpired, StartOver);
    assert!(completed.sign_in().is_none());
}

/// The password is not sent again.
fn confirmed_reset_sign_in_is_dropped_and_resumed(walk: &mut Walk) {
    let new = Confirmed::RESET;
    let password = new.to_last_state(walk);
    let asks = new.last_asks().into_iter();
    let asks = asks.chain([redeem_created(new.token_of).dropped()]);
    walk.goes_on(|| password.act(), asks).dropped();
    let ask = redeem_created(new.token_of).gets("token_success");
    walk.goes_on(|| password.act(), [ask]).signed_in();
}

fn confirmed_reset_sign_in_brings_no_id_token(walk: &mut Walk) {
    let new = Confirmed::RESET;
    let ask = redeem_created(new.token_of).gets("token_success_least");
    let completed = confirmed(walk, &new, [ask]).completed();
    let error = completed.sign_in_error().unwrap();
    check_error(error, "id_token_missing", UnexpectedReply, Fix);
    assert!(completed.sign_in().is_none());
}

/// The first factor counts: signing in goes on with the list of methods.
fn confirmed_methods_fail_and_sign_in_goes_on_there(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, listed) in DEMANDS {
            let asks = [
                redeem_created(new.token_of).gets(demand),
                list(demand).meets(&catalogue::CONNECTION_LOST),
            ];
            let completed = confirmed(walk, &new, asks).completed();
            assert_eq!(completed.flow(), new.flow);
            let error = completed.sign_in_error().unwrap();
            check_error(error, "connection_lost", Network, TryLater);
            let ask = list(demand).gets(listed);
            let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
            outcome.leads_to(listed);
        }
    }
}

fn confirmed_methods_are_refused(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, _) in DEMANDS {
            let asks = [
                redeem_created(new.token_of).gets(demand),
                list(demand).gets("error_expired_token"),
            ];
            let completed = confirmed(walk, &new, asks).completed();
            let error = completed.sign_in_error().unwrap();
            check_error(error, "continuation_token_expired", FlowExpired, StartOver);
            assert!(completed.sign_in().is_none());
        }
    }
}

fn confirmed_methods_are_dropped_and_resumed(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, listed) in DEMANDS {
            let state = new.to_last_state(walk);
            let redeemed = redeem_created(new.token_of).gets(demand);
            let asks = new.last_asks().into_iter();
            let asks = asks.chain([redeemed, list(demand).dropped()]);
            walk.goes_on(|| state.act(), asks).dropped();
            let outcome = walk.goes_on(|| state.act(), [list(demand).gets(listed)]);
            outcome.leads_to(listed);
        }
    }
}

/// The account or the password is new all the same.
fn confirmed_methods_are_dropped_and_fail(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, _) in DEMANDS {
            let state = new.to_last_state(walk);
            let redeemed = redeem_created(new.token_of).gets(demand);
            let asks = new.last_asks().into_iter();
            let asks = asks.chain([redeemed, list(demand).dropped()]);
            walk.goes_on(|| state.act(), asks).dropped();
            let ask = list(demand).meets(&catalogue::HOST_UNREACHABLE);
            let completed = walk.goes_on(|| state.act(), [ask]).completed();
            let error = completed.sign_in_error().unwrap();
            check_error(error, "host_unreachable", Network, TryLater);
            assert!(completed.sign_in().is_some());
        }
    }
}

fn completed_sign_in_to_methods(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, listed) in DEMANDS {
            let failing = redeem_created(new.token_of).meets(&catalogue::CONNECTION_LOST);
            let completed = confirmed(walk, &new, [failing]).completed();
            let asks = [
                redeem_created(new.token_of).gets(demand),
                list(demand).gets(listed),
            ];
            let outcome = walk.goes_on(|| completed.sign_in().unwrap(), asks);
            outcome.leads_to(listed);
        }
    }
}

/// The app asked for this one, so it is told every time, and goes on at the point where it stopped.
fn completed_methods_fail_again_and_again(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, listed) in DEMANDS {
            let failing = redeem_created(new.token_of).meets(&catalogue::CONNECTION_LOST);
            let completed = confirmed(walk, &new, [failing]).completed();
            let asks = [
                redeem_created(new.token_of).gets(demand),
                list(demand).meets(&catalogue::CONNECTION_LOST),
            ];
            let outcome = walk.goes_on(|| completed.sign_in().unwrap(), asks);
            outcome.fails("connection_lost", Network, TryLater);
            for _ in 0..2 {
                let ask = list(demand).meets(&catalogue::HOST_UNREACHABLE);
                let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
                outcome.fails("host_unreachable", Network, TryLater);
            }
            let ask = list(demand).gets(listed);
            let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
            outcome.leads_to(listed);
        }
    }
}

/// What the person enters wrongly is asked for again, in these flows as in any.
fn confirmed_second_factor_refused_is_an_error(walk: &mut Walk) {
    for new in Confirmed::ALL {
        let methods = confirmed(walk, &new, to_second_factor(&new)).method_required();
        let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
        let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
        let code = outcome.code_required();
        let ask = redeem_second_factor("sign_in_challenge_mfa_email", "1")
            .gets("error_invalid_oob_value");
        let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
        outcome.fails("code_invalid", InvalidCode, AskAgain);
    }
}

/// The first time as every time after it.
fn confirmed_methods_fail_behind_the_second_factor(walk: &mut Walk) {
    let demand = "error_registration_required";
    for new in Confirmed::ALL {
        let methods = confirmed(walk, &new, to_second_factor(&new)).method_required();
        let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
        let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
        let code = outcome.code_required();
        let asks = [
            redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets(demand),
            register_introspect(demand).meets(&catalogue::CONNECTION_LOST),
        ];
        let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
        outcome.fails("connection_lost", Network, TryLater);
        let ask = register_introspect(demand).meets(&catalogue::CONNECTION_LOST);
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails("connection_lost", Network, TryLater);
        let ask = register_introspect(demand).gets("register_introspect");
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.registration_required();
    }
}

/// The state keeps the way on, so that nothing is lost by an error.
fn confirmed_registered_sign_in_fails(walk: &mut Walk) {
    for new in Confirmed::ALL {
        let asks = [
            redeem_created(new.token_of).gets("error_registration_required"),
            register_introspect("error_registration_required").gets("register_introspect"),
        ];
        let registration = confirmed(walk, &new, asks).registration_required();
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
}
