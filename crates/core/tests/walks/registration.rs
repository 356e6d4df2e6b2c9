//! Registration of a strong authentication method, where the server takes every step.

use native_auth_core::{BrowserReason, CodePurpose, CodeRequired, FlowKind, RegistrationRequired};
use native_auth_wire::ChallengeChannel;

use crate::asks::{
    initiate, introspect, redeem, redeem_registered, register_challenge, register_code,
    register_introspect, register_preverified, sign_in_challenge,
};
use crate::capable::{sign_in_to_code, sign_in_to_password, signing_in_knowing};
use crate::driver::Walk;
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    registration_after_the_password,
    registration_after_the_code,
    registration_under_the_other_number,
    registration_in_one_call,
    registration_introspect_redirects,
    registration_by_email,
    registration_by_text_message,
    registration_by_an_unknown_channel,
    registration_challenge_redirects,
    registration_verified_before,
    registration_verified_before_redirects,
    registration_resend,
    registration_resend_redirects,
    registration_resend_verified_before,
    registration_code_to_signed_in,
    registration_code_redirects,
    registration_sign_in_redirects,
    registration_sign_in_second_factor,
    registration_sign_in_registration,
    registration_by_another_method,
    registration_of_another_contact,
];

/// The person's second e-mail address.
pub(crate) const EMAIL: &str = "maya@fabrikam.example";

/// Their phone.
pub(crate) const NUMBER: &str = "+46701740605";

/// A sign-in by password that waits for a method to be registered.
pub(crate) fn to_registration(walk: &mut Walk) -> RegistrationRequired {
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .gets("error_registration_required"),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.registration_required()
}

/// A sign-in that waits for the code of a phone to be registered.
pub(crate) fn to_code(walk: &mut Walk) -> CodeRequired {
    let registration = to_registration(walk);
    let ask =
        register_challenge("register_introspect", "sms", NUMBER).gets("register_challenge_sms");
    let outcome = walk.goes_on(|| registration.register("sms", NUMBER), [ask]);
    outcome.code_required()
}

fn registration_after_the_password(walk: &mut Walk) {
    let registration = to_registration(walk);
    assert_eq!(registration.flow(), FlowKind::SignIn);
    let shown: Vec<_> = registration
        .methods()
        .iter()
        .map(|method| (method.id(), method.channel().as_str(), method.hint()))
        .collect();
    assert_eq!(
        shown,
        [("email", "email", Some(EMAIL)), ("sms", "sms", None)]
    );
}

fn registration_after_the_code(walk: &mut Walk) {
    let code = sign_in_to_code(walk);
    let asks = [
        redeem("sign_in_challenge_code", "oob", CODE).gets("error_registration_required"),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.registration_required();
}

/// The suberror decides, whichever of the two numbers with this meaning comes with it.
fn registration_under_the_other_number(walk: &mut Walk) {
    let demand = crate::fixtures::named("error_registration_required").body;
    assert!(demand.contains("50072"));
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD).gets_this(
            400,
            &[],
            &demand.replace("50072", "50079"),
        ),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.registration_required();
}

fn registration_in_one_call(walk: &mut Walk) {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .gets("error_registration_required"),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.begins(signing_in_knowing(PASSWORD), asks);
    outcome.registration_required();
}

