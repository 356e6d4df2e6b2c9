//! What may happen at every request of a second factor, a registration and a reset, whatever it is for.

use native_auth_core::Recovery::TryLater;

use crate::any_call::ANY;
use crate::asks::{
    challenge_by, introspect, new_password, poll, redeem, redeem_created, redeem_registered,
    redeem_second_factor, register_challenge, register_code, register_introspect,
    register_preverified, reset_challenge, reset_code, reset_start,
};
use crate::capable::sign_in_to_password;
use crate::confirmed::{Confirmed, DEMANDS, confirmed};
use crate::driver::{Walk, check_error};
use crate::opening::{reset_password, resetting};
use crate::registration::{EMAIL, NUMBER};
use crate::second_factor::BY_EMAIL;
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    any_failure_at_introspect,
    any_failure_at_second_factor_challenge,
    any_failure_at_second_factor_resend,
    any_failure_at_second_factor_code,
    any_failure_at_register_introspect,
    any_failure_at_register_challenge,
    any_failure_at_register_resend,
    any_failure_at_register_code,
    any_failure_at_register_verified_before,
    any_failure_at_registered_sign_in,
    any_failure_at_reset_start,
    any_failure_at_reset_challenge,
    any_failure_at_reset_resend,
    any_failure_at_reset_code,
    any_failure_at_new_password,
    any_failure_at_poll,
    any_failure_at_reset_sign_in,
    any_failure_at_confirmed_methods,
];

/// The first factor was given: the same state goes on with the list, whatever came in between.
fn any_failure_at_introspect(walk: &mut Walk) {
    for failure in ANY {
        let password = sign_in_to_password(walk);
        let asks = [
            redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
            (failure.of)(introspect("error_mfa_required")),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
        let ask = introspect("error_mfa_required").gets("sign_in_introspect");
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.method_required();
    }
}

/// All in one state, which stays usable throughout.
fn any_failure_at_second_factor_challenge(walk: &mut Walk) {
    let methods = crate::second_factor::to_methods(walk);
    for failure in ANY {
        let ask = (failure.of)(challenge_by("sign_in_introspect", BY_EMAIL));
        let outcome = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_second_factor_resend(walk: &mut Walk) {
    let code = crate::second_factor::to_second_code(walk);
    for failure in ANY {
        let ask = (failure.of)(challenge_by("sign_in_challenge_mfa_email", BY_EMAIL));
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_second_factor_code(walk: &mut Walk) {
    let code = crate::second_factor::to_second_code(walk);
    for failure in ANY {
        let ask = (failure.of)(redeem_second_factor("sign_in_challenge_mfa_email", CODE));
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_register_introspect(walk: &mut Walk) {
    let demand = "error_registration_required";
    for failure in ANY {
        let password = sign_in_to_password(walk);
        let asks = [
            redeem("sign_in_challenge_password", "password", PASSWORD).gets(demand),
            (failure.of)(register_introspect(demand)),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
        let ask = register_introspect(demand).gets("register_introspect");
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.registration_required();
    }
}

fn any_failure_at_register_challenge(walk: &mut Walk) {
    let registration = crate::registration::to_registration(walk);
    for failure in ANY {
        let ask = (failure.of)(register_challenge("register_introspect", "sms", NUMBER));
        let outcome = walk.goes_on(|| registration.register("sms", NUMBER), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_register_resend(walk: &mut Walk) {
    let code = crate::registration::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(register_challenge("register_challenge_sms", "sms", NUMBER));
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_register_code(walk: &mut Walk) {
    let code = crate::registration::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(register_code("register_challenge_sms", CODE));
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_register_verified_before(walk: &mut Walk) {
    for failure in ANY {
        let registration = crate::registration::to_registration(walk);
        let asks = [
            register_challenge("register_introspect", "email", EMAIL)
                .gets("register_challenge_preverified"),
            (failure.of)(register_preverified()),
        ];
        let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

/// The method is registered: the state goes on with signing in.
fn any_failure_at_registered_sign_in(walk: &mut Walk) {
    let code = crate::registration::to_code(walk);
    let mut asks = vec![register_code("register_challenge_sms", CODE).gets("register_continue")];
    for failure in ANY {
        asks.push((failure.of)(redeem_registered("register_continue")));
        let outcome = walk.goes_on(|| code.submit_code(CODE), std::mem::take(&mut asks));
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_reset_start(walk: &mut Walk) {
    for failure in ANY {
        let ask = (failure.of)(reset_start());
        let outcome = walk.begins(resetting(reset_password()), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_reset_challenge(walk: &mut Walk) {
    for failure in ANY {
        let asks = [
            reset_start().gets("reset_password_start"),
            (failure.of)(reset_challenge("reset_password_start")),
        ];
        let outcome = walk.begins(resetting(reset_password()), asks);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_reset_resend(walk: &mut Walk) {
    let code = crate::reset_password::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(reset_challenge("reset_password_challenge"));
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_reset_code(walk: &mut Walk) {
    let code = crate::reset_password::to_code(walk);
    for failure in ANY {
        let ask = (failure.of)(reset_code("reset_password_challenge", CODE));
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

fn any_failure_at_new_password(walk: &mut Walk) {
    let password = crate::reset_password::to_new_password(walk);
    for failure in ANY {
        let ask = (failure.of)(new_password("reset_password_continue", PASSWORD));
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

/// The password was taken: whatever the failure, the next action polls and sends no password.
fn any_failure_at_poll(walk: &mut Walk) {
    let password = crate::polling::to_polling(walk);
    for failure in ANY {
        let ask = (failure.of)(poll());
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
        outcome.fails(failure.code, failure.kind, failure.recovery);
    }
}

/// The password is new: no failure, but a completed flow that tells of one.
fn any_failure_at_reset_sign_in(walk: &mut Walk) {
    let new = Confirmed::RESET;
    for failure in ANY {
        let ask = (failure.of)(redeem_created(new.token_of));
        let completed = confirmed(walk, &new, [ask]).completed();
        let error = completed.sign_in_error().unwrap();
        check_error(error, failure.code, failure.kind, failure.recovery);
        let refused = error.server().is_some() && failure.recovery != TryLater;
        assert_eq!(completed.sign_in().is_none(), refused, "{}", failure.code);
    }
}

fn any_failure_at_confirmed_methods(walk: &mut Walk) {
    for new in Confirmed::ALL {
        for (demand, list, listed) in DEMANDS {
            for failure in ANY {
                let asks = [
                    redeem_created(new.token_of).gets(demand),
                    (failure.of)(list(demand)),
                ];
                let completed = confirmed(walk, &new, asks).completed();
                let error = completed.sign_in_error().unwrap();
                check_error(error, failure.code, failure.kind, failure.recovery);
                let refused = error.server().is_some() && failure.recovery != TryLater;
                assert_eq!(completed.sign_in().is_none(), refused, "{}", failure.code);
                if !refused {
                    let ask = list(demand).gets(listed);
                    let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [ask]);
                    outcome.leads_to(listed);
                }
            }
        }
    }
}
