//! What tokens say and how long they live, per tenant and per app.

use native_auth_emulator::{Config, NewUser};
use serde_json::{Value, json};

use crate::bench::*;
use crate::tokens::claims;

const ADA: &str = "ada@example.com";
const SHOP: &str = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b";
const BANK: &str = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4c";

const TENANT: &str = r#"
[[tenants]]
name = "fabrikam"
tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
user_flows = [{ name = "f", method = "password" }]
[tenants.tokens]
access_token_min_seconds = 900
access_token_max_seconds = 900
id_token_claims = { floor = 3, place = "here" }
[[tenants.apps]]
name = "shop"
client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b"
user_flow = "f"
[[tenants.apps]]
name = "bank"
client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4c"
user_flow = "f"
[tenants.apps.tokens]
access_token_max_seconds = 7200
access_token_min_seconds = 7200
id_token_seconds = 60
refresh_token_seconds = 120
client_info = false
id_token_claims = { place = "there" }
access_token_claims = { roles = ["teller"] }
"#;

#[tokio::test]
async fn the_address_is_in_id_tokens_that_are_to_have_it() {
    for (set, scope, expected) in [
        (None, SCOPE, None),
        (None, "openid email", Some(ADA)),
        (Some(true), SCOPE, Some(ADA)),
        (Some(false), "openid email", None),
    ] {
        let mut config = Config::default();
        config.tenants[0].tokens.email_claim = set;
        let bench = Bench::with(config).await;
        bench.add(ADA, Some(PASSWORD));
        let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
        let fields = [
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", scope),
        ];
        let tokens = bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await;
        let said = claims(&tokens.is_tokens().text("id_token"));
        let email = said.get("email").and_then(Value::as_str);
        assert_eq!(email, expected, "{set:?} {scope}");
    }
}

async fn signed_in(bench: &Bench, client: &str) -> Reply {
    let token = bench.challenged(client, ADA).await;
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", "openid profile offline_access"),
        ("client_info", "1"),
    ];
    bench.post(TOKEN, client, &fields).await
}

#[tokio::test]
async fn an_app_differs_from_its_tenant_and_the_tenant_from_the_rest() {
    let config = Config::from_toml_str(TENANT).unwrap();
    let bench = Bench::with(config).await;
    let user = NewUser::new("fabrikam", ADA, Some(PASSWORD));
    bench.emulator.add_user(&user).unwrap();
    let shop = signed_in(&bench, SHOP).await;
    let bank = signed_in(&bench, BANK).await;
    let lives = |reply: &Reply| {
        let claims = claims(&reply.text("id_token"));
        let issued = claims["iat"].as_i64().unwrap() + 300;
        let life = claims["exp"].as_i64().unwrap() - issued;
        (reply.is_tokens().body["expires_in"].clone(), life)
    };
    assert_eq!(lives(&shop), (json!(900), 3600));
    assert_eq!(lives(&bank), (json!(7200), 60));
    assert!(shop.body["client_info"].is_string());
    assert!(bank.body.get("client_info").is_none());
    let extra = |reply: &Reply, token: &str, name: &str| claims(&reply.text(token))[name].clone();
    assert_eq!(extra(&shop, "id_token", "place"), "here");
    assert_eq!(extra(&bank, "id_token", "place"), "there");
    assert_eq!(extra(&bank, "id_token", "floor"), 3);
    assert_eq!(extra(&bank, "access_token", "roles"), json!(["teller"]));
    assert_eq!(extra(&shop, "access_token", "roles"), Value::Null);
    assert_eq!(extra(&bank, "access_token", "place"), Value::Null);

    bench.pass(120);
    let refresh = |reply: &Reply| reply.text("refresh_token");
    let scope = ("scope", "openid");
    for (client, reply, refused) in [(SHOP, &shop, false), (BANK, &bank, true)] {
        let token = refresh(reply);
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
            scope,
        ];
        let reply = bench.post(TOKEN, client, &fields).await;
        if refused {
            reply.refused("invalid_grant", "", 700_082);
        } else {
            reply.is_tokens();
        }
    }
}

#[tokio::test]
async fn a_user_whom_nobody_lets_in() {
    let bench = Bench::new().await;
    let mut ada = NewUser::new("contoso", ADA, Some(PASSWORD));
    ada.password_expired = Some(true);
    let id = bench.emulator.add_user(&ada).unwrap();
    // Only whoever knows the password learns that it has run out.
    bench
        .with_password(ADA, "Wrong-1")
        .await
        .refused("invalid_grant", "", 50126);
    bench
        .with_password(ADA, PASSWORD)
        .await
        .refused("invalid_grant", "", 50055);
    let new = crate::reset_password::NEW;
    crate::reset_password::reset(&bench, ADA, new).await;
    let tokens = bench.with_password(ADA, new).await;
    let refresh = tokens.is_tokens().text("refresh_token");

    assert!(bench.emulator.block_user(&id, true));
    bench
        .with_password(ADA, new)
        .await
        .refused("access_denied", "", 53003);
    bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.refused(
        "invalid_grant",
        "message_only",
        53003,
    );
    assert!(bench.emulator.block_user(&id, false));
    bench.with_password(ADA, new).await.is_tokens();
    assert!(!bench.emulator.block_user("nobody", true));
    assert!(!bench.emulator.expire_password("nobody"));
    ada.username = "eve@example.com".to_owned();
    ada.password = None;
    assert!(bench.emulator.add_user(&ada).is_err());
}

#[tokio::test]
async fn a_user_is_changed_over_http() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let bob = bench.add("bob@example.com", None);
    let change = async |id: &str, body: Value| {
        let url = format!("{}/_emulator/users/{id}", bench.emulator.origin());
        let request = bench
            .http
            .patch(url)
            .header("content-type", "application/json");
        Reply::of(request.body(body.to_string())).await.status
    };
    for (field, error, code) in [
        ("enabled", "invalid_grant", 50057),
        ("blocked", "access_denied", 53003),
        ("password_expired", "invalid_grant", 50055),
        ("must_change_password", "invalid_request", 50142),
    ] {
        let bad = field != "enabled";
        assert_eq!(change(&id, json!({ field: bad })).await, 200);
        let users = bench.get("/_emulator/users").await.body;
        assert_eq!(users[0][field], bad, "{users}");
        bench
            .with_password(ADA, PASSWORD)
            .await
            .refused(error, "", code);
        assert_eq!(change(&id, json!({ field: !bad })).await, 200);
        bench.with_password(ADA, PASSWORD).await.is_tokens();
    }
    for (id, body, status) in [
        ("nobody", json!({ "enabled": true }), 404),
        (&id, json!({ "enabled": "yes" }), 400),
        (&id, json!({ "username": "x" }), 400),
        (&id, json!([true]), 400),
        (&bob, json!({ "password_expired": true }), 400),
        (&bob, json!({ "blocked": true }), 200),
    ] {
        assert_eq!(change(id, body.clone()).await, status, "{body}");
    }
}
