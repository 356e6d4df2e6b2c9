//! How flows begin, and what is refused before anything is sent.

use native_auth_core::ErrorKind::{
    Configuration, InvalidAttributes, InvalidCode, InvalidCredentials, InvalidUsername, Misuse,
    PasswordRejected,
};
use native_auth_core::Recovery::{AskAgain, Fix};
use native_auth_core::{Action, Refresh, ResetPassword, Result, SignIn, SignUp};
use native_auth_wire::{AccountId, Attributes, Secret};

use crate::asks::{initiate, reset_start, sign_in_challenge, sign_up_challenge, start, submit};
use crate::driver::Walk;
use crate::jwt::{OBJECT_ID, TENANT_ID};
use crate::setting::{USERNAME, application, correlation_id};

walks![
    sign_up_without_a_user_name,
    sign_up_with_an_empty_password,
    sign_up_with_a_malformed_scope,
    sign_up_with_malformed_claims,
    sign_in_without_a_user_name,
    sign_in_with_an_empty_password,
    sign_in_with_a_malformed_scope,
    sign_in_with_malformed_claims,
    reset_without_a_user_name,
    reset_with_a_malformed_scope,
    refresh_with_a_malformed_scope,
    refresh_with_malformed_claims,
    empty_code_in_sign_up,
    empty_code_in_sign_in,
    empty_code_in_reset,
    empty_new_password,
    empty_new_password_in_reset,
    empty_password,
    no_attributes,
    correlation_id_of_the_app,
];

/// A sign-up of the usual person.
pub(crate) fn sign_up() -> SignUp {
    SignUp {
        username: USERNAME.to_owned(),
        scopes: vec!["api://contoso-api/Read".to_owned()],
        ..SignUp::default()
    }
}

/// A sign-in of the usual person.
pub(crate) fn sign_in() -> SignIn {
    SignIn {
        username: USERNAME.to_owned(),
        scopes: vec!["api://contoso-api/Read".to_owned()],
        ..SignIn::default()
    }
}

/// A reset of the usual person.
pub(crate) fn reset_password() -> ResetPassword {
    ResetPassword {
        username: USERNAME.to_owned(),
        scopes: vec!["api://contoso-api/Read".to_owned()],
        ..ResetPassword::default()
    }
}

/// A refresh for the usual person.
pub(crate) fn refresh() -> Refresh {
    Refresh {
        account: AccountId::new(TENANT_ID, OBJECT_ID),
        subject: None,
        refresh_token: Secret::from("1.opaque-refresh-Ka7m"),
        scopes: vec!["api://contoso-api/Read".to_owned()],
        claims: None,
    }
}

/// The action of this sign-up.
pub(crate) fn signing_up(request: SignUp) -> Result<Action> {
    native_auth_core::sign_up(&application(), request, correlation_id())
}

/// The action of this sign-in.
pub(crate) fn signing_in(request: SignIn) -> Result<Action> {
    native_auth_core::sign_in(&application(), request, correlation_id())
}

/// The action of this reset.
pub(crate) fn resetting(request: ResetPassword) -> Result<Action> {
    native_auth_core::reset_password(&application(), request, correlation_id())
}

/// The action of this refresh.
pub(crate) fn refreshing(request: Refresh) -> Result<Action> {
    native_auth_core::refresh(&application(), request, correlation_id())
}

fn sign_up_without_a_user_name(walk: &mut Walk) {
    for username in ["", " \t\n"] {
        let request = SignUp {
            username: username.to_owned(),
            ..sign_up()
        };
        let outcome = walk.begins(signing_up(request), []);
        outcome.fails("username_empty", InvalidUsername, AskAgain);
    }
}

fn sign_up_with_an_empty_password(walk: &mut Walk) {
    let request = SignUp {
        password: Some(Secret::from("")),
        ..sign_up()
    };
    let outcome = walk.begins(signing_up(request), []);
    outcome.fails("new_password_empty", PasswordRejected, AskAgain);
}

fn sign_up_with_a_malformed_scope(walk: &mut Walk) {
    for scope in [
        "",
        "two scopes",
        "quo\"te",
        "back\\slash",
        "tab\t",
        "\u{e9}",
    ] {
        let request = SignUp {
            scopes: vec![scope.to_owned()],
            ..sign_up()
        };
        let outcome = walk.begins(signing_up(request), []);
        outcome.fails("scope_malformed", Configuration, Fix);
    }
}

fn sign_up_with_malformed_claims(walk: &mut Walk) {
    for claims in ["", "no JSON", "[]", "{\"a\":"] {
        let request = SignUp {
            claims: Some(claims.to_owned()),
            ..sign_up()
        };
        let outcome = walk.begins(signing_up(request), []);
        outcome.fails("claims_not_json", Misuse, Fix);
    }
}

fn sign_in_without_a_user_name(walk: &mut Walk) {
    let request = SignIn {
        username: "  ".to_owned(),
        ..sign_in()
    };
    let outcome = walk.begins(signing_in(request), []);
    outcome.fails("username_empty", InvalidUsername, AskAgain);
}

fn sign_in_with_an_empty_password(walk: &mut Walk) {
    let request = SignIn {
        password: Some(Secret::from("")),
        ..sign_in()
    };
    let outcome = walk.begins(signing_in(request), []);
    outcome.fails("password_empty", InvalidCredentials, AskAgain);
}

