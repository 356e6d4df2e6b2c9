//! Custom authentication extensions: what the app's endpoint is asked, and what its answer does.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use native_auth_emulator::{Config, ExtensionConfig, ExtensionEvent};
use serde_json::{Value, json};

use crate::bench::*;
use crate::extension_app::ExtensionApp;
use crate::sign_up::{ADA, go_on};
use crate::tokens::claims;

pub(crate) const APP_ID: &str = "8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f";
pub(crate) const GO_ON: &str = "continueWithDefaultBehavior";
const WHOLE: (&str, &str) = ("attributes", r#"{"displayName":"Ada","city":"Bergen"}"#);

/// An emulator with one extension, and the endpoint it asks.
pub(crate) async fn with_extension(event: ExtensionEvent) -> (Bench, ExtensionApp) {
    let app = ExtensionApp::start().await;
    let mut config = Config::default();
    config.tenants[0].extensions = vec![ExtensionConfig {
        event,
        url: format!("{}/api?code=key", app.origin),
        app_id: APP_ID.to_owned(),
        timeout_ms: 5_000,
        user_flows: Vec::new(),
        apps: Vec::new(),
    }];
    (Bench::with(config).await, app)
}

async fn start(bench: &Bench, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![
        ("username", ADA),
        ("challenge_type", ALL),
        ("password", PASSWORD),
    ];
    fields.extend_from_slice(more);
    bench.post(START, CONTOSO_APP_PASSWORD, &fields).await
}

/// A sign-up up to the point where the code was sent.
async fn at_code(bench: &Bench, more: &[(&str, &str)]) -> String {
    let token = start(bench, more).await.token();
    let fields = [("continuation_token", token.as_str())];
    let sent = bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await;
    sent.token()
}

/// The claims of a bearer token, verified with nothing but the tenant's published keys.
async fn bearer(bench: &Bench, authorization: &str) -> Value {
    let token = authorization.strip_prefix("Bearer ").unwrap();
    let metadata = "/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration";
    let metadata = bench.get(metadata).await;
    let keys = Reply::of(bench.http.get(metadata.text("jwks_uri"))).await;
    let key = &keys.body["keys"][0];
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.kid.as_deref(), key["kid"].as_str());
    let key =
        DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap());
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[APP_ID]);
    rules.set_issuer(&[metadata.text("issuer")]);
    jsonwebtoken::decode::<Value>(token, &key.unwrap(), &rules)
        .unwrap()
        .claims
}

#[tokio::test]
async fn the_endpoint_is_asked_as_documented_by_somebody_it_can_check() {
    let (bench, app) = with_extension(ExtensionEvent::AttributeCollectionSubmit).await;
    app.acts(
        "onAttributeCollectionSubmit",
        &format!("attributeCollectionSubmit.{GO_ON}"),
        json!({}),
    );
    let correlation_id = "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64";
    let fields = [
        ("client_id", CONTOSO_APP_PASSWORD),
        ("username", ADA),
        ("challenge_type", ALL),
        WHOLE,
    ];
    let request = bench
        .http
        .post(format!("{}/{START}", bench.emulator.authority()))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("client-request-id", correlation_id)
        .body(form(&fields));
    Reply::of(request).await.token();

    let seen = app.last();
    assert_eq!(seen.path, "/api?code=key");
    let kind = seen.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/json"), "{kind}");
    let body = &seen.body;
    let event = "microsoft.graph.authenticationEvent.attributeCollectionSubmit";
    assert_eq!(body["type"], event);
    let source = format!("/tenants/{CONTOSO_TENANT_ID}/applications/{CONTOSO_APP_PASSWORD}");
    assert_eq!(body["source"], source);
    let data = &body["data"];
    let kind = "microsoft.graph.onAttributeCollectionSubmitCalloutData";
    assert_eq!(data["@odata.type"], kind);
    assert_eq!(data["tenantId"], CONTOSO_TENANT_ID);
    for id in [
        "authenticationEventListenerId",
        "customAuthenticationExtensionId",
    ] {
        uuid::Uuid::try_parse(data[id].as_str().unwrap()).unwrap();
    }
    let context = &data["authenticationContext"];
    assert_eq!(context["correlationId"], correlation_id);
    let client = json!({ "ip": "127.0.0.1", "locale": "en-us", "market": "en-us" });
    assert_eq!(context["client"], client);
    for principal in ["clientServicePrincipal", "resourceServicePrincipal"] {
        assert_eq!(context[principal]["appId"], CONTOSO_APP_PASSWORD);
    }
    let person = &data["userSignUpInfo"];
    assert_eq!(
        person["attributes"]["city"],
        json!({
            "@odata.type": "microsoft.graph.stringDirectoryAttributeValue",
            "value": "Bergen",
            "attributeType": "builtIn",
        })
    );
    assert_eq!(
        person["identities"],
        json!([{
            "signInType": "email",
            "issuer": "contoso.onmicrosoft.com",
            "issuerAssignedId": ADA,
        }])
    );
    let claims = bearer(&bench, seen.headers["authorization"].to_str().unwrap()).await;
    let caller = "99045fe1-7639-4a75-9d4a-577b6ca3810f";
    assert_eq!(
        (&claims["azp"], &claims["appid"]),
        (&json!(caller), &json!(caller))
    );
    assert_eq!(claims["tid"], CONTOSO_TENANT_ID);
}

