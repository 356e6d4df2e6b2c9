//! Registration of a strong authentication method, where the server refuses.

use native_auth_core::ErrorKind::{
    BrowserRequired, CodeExpired, FlowExpired, InvalidCode, InvalidContact, MethodBlocked, Misuse,
    TooManyCodes, UnexpectedReply,
};
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, OpenBrowser, StartOver, TryLater};

use crate::asks::{
    redeem, redeem_registered, register_challenge, register_code, register_preverified,
};
use crate::capable::sign_in_to_password;
use crate::driver::Walk;
use crate::registration::{EMAIL, NUMBER, to_code, to_registration};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    registration_demanded_without_a_token,
    registration_by_an_unknown_method,
    registration_without_a_contact,
    registration_of_a_number_that_is_not_international,
    registration_contact_refused_then_accepted,
    registration_method_blocked_then_another,
    registration_challenge_asks_for_a_password,
    registration_challenge_too_many_codes,
    registration_resend_too_many_codes,
    registration_resend_refused,
    registration_code_empty,
    registration_code_wrong_then_right,
    registration_code_expired_then_resent,
    registration_code_grant_refused,
    registration_refusal_brings_a_token,
    registration_verified_before_refused,
    registration_sign_in_refused,
];

/// There is no way on.
fn registration_demanded_without_a_token(walk: &mut Walk) {
    let password = sign_in_to_password(walk);
    let body = r#"{"error":"invalid_grant","suberror":"registration_required"}"#;
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets_this(400, &[], body);
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("registration_required", BrowserRequired, OpenBrowser);
}

fn registration_by_an_unknown_method(walk: &mut Walk) {
    let registration = to_registration(walk);
    for unknown in ["", "voice", "Email", "email "] {
        let outcome = walk.goes_on(|| registration.register(unknown, EMAIL), []);
        outcome.fails("method_unknown", Misuse, Fix);
    }
}

fn registration_without_a_contact(walk: &mut Walk) {
    let registration = to_registration(walk);
    for method in ["email", "sms"] {
        for nothing in ["", " \t\r\n"] {
            let outcome = walk.goes_on(|| registration.register(method, nothing), []);
            outcome.fails("contact_empty", InvalidContact, AskAgain);
        }
    }
}

fn registration_of_a_number_that_is_not_international(walk: &mut Walk) {
    let registration = to_registration(walk);
    for number in [
        "070-174 06 05",
        "0046701740605",
        "46701740605",
        "+",
        "+1234",
        "+1234567890123456",
        "++46701740605",
        "+46 70 174 06 05 ext 7",
        "+\u{0664}\u{0666}701740605",
        "maya@fabrikam.example",
        "()",
    ] {
        let outcome = walk.goes_on(|| registration.register("sms", number), []);
        outcome.fails("contact_not_international", InvalidContact, AskAgain);
    }
    for number in ["+12345", "+123456789012345"] {
        let ask = register_challenge("register_introspect", "sms", number)
            .gets("error_challenge_target_invalid");
        let outcome = walk.goes_on(|| registration.register("sms", number), [ask]);
        outcome.fails("contact_invalid", InvalidContact, AskAgain);
    }
}

/// Whether an address can be one is for the server to say.
fn registration_contact_refused_then_accepted(walk: &mut Walk) {
    let registration = to_registration(walk);
    for contact in ["no address", "maya@"] {
        let ask = register_challenge("register_introspect", "email", contact)
            .gets("error_challenge_target_invalid");
        let outcome = walk.goes_on(|| registration.register("email", contact), [ask]);
        outcome.fails("contact_invalid", InvalidContact, AskAgain);
    }
    let ask =
        register_challenge("register_introspect", "email", EMAIL).gets("register_challenge_email");
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), [ask]);
    outcome.code_required();
}

fn registration_method_blocked_then_another(walk: &mut Walk) {
    let registration = to_registration(walk);
    for (fixture, code) in [
        (
            "error_provider_blocked_by_rep",
            "method_blocked_by_reputation",
        ),
        (
            "error_provider_blocked_by_admin",
            "method_blocked_by_administrator",
        ),
    ] {
        let ask = register_challenge("register_introspect", "sms", NUMBER).gets(fixture);
        let outcome = walk.goes_on(|| registration.register("sms", NUMBER), [ask]);
        outcome.fails(code, MethodBlocked, ChooseAnother);
    }
    let ask =
        register_challenge("register_introspect", "email", EMAIL).gets("register_challenge_email");
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), [ask]);
    outcome.code_required();
}

