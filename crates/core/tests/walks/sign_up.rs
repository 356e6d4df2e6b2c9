//! Sign-up, where the server takes every step.

use std::time::Duration;

use native_auth_core::{
    AttributesRequired, BrowserReason, CodePurpose, CodeRequired, FlowKind, PasswordPurpose,
    PasswordRequired, SignUp,
};
use native_auth_wire::{Attributes, ChallengeChannel, Secret};

use crate::asks::{redeem_created, sign_up_challenge, start, submit};
use crate::driver::Walk;
use crate::opening::{sign_up, signing_up};
use crate::setting::PASSWORD;

walks![
    sign_up_start_to_code,
    sign_up_start_to_password,
    sign_up_start_with_everything,
    sign_up_start_redirects,
    sign_up_challenge_redirects,
    sign_up_resend,
    sign_up_resend_redirects,
    sign_up_resend_to_password,
    sign_up_code_to_credential_to_password,
    sign_up_code_to_credential_to_code,
    sign_up_code_to_credential_redirects,
    sign_up_code_to_attributes,
    sign_up_code_to_attributes_under_the_other_number,
    sign_up_code_to_created,
    sign_up_code_redirects,
    sign_up_password_to_attributes,
    sign_up_password_to_created,
    sign_up_password_redirects,
    sign_up_attributes_to_created,
    sign_up_attributes_still_missing,
    sign_up_attributes_to_credential,
    sign_up_attributes_redirects,
    sign_up_to_the_end_by_all_steps,
];

/// What the person types.
pub(crate) const CODE: &str = "40718293";

/// A sign-up that waits for the code.
pub(crate) fn to_code(walk: &mut Walk) -> CodeRequired {
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_code"),
    ];
    walk.begins(signing_up(sign_up()), asks).code_required()
}

/// A sign-up that waits for the password, after the code.
pub(crate) fn to_password(walk: &mut Walk) -> PasswordRequired {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("sign_up_challenge_password"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.password_required()
}

/// A sign-up that waits for attributes, after the code.
pub(crate) fn to_attributes(walk: &mut Walk) -> AttributesRequired {
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("error_attributes_required");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.attributes_required()
}

/// The attributes that the person gives.
pub(crate) fn given() -> Attributes {
    Attributes::from([("displayName", "Maya"), ("city", "Malm\u{f6}")])
}

/// The same on the wire.
pub(crate) const GIVEN: &str = "{\"city\":\"Malm\u{f6}\",\"displayName\":\"Maya\"}";

fn sign_up_start_to_code(walk: &mut Walk) {
    let code = to_code(walk);
    assert_eq!(code.flow(), FlowKind::SignUp);
    assert_eq!(code.purpose(), CodePurpose::SignUp);
    assert_eq!(code.channel(), &ChallengeChannel::Email);
    assert_eq!(code.target(), Some("ma***a@fa***m.example"));
    assert_eq!(code.code_length(), Some(8));
    assert_eq!(code.resend_after(), Some(Duration::from_secs(300)));
}

fn sign_up_start_to_password(walk: &mut Walk) {
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_password"),
    ];
    let password = walk.begins(signing_up(sign_up()), asks).password_required();
    assert_eq!(password.flow(), FlowKind::SignUp);
    assert_eq!(password.purpose(), PasswordPurpose::New);
}

fn sign_up_start_with_everything(walk: &mut Walk) {
    let request = SignUp {
        password: Some(Secret::from(PASSWORD)),
        attributes: given(),
        ..sign_up()
    };
    let all = start().with("password", PASSWORD).with("attributes", GIVEN);
    let asks = [
        all.gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_code"),
    ];
    let code = walk.begins(signing_up(request), asks).code_required();
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    outcome.signed_in();
}

fn sign_up_start_redirects(walk: &mut Walk) {
    let ask = start().gets("redirect_with_reason");
    let outcome = walk.begins(signing_up(sign_up()), [ask]);
    let state = outcome.browser_required(&BrowserReason::Requested {
        server_text: Some("The client does not list a capability that the policy needs".to_owned()),
    });
    assert_eq!(state.flow(), FlowKind::SignUp);
}

fn sign_up_challenge_redirects(walk: &mut Walk) {
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("redirect"),
    ];
    walk.begins(signing_up(sign_up()), asks).redirected();
}

fn sign_up_resend(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("sign_up_challenge_code_resent");
    let newer = walk.goes_on(|| code.resend_code(), [ask]).code_required();
    let ask =
        submit("sign_up_challenge_code_resent", "oob", CODE).gets("error_attributes_required");
    let outcome = walk.goes_on(|| newer.submit_code(CODE), [ask]);
    outcome.attributes_required();
}

