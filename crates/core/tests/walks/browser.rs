//! A browser is wanted: whether the person has an account by then, wherever it happens, and what can be changed.

use native_auth_core::{BrowserReason, BrowserRequired, FlowKind};
use native_auth_wire::{Capability, ChallengeType};

use crate::asks::{
    challenge_by, initiate, introspect, new_password, poll, redeem, redeem_created,
    redeem_registered, redeem_second_factor, register_challenge, register_code,
    register_introspect, register_preverified, reset_challenge, reset_code, reset_start,
    sign_in_challenge, sign_up_challenge, start, submit,
};
use crate::confirmed::{Confirmed, DEMANDS, confirmed};
use crate::driver::Walk;
use crate::opening::{reset_password, resetting, sign_in, sign_up, signing_in, signing_up};
use crate::registration::{EMAIL, NUMBER};
use crate::second_factor::BY_EMAIL;
use crate::setting::PASSWORD;
use crate::sign_up::{CODE, GIVEN, given};

walks![
    browser_before_the_account,
    browser_before_the_account_after_a_resumption,
    browser_after_the_account,
    browser_in_a_sign_in,
    browser_in_a_second_factor,
    browser_in_a_registration,
    browser_in_a_reset,
    browser_advice,
];

fn before(state: &BrowserRequired) {
    assert_eq!(state.flow(), FlowKind::SignUp);
    assert!(!state.account_exists());
}

fn after(state: &BrowserRequired, flow: FlowKind) {
    assert_eq!(state.flow(), flow);
    assert!(state.account_exists());
}

fn browser_before_the_account(walk: &mut Walk) {
    use crate::sign_up::{to_attributes, to_code, to_password};

    let ask = start().gets("redirect");
    before(&walk.begins(signing_up(sign_up()), [ask]).redirected());
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("redirect"),
    ];
    before(&walk.begins(signing_up(sign_up()), asks).redirected());
    let code = to_code(walk);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("redirect");
    before(&walk.goes_on(|| code.resend_code(), [ask]).redirected());
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("redirect");
    before(&walk.goes_on(|| code.submit_code(CODE), [ask]).redirected());
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("redirect"),
    ];
    before(&walk.goes_on(|| code.submit_code(CODE), asks).redirected());
    let password = to_password(walk);
    let ask = submit("sign_up_challenge_password", "password", PASSWORD).gets("redirect");
    let act = || password.submit_password(PASSWORD);
    before(&walk.goes_on(act, [ask]).redirected());
    let attributes = to_attributes(walk);
    let ask = submit("error_attributes_required", "attributes", GIVEN).gets("redirect");
    let act = || attributes.submit_attributes(given());
    before(&walk.goes_on(act, [ask]).redirected());
}

fn browser_before_the_account_after_a_resumption(walk: &mut Walk) {
    let code = crate::sign_up::to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").dropped(),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).dropped();
    let ask = sign_up_challenge("error_credential_required").gets("redirect");
    before(&walk.goes_on(|| code.submit_code(CODE), [ask]).redirected());
}

/// At once, after an interruption, and when the app asks for it later.
fn browser_after_the_account(walk: &mut Walk) {
    for new in Confirmed::ALL {
        let redirected = || redeem_created(new.token_of).gets("redirect");
        after(
            &confirmed(walk, &new, [redirected()]).redirected(),
            new.flow,
        );

        let state = new.to_last_state(walk);
        let asks = new.last_asks().into_iter();
        let asks = asks.chain([redeem_created(new.token_of).dropped()]);
        walk.goes_on(|| state.act(), asks).dropped();
        let outcome = walk.goes_on(|| state.act(), [redirected()]);
        after(&outcome.redirected(), new.flow);

        let failing = redeem_created(new.token_of).gets_this(502, &[], "");
        let completed = confirmed(walk, &new, [failing]).completed();
        let outcome = walk.goes_on(|| completed.sign_in().unwrap(), [redirected()]);
        after(&outcome.redirected(), new.flow);

        for (demand, list, _) in DEMANDS {
            let asks = [
                redeem_created(new.token_of).gets(demand),
                list(demand).gets("redirect"),
            ];
            after(&confirmed(walk, &new, asks).redirected(), new.flow);
        }
    }
}

