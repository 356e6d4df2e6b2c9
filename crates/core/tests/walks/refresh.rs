//! New tokens without the person, or the news that the person is needed.

use std::time::Duration;

use native_auth_core::ErrorKind::{
    BrowserRequired, Configuration, ConsentMissing, ServerUnavailable, SignInRequired, Throttled,
    UnexpectedReply,
};
use native_auth_core::Recovery::{Fix, OpenBrowser, SignInAgain, TryLater};
use native_auth_core::Refresh;
use native_auth_wire::Secret;
use serde_json::json;

use crate::asks::redeem_refresh_token;
use crate::driver::Walk;
use crate::jwt::{OBJECT_ID, TENANT_ID, client_info, jwt, tokens};
use crate::opening::{refresh, refreshing};
use crate::script::{Ask, Unanswered};

walks![
    refresh_to_tokens,
    refresh_that_names_nobody,
    refresh_that_names_another_account,
    refresh_that_names_the_same_otherwise,
    refresh_that_contradicts_itself,
    refresh_with_claims,
    refresh_brings_emulator_tokens,
    refresh_token_expired,
    refresh_token_inactive,
    refresh_token_life_over,
    refresh_token_revoked,
    refresh_needs_a_second_factor,
    refresh_tells_the_claims_to_ask_for,
    refresh_needs_registration,
    refresh_needs_a_new_password,
    refresh_blocked_by_policy,
    refresh_refused_without_a_reason,
    refresh_consent_missing,
    refresh_redirects,
    refresh_throttled,
    refresh_in_a_loop,
    refresh_meets_an_outage,
    refresh_lacks_what_is_needed,
];

const STRANGER: &str = "c7d04e1b-5a92-4f36-8be0-19a3f57d2c68";

fn asking() -> Unanswered {
    redeem_refresh_token("1.opaque-refresh-Ka7m")
}

fn refresh_to_tokens(walk: &mut Walk) {
    let ask = asking().gets("token_success_refreshed");
    let tokens = walk.begins(refreshing(refresh()), [ask]).signed_in();
    assert_eq!(tokens.account(), &refresh().account);
    assert_eq!(tokens.access_token().expose(), "opaque-access-renewed-Zc2w");
    let rotated = tokens.refresh_token().map(Secret::expose);
    assert_eq!(rotated, Some("1.opaque-refresh-rotated-Pd8y"));
    assert_eq!(tokens.refresh_in(), Some(Duration::from_secs(2105)));
    assert!(tokens.id_token().is_some());
}

/// A refresh need not repeat who it is for, nor bring an ID token or another refresh token.
fn refresh_that_names_nobody(walk: &mut Walk) {
    let ask = asking().gets("token_success_least");
    let tokens = walk.begins(refreshing(refresh()), [ask]).signed_in();
    assert_eq!(tokens.account(), &refresh().account);
    assert!(tokens.refresh_token().is_none());
    assert!(tokens.id_token().is_none() && tokens.claims().is_none());
    let asked = [
        "openid",
        "profile",
        "offline_access",
        "api://contoso-api/Read",
    ];
    assert_eq!(tokens.scopes(), asked);
}

fn refresh_that_names_another_account(walk: &mut Walk) {
    for body in [
        json!({"client_info": client_info(STRANGER, TENANT_ID)}),
        json!({"client_info": client_info(OBJECT_ID, STRANGER)}),
        json!({"id_token": jwt(&json!({"oid": STRANGER, "tid": TENANT_ID}))}),
        json!({"id_token": jwt(&json!({"sub": "Pairwise", "tid": TENANT_ID}))}),
    ] {
        let ask = asking().gets_this(200, &[], &tokens(body));
        let request = Refresh {
            subject: Some("pairwise".to_owned()),
            ..refresh()
        };
        let outcome = walk.begins(refreshing(request), [ask]);
        outcome.fails("identity_changed", UnexpectedReply, Fix);
    }
}

