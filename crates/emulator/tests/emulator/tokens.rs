//! Tokens: claims, signatures, scopes, and how refresh tokens live and die.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::bench::*;

const ADA: &str = "ada@example.com";

/// The claims of a JWT, unverified.
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn unix(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

/// What a validator that knows only the authority finds out, and whether it takes the token.
pub(crate) async fn verified(bench: &Bench, authority_path: &str, token: &str) -> Option<Value> {
    let metadata = bench
        .get(&format!(
            "{authority_path}/v2.0/.well-known/openid-configuration"
        ))
        .await;
    assert_eq!(metadata.headers["cache-control"], "max-age=86400, private");
    let keys_url = metadata.text("jwks_uri");
    let keys = Reply::of(bench.http.get(keys_url)).await;
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    assert_eq!(header.typ.as_deref(), Some("JWT"));
    let key = keys.body["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"].as_str() == header.kid.as_deref())?;
    assert_eq!((&key["kty"], &key["use"]), (&json!("RSA"), &json!("sig")));
    assert_eq!(key["issuer"], metadata.body["issuer"]);
    let key =
        DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap())
            .unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[CONTOSO_APP_PASSWORD, "api://contoso-api"]);
    rules.set_issuer(&[metadata.text("issuer")]);
    jsonwebtoken::decode::<Value>(token, &key, &rules)
        .ok()
        .map(|data| data.claims)
}

#[tokio::test]
async fn both_tokens_verify_by_discovery_alone_and_a_flipped_byte_does_not() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let reply = bench.with_password(ADA, PASSWORD).await;
    for path in ["/contoso.onmicrosoft.com", &format!("/{CONTOSO_TENANT_ID}")] {
        for token in ["id_token", "access_token"] {
            let token = reply.text(token);
            assert!(verified(&bench, path, &token).await.is_some());
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
            bytes[17] ^= 1;
            let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes));
            assert!(verified(&bench, path, &forged).await.is_none());
        }
    }
    // Another emulator's keys are other keys.
    let other = Bench::new().await;
    let token = reply.text("id_token");
    assert!(
        verified(&other, "/contoso.onmicrosoft.com", &token)
            .await
            .is_none()
    );
}

#[tokio::test]
async fn claims_and_lifetimes() {
    let bench = Bench::new().await;
    let mut user = native_auth_emulator::NewUser::new("contoso", ADA, Some(PASSWORD));
    user.attributes
        .insert("displayName".to_owned(), json!("Ada L"));
    let id = bench.emulator.add_user(&user).unwrap();
    let reply = bench.with_password(ADA, PASSWORD).await;
    let now = unix(bench.emulator.now());
    let issuer = format!("https://{CONTOSO_TENANT_ID}.ciamlogin.com/{CONTOSO_TENANT_ID}/v2.0");
    let life = reply.body["expires_in"].as_i64().unwrap();
    assert!((3600..=5400).contains(&life));
    assert_eq!(reply.body["ext_expires_in"], life);
    assert_eq!(reply.body["scope"], "api://contoso-api/Read openid profile");

    let mut id_token = claims(&reply.text("id_token"));
    let mut access = claims(&reply.text("access_token"));
    assert_ne!(id_token["sub"], access["sub"]);
    assert_ne!(id_token["uti"], access["uti"]);
    assert_eq!(id_token["sid"], access["sid"]);
    for claims in [&mut id_token, &mut access] {
        for random in ["sub", "sid", "uti"] {
            let text = claims[random].take();
            assert!(text.as_str().unwrap().len() >= 16);
            assert_ne!(text, id.as_str());
        }
    }
    let shared = json!({
        "iss": issuer, "iat": now - 300, "nbf": now - 300, "ver": "2.0",
        "tid": CONTOSO_TENANT_ID, "oid": id, "name": "Ada L", "preferred_username": ADA,
        "sub": null, "sid": null, "uti": null, "emulator": true,
    });
    let mut expected = shared.clone();
    expected["aud"] = json!(CONTOSO_APP_PASSWORD);
    expected["exp"] = json!(now + 3600);
    assert_eq!(id_token, expected);
    let mut expected = shared;
    expected["aud"] = json!("api://contoso-api");
    expected["exp"] = json!(now + life);
    expected["azp"] = json!(CONTOSO_APP_PASSWORD);
    expected["azpacr"] = json!("0");
    expected["scp"] = json!("Read");
    assert_eq!(access, expected);

    let info = URL_SAFE_NO_PAD.decode(reply.text("client_info")).unwrap();
    let info: Value = serde_json::from_slice(&info).unwrap();
    assert_eq!(info, json!({"uid": id, "utid": CONTOSO_TENANT_ID}));
}

#[tokio::test]
async fn sub_is_the_same_for_one_app_and_differs_between_two() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let sub = async |client: &str| {
        let token = bench.challenged(client, ADA).await;
        let fields = [
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", "openid"),
        ];
        let reply = bench.post(TOKEN, client, &fields).await;
        claims(&reply.text("id_token"))["sub"].clone()
    };
    let first = sub(CONTOSO_APP_PASSWORD).await;
    assert_eq!(first, sub(CONTOSO_APP_PASSWORD).await);
    assert_ne!(first, sub(CONTOSO_APP_OTP).await);
}

