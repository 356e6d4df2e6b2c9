//! ID tokens over HTTP that are refused, and tenants that are not trusted with them.

use std::time::Duration;

use native_auth::{Client, ErrorKind, Recovery, Result, Retry, Step, TokenStorage};
use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_TENANT_ID, Fault};
use native_auth_tests::token_maker::{self, TokenMaker, encode, key_set};
use native_auth_tests::{
    CLIENT_ID, Misbehaving, MovableClock, PASSWORD, PAT, Reply, Stage, id_token,
};
use serde_json::{Value, json};

use crate::id_tokens::{DOCUMENTS, asked, waiting_for_the_code};
use crate::openings::{first_factor, signed_in};

const ANOTHER: &str = "0c3b8a4e-91f7-4d2a-b5e6-7f18c2d09a34";

/// The claims that the tenant of the stage would give, with these in their place.
fn claims(stage: &Stage, changes: &Value) -> Value {
    let now = stage.emulator.now().duration_since(std::time::UNIX_EPOCH);
    let mut claims = token_maker::claims(CONTOSO_APP_OTP, now.unwrap().as_secs());
    let issuer = format!("https://{CONTOSO_TENANT_ID}.ciamlogin.com/{CONTOSO_TENANT_ID}/v2.0");
    claims["iss"] = json!(issuer);
    claims["tid"] = json!(CONTOSO_TENANT_ID);
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// The next answer with tokens brings this ID token.
fn force_token(stage: &Stage, id_token: &str) {
    let body = json!({
        "token_type": "Bearer",
        "expires_in": 3600,
        "access_token": "AT",
        "refresh_token": "RT",
        "id_token": id_token,
    });
    let fault = Fault {
        body: Some(body),
        ..Fault::status("SignInToken", 200)
    };
    stage.emulator.force(fault).unwrap();
}

/// The tenant's keys are these from now on.
fn force_keys(stage: &Stage, keys: &Value, times: u32) {
    let fault = Fault {
        body: Some(keys.clone()),
        times,
        ..Fault::status("Keys", 200)
    };
    stage.emulator.force(fault).unwrap();
}

/// The key of the tests, as the tenant of the stage publishes it.
fn own_key() -> Value {
    let mut key = TokenMaker::tenant().unwrap().jwk();
    key.as_object_mut().unwrap().remove("issuer");
    key_set(&[key])
}

/// Makes a token of claims.
type Maker<'a> = dyn Fn(&Value) -> String + 'a;

/// Nobody is signed in, nothing is sent again, and the reason is told.
#[tokio::test]
async fn forged_tokens_sign_nobody_in() -> Result<()> {
    let tenant = TokenMaker::tenant().unwrap();
    let forger = TokenMaker::forger().unwrap();
    let impostor = TokenMaker::forger().unwrap().called("tenant-key");
    let unsigned = |claims: &Value| {
        let header = json!({"alg": "none", "typ": "JWT"});
        format!(
            "{}.{}.",
            encode(header.to_string()),
            encode(claims.to_string())
        )
    };
    let other_issuer = format!("https://{ANOTHER}.ciamlogin.com/{ANOTHER}/v2.0");
    let forged: [(&str, Value, &Maker<'_>); 8] = [
        ("id_token_algorithm", json!({}), &unsigned),
        ("id_token_key_unknown", json!({}), &|claims| {
            forger.token(claims)
        }),
        ("id_token_signature", json!({}), &|claims| {
            impostor.token(claims)
        }),
        ("id_token_issuer", json!({"iss": other_issuer}), &|claims| {
            tenant.token(claims)
        }),
        ("id_token_tenant", json!({"tid": ANOTHER}), &|claims| {
            tenant.token(claims)
        }),
        ("id_token_audience", json!({"aud": CLIENT_ID}), &|claims| {
            tenant.token(claims)
        }),
        (
            "id_token_expired",
            json!({"exp": 1_000_000_000}),
            &|claims| tenant.token(claims),
        ),
        ("id_token_claim_type", json!({"sub": 7}), &|claims| {
            tenant.token(claims)
        }),
    ];
    for (code, changes, make) in forged {
        let stage = Stage::http().await;
        force_keys(&stage, &own_key(), 9);
        force_token(&stage, &make(&claims(&stage, &changes)));
        let client = stage.code_client();
        let state = waiting_for_the_code(&stage, &client).await?;
        let action = state.submit_code(&stage.code(PAT));
        let error = client.run(action).await.unwrap_err();
        assert_eq!(error.code(), code, "{error:?}");
        assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
        assert_eq!(error.recovery(), Recovery::Fix);
        assert!(client.accounts().await.unwrap().is_empty());
        let _again = client.run(state.submit_code("")).await.unwrap_err();
        assert_eq!(asked(&stage, "/oauth2/v2.0/token"), 1, "{code}");
    }
    Ok(())
}

/// Whoever makes tokens of unknown keys does not make us ask the tenant for each of them.
#[tokio::test]
async fn an_unknown_key_is_looked_for_once_a_minute() -> Result<()> {
    let stage = Stage::http().await;
    let forger = TokenMaker::forger().unwrap();
    let client = stage.code_client();
    let state = waiting_for_the_code(&stage, &client).await?;
    force_token(&stage, &forger.token(&claims(&stage, &json!({}))));
    let keys = || asked(&stage, DOCUMENTS[1].1);
    assert_eq!(keys(), 1);

    let error = client.run(state.submit_code("12345678")).await.unwrap_err();
    assert_eq!(error.code(), "id_token_key_unknown");
    assert_eq!(keys(), 2, "looked for");
    for waited in [0, 20, 39] {
        stage.advance(Duration::from_secs(waited));
        let error = client.run(state.submit_code("12345678")).await.unwrap_err();
        assert_eq!(error.code(), "id_token_keys_unavailable");
        assert!(matches!(error.retry(), Retry::After(wait) if wait <= Duration::from_secs(60)));
        assert_eq!(keys(), 2, "not looked for again");
    }
    stage.advance(Duration::from_secs(1));
    let error = client.run(state.submit_code("12345678")).await.unwrap_err();
    assert_eq!(error.code(), "id_token_key_unknown");
    assert_eq!(keys(), 3);
    assert_eq!(asked(&stage, DOCUMENTS[0].1), 1);
    assert_eq!(asked(&stage, "/oauth2/v2.0/token"), 1);
    Ok(())
}

/// Whoever sets the clock right goes on with the same tokens.
#[tokio::test]
async fn a_wrong_clock_is_told_and_can_be_set() -> Result<()> {
    let stage = Stage::http().await;
    let hour = Duration::from_secs(3600);
    stage.emulator.advance(hour);
    let client = stage.code_client();
    let state = waiting_for_the_code(&stage, &client).await?;
    let sent = stage.code(PAT);
    let error = client.run(state.submit_code(&sent)).await.unwrap_err();
    assert_eq!(error.code(), "id_token_not_yet_valid");
    assert!(
        error
            .to_string()
            .contains("check the date and time of this device")
    );
    assert_eq!(error.retry(), Retry::Now);
    stage.clock.advance(hour);
    signed_in(client.run(state.submit_code(&sent)).await?);
    assert_eq!(asked(&stage, "/oauth2/v2.0/token"), 1);
    Ok(())
}

/// The new refresh token counts although the rest of the answer is refused: the old one may be worthless.
#[tokio::test]
async fn a_refused_refresh_keeps_its_refresh_token_and_the_account() -> Result<()> {
    let tokens = |number: u8, id_token: &str| {
        let body = json!({
            "token_type": "Bearer",
            "expires_in": 3600,
            "access_token": format!("AT-{number}"),
            "refresh_token": format!("RT-{number}"),
            "scope": format!("api://{number}/Read"),
            "id_token": id_token,
        });
        Reply::json(200, &body.to_string())
    };
    let good = id_token(CLIENT_ID, &json!({}));
    let for_another_app = id_token(ANOTHER, &json!({}));
    let of_another_person = id_token(CLIENT_ID, &json!({"oid": "somebody-else"}));
    let server = Misbehaving::start([
        Reply::json(200, r#"{"continuation_token":"CT-1"}"#),
        Reply::json(
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"password"}"#,
        ),
        tokens(1, &good),
        tokens(2, &for_another_app),
        tokens(3, &of_another_person),
        tokens(4, &good),
    ])
    .await
    .unwrap();
    let clock = MovableClock::default();
    let client = Client::builder(server.authority(), CLIENT_ID)
        .allow_http_loopback()
        .storage(TokenStorage::in_memory())
        .clock(clock.clone())
        .build()?;
    let account = signed_in(first_factor(&client, PAT).await?);
    for code in ["id_token_audience", "identity_changed"] {
        let error = account.access_token(&["api://4/Read"]).await.unwrap_err();
        assert_eq!(error.code(), code);
        assert!(account.claims().is_some(), "the account stays signed in");
        // Another answer is not asked for at once.
        clock.advance(Duration::from_secs(30));
    }
    let token = account.access_token(&["api://4/Read"]).await?;
    assert_eq!(token.expose(), "AT-4");
    let sent: Vec<String> = server.requests()[3..]
        .iter()
        .map(|r| r.body.clone())
        .collect();
    for (body, refresh_token) in sent.iter().zip(["RT-1", "RT-2", "RT-3"]) {
        assert!(
            body.contains(&format!("refresh_token={refresh_token}")),
            "{body}"
        );
    }
    assert_eq!(sent.len(), 3);
    Ok(())
}

/// Without keys a refresh gives no token, and the next one goes on with the refresh token that came.
#[tokio::test]
async fn a_refresh_without_keys_signs_nobody_out() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = signed_in(first_factor(&client, PAT).await?);
    stage.advance(Duration::from_secs(25 * 3600));
    let gone = Fault {
        times: 2,
        ..Fault::status("Keys", 500)
    };
    stage.emulator.force(gone).unwrap();
    // The first fails with what was begun ahead, or with its own try. Nothing is asked again before its time.
    let mut failures = 0;
    while let Err(error) = account.access_token(&[]).await {
        assert_eq!(error.code(), "id_token_keys_unavailable", "{error:?}");
        assert!(account.claims().is_some());
        failures += 1;
        assert!(failures <= 2, "{failures}");
        stage.advance(Duration::from_secs(5));
    }
    assert!(failures >= 1);
    Ok(())
}

/// Keys from somewhere else are never asked for.
#[tokio::test]
async fn metadata_that_lead_elsewhere_are_refused() -> Result<()> {
    let elsewhere = Misbehaving::start([]).await.unwrap();
    let stage = Stage::http().await;
    let issuer = format!("https://{CONTOSO_TENANT_ID}.ciamlogin.com/{CONTOSO_TENANT_ID}/v2.0");
    let body = json!({"issuer": issuer, "jwks_uri": "https://forger.example/keys"});
    let fault = Fault {
        body: Some(body),
        times: 9,
        ..Fault::status("Metadata", 200)
    };
    stage.emulator.force(fault).unwrap();
    let client = stage.code_client();
    let state = waiting_for_the_code(&stage, &client).await?;
    let action = state.submit_code(&stage.code(PAT));
    let error = client.run(action).await.unwrap_err();
    assert_eq!(error.code(), "openid_metadata_refused", "{error:?}");
    assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
    assert_eq!(asked(&stage, DOCUMENTS[1].1), 0);
    assert_eq!(elsewhere.connections(), 0);
    Ok(())
}

#[tokio::test]
async fn the_tenant_is_the_one_that_the_app_demands() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, None);
    let upper = CONTOSO_TENANT_ID.to_uppercase();
    let client = stage.builder(CONTOSO_APP_OTP).tenant_id(upper).build()?;
    let state = crate::openings::sign_in_with_code(&client, PAT).await?;
    signed_in(client.run(state.submit_code(&stage.code(PAT))).await?);

    let client = stage.builder(CONTOSO_APP_OTP).tenant_id(ANOTHER).build()?;
    let state = crate::openings::sign_in_with_code(&client, PAT).await?;
    let action = state.submit_code(&stage.code(PAT));
    let error = client.run(action).await.unwrap_err();
    assert_eq!(error.code(), "tenant_id_mismatch");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    Ok(())
}