fn registration_challenge_asks_for_a_password(walk: &mut Walk) {
    let registration = to_registration(walk);
    let ask = register_challenge("register_introspect", "email", EMAIL)
        .gets("sign_in_challenge_password");
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), [ask]);
    outcome.fails("challenge_type_unknown", UnexpectedReply, Fix);
}

fn registration_challenge_too_many_codes(walk: &mut Walk) {
    let registration = to_registration(walk);
    let ask = register_challenge("register_introspect", "sms", NUMBER).gets("error_too_many_codes");
    let outcome = walk.goes_on(|| registration.register("sms", NUMBER), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
}

/// The code that was sent before still counts.
fn registration_resend_too_many_codes(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        register_challenge("register_challenge_sms", "sms", NUMBER).gets("error_too_many_codes");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.fails("too_many_codes", TooManyCodes, TryLater);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).signed_in();
}

/// What was accepted once may be blocked the next time.
fn registration_resend_refused(walk: &mut Walk) {
    let code = to_code(walk);
    for (fixture, expected, kind, recovery) in [
        (
            "error_challenge_target_invalid",
            "contact_invalid",
            InvalidContact,
            AskAgain,
        ),
        (
            "error_provider_blocked_by_rep",
            "method_blocked_by_reputation",
            MethodBlocked,
            ChooseAnother,
        ),
    ] {
        let ask = register_challenge("register_challenge_sms", "sms", NUMBER).gets(fixture);
        let outcome = walk.goes_on(|| code.resend_code(), [ask]);
        outcome.fails(expected, kind, recovery);
    }
    let outcome = walk.goes_on(|| code.choose_another_method().unwrap(), []);
    outcome.registration_required();
}

fn registration_code_empty(walk: &mut Walk) {
    let code = to_code(walk);
    let outcome = walk.goes_on(|| code.submit_code("  "), []);
    outcome.fails("code_empty", InvalidCode, AskAgain);
}

fn registration_code_wrong_then_right(walk: &mut Walk) {
    let code = to_code(walk);
    for _ in 0..3 {
        let ask = register_code("register_challenge_sms", "1").gets("error_invalid_oob_value");
        let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
        outcome.fails("code_invalid", InvalidCode, AskAgain);
    }
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("token_success"),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).signed_in();
}

fn registration_code_expired_then_resent(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = register_code("register_challenge_sms", CODE).gets("error_oob_expired");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("code_expired", CodeExpired, AskAgain);
    let ask = register_challenge("register_challenge_sms", "sms", NUMBER)
        .gets("register_challenge_sms_resent");
    walk.goes_on(|| code.resend_code(), [ask]).code_required();
}

fn registration_code_grant_refused(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        register_code("register_challenge_sms", CODE).gets("error_continuation_token_refused");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.fails("grant_refused", UnexpectedReply, Fix);
}

fn registration_refusal_brings_a_token(walk: &mut Walk) {
    const RENEWED: &str = "error_invalid_oob_value_with_token";
    let code = to_code(walk);
    let ask = register_code("register_challenge_sms", "1").gets(RENEWED);
    let outcome = walk.goes_on(|| code.submit_code("1"), [ask]);
    outcome.fails("code_invalid", InvalidCode, AskAgain);
    let ask = register_challenge(RENEWED, "sms", NUMBER).gets("register_challenge_sms_resent");
    walk.goes_on(|| code.resend_code(), [ask]).code_required();
}

fn registration_verified_before_refused(walk: &mut Walk) {
    let registration = to_registration(walk);
    let asks = [
        register_challenge("register_introspect", "email", EMAIL)
            .gets("register_challenge_preverified"),
        register_preverified().gets("error_continuation_token_invalid"),
    ];
    let outcome = walk.goes_on(|| registration.register("email", EMAIL), asks);
    outcome.fails("continuation_token_invalid", FlowExpired, StartOver);
}

/// The method is registered all the same; the state goes on from there.
fn registration_sign_in_refused(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        register_code("register_challenge_sms", CODE).gets("register_continue"),
        redeem_registered("register_continue").gets("error_expired_token"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.fails("continuation_token_expired", FlowExpired, StartOver);
    let ask = redeem_registered("register_continue").gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}