fn sign_up_resend_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("redirect");
    walk.goes_on(|| code.resend_code(), [ask]).redirected();
}

fn sign_up_resend_to_password(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = sign_up_challenge("sign_up_challenge_code").gets("sign_up_challenge_password");
    let outcome = walk.goes_on(|| code.resend_code(), [ask]);
    outcome.password_required();
}

fn sign_up_code_to_credential_to_password(walk: &mut Walk) {
    let password = to_password(walk);
    assert_eq!(password.purpose(), PasswordPurpose::New);
}

fn sign_up_code_to_credential_to_code(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("sign_up_challenge_code_resent"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(CODE), asks);
    assert_eq!(outcome.code_required().purpose(), CodePurpose::SignUp);
}

fn sign_up_code_to_credential_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("redirect"),
    ];
    walk.goes_on(|| code.submit_code(CODE), asks).redirected();
}

fn sign_up_code_to_attributes(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    assert_eq!(attributes.flow(), FlowKind::SignUp);
    let wanted: Vec<_> = attributes
        .attributes()
        .iter()
        .map(|wanted| (wanted.name(), wanted.is_required()))
        .collect();
    let newsletter = "extension_7be21f4c90d84e6fa3b5c8d10f62e794_Newsletter";
    assert_eq!(
        wanted,
        [("displayName", true), ("city", true), (newsletter, false)]
    );
}

fn sign_up_code_to_attributes_under_the_other_number(walk: &mut Walk) {
    let wanted = crate::fixtures::named("error_attributes_required").body;
    assert!(wanted.contains("55106"));
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets_this(
        400,
        &[],
        &wanted.replace("55106", "55102"),
    );
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.attributes_required();
}

/// White space around a code does not matter; inside it, it is the person's.
fn sign_up_code_to_created(walk: &mut Walk) {
    let code = to_code(walk);
    let asks = [
        submit("sign_up_challenge_code", "oob", CODE).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| code.submit_code(" 40718293\n"), asks);
    outcome.signed_in();
}

fn sign_up_code_redirects(walk: &mut Walk) {
    let code = to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", CODE).gets("redirect");
    walk.goes_on(|| code.submit_code(CODE), [ask]).redirected();
}

fn sign_up_password_to_attributes(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = submit("sign_up_challenge_password", "password", PASSWORD)
        .gets("error_attributes_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.attributes_required();
}

/// A password is sent exactly as typed.
fn sign_up_password_to_created(walk: &mut Walk) {
    let password = to_password(walk);
    let asks = [
        submit("sign_up_challenge_password", "password", " p&=% \u{e9} ")
            .gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(" p&=% \u{e9} "), asks);
    outcome.signed_in();
}

fn sign_up_password_redirects(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = submit("sign_up_challenge_password", "password", PASSWORD).gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.redirected();
}

fn sign_up_attributes_to_created(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let asks = [
        submit("error_attributes_required", "attributes", GIVEN).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), asks);
    outcome.signed_in();
}

fn sign_up_attributes_still_missing(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let ask = submit("error_attributes_required", "attributes", GIVEN)
        .gets("error_attributes_required_again");
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
    let missing = outcome.attributes_required();
    assert_eq!(missing.attributes().len(), 1);
    let ask = submit(
        "error_attributes_required_again",
        "attributes",
        r#"{"city":"Lund"}"#,
    )
    .gets("redirect");
    let city = || missing.submit_attributes([("city", "Lund")]);
    walk.goes_on(city, [ask]).redirected();
}

/// Policies may reorder steps.
fn sign_up_attributes_to_credential(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let asks = [
        submit("error_attributes_required", "attributes", GIVEN).gets("error_credential_required"),
        sign_up_challenge("error_credential_required").gets("sign_up_challenge_password"),
    ];
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), asks);
    outcome.password_required();
}

fn sign_up_attributes_redirects(walk: &mut Walk) {
    let attributes = to_attributes(walk);
    let ask = submit("error_attributes_required", "attributes", GIVEN).gets("redirect");
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), [ask]);
    outcome.redirected();
}

fn sign_up_to_the_end_by_all_steps(walk: &mut Walk) {
    let password = to_password(walk);
    let ask = submit("sign_up_challenge_password", "password", PASSWORD)
        .gets("error_attributes_required");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    let attributes = outcome.attributes_required();
    let asks = [
        submit("error_attributes_required", "attributes", GIVEN).gets("sign_up_continue_created"),
        redeem_created("sign_up_continue_created").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| attributes.submit_attributes(given()), asks);
    let tokens = outcome.signed_in();
    assert_eq!(tokens.access_token().expose(), "opaque-access-Gs4t");
}
