//! Every refusal that is documented, at every endpoint where it is: each is told from the unknown, and the state it met
//! can be used again.

use native_auth_wire::Endpoint;

use crate::asks::{
    challenge_by, initiate, introspect, new_password, poll, redeem, redeem_refresh_token,
    register_challenge, register_code, register_introspect, reset_challenge, reset_code,
    reset_start, sign_in_challenge, sign_up_challenge, start, submit,
};
use crate::capable::sign_in_to_password;
use crate::driver::{Outcome, Walk};
use crate::opening::{
    refresh, refreshing, reset_password, resetting, sign_in, sign_up, signing_in, signing_up,
};
use crate::recording::endpoint;
use crate::registration::NUMBER;
use crate::script::{Ask, Unanswered};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;
use crate::v1_answers::{self, Documented};

walks![
    documented_at_sign_up_start,
    documented_at_sign_up_challenge,
    documented_at_sign_up_continue,
    documented_at_sign_in_initiate,
    documented_at_sign_in_challenge,
    documented_at_second_factor_challenge,
    documented_at_sign_in_introspect,
    documented_at_register_introspect,
    documented_at_register_challenge,
    documented_at_register_continue,
    documented_at_reset_start,
    documented_at_reset_challenge,
    documented_at_reset_continue,
    documented_at_reset_submit,
    documented_at_reset_poll,
    documented_at_token,
    documented_at_refresh,
];

/// Refusals by their word and status alone: the steps that they lead to have walks of their own.
const LEADS_ON: [&str; 7] = [
    "400 credential_required 55103 +token",
    "400 attributes_required 55102 +token",
    "400 attributes_required 55106 +token",
    "400 invalid_request/introspect_required",
    "400 invalid_grant/mfa_required 50076 +token",
    "400 invalid_grant/registration_required 50072 +token",
    "400 invalid_grant/registration_required 50079 +token",
];

/// A refusal, and the request that meets it.
struct Refusal(Documented);

impl Refusal {
    fn of(&self, ask: Unanswered) -> Ask {
        let body = self.0.refusal().unwrap();
        ask.gets_this(self.0.status(), &[], &body.to_string())
    }
}

/// Leads a flow to the endpoint, once for each of its refusals.
fn each_refusal_at(
    walk: &mut Walk,
    at: Endpoint,
    meets: impl for<'a> Fn(&'a mut Walk, &Refusal) -> Outcome<'a>,
) {
    let here = |row: &Documented| row.endpoint == endpoint(at) && row.status() != 200;
    let rows = v1_answers::all().into_iter().filter(here);
    let rows = rows.filter(|row| !LEADS_ON.contains(&row.answer));
    let mut met = 0;
    for row in rows {
        meets(walk, &Refusal(row)).refused_as(&row);
        met += 1;
    }
    assert!(
        met > 20,
        "what any endpoint may say is documented at {at:?}"
    );
}

fn documented_at_sign_up_start(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignUpStart, |walk, refusal| {
        walk.begins(signing_up(sign_up()), [refusal.of(start())])
    });
}

fn documented_at_sign_up_challenge(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignUpChallenge, |walk, refusal| {
        let asks = [
            start().gets("sign_up_start"),
            refusal.of(sign_up_challenge("sign_up_start")),
        ];
        walk.begins(signing_up(sign_up()), asks)
    });
}

fn documented_at_sign_up_continue(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignUpContinue, |walk, refusal| {
        let code = crate::sign_up::to_code(walk);
        let ask = refusal.of(submit("sign_up_challenge_code", "oob", CODE));
        walk.goes_on(|| code.submit_code(CODE), [ask])
    });
}

fn documented_at_sign_in_initiate(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignInInitiate, |walk, refusal| {
        walk.begins(signing_in(sign_in()), [refusal.of(initiate())])
    });
}

