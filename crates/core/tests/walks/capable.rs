//! The flows of an app that can handle a second factor and its registration, as far as the first factor.

use native_auth_core::{Action, CodeRequired, PasswordRequired, Result, SignIn};
use native_auth_wire::Secret;

use crate::asks::{
    initiate, reset_challenge, reset_code, reset_start, sign_in_challenge, sign_up_challenge, start,
};
use crate::driver::Walk;
use crate::opening::{reset_password, sign_in, sign_up};
use crate::setting::{capable_application, correlation_id};
use crate::sign_up::CODE;

/// The action of the usual sign-in.
pub(crate) fn signing_in() -> Result<Action> {
    native_auth_core::sign_in(&capable_application(), sign_in(), correlation_id())
}

/// The action of a sign-in that brings its password along.
pub(crate) fn signing_in_knowing(password: &str) -> Result<Action> {
    let request = SignIn {
        password: Some(Secret::from(password)),
        ..sign_in()
    };
    native_auth_core::sign_in(&capable_application(), request, correlation_id())
}

/// A sign-in that waits for the password.
pub(crate) fn sign_in_to_password(walk: &mut Walk) -> PasswordRequired {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
    ];
    walk.begins(signing_in(), asks).password_required()
}

/// A sign-in that waits for the code.
pub(crate) fn sign_in_to_code(walk: &mut Walk) -> CodeRequired {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
    ];
    walk.begins(signing_in(), asks).code_required()
}

/// A sign-up that waits for the code.
pub(crate) fn sign_up_to_code(walk: &mut Walk) -> CodeRequired {
    let action = native_auth_core::sign_up(&capable_application(), sign_up(), correlation_id());
    let asks = [
        start().capable().gets("sign_up_start"),
        sign_up_challenge("sign_up_start").gets("sign_up_challenge_code"),
    ];
    walk.begins(action, asks).code_required()
}

/// A reset that waits for the new password.
pub(crate) fn reset_to_new_password(walk: &mut Walk) -> PasswordRequired {
    let request = reset_password();
    let action =
        native_auth_core::reset_password(&capable_application(), request, correlation_id());
    let asks = [
        reset_start().capable().gets("reset_password_start"),
        reset_challenge("reset_password_start").gets("reset_password_challenge"),
    ];
    let code = walk.begins(action, asks).code_required();
    let ask = reset_code("reset_password_challenge", CODE).gets("reset_password_continue");
    let outcome = walk.goes_on(|| code.submit_code(CODE), [ask]);
    outcome.password_required()
}