#[tokio::test]
async fn what_comes_depends_on_the_scope() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let sign_in = async |scope: &str| {
        let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
        let fields = [
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", scope),
        ];
        bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await
    };
    let bare = sign_in(CONTOSO_API_SCOPE).await;
    bare.is_tokens();
    assert!(bare.body.get("client_info").is_none());
    // Microsoft's JavaScript client sends the app's scopes alone, and wants both of these.
    assert!(bare.body["refresh_token"].is_string());
    assert!(claims(&bare.text("id_token"))["oid"].is_string());
    let openid = sign_in("openid email").await;
    let id_token = claims(&openid.text("id_token"));
    assert_eq!(id_token["email"], ADA);
    assert!(id_token.get("oid").is_none() && id_token.get("name").is_none());
    assert_eq!(openid.body["scope"], "openid email");
    let access = claims(&openid.text("access_token"));
    assert_eq!(access["aud"], "00000003-0000-0000-c000-000000000000");
    let all = sign_in("api://contoso-api/.default offline_access").await;
    assert_eq!(
        all.body["scope"],
        format!("{CONTOSO_API_SCOPE} openid profile")
    );
    assert!(all.body["refresh_token"].is_string());

    for (scope, error, code) in [
        ("nonsense", "invalid_scope", 70011),
        (" ", "invalid_scope", 70011),
        ("openid /", "invalid_scope", 70011),
        ("api://a/x api://b/y", "invalid_scope", 70011),
        (
            "api://nowhere/x api://contoso-api/Read",
            "invalid_scope",
            70011,
        ),
        ("api://nowhere/x api://nowhere/y", "invalid_grant", 65001),
        (
            "api://contoso-api/Read https://graph.microsoft.com/User.Read",
            "invalid_scope",
            70011,
        ),
        ("api://contoso-api/Write", "invalid_grant", 65001),
        ("", "invalid_request", 90100),
    ] {
        sign_in(scope).await.refused(error, "", code);
    }
}

#[tokio::test]
async fn a_refresh_for_nothing_grants_something() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let first = bench.with_password(ADA, PASSWORD).await;
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &first.text("refresh_token")),
        ("scope", "offline_access"),
    ];
    let reply = bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(reply.is_tokens().body["scope"], "openid profile");
    assert_eq!(claims(&reply.text("access_token"))["scp"], "openid profile");
    assert!(claims(&reply.text("id_token"))["oid"].is_string());
}

#[tokio::test]
async fn a_mistaken_scope_costs_neither_token_nor_code() {
    let bench = Bench::new().await;
    bench.add("bob@example.com", None);
    let token = bench.challenged(CONTOSO_APP_OTP, "bob@example.com").await;
    let code = bench.code("bob@example.com");
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code.as_str()),
        ("scope", "api://contoso-api/Write"),
    ];
    bench
        .post(TOKEN, CONTOSO_APP_OTP, &fields)
        .await
        .refused("invalid_grant", "", 65001);
    bench.code_at(&token, &code).await.is_tokens();
}

#[tokio::test]
async fn grant_types_nobody_offers() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    for (grant, error, code) in [
        ("client_credentials", "unsupported_grant_type", 70003),
        ("device_code", "unsupported_grant_type", 70003),
        ("authorization_code", "invalid_request", 900_144),
        ("mfa_oob", "invalid_request", 55200),
        ("continuation_token", "invalid_request", 55200),
        ("", "invalid_request", 90100),
    ] {
        let fields = [
            ("grant_type", grant),
            ("continuation_token", token.as_str()),
            ("scope", SCOPE),
            ("oob", "12345678"),
        ];
        bench
            .post(TOKEN, CONTOSO_APP_PASSWORD, &fields)
            .await
            .refused(error, "", code);
    }
}

#[tokio::test]
async fn refreshing_rotates_and_slides_and_the_old_token_stays() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let first = bench.with_password(ADA, PASSWORD).await;
    let old = first.text("refresh_token");
    let app = CONTOSO_APP_PASSWORD;
    bench.pass(80 * 24 * 3600);
    let second = bench.refresh(app, &old).await;
    second.is_tokens();
    let new = second.text("refresh_token");
    assert_ne!(new, old);
    assert_ne!(second.text("access_token"), first.text("access_token"));
    // One session, all along.
    let sid = |reply: &Reply| claims(&reply.text("id_token"))["sid"].clone();
    assert_eq!(sid(&first), sid(&second));
    bench.refresh(app, &old).await.is_tokens();
    bench.pass(10 * 24 * 3600);
    bench
        .refresh(app, &old)
        .await
        .refused("invalid_grant", "", 700082);
    bench.refresh(app, &new).await.is_tokens();
}

#[tokio::test]
async fn a_refresh_token_is_for_one_app_and_one_user() {
    let bench = Bench::new().await;
    let ada = bench.add(ADA, Some(PASSWORD));
    let bob = bench.add("bob@example.com", Some(PASSWORD));
    let app = CONTOSO_APP_PASSWORD;
    let token = async |user| {
        bench
            .with_password(user, PASSWORD)
            .await
            .text("refresh_token")
    };
    let (adas, bobs) = (token(ADA).await, token("bob@example.com").await);
    bench
        .refresh(CONTOSO_APP_OTP, &adas)
        .await
        .refused("invalid_grant", "client_mismatch", 70008);
    bench
        .refresh(app, "1.invented")
        .await
        .refused("invalid_grant", "", 70008);
    bench.emulator.delete_user(&ada);
    bench
        .refresh(app, &adas)
        .await
        .refused("invalid_grant", "bad_token", 50173);
    bench.emulator.enable_user(&bob, false);
    bench
        .refresh(app, &bobs)
        .await
        .refused("invalid_grant", "", 50057);
    bench.emulator.enable_user(&bob, true);
    bench
        .refresh(app, &bobs)
        .await
        .refused("invalid_grant", "bad_token", 50173);
    for missing in ["refresh_token", "scope"] {
        let given = if missing == "scope" {
            ("refresh_token", bobs.as_str())
        } else {
            ("scope", SCOPE)
        };
        bench
            .post(TOKEN, app, &[("grant_type", "refresh_token"), given])
            .await
            .refused("invalid_request", "", 900144);
    }
}