fn documented_at_sign_in_challenge(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignInChallenge, |walk, refusal| {
        let asks = [
            initiate().gets("sign_in_initiate"),
            refusal.of(sign_in_challenge("sign_in_initiate")),
        ];
        walk.begins(signing_in(sign_in()), asks)
    });
}

fn documented_at_second_factor_challenge(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignInChallenge, |walk, refusal| {
        let methods = crate::second_factor::to_methods(walk);
        let by_sms = crate::second_factor::BY_SMS;
        let ask = refusal.of(challenge_by("sign_in_introspect", by_sms));
        walk.goes_on(|| methods.choose_method(by_sms), [ask])
    });
}

fn documented_at_sign_in_introspect(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::SignInIntrospect, |walk, refusal| {
        let password = sign_in_to_password(walk);
        let asks = [
            redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required"),
            refusal.of(introspect("error_mfa_required")),
        ];
        walk.goes_on(|| password.submit_password(PASSWORD), asks)
    });
}

fn documented_at_register_introspect(walk: &mut Walk) {
    let demand = "error_registration_required";
    each_refusal_at(walk, Endpoint::RegisterIntrospect, |walk, refusal| {
        let password = sign_in_to_password(walk);
        let asks = [
            redeem("sign_in_challenge_password", "password", PASSWORD).gets(demand),
            refusal.of(register_introspect(demand)),
        ];
        walk.goes_on(|| password.submit_password(PASSWORD), asks)
    });
}

fn documented_at_register_challenge(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::RegisterChallenge, |walk, refusal| {
        let registration = crate::registration::to_registration(walk);
        let ask = refusal.of(register_challenge("register_introspect", "sms", NUMBER));
        walk.goes_on(|| registration.register("sms", NUMBER), [ask])
    });
}

fn documented_at_register_continue(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::RegisterContinue, |walk, refusal| {
        let code = crate::registration::to_code(walk);
        let ask = refusal.of(register_code("register_challenge_sms", CODE));
        walk.goes_on(|| code.submit_code(CODE), [ask])
    });
}

fn documented_at_reset_start(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::ResetPasswordStart, |walk, refusal| {
        walk.begins(resetting(reset_password()), [refusal.of(reset_start())])
    });
}

fn documented_at_reset_challenge(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::ResetPasswordChallenge, |walk, refusal| {
        let asks = [
            reset_start().gets("reset_password_start"),
            refusal.of(reset_challenge("reset_password_start")),
        ];
        walk.begins(resetting(reset_password()), asks)
    });
}

fn documented_at_reset_continue(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::ResetPasswordContinue, |walk, refusal| {
        let code = crate::reset_password::to_code(walk);
        let ask = refusal.of(reset_code("reset_password_challenge", CODE));
        walk.goes_on(|| code.submit_code(CODE), [ask])
    });
}

fn documented_at_reset_submit(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::ResetPasswordSubmit, |walk, refusal| {
        let password = crate::reset_password::to_new_password(walk);
        let ask = refusal.of(new_password("reset_password_continue", PASSWORD));
        walk.goes_on(|| password.submit_password(PASSWORD), [ask])
    });
}

fn documented_at_reset_poll(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::ResetPasswordPoll, |walk, refusal| {
        let password = crate::reset_password::to_new_password(walk);
        let asks = [
            new_password("reset_password_continue", PASSWORD).gets("reset_password_submit"),
            refusal.of(poll()),
        ];
        walk.goes_on(|| password.submit_password(PASSWORD), asks)
    });
}

fn documented_at_token(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::Token, |walk, refusal| {
        let password = crate::sign_in::to_password(walk);
        let ask = refusal.of(redeem("sign_in_challenge_password", "password", PASSWORD));
        walk.goes_on(|| password.submit_password(PASSWORD), [ask])
    });
}

fn documented_at_refresh(walk: &mut Walk) {
    each_refusal_at(walk, Endpoint::Refresh, |walk, refusal| {
        let ask = refusal.of(redeem_refresh_token("1.opaque-refresh-Ka7m"));
        walk.begins(refreshing(refresh()), [ask])
    });
}
