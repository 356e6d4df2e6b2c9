//! A stronger sign-in of an account that is signed in already.

use native_auth_core::ErrorKind::{InvalidCredentials, InvalidUsername, Misuse, SignInRequired};
use native_auth_core::Recovery::{AskAgain, Fix, SignInAgain};
use native_auth_core::{Action, FlowKind, Result, StepUp};
use native_auth_wire::{AccountId, Secret};
use serde_json::json;

use crate::asks::{
    challenge_by, initiate, introspect, redeem, redeem_second_factor, sign_in_challenge,
};
use crate::driver::Walk;
use crate::jwt::{OBJECT_ID, TENANT_ID, client_info, jwt, tokens};
use crate::opening::sign_in;
use crate::script::Ask;
use crate::second_factor::BY_EMAIL;
use crate::setting::{PASSWORD, USERNAME, capable_application, correlation_id};
use crate::sign_up::CODE;

walks![
    step_up_without_a_user_name,
    step_up_with_an_empty_password,
    step_up_with_malformed_claims,
    step_up_through_a_second_factor,
    step_up_in_one_call,
    step_up_of_another_account,
];

const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

fn request() -> StepUp {
    StepUp {
        account: AccountId::new(TENANT_ID, OBJECT_ID),
        username: USERNAME.to_owned(),
        password: None,
        scopes: sign_in().scopes,
        claims: CLAIMS.to_owned(),
    }
}

fn stepping_up(request: StepUp) -> Result<Action> {
    native_auth_core::step_up(&capable_application(), request, correlation_id())
}

fn step_up_without_a_user_name(walk: &mut Walk) {
    let request = StepUp {
        username: " ".to_owned(),
        ..request()
    };
    let outcome = walk.begins(stepping_up(request), []);
    outcome.fails("username_empty", InvalidUsername, AskAgain);
}

fn step_up_with_an_empty_password(walk: &mut Walk) {
    let request = StepUp {
        password: Some(Secret::from("")),
        ..request()
    };
    let outcome = walk.begins(stepping_up(request), []);
    outcome.fails("password_empty", InvalidCredentials, AskAgain);
}

fn step_up_with_malformed_claims(walk: &mut Walk) {
    let request = StepUp {
        claims: "acrs".to_owned(),
        ..request()
    };
    let outcome = walk.begins(stepping_up(request), []);
    outcome.fails("claims_not_json", Misuse, Fix);
}

/// Every request for tokens says what they have to prove.
fn step_up_through_a_second_factor(walk: &mut Walk) {
    let asks = [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
    ];
    let password = walk
        .begins(stepping_up(request()), asks)
        .password_required();
    assert_eq!(password.flow(), FlowKind::SignIn);
    let asks = [
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .with("claims", CLAIMS)
            .gets("error_mfa_required"),
        introspect("error_mfa_required").gets("sign_in_introspect"),
    ];
    let methods = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let methods = methods.method_required();
    let ask = challenge_by("sign_in_introspect", BY_EMAIL).gets("sign_in_challenge_mfa_email");
    let code = walk.goes_on(|| methods.choose_method(BY_EMAIL), [ask]);
    let code = code.code_required();
    let ask = redeem_second_factor("sign_in_challenge_mfa_email", CODE)
        .with("claims", CLAIMS)
        .gets_this(200, &[], &tokens_of(OBJECT_ID));
    let tokens = walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
    assert_eq!(tokens.account(), &request().account);
}

fn step_up_in_one_call(walk: &mut Walk) {
    let tokens = walk.begins(knowing_the_password(), one_call(OBJECT_ID));
    assert_eq!(tokens.signed_in().account(), &request().account);
}

/// A user name can change hands. Nobody else is signed in by it, and the state stays usable.
fn step_up_of_another_account(walk: &mut Walk) {
    const STRANGER: &str = "c7d04e1b-5a92-4f36-8be0-19a3f57d2c68";
    let outcome = walk.begins(knowing_the_password(), one_call(STRANGER));
    outcome.fails("another_account", SignInRequired, SignInAgain);
}

fn knowing_the_password() -> Result<Action> {
    stepping_up(StepUp {
        password: Some(Secret::from(PASSWORD)),
        ..request()
    })
}

fn one_call(signed_in: &str) -> [Ask; 3] {
    [
        initiate().capable().gets("sign_in_initiate"),
        sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_password"),
        redeem("sign_in_challenge_password", "password", PASSWORD)
            .with("claims", CLAIMS)
            .gets_this(200, &[], &tokens_of(signed_in)),
    ]
}

fn tokens_of(object_id: &str) -> String {
    tokens(json!({
        "client_info": client_info(object_id, TENANT_ID),
        "id_token": jwt(&json!({"sub": "pairwise"})),
    }))
}

#[test]
fn what_a_step_up_shows_of_itself_names_nobody() {
    let request = StepUp {
        password: Some(Secret::from(PASSWORD)),
        ..request()
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("has_password: true"), "{shown}");
    for silent in [USERNAME, PASSWORD, "acrs"] {
        assert!(!shown.contains(silent), "{shown}");
    }
}