#[test]
fn a_tenant_id_that_cannot_be_one_is_refused_at_once() {
    let authority = format!("https://contoso.ciamlogin.com/{CONTOSO_TENANT_ID}");
    for (tenant_id, code) in [
        ("", "tenant_id_invalid"),
        ("contoso.onmicrosoft.com", "tenant_id_invalid"),
        (
            "{0c3b8a4e-91f7-4d2a-b5e6-7f18c2d09a34}",
            "tenant_id_invalid",
        ),
        (ANOTHER, "tenant_id_mismatch"),
    ] {
        let builder = Client::builder(&authority, CLIENT_ID).tenant_id(tenant_id);
        let error = builder.build().unwrap_err();
        assert_eq!(error.code(), code, "{tenant_id}");
    }
    let builder = Client::builder(&authority, CLIENT_ID).storage(TokenStorage::in_memory());
    assert!(builder.tenant_id(CONTOSO_TENANT_ID).build().is_ok());
}

/// The tenant stays the one that was learnt first, for as long as there is the client.
#[tokio::test]
async fn a_tenant_that_becomes_another_is_refused() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    signed_in(first_factor(&client, PAT).await?);
    stage.advance(Duration::from_secs(25 * 3600));
    becomes_another(&stage);
    is_refused(&client).await;
    Ok(())
}

