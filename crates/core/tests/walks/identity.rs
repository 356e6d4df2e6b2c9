//! Whose tokens they are, and whether they are taken at all.

use native_auth_core::Application;
use native_auth_core::ErrorKind::{Configuration, UnexpectedReply};
use native_auth_core::Recovery::Fix;
use serde_json::{Value, json};

use crate::asks::{initiate, redeem, sign_in_challenge};
use crate::driver::{Outcome, Walk};
use crate::jwt::{OBJECT_ID, TENANT_ID, client_info, jwt, tokens};
use crate::opening::sign_in;
use crate::setting::{application, application_at, correlation_id};
use crate::sign_in::to_code;
use crate::sign_up::CODE;

walks![
    identity_from_client_info,
    identity_without_client_info,
    identity_from_the_id_token,
    identity_from_the_subject,
    identity_with_an_unreadable_id_token,
    identity_in_capital_letters,
    identity_by_subjects_that_differ_in_case,
    identity_contradicts_itself,
    identity_is_nowhere,
    id_token_is_missing,
    emulator_tokens_from_elsewhere,
    emulator_tokens_from_this_machine,
    scopes_as_granted_or_as_asked,
];

/// Another person's object id.
const SOMEBODY_ELSE: &str = "c7d04e1b-5a92-4f36-8be0-19a3f57d2c68";

fn redeemed(walk: &mut Walk, body: Value) -> Outcome<'_> {
    let code = to_code(walk);
    let ask = redeem("sign_in_challenge_code", "oob", CODE).gets_this(200, &[], &tokens(body));
    walk.goes_on(|| code.submit_code(CODE), [ask])
}

fn identity_from_client_info(walk: &mut Walk) {
    let body = json!({
        "client_info": client_info(OBJECT_ID, TENANT_ID),
        "id_token": jwt(&json!({"sub": "pairwise"})),
    });
    let tokens = redeemed(walk, body).signed_in();
    assert_eq!(tokens.account().object_id(), OBJECT_ID);
    assert_eq!(tokens.account().tenant_id(), TENANT_ID);
    let shown = tokens.account().to_string();
    assert_eq!(shown, format!("{OBJECT_ID}.{TENANT_ID}"));
}

/// A GUID's case means nothing; a pairwise subject's means everything.
fn identity_by_subjects_that_differ_in_case(walk: &mut Walk) {
    let mut account = |subject: &str| {
        let body = json!({"id_token": jwt(&json!({"sub": subject, "tid": TENANT_ID}))});
        redeemed(walk, body).signed_in().account().clone()
    };
    assert_ne!(account("q7dTn"), account("Q7dtN"));
}

fn identity_without_client_info(walk: &mut Walk) {
    let code = to_code(walk);
    let ask =
        redeem("sign_in_challenge_code", "oob", CODE).gets("token_success_without_client_info");
    let tokens = walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
    assert_eq!(tokens.account().object_id(), OBJECT_ID);
    assert_eq!(tokens.account().tenant_id(), TENANT_ID);
}

/// A `client_info` that cannot be read is as good as none.
fn identity_from_the_id_token(walk: &mut Walk) {
    for client_info in [json!(null), json!("?"), json!("e30"), json!(7)] {
        let body = json!({
            "client_info": client_info,
            "id_token": jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID, "sub": "pairwise"})),
        });
        let tokens = redeemed(walk, body).signed_in();
        assert_eq!(tokens.account().object_id(), OBJECT_ID);
    }
}

fn identity_from_the_subject(walk: &mut Walk) {
    let id_token = jwt(&json!({"tid": TENANT_ID, "sub": "pairwise-of-this-app"}));
    let tokens = redeemed(walk, json!({"id_token": id_token})).signed_in();
    assert_eq!(tokens.account().object_id(), "pairwise-of-this-app");
    assert_eq!(tokens.account().tenant_id(), TENANT_ID);
}

/// What cannot be read cannot be verified, whatever else names the account.
fn identity_with_an_unreadable_id_token(walk: &mut Walk) {
    let body = json!({"client_info": client_info(OBJECT_ID, TENANT_ID), "id_token": "sealed"});
    redeemed(walk, body).fails("id_token_malformed", UnexpectedReply, Fix);
}