fn browser_in_a_sign_in(walk: &mut Walk) {
    use crate::sign_in::{to_code, to_password};

    let after = |state: &BrowserRequired| after(state, FlowKind::SignIn);
    let ask = initiate().gets("redirect");
    after(&walk.begins(signing_in(sign_in()), [ask]).redirected());
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("redirect"),
    ];
    after(&walk.begins(signing_in(sign_in()), asks).redirected());
    let code = to_code(walk);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("redirect");
    after(&walk.goes_on(|| code.resend_code(), [ask]).redirected());
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("redirect");
    after(&walk.goes_on(|| code.submit_code(CODE), [ask]).redirected());
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    after(&outcome.browser_required(&BrowserReason::SecondFactor));
}

fn browser_in_a_second_factor(walk: &mut Walk) {
    use crate::capable::sign_in_to_password;
    use crate::second_factor::{to_methods, to_second_code};

    let after = |state: &BrowserRequired| after(state, FlowKind::SignIn);
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
        introspect("error_mfa_required").gets("redirect"),
    ];
    let act = || password.submit_password(PASSWORD);
    after(&walk.goes_on(act, asks).redirected());
    let methods = to_methods(walk);
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("redirect");
    let act = || methods.choose_method(BY_EMAIL);
    after(&walk.goes_on(act, [ask]).redirected());
    let code = to_second_code(walk);
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE).gets("redirect");
    after(&walk.goes_on(|| code.submit_code(CODE), [ask]).redirected());
}

fn browser_in_a_registration(walk: &mut Walk) {
    use crate::capable::sign_in_to_password;
    use crate::registration::{to_code, to_registration};

    let after = |state: &BrowserRequired| after(state, FlowKind::SignIn);
    let demand = "error_registration_required";
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets(demand),
        register_introspect(demand).gets("redirect"),
    ];
    let act = || password.submit_password(PASSWORD);
    after(&walk.goes_on(act, asks).redirected());
    let registration = to_registration(walk);
    let ask = register_challenge("register_introspect", "sms", NUMBER).gets("redirect");
    let act = || registration.register("sms", NUMBER);
    after(&walk.goes_on(act, [ask]).redirected());
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().gets("redirect"),
    ];
    let act = || registration.register("email", EMAIL);
    after(&walk.goes_on(act, asks).redirected());
    for asks in [
        vec![register_code("register_challenge_sms", CODE).gets("redirect")],
        vec![
            register_code("register_challenge_sms", CODE).gets("register_continue"),
            redeem_registered("register_continue").gets("redirect"),
        ],
    ] {
        let code = to_code(walk);
        after(&walk.goes_on(|| code.submit_code(CODE), asks).redirected());
    }
}

/// Who wants a new password has an account, also before the server says so.
fn browser_in_a_reset(walk: &mut Walk) {
    use crate::reset_password::{to_code, to_new_password};

    let after = |state: &BrowserRequired| after(state, FlowKind::ResetPassword);
    let ask = reset_start().gets("redirect");
    after(&walk.begins(resetting(reset_password()), [ask]).redirected());
    let asks = [
        reset_start().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("redirect"),
    ];
    after(&walk.begins(resetting(reset_password()), asks).redirected());
    let code = to_code(walk);
    let ask = reset_code("reset_password_challenge", CODE).gets("redirect");
    after(&walk.goes_on(|| code.submit_code(CODE), [ask]).redirected());
    for asks in [
        vec![new_password("reset_password_continue", PASSWORD).gets("redirect")],
        vec![
            new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
            poll().gets("redirect"),
        ],
    ] {
        let password = to_new_password(walk);
        let act = || password.submit_password(PASSWORD);
        after(&walk.goes_on(act, asks).redirected());
    }
}

/// What was not declared may be what the tenant wants; where all was, nothing can be changed.
fn browser_advice(walk: &mut Walk) {
    let ask = start().gets("redirect");
    let plain = walk.begins(signing_up(sign_up()), [ask]).redirected();
    assert_eq!(plain.capabilities(), []);
    assert_eq!(
        plain.challenge_types(),
        [ChallengeType::Oob, ChallengeType::Password]
    );
    let advice = plain.advice().unwrap();
    for capability in ["mfa_required", "registration_required"] {
        assert!(advice.contains(capability), "{advice}");
    }
    assert!(!advice.contains("challenge type"), "{advice}");

    let ask = initiate().capable().gets("redirect");
    let outcome = walk.begins(crate::capable::signing_in(), [ask]);
    let capable = outcome.redirected();
    assert_eq!(
        capable.capabilities(),
        [Capability::MfaRequired, Capability::RegistrationRequired]
    );
    assert_eq!(capable.advice(), None);
}