#[tokio::test]
async fn a_tenant_that_became_another_between_two_runs_is_refused() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let storage = TokenStorage::in_memory();
    let run = || {
        let builder = stage.builder(CONTOSO_APP_PASSWORD);
        builder.storage(storage.clone()).build()
    };
    let account = signed_in(first_factor(&run()?, PAT).await?);
    becomes_another(&stage);
    is_refused(&run()?).await;
    // Whoever has no account of it has nothing to compare with.
    account.sign_out().await?;
    let error = first_factor(&run()?, PAT).await.unwrap_err();
    assert_ne!(error.code(), "tenant_id_mismatch");
    Ok(())
}

fn becomes_another(stage: &Stage) {
    let issuer = format!("https://{ANOTHER}.ciamlogin.com/{ANOTHER}/v2.0");
    let keys = format!("{}/{ANOTHER}/keys", stage.emulator.origin());
    let fault = Fault {
        body: Some(json!({"issuer": issuer, "jwks_uri": keys})),
        times: 9,
        ..Fault::status("Metadata", 200)
    };
    stage.emulator.force(fault).unwrap();
}

async fn is_refused(client: &Client) {
    let outcome = first_factor(client, PAT).await;
    assert!(!matches!(outcome, Ok(Step::SignedIn { .. })));
    assert_eq!(outcome.unwrap_err().code(), "tenant_id_mismatch");
}
