//! Claims requests: authentication contexts, the API that demands one, and what a refresh is told.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use native_auth_emulator::{AuthenticationContextConfig, Config, MfaMode};
use serde_json::{Value, json};

use crate::bench::*;
use crate::tokens::claims;

const ADA: &str = "ada@example.com";
const C1: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

/// The default tenant, with one context that demands a second factor and one that demands nothing.
async fn with_contexts() -> Bench {
    let mut config = Config::default();
    let context = |id: &str, mfa| AuthenticationContextConfig {
        id: id.to_owned(),
        mfa,
    };
    config.tenants[0].authentication_contexts = vec![
        context("c1", MfaMode::Required),
        context("c2", MfaMode::Off),
    ];
    Bench::with(config).await
}

/// The password is given in the app `password`, which demands no second factor of itself.
async fn signed_in(bench: &Bench, claims: Option<&str>) -> Reply {
    let start = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("capabilities", CAPABILITIES),
    ];
    let app = CONTOSO_APP_PASSWORD;
    let token = bench.post(INITIATE, app, &start).await.token();
    let fields = [("continuation_token", token.as_str())];
    let token = bench.post(CHALLENGE, app, &fields).await.token();
    let mut fields = vec![
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", SCOPE),
    ];
    fields.extend(claims.map(|claims| ("claims", claims)));
    bench.post(TOKEN, app, &fields).await
}

async fn refreshed(bench: &Bench, token: &str, claims: &str) -> Reply {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("scope", SCOPE),
        ("claims", claims),
    ];
    bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await
}

async fn api(bench: &Bench, token: &str, query: &str) -> Reply {
    let url = format!("{}/_emulator/api{query}", bench.emulator.origin());
    Reply::of(bench.http.get(url).bearer_auth(token)).await
}

#[tokio::test]
async fn a_context_demands_the_second_factor_and_is_in_the_token() {
    let bench = with_contexts().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[PHONE]);
    let plain = signed_in(&bench, None).await;
    assert!(
        claims(&plain.is_tokens().text("access_token"))
            .get("acrs")
            .is_none()
    );

    let demanded = signed_in(&bench, Some(C1)).await;
    demanded.refused("invalid_grant", "mfa_required", 50076);
    let app = CONTOSO_APP_PASSWORD;
    let token = demanded.token();
    let fields = [("continuation_token", token.as_str())];
    let listed = bench.post(INTROSPECT, app, &fields).await;
    let (token, id) = (listed.token(), listed.body["methods"][0]["id"].clone());
    let fields = [
        ("continuation_token", token.as_str()),
        ("id", id.as_str().unwrap()),
    ];
    let token = bench.post(CHALLENGE, app, &fields).await.token();
    let code = bench.code(PHONE);
    // The claims were asked for once; that is enough for the whole sign-in.
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "mfa_oob"),
        ("oob", code.as_str()),
        ("scope", SCOPE),
    ];
    let tokens = bench.post(TOKEN, app, &fields).await;
    let access = claims(&tokens.is_tokens().text("access_token"));
    assert_eq!(access["acrs"], json!(["c1"]));
    assert!(claims(&tokens.text("id_token")).get("acrs").is_none());

    // The family has done all that is asked, so a refresh may ask for it too, or for nothing.
    let refresh = tokens.text("refresh_token");
    let again = refreshed(&bench, &refresh, C1).await;
    assert_eq!(claims(&again.text("access_token"))["acrs"], json!(["c1"]));
    let without = bench.refresh(app, &refresh).await;
    assert!(claims(&without.text("access_token")).get("acrs").is_none());
}

#[tokio::test]
async fn who_has_no_second_factor_must_register_one() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    signed_in(&bench, Some(C1))
        .await
        .refused("invalid_grant", "registration_required", 50072);
}