fn identity_in_capital_letters(walk: &mut Walk) {
    let (object_id, tenant_id) = (OBJECT_ID.to_uppercase(), TENANT_ID.to_uppercase());
    let body = json!({
        "client_info": client_info(&object_id, &tenant_id),
        "id_token": jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID})),
    });
    let tokens = redeemed(walk, body).signed_in();
    assert_eq!(tokens.account().object_id(), OBJECT_ID);
}

fn identity_contradicts_itself(walk: &mut Walk) {
    for claims in [
        json!({"oid": SOMEBODY_ELSE, "tid": TENANT_ID}),
        json!({"oid": OBJECT_ID, "tid": SOMEBODY_ELSE}),
    ] {
        let body = json!({
            "client_info": client_info(OBJECT_ID, TENANT_ID),
            "id_token": jwt(&claims),
        });
        let outcome = redeemed(walk, body);
        outcome.fails("identity_contradiction", UnexpectedReply, Fix);
    }
}

fn identity_is_nowhere(walk: &mut Walk) {
    for claims in [
        json!({}),
        json!({"oid": OBJECT_ID}),
        json!({"tid": TENANT_ID, "oid": ""}),
    ] {
        let outcome = redeemed(walk, json!({"id_token": jwt(&claims)}));
        outcome.fails("identity_missing", UnexpectedReply, Fix);
    }
}

fn id_token_is_missing(walk: &mut Walk) {
    let outcome = redeemed(
        walk,
        json!({"client_info": client_info(OBJECT_ID, TENANT_ID)}),
    );
    outcome.fails("id_token_missing", UnexpectedReply, Fix);
}

/// It is enough that one of the tokens says so.
fn emulator_tokens_from_elsewhere(walk: &mut Walk) {
    let honest = jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID, "emulator": false}));
    let emulated = jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID, "emulator": true}));
    let outcome = redeemed(walk, json!({"id_token": emulated, "access_token": honest}));
    outcome.fails("emulator_tokens", Configuration, Fix);
    let outcome = redeemed(walk, json!({"id_token": honest, "access_token": emulated}));
    outcome.fails("emulator_tokens", Configuration, Fix);
    redeemed(walk, json!({"id_token": honest, "access_token": honest})).signed_in();
}

fn emulator_tokens_from_this_machine(walk: &mut Walk) {
    let emulated = jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID, "emulator": true}));
    for base in [
        "http://127.0.0.1:7080/contoso.onmicrosoft.com",
        "https://localhost:7443/contoso.onmicrosoft.com",
        "http://[::1]:7080/contoso.onmicrosoft.com",
    ] {
        walk.moves_to(base);
        let application: std::sync::Arc<Application> = application_at(base);
        let action = native_auth_core::sign_in(&application, sign_in(), correlation_id());
        let asks = [
            initiate().gets("sign_in_initiate"),
            sign_in_challenge("sign_in_initiate").gets("sign_in_challenge_code"),
        ];
        let code = walk.begins(action, asks).code_required();
        let body = tokens(json!({"id_token": emulated, "access_token": emulated}));
        let ask = redeem("sign_in_challenge_code", "oob", CODE).gets_this(200, &[], &body);
        walk.goes_on(|| code.submit_code(CODE), [ask]).signed_in();
    }
    assert!(!application().authority.is_loopback());
}

fn scopes_as_granted_or_as_asked(walk: &mut Walk) {
    let id_token = jwt(&json!({"oid": OBJECT_ID, "tid": TENANT_ID}));
    let asked = [
        "openid",
        "profile",
        "offline_access",
        "api://contoso-api/Read",
    ];
    for (scope, scopes) in [
        (
            json!("api://contoso-api/Read api://contoso-api/Write"),
            &["api://contoso-api/Read", "api://contoso-api/Write"][..],
        ),
        (json!(null), &asked[..]),
        (json!(" "), &asked[..]),
    ] {
        let tokens = redeemed(walk, json!({"id_token": id_token, "scope": scope})).signed_in();
        assert_eq!(tokens.scopes(), scopes);
    }
}
