//! Sign-in, where the server takes every step.

use std::time::Duration;

use native_auth_core::{
    BrowserReason, CodePurpose, CodeRequired, FlowKind, PasswordPurpose, PasswordRequired, SignIn,
};
use native_auth_wire::Secret;

use crate::asks::{initiate, redeem, sign_in_challenge};
use crate::driver::Walk;
use crate::opening::{sign_in, signing_in};
use crate::setting::PASSWORD;
use crate::sign_up::CODE;

walks![
    sign_in_to_password,
    sign_in_to_code,
    sign_in_initiate_redirects,
    sign_in_challenge_redirects,
    sign_in_challenge_wants_introspection,
    sign_in_password_to_tokens,
    sign_in_password_redirects,
    sign_in_password_second_factor,
    sign_in_password_registration,
    sign_in_code_to_tokens,
    sign_in_code_redirects,
    sign_in_code_second_factor,
    sign_in_code_registration,
    sign_in_resend,
    sign_in_resend_redirects,
    sign_in_in_one_call,
    sign_in_in_one_call_of_a_code_user,
    sign_in_in_one_call_redirects,
    sign_in_in_one_call_second_factor,
    sign_in_with_claims_and_no_scopes,
];

/// A sign-in that waits for the password.
pub(crate) fn to_password(walk: &mut Walk) -> PasswordRequired {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
    ];
    walk.begins(signing_in(sign_in()), asks).password_required()
}

/// A sign-in that waits for the code.
pub(crate) fn to_code(walk: &mut Walk) -> CodeRequired {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
    ];
    walk.begins(signing_in(sign_in()), asks).code_required()
}

/// A sign-in that brings its password along.
pub(crate) fn knowing_the_password() -> SignIn {
    SignIn {
        password: Some(Secret::from(PASSWORD)),
        ..sign_in()
    }
}

fn sign_in_to_password(walk: &mut Walk) {
    let password = to_password(walk);
    assert_eq!(password.flow(), FlowKind::SignIn);
    assert_eq!(password.purpose(), PasswordPurpose::Existing);
}

fn sign_in_to_code(walk: &mut Walk) {
    let code = to_code(walk);
    assert_eq!(code.flow(), FlowKind::SignIn);
    assert_eq!(code.purpose(), CodePurpose::FirstFactor);
    assert_eq!(code.code_length(), Some(8));
    assert_eq!(code.resend_after(), None);
}

fn sign_in_initiate_redirects(walk: &mut Walk) {
    let ask = initiate().gets("redirect");
    walk.begins(signing_in(sign_in()), [ask]).redirected();
}

fn sign_in_challenge_redirects(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("redirect"),
    ];
    walk.begins(signing_in(sign_in()), asks).redirected();
}

/// That is a second factor, which this app did not declare it can handle.
fn sign_in_challenge_wants_introspection(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("error_introspect_required"),
    ];
    let outcome = walk.begins(signing_in(sign_in()), asks);
    let _ = outcome.browser_required(&BrowserReason::SecondFactor);
    let code = to_code(walk);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("error_introspect_required");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    let _ = outcome.browser_required(&BrowserReason::SecondFactor);
}

fn sign_in_password_to_tokens(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets("token_success");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    let tokens = outcome.signed_in();
    assert_eq!(tokens.access_token().expose(), "opaque-access-Gs4t");
    let refresh_token = tokens.refresh_token().map(Secret::expose);
    assert_eq!(refresh_token, Some("1.opaque-refresh-Ka7m"));
    assert_eq!(tokens.expires_in(), Duration::from_secs(4211));
    assert_eq!(tokens.ext_expires_in(), Some(Duration::from_secs(4211)));
    assert_eq!(tokens.refresh_in(), None);
    assert_eq!(tokens.scopes(), ["api://contoso-api/Read"]);
    assert_eq!(tokens.claims().unwrap().name(), Some("Maya Fabri"));
}

fn sign_in_password_redirects(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.redirected();
}

fn sign_in_password_second_factor(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD).gets("error_mfa_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    let _ = outcome.browser_required(&BrowserReason::SecondFactor);
}

fn sign_in_password_registration(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = redeem("sign_in_challenge_password", "password", PASSWORD)
        .gets("error_registration_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    let _ = outcome.browser_required(&BrowserReason::Registration);
}

fn sign_in_code_to_tokens(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn sign_in_code_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("redirect");
    walk.goes_on(|| code.submit_code(CODE), [ask]).redirected();
}

fn sign_in_code_second_factor(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("error_mfa_required");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    let _ = outcome.browser_required(&BrowserReason::SecondFactor);
}

fn sign_in_code_registration(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("error_registration_required");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    let _ = outcome.browser_required(&BrowserReason::Registration);
}

fn sign_in_resend(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("sign_in_challenge_code_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    let ask = redeem("sign_in_challenge_code_resent", "oob", CODE).gets("token_success");
    walk.goes_on(|| newer.submit_code(CODE), [ask]).signed_in();
}

fn sign_in_resend_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_in_challenge("sign_in_challenge_code").gets("redirect");
    walk.goes_on(|| code.resend_code(), [ask]).redirected();
}

fn sign_in_in_one_call(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
        redeem("sign_in_challenge_password", "password", PASSWORD).gets("token_success"),
    ];
    walk.begins(signing_in(knowing_the_password()), asks)
        .signed_in();
}

/// The password is dropped: no request carries it.
fn sign_in_in_one_call_of_a_code_user(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
    ];
    let outcome = walk.begins(signing_in(knowing_the_password()), asks);
    let code = outcome.code_required();
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets("token_success");
    walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
}

fn sign_in_in_one_call_redirects(walk: &mut Walk) {
    for at in 0..3 {
        let answer = |ask: usize, fixture| if ask == at { "redirect" } else { fixture };
        let asks = [
            initiate().gets(answer(0, "sign_in_initiate")),
            sign_in_challenge("sign_in_initiate").gets(answer(1, "sign_in_challenge_password")),
            redeem("sign_in_challenge_password", "password", PASSWORD).gets(answer(2, "redirect")),
        ];
        let asks = asks.into_iter().take(at + 1);
        walk.begins(signing_in(knowing_the_password()), asks)
            .redirected();
    }
}

fn sign_in_in_one_call_second_factor(walk: &mut Walk) {
    for (fixture, reason) in [
        ("error_mfa_required", BrowserReason::SecondFactor),
        ("error_registration_required", BrowserReason::Registration),
    ] {
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
            redeem("sign_in_challenge_password", "password", PASSWORD).gets(fixture),
        ];
        let outcome = walk.begins(signing_in(knowing_the_password()), asks);
        let _ = outcome.browser_required(&reason);
    }
}

/// The OpenID Connect scopes are there once, whatever the app asks; the server may grant something else.
fn sign_in_with_claims_and_no_scopes(walk: &mut Walk) {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    for asked in [vec![], vec!["profile".to_owned(), "openid".to_owned()]] {
        let request = SignIn {
            scopes: asked,
            claims: Some(claims.to_owned()),
            ..sign_in()
        };
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
        ];
        let code = walk.begins(signing_in(request), asks).code_required();
        let ask = redeem("sign_in_challenge_code", "oob", CODE)
            .saying("scope", "openid profile offline_access")
            .with("claims", claims)
            .gets("token_success");
        let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
        assert_eq!(outcome.signed_in().scopes(), ["api://contoso-api/Read"]);
    }
}