fn sign_in_with_a_malformed_scope(walk: &mut Walk) {
    let request = SignIn {
        scopes: vec!["a b".to_owned()],
        ..sign_in()
    };
    let outcome = walk.begins(signing_in(request), []);
    outcome.fails("scope_malformed", Configuration, Fix);
}

fn sign_in_with_malformed_claims(walk: &mut Walk) {
    let request = SignIn {
        claims: Some("7".to_owned()),
        ..sign_in()
    };
    let outcome = walk.begins(signing_in(request), []);
    outcome.fails("claims_not_json", Misuse, Fix);
}

fn reset_without_a_user_name(walk: &mut Walk) {
    let request = ResetPassword {
        username: "\t".to_owned(),
        ..reset_password()
    };
    let outcome = walk.begins(resetting(request), []);
    outcome.fails("username_empty", InvalidUsername, AskAgain);
}

fn reset_with_a_malformed_scope(walk: &mut Walk) {
    let request = ResetPassword {
        scopes: vec!["a b".to_owned()],
        ..reset_password()
    };
    let outcome = walk.begins(resetting(request), []);
    outcome.fails("scope_malformed", Configuration, Fix);
}

fn refresh_with_a_malformed_scope(walk: &mut Walk) {
    let request = Refresh {
        scopes: vec![String::new()],
        ..refresh()
    };
    let outcome = walk.begins(refreshing(request), []);
    outcome.fails("scope_malformed", Configuration, Fix);
}

fn refresh_with_malformed_claims(walk: &mut Walk) {
    let request = Refresh {
        claims: Some("null".to_owned()),
        ..refresh()
    };
    let outcome = walk.begins(refreshing(request), []);
    outcome.fails("claims_not_json", Misuse, Fix);
}

fn empty_code_in_sign_up(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    for nothing in ["", " \r\n "] {
        let outcome = walk.goes_on(|| code.submit_code(nothing), []);
        outcome.fails("code_empty", InvalidCode, AskAgain);
    }
}

fn empty_code_in_sign_in(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
    ];
    let code = walk.begins(signing_in(sign_in()), asks).code_required();
    let outcome = walk.goes_on(|| code.submit_code(" "), []);
    outcome.fails("code_empty", InvalidCode, AskAgain);
}

fn empty_code_in_reset(walk: &mut Walk) {
    let code = crate::reset_password::to_code(walk);
    let outcome = walk.goes_on(|| code.submit_code("\n"), []);
    outcome.fails("code_empty", InvalidCode, AskAgain);
}

fn empty_new_password_in_reset(walk: &mut Walk) {
    let password = crate::reset_password::to_new_password(walk);
    let outcome = walk.goes_on(|| password.submit_password(""), []);
    outcome.fails("new_password_empty", PasswordRejected, AskAgain);
}

fn empty_new_password(walk: &mut Walk) {
    let asks = [
        start().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_password"),
    ];
    let password = walk.begins(signing_up(sign_up()), asks).password_required();
    let outcome = walk.goes_on(|| password.submit_password(""), []);
    outcome.fails("new_password_empty", PasswordRejected, AskAgain);
}

fn empty_password(walk: &mut Walk) {
    let asks = [
        initiate().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
    ];
    let password = walk.begins(signing_in(sign_in()), asks).password_required();
    let outcome = walk.goes_on(|| password.submit_password(""), []);
    outcome.fails("password_empty", InvalidCredentials, AskAgain);
}

fn no_attributes(walk: &mut Walk) {
    let code = sign_up_to_code(walk);
    let ask = submit("sign_up_challenge_code", "oob", "40718293").gets("error_attributes_required");
    let outcome = walk.goes_on(|| code.submit_code("40718293"), [ask]);
    let attributes = outcome.attributes_required();
    let outcome = walk.goes_on(|| attributes.submit_attributes(Attributes::new()), []);
    outcome.fails("attributes_empty", InvalidAttributes, AskAgain);
}

/// The app's own correlation id goes before the fresh one.
fn correlation_id_of_the_app(walk: &mut Walk) {
    let fresh = native_auth_wire::CorrelationId::from_random_bytes([9; 16]);
    let request = SignUp {
        correlation_id: Some(correlation_id()),
        ..sign_up()
    };
    let action = native_auth_core::sign_up(&application(), request, fresh);
    let outcome = walk.begins(action, [start().gets("redirect")]);
    outcome.redirected();
    let request = SignIn {
        correlation_id: Some(correlation_id()),
        ..sign_in()
    };
    let action = native_auth_core::sign_in(&application(), request, fresh);
    let outcome = walk.begins(action, [initiate().gets("redirect")]);
    outcome.redirected();
    let request = ResetPassword {
        correlation_id: Some(correlation_id()),
        ..reset_password()
    };
    let action = native_auth_core::reset_password(&application(), request, fresh);
    let outcome = walk.begins(action, [reset_start().gets("redirect")]);
    outcome.redirected();
}

fn sign_up_to_code(walk: &mut Walk) -> native_auth_core::CodeRequired {
    crate::sign_up::to_code(walk)
}