#[tokio::test]
async fn a_validation_error_names_the_attributes_and_the_flow_stays() {
    let (bench, app) = with_extension(ExtensionEvent::AttributeCollectionSubmit).await;
    let event = "onAttributeCollectionSubmit";
    let refuse = |errors: Value| {
        let members = json!({ "message": "Look at the marked fields.", "attributeErrors": errors });
        app.acts(
            event,
            "attributeCollectionSubmit.showValidationError",
            members,
        );
    };
    refuse(json!({ "city": "Unknown city." }));
    let reply = start(&bench, &[WHOLE]).await;
    reply.refused("invalid_grant", "attribute_validation_failed", 0);
    let city = json!([{ "name": "city", "reason": "Unknown city." }]);
    assert_eq!(reply.body["invalid_attributes"], city);
    assert_eq!(
        reply.body["error_description"],
        "Look at the marked fields."
    );

    // Where they are sent later, the token stays good and nothing is kept.
    let sent = at_code(&bench, &[]).await;
    let asked = go_on(&bench, &sent, "oob", &bench.code(ADA)).await;
    let asked = asked.refused("attributes_required", "", 55106).token();
    let reply = go_on(&bench, &asked, "attributes", WHOLE.1).await;
    assert_eq!(reply.body["invalid_attributes"], city);
    // Names that the user flow does not ask for are passed over, and without one it is a block.
    refuse(json!({ "city": "Unknown city.", "favouriteColour": "Red?" }));
    let reply = go_on(&bench, &asked, "attributes", WHOLE.1).await;
    assert_eq!(reply.body["invalid_attributes"], city);
    for errors in [json!({}), json!({ "favouriteColour": "Red?" })] {
        refuse(errors);
        let reply = go_on(&bench, &asked, "attributes", WHOLE.1).await;
        reply.refused("access_denied", "", 0);
        assert!(reply.body.get("invalid_attributes").is_none());
        let text = &reply.body["error_description"];
        assert_eq!(text, "Look at the marked fields.");
    }
    app.acts(
        event,
        &format!("attributeCollectionSubmit.{GO_ON}"),
        json!({}),
    );
    let done = go_on(&bench, &asked, "attributes", WHOLE.1).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn values_are_modified_and_must_fit() {
    let (bench, app) = with_extension(ExtensionEvent::AttributeCollectionSubmit).await;
    let modify = |attributes: Value| {
        app.acts(
            "onAttributeCollectionSubmit",
            "attributeCollectionSubmit.modifyAttributeValues",
            json!({ "attributes": attributes }),
        );
    };
    modify(json!({ "city": "1" }));
    start(&bench, &[WHOLE])
        .await
        .refused("server_error", "", 1_003_003);
    modify(json!({ "city": "Oslo", "favouriteColour": "red" }));
    let sent = at_code(&bench, &[WHOLE]).await;
    let done = go_on(&bench, &sent, "oob", &bench.code(ADA)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let attributes = &bench.emulator.users()[0].attributes;
    assert_eq!(attributes["city"], "Oslo");
    assert_eq!(attributes["displayName"], "Ada");
    assert!(!attributes.contains_key("favouriteColour"));
}

#[tokio::test]
async fn the_start_of_the_collection_is_asked_once_and_may_block() {
    let (bench, app) = with_extension(ExtensionEvent::AttributeCollectionStart).await;
    let event = "onAttributeCollectionStart";
    let block = json!({ "title": "Sorry", "message": "Not in your country." });
    app.acts(event, "attributeCollectionStart.showBlockPage", block);
    let sent = at_code(&bench, &[]).await;
    let code = bench.code(ADA);
    for _ in 0..2 {
        let reply = go_on(&bench, &sent, "oob", &code).await;
        reply.refused("access_denied", "", 0);
        assert_eq!(reply.body["error_description"], "Not in your country.");
    }
    // The code is still good, and prefilled values change nothing.
    let inputs = json!({ "inputs": { "city": "Oslo", "displayName": "Eve" } });
    app.acts(event, "attributeCollectionStart.setPrefillValues", inputs);
    let asked = go_on(&bench, &sent, "oob", &code).await;
    assert_eq!(
        asked.body["required_attributes"].as_array().unwrap().len(),
        2
    );
    let before = app.seen().len();
    assert_eq!(before, 3);
    let asked = asked.refused("attributes_required", "", 55106).token();
    let done = go_on(&bench, &asked, "attributes", WHOLE.1).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(app.seen().len(), before);
}

#[tokio::test]
async fn no_account_is_made_of_which_the_app_has_not_heard() {
    let (bench, app) = with_extension(ExtensionEvent::AttributeCollectionSubmit).await;
    let event = "onAttributeCollectionSubmit";
    let block = json!({ "message": "No more members." });
    app.acts(event, "attributeCollectionSubmit.showBlockPage", block);
    // The user flow of this app asks for no attributes.
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let token = bench.post(START, CONTOSO_APP_OTP, &fields).await.token();
    let fields = [("continuation_token", token.as_str())];
    let sent = bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await;
    assert!(app.seen().is_empty());
    let code = bench.code(ADA);
    let sent = sent.token();
    let fields = [
        ("continuation_token", sent.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
    ];
    let reply = bench.post(CONTINUE, CONTOSO_APP_OTP, &fields).await;
    reply.refused("access_denied", "", 0);
    assert!(bench.emulator.users().is_empty());
    app.acts(
        event,
        &format!("attributeCollectionSubmit.{GO_ON}"),
        json!({}),
    );
    let reply = bench.post(CONTINUE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(app.seen().len(), 2);
}

#[tokio::test]
async fn claims_are_in_both_tokens_at_sign_in_and_at_refresh() {
    let (bench, app) = with_extension(ExtensionEvent::TokenIssuanceStart).await;
    let provide = |claims: Value| {
        app.acts(
            "onTokenIssuanceStart",
            "tokenIssuanceStart.provideClaimsForToken",
            json!({ "claims": claims }),
        );
    };
    let id = bench.add(ADA, Some(PASSWORD));
    provide(json!({ "rank": "1", "boats": ["Ada", "Eve"] }));
    let tokens = bench.with_password(ADA, PASSWORD).await;
    let user = &app.last().body["data"]["authenticationContext"]["user"];
    let created = &bench.emulator.users()[0].created_at;
    assert_eq!(
        *user,
        json!({
            "id": id,
            "displayName": "unknown",
            "mail": ADA,
            "userPrincipalName": format!("{id}@contoso.onmicrosoft.com"),
            "userType": "Member",
            "createdDateTime": created,
            "preferredLanguage": "en-us",
            "givenName": null,
            "surname": null,
            "companyName": null,
            "onPremisesSamAccountName": null,
            "onPremisesSecurityIdentifier": null,
            "onPremisesUserPrincipalName": null,
        })
    );
    for token in ["id_token", "access_token"] {
        let claims = claims(&tokens.is_tokens().text(token));
        assert_eq!(claims["rank"], "1");
        assert_eq!(claims["boats"], json!(["Ada", "Eve"]));
    }
    provide(json!({ "rank": "2" }));
    let refresh = tokens.text("refresh_token");
    let refreshed = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    assert_eq!(claims(&refreshed.text("access_token"))["rank"], "2");
    // What the tenant says itself is not for others to say.
    provide(json!({ "oid": "somebody-else" }));
    let reply = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    reply.refused("server_error", "", 1_003_003);
    provide(json!({ "rank": 3 }));
    let reply = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    reply.refused("server_error", "", 1_003_003);
}

#[tokio::test]
async fn the_app_sends_the_codes_by_mail_itself() {
    let (bench, app) = with_extension(ExtensionEvent::OtpSend).await;
    app.acts("OnOtpSend", &format!("OtpSend.{GO_ON}"), json!({}));
    bench.add(ADA, None);
    let at_code = bench.challenged(CONTOSO_APP_OTP, ADA).await;
    let asked = app.last().body;
    let kind = "microsoft.graph.authenticationEvent.emailOtpSend";
    assert_eq!(asked["type"], kind);
    assert_eq!(asked["data"]["otpContext"]["identifier"], ADA);
    let request = &asked["data"]["authenticationContext"]["requestType"];
    assert_eq!(request, "signIn");
    assert!(bench.emulator.messages().is_empty());
    let code = asked["data"]["otpContext"]["oneTimeCode"].as_str().unwrap();
    bench.code_at(&at_code, code).await.is_tokens();

    // A text message is nobody's but the tenant's.
    bench.add_with_methods("bob@example.com", Some(PASSWORD), &[PHONE]);
    let token = bench
        .challenged_for_mfa("bob@example.com", CAPABILITIES)
        .await;
    let token = bench.prove(&token, "password", PASSWORD).await.token();
    let listed = bench.go(INTROSPECT, &token, &[]).await;
    let id = listed.body["methods"][0]["id"].as_str().unwrap();
    bench
        .go(CHALLENGE, &listed.token(), &[("id", id)])
        .await
        .token();
    assert!(app.seen().is_empty());
    assert_eq!(bench.emulator.messages_for(PHONE).len(), 1);
}