/// Like is compared with like: a tenant may name the person by more at one time than at another.
fn refresh_that_names_the_same_otherwise(walk: &mut Walk) {
    let by_object = |subject: Option<&str>| Refresh {
        subject: subject.map(str::to_owned),
        ..refresh()
    };
    let by_subject = Refresh {
        account: native_auth_wire::AccountId::new(TENANT_ID, "pairwise"),
        subject: Some("pairwise".to_owned()),
        ..refresh()
    };
    let id_token = |claims| json!({"id_token": jwt(&claims)});
    for (request, body) in [
        (
            by_object(None),
            id_token(json!({"sub": "pairwise", "tid": TENANT_ID})),
        ),
        (
            by_object(Some("pairwise")),
            id_token(json!({"sub": "pairwise"})),
        ),
        (
            by_object(None),
            id_token(json!({"oid": OBJECT_ID.to_uppercase()})),
        ),
        (
            by_subject,
            id_token(json!({"oid": OBJECT_ID, "sub": "pairwise", "tid": TENANT_ID})),
        ),
    ] {
        let account = request.account.clone();
        let ask = asking().gets_this(200, &[], &tokens(body));
        let tokens = walk.begins(refreshing(request), [ask]).signed_in();
        assert_eq!(tokens.account(), &account, "the account keeps its identity");
    }
}

fn refresh_that_contradicts_itself(walk: &mut Walk) {
    let body = tokens(json!({
        "client_info": client_info(OBJECT_ID, TENANT_ID),
        "id_token": jwt(&json!({"oid": STRANGER, "tid": TENANT_ID})),
    }));
    let ask = asking().gets_this(200, &[], &body);
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails("identity_contradiction", UnexpectedReply, Fix);
}

fn refresh_with_claims(walk: &mut Walk) {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let request = Refresh {
        claims: Some(claims.to_owned()),
        ..refresh()
    };
    let ask = asking()
        .with("claims", claims)
        .gets("token_success_refreshed");
    walk.begins(refreshing(request), [ask]).signed_in();
}

/// What was asked for and not given has to be asked for again, and so has what the answer wants besides.
fn refresh_tells_the_claims_to_ask_for(walk: &mut Walk) {
    let asked = r#"{"access_token":{"nbf":{"essential":true,"value":"1800000000"}}}"#;
    let wanted = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let both = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"},"nbf":{"essential":true,"value":"1800000000"}}}"#;
    for (asked, answered, expected) in [
        (None, None, None),
        (Some(asked), None, Some(asked)),
        (None, Some(wanted), Some(wanted)),
        (Some(asked), Some(wanted), Some(both)),
    ] {
        let request = Refresh {
            claims: asked.map(str::to_owned),
            ..refresh()
        };
        let mut ask = asking();
        if let Some(asked) = asked {
            ask = ask.with("claims", asked);
        }
        let body = json!({"error": "invalid_grant", "error_codes": [50076], "claims": answered});
        let ask = ask.gets_this(400, &[], &body.to_string());
        let outcome = walk.begins(refreshing(request), [ask]);
        let error = outcome.fails("refresh_needs_second_factor", SignInRequired, SignInAgain);
        assert_eq!(error.claims(), expected);
    }
}

fn refresh_brings_emulator_tokens(walk: &mut Walk) {
    let body = tokens(json!({"access_token": jwt(&json!({"emulator": true}))}));
    let ask = asking().gets_this(200, &[], &body);
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails("emulator_tokens", Configuration, Fix);
}

fn refresh_token_expired(walk: &mut Walk) {
    for ask in [
        asking().gets("error_refresh_token_expired"),
        asking().refused("expired_refresh_token", 0),
    ] {
        signed_out(walk, ask, "refresh_token_expired");
    }
}

fn refresh_token_inactive(walk: &mut Walk) {
    let ask = asking().gets("error_refresh_token_inactive");
    signed_out(walk, ask, "refresh_token_inactive");
}

fn refresh_token_life_over(walk: &mut Walk) {
    let ask = asking().gets("error_refresh_token_life_over");
    signed_out(walk, ask, "refresh_token_life_over");
}

fn refresh_token_revoked(walk: &mut Walk) {
    let ask = asking().gets("error_refresh_token_revoked");
    signed_out(walk, ask, "refresh_token_revoked");
}