#[tokio::test]
async fn a_context_that_demands_nothing_is_just_there() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    for (asked, acrs) in [
        (r#"{"access_token":{"acrs":{"value":"c2"}}}"#, json!(["c2"])),
        (
            r#"{"access_token":{"acrs":{"values":["c2","c9"]},"xms_cc":{"values":["cp1"]}}}"#,
            json!(["c2"]),
        ),
        (r#"{"access_token":{"acrs":{"value":"c9"}}}"#, Value::Null),
        (r#"{"id_token":{"acrs":{"value":"c2"}}}"#, Value::Null),
        (r#"{"access_token":{"acrs":null}}"#, Value::Null),
        ("{}", Value::Null),
    ] {
        let tokens = signed_in(&bench, Some(asked)).await;
        let access = claims(&tokens.is_tokens().text("access_token"));
        assert_eq!(access["acrs"], acrs, "{asked}");
    }
}

#[tokio::test]
async fn what_is_no_json_object_costs_nothing() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    for asked in ["c1", "[]", "\"c1\"", "{", "null"] {
        signed_in(&bench, Some(asked))
            .await
            .refused("invalid_request", "", 90100);
    }
    assert!(bench.emulator.users()[0].enabled);
    signed_in(&bench, None).await.is_tokens();
}

#[tokio::test]
async fn a_refresh_that_needs_more_says_what_to_ask_for() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    let tokens = signed_in(&bench, None).await;
    let refresh = tokens.text("refresh_token");
    let reply = refreshed(&bench, &refresh, C1).await;
    reply.refused("invalid_grant", "basic_action", 50076);
    let wanted: Value = serde_json::from_str(&reply.text("claims")).unwrap();
    assert_eq!(wanted, serde_json::from_str::<Value>(C1).unwrap());
    // The same of a policy of the app's own, by an ID that stays.
    assert!(bench.emulator.require_mfa(CONTOSO_APP_PASSWORD, true));
    let reply = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    reply.refused("invalid_grant", "basic_action", 50076);
    let wanted: Value = serde_json::from_str(&reply.text("claims")).unwrap();
    let policy = &wanted["access_token"]["capolids"];
    assert_eq!(policy["essential"], true);
    uuid::Uuid::try_parse(policy["values"][0].as_str().unwrap()).unwrap();
    let again = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    assert_eq!(again.text("claims"), reply.text("claims"));
    // Whoever sends them back is asked for the second factor as by the app itself.
    signed_in(&bench, Some(&reply.text("claims")))
        .await
        .refused("invalid_grant", "registration_required", 50072);
}

#[tokio::test]
async fn the_api_challenges_a_token_that_lacks_the_context() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    let plain = signed_in(&bench, None).await;
    let plain_token = plain.text("access_token");
    assert_eq!(api(&bench, &plain_token, "").await.status, 200);
    let reply = api(&bench, &plain_token, "?acr=c1").await;
    assert_eq!(reply.status, 401);
    let header = reply.headers["www-authenticate"].to_str().unwrap();
    let authorize = format!(
        "{}/{CONTOSO_TENANT_ID}/oauth2/v2.0/authorize",
        bench.emulator.origin()
    );
    let wanted = STANDARD.encode(C1);
    assert_eq!(
        header,
        format!(
            "Bearer realm=\"\", authorization_uri=\"{authorize}\", \
             error=\"insufficient_claims\", claims=\"{wanted}\""
        )
    );
    let with_c2 = r#"{"access_token":{"acrs":{"value":"c2"}}}"#;
    let good = signed_in(&bench, Some(with_c2)).await.text("access_token");
    let reply = api(&bench, &good, "?acr=c2").await;
    assert_eq!((reply.status, &reply.body["acrs"]), (200, &json!(["c2"])));
}

#[tokio::test]
async fn the_api_looks_at_the_token() {
    let bench = with_contexts().await;
    bench.add(ADA, Some(PASSWORD));
    let tokens = signed_in(&bench, None).await;
    let token = tokens.text("access_token");
    let other = with_contexts().await;
    other.add(ADA, Some(PASSWORD));
    let foreign = signed_in(&other, None).await.text("access_token");
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}", signature.to_lowercase());
    let id_token = tokens.text("id_token");
    for wrong in ["", "x", "a.b.c", &forged, &foreign, &id_token] {
        let reply = api(&bench, wrong, "").await;
        assert_eq!(reply.status, 401, "{wrong}");
        let header = reply.headers["www-authenticate"].to_str().unwrap();
        assert!(header.contains("invalid_token"), "{header}");
    }
    assert_eq!(api(&bench, &token, "").await.status, 200);
    bench.pass(5401);
    assert_eq!(api(&bench, &token, "").await.status, 401);
    let bare = bench.get("/_emulator/api").await;
    assert_eq!(bare.status, 401);
}