fn registration_introspect_redirects(walk: &mut Walk) {
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .gets("error_registration_required"),
        register_introspect("error_registration_required").gets("redirect_with_reason"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let state = outcome.browser_required(&BrowserReason::Requested {
        server_text: Some("The client does not list a capability that the policy needs".to_owned()),
    });
    assert!(state.account_exists());
}

/// White space around an address does not matter, and the server repeats the address as it is.
fn registration_by_email(walk: &mut Walk) {
    let registration = to_registration(walk);
    let ask =
        register_challenge("register_introspect", "email", EMAIL).gets("register_challenge_email");
    let act = || registration.register("email", " maya@fabrikam.example\n");
    let code = walk.goes_on(act, [ask]).code_required();
    assert_eq!(code.flow(), FlowKind::SignIn);
    assert_eq!(code.purpose(), CodePurpose::Registration);
    assert_eq!(code.channel(), &ChallengeChannel::Email);
    assert_eq!(code.target(), Some(EMAIL));
    assert_eq!(code.code_length(), Some(8));
    assert_eq!(code.resend_after(), None);
}

/// However the number is written, it goes out in the one form that is known to work.
fn registration_by_text_message(walk: &mut Walk) {
    for written in [
        NUMBER,
        "+46 70-174 06 05",
        " +46 (70) 174.06.05 ",
        "+46/701740605",
        "( +46701740605 )",
    ] {
        let registration = to_registration(walk);
        let ask =
            register_challenge("register_introspect", "sms", NUMBER).gets("register_challenge_sms");
        let outcome = walk.goes_on(|| registration.register("sms", written), [ask]);
        let code = outcome.code_required();
        assert_eq!(code.channel(), &ChallengeChannel::Sms);
    }
}

/// What a contact of a channel of next year looks like is not known: it goes out as it is.
fn registration_by_an_unknown_channel(walk: &mut Walk) {
    const METHODS: &str = r#"{"continuation_token":"AQABrg-methods-Zk5c","methods":[
        {"id":"pigeon","challenge_type":"oob","challenge_channel":"Carrier-Pigeon"}]}"#;
    let password = sign_in_to_password(walk);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .gets("error_registration_required"),
        register_introspect("error_registration_required").gets_this(200, &[], METHODS),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let registration = outcome.registration_required();
    let ask = register_challenge("register_introspect", "Carrier-Pigeon", "the (old) roof")
        .gets("register_challenge_email");
    let outcome = walk.goes_on(|| registration.register("pigeon", "the (old) roof"), [ask]);
    outcome.code_required();
}

fn registration_challenge_redirects(walk: &mut Walk) {
    let registration = to_registration(walk);
    let ask = register_challenge("register_introspect", "sms", NUMBER).gets("redirect");
    let outcome = walk.goes_on(|| registration.register("sms", NUMBER), [ask]);
    outcome.redirected();
}

fn registration_verified_before(walk: &mut Walk) {
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
    outcome.signed_in();
}

fn registration_verified_before_redirects(walk: &mut Walk) {
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().gets("redirect"),
    ];
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
    outcome.redirected();
}

/// To the same contact, with the newest token.
fn registration_resend(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = register_challenge("register_challenge_sms", "sms", NUMBER)
        .gets("register_challenge_sms_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    assert_eq!(newer.purpose(), CodePurpose::Registration);
    let asks = [
        register_code("register_challenge_sms_resent", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    walk.goes_on(|| newer.submit_code(CODE), asks).signed_in();
}

fn registration_resend_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = register_challenge("register_challenge_sms", "sms", NUMBER).gets("redirect");
    walk.goes_on(|| code.resend_code(), [ask]).redirected();
}

fn registration_resend_verified_before(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_challenge("register_challenge_sms", "sms", NUMBER)
            .gets("register_challenge_preverified"),
        register_preverified().gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    walk.goes_on(|| code.resend_code(), asks).signed_in();
}

fn registration_code_to_signed_in(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(" 40718293\n"), asks);
    outcome.signed_in();
}

fn registration_code_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = register_code("register_challenge_sms", CODE).gets("redirect");
    walk.goes_on(|| code.submit_code(CODE), [ask]).redirected();
}

fn registration_sign_in_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("redirect"),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).redirected();
}

/// No further factor is documented here; a policy that wants one gets it all the same.
fn registration_sign_in_second_factor(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.method_required();
}

fn registration_sign_in_registration(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("error_registration_required"),
        register_introspect("error_registration_required").gets("register_introspect"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.registration_required();
}

fn registration_by_another_method(walk: &mut Walk) {
    let code = to_code(walk);
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    let registration = outcome.registration_required();
    assert_eq!(registration.methods().len(), 2);
    let ask = register_challenge("register_challenge_sms", "email", EMAIL)
        .gets("register_challenge_email");
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), [ask]);
    let code = outcome.code_required();
    let asks = [
        register_code("register_challenge_email", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).signed_in();
}

/// The same way leads to another number.
fn registration_of_another_contact(walk: &mut Walk) {
    let code = to_code(walk);
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    let registration = outcome.registration_required();
    let ask = register_challenge("register_challenge_sms", "sms", "+46701740699")
        .gets("register_challenge_sms_resent");
    let outcome = walk.goes_on(|| registration.register("sms", "+46701740699"), [ask]);
    let code = outcome.code_required();
    let ask = register_challenge("register_challenge_sms_resent", "sms", "+46701740699")
        .gets("register_challenge_sms");
    walk.goes_on(|| code.resend_code(), [ask]).code_required();
}