/// A second factor cannot run inside a refresh, with or without a token to go on with.
fn refresh_needs_a_second_factor(walk: &mut Walk) {
    for ask in [
        asking().gets("error_refresh_needs_second_factor"),
        asking().gets("error_mfa_required"),
    ] {
        signed_out(walk, ask, "refresh_needs_second_factor");
    }
    let not_passed = asking().refused("invalid_grant", 50074);
    signed_out(walk, not_passed, "refresh_second_factor_not_passed");
    let expired = asking().refused("interaction_required", 50078);
    signed_out(walk, expired, "refresh_second_factor_expired");
}

fn refresh_needs_registration(walk: &mut Walk) {
    for ask in [
        asking().gets("error_registration_required"),
        asking().refused("invalid_grant", 50079),
    ] {
        signed_out(walk, ask, "refresh_needs_registration");
    }
    let in_browser = asking().refused("invalid_grant", 50072);
    signed_out(walk, in_browser, "refresh_needs_registration_in_browser");
}

fn refresh_needs_a_new_password(walk: &mut Walk) {
    let changed = asking().gets("error_password_change_required");
    signed_out(walk, changed, "refresh_needs_new_password");
    let expired = asking().gets("error_password_expired");
    signed_out(walk, expired, "refresh_password_expired");
}

fn refresh_blocked_by_policy(walk: &mut Walk) {
    let ask = asking().gets("error_conditional_access");
    signed_out(walk, ask, "refresh_blocked");
}

fn refresh_refused_without_a_reason(walk: &mut Walk) {
    for ask in [
        asking().gets("error_continuation_token_refused"),
        asking().refused("interaction_required", 1),
    ] {
        signed_out(walk, ask, "refresh_refused");
    }
}

fn refresh_consent_missing(walk: &mut Walk) {
    let ask = asking().gets("error_consent_missing");
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails("consent_missing", ConsentMissing, Fix);
}

/// There is no state in a refresh, so that here a redirect is an error.
fn refresh_redirects(walk: &mut Walk) {
    let ask = asking().gets("redirect_with_reason");
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails("browser_required", BrowserRequired, OpenBrowser);
}

fn refresh_throttled(walk: &mut Walk) {
    let ask = asking().gets_this(429, &[("Retry-After", "33")], "too many");
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    let error = outcome.fails("throttled", Throttled, TryLater);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(33)));
    assert_eq!(error.status(), Some(429));
}

fn refresh_in_a_loop(walk: &mut Walk) {
    let ask = asking().refused("invalid_grant", 50196);
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails("client_loop", Throttled, TryLater);
}

fn refresh_meets_an_outage(walk: &mut Walk) {
    let headers = [("x-ms-request-id", "outage-7"), ("retry-after", "5")];
    for (status, code) in [
        (500, "server_failed"),
        (503, "gateway_failed"),
        (504, "gateway_failed"),
    ] {
        let ask = asking().gets_this(status, &headers, "<h1>Oh</h1>");
        let outcome = walk.begins(refreshing(refresh()), [ask]);
        let error = outcome.fails(code, ServerUnavailable, TryLater);
        assert_eq!(error.trace_id(), Some("outage-7"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
    }
}

fn refresh_lacks_what_is_needed(walk: &mut Walk) {
    for body in [
        "{}",
        r#"{"token_type":"Bearer","access_token":"a","expires_in":0}"#,
    ] {
        let ask = asking().gets_this(200, &[], body);
        let outcome = walk.begins(refreshing(refresh()), [ask]);
        outcome.fails("reply_incomplete", UnexpectedReply, Fix);
    }
}

fn signed_out(walk: &mut Walk, ask: Ask, code: &str) {
    let outcome = walk.begins(refreshing(refresh()), [ask]);
    outcome.fails(code, SignInRequired, SignInAgain);
}

#[test]
fn what_a_refresh_shows_of_itself_is_no_secret() {
    let request = Refresh {
        claims: Some(r#"{"id_token":{"email":null}}"#.to_owned()),
        ..refresh()
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("api://contoso-api/Read"), "{shown}");
    assert!(
        !shown.contains("opaque") && !shown.contains("email"),
        "{shown}"
    );
}
