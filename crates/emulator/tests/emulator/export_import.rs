//! A tenant as one file: written, read elsewhere, and no different there.

use std::time::{Duration, UNIX_EPOCH};

use native_auth_emulator::{ClockMode, Config, Emulator};
use serde_json::{Value, json};

use crate::bench::*;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.com";

pub(crate) async fn at(seconds: u64, config: Config) -> Bench {
    let clock = ClockMode::Frozen(
        UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .unwrap(),
    );
    let emulator = Emulator::start(Config { clock, ..config }).await.unwrap();
    let http = client(None);
    Bench { emulator, http }
}

pub(crate) const NOW: u64 = 2_000_000_000;

pub(crate) async fn import(bench: &Bench, text: String) -> Reply {
    let url = format!("{}/_emulator/import", bench.emulator.origin());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(text);
    Reply::of(request).await
}

/// Over HTTP from one emulator to the other.
async fn carry(from: &Bench, to: &Bench) {
    let file = from.get("/_emulator/export").await;
    assert_eq!(file.status, 200);
    let reply = import(to, file.body.to_string()).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn an_export_of_an_import_is_the_same_file() {
    let from = at(NOW, Config::default()).await;
    from.add_with_methods(ADA, Some(PASSWORD), &["+4790012345", BOB]);
    from.add(BOB, None);
    from.with_password(ADA, PASSWORD).await.is_tokens();
    from.with_password(ADA, "Wrong-1")
        .await
        .refused("invalid_grant", "", 50126);
    from.challenged(CONTOSO_APP_OTP, BOB).await;
    let sign_up = [
        ("username", EVE),
        ("challenge_type", ALL),
        ("password", PASSWORD),
    ];
    from.post(START, CONTOSO_APP_PASSWORD, &sign_up)
        .await
        .token();
    let reset = [("username", ADA), ("challenge_type", "oob redirect")];
    from.post("resetpassword/v1.0/start", CONTOSO_APP_PASSWORD, &reset)
        .await
        .token();
    from.emulator.require_mfa(CONTOSO_APP_OTP, true);
    let to = at(NOW, Config::default()).await;
    let before = from.emulator.export();
    assert_ne!(to.emulator.export(), before);
    carry(&from, &to).await;
    assert_eq!(to.emulator.export(), before);
    // Everything that was done is in it.
    let file: Value = serde_json::from_str(&before).unwrap();
    for (part, count) in [
        ("tenants", 1),
        ("users", 2),
        ("refresh_tokens", 1),
        ("flows", 4),
        ("code_counts", 1),
        ("messages", 1),
        ("mfa_demands", 1),
    ] {
        let len = file[part].as_array().map(Vec::len);
        let len = len.or(file[part].as_object().map(|o| o.len()));
        assert_eq!(len, Some(count), "{part}");
    }
    assert!(!before.contains(PASSWORD));
}

#[tokio::test]
async fn whoever_was_signed_in_stays_so() {
    let from = at(NOW, Config::default()).await;
    let id = from.add_with_methods(ADA, Some(PASSWORD), &["+4790012345"]);
    let tokens = from.with_password(ADA, PASSWORD).await;
    let refresh = tokens.is_tokens().text("refresh_token");
    let to = at(NOW, Config::default()).await;
    carry(&from, &to).await;

    let refreshed = to.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    refreshed.is_tokens();
    let keys = "/contoso.onmicrosoft.com/discovery/v2.0/keys";
    assert_eq!(to.get(keys).await.body, from.get(keys).await.body);
    let claims = |reply: &Reply| crate::tokens::claims(&reply.text("id_token"));
    for claim in ["sub", "oid", "sid"] {
        assert_eq!(claims(&refreshed)[claim], claims(&tokens)[claim], "{claim}");
    }
    assert_eq!(to.emulator.users()[0].id, id);
    assert_eq!(
        serde_json::to_value(to.emulator.users()).unwrap(),
        serde_json::to_value(from.emulator.users()).unwrap()
    );
    to.with_password(ADA, PASSWORD).await.is_tokens();
    // What the first emulator goes on with is its own.
    assert!(to.emulator.delete_user(&id));
    from.with_password(ADA, PASSWORD).await.is_tokens();
}

#[tokio::test]
async fn a_lock_a_flow_and_a_spent_code_go_on_as_they_were() {
    let from = at(NOW, Config::default()).await;
    from.add(ADA, Some(PASSWORD));
    from.add(BOB, None);
    let locked = from.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    for n in 0..9 {
        from.password_at(&locked, &format!("Wrong-{n}"))
            .await
            .refused("invalid_grant", "", 50126);
    }
    let at_code = from.challenged(CONTOSO_APP_OTP, BOB).await;
    for _ in 0..4 {
        from.code_at(&at_code, "00000000").await.refused(
            "invalid_grant",
            "invalid_oob_value",
            50181,
        );
    }
    let to = at(NOW, Config::default()).await;
    carry(&from, &to).await;

    to.password_at(&locked, "Wrong-9")
        .await
        .refused("invalid_grant", "", 50053);
    to.pass(60);
    to.password_at(&locked, PASSWORD).await.is_tokens();
    let code = to.code(BOB);
    assert_eq!(code, from.code(BOB));
    to.code_at(&at_code, "00000000")
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    to.code_at(&at_code, &code)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    // There the fifth wrong one was never sent.
    from.code_at(&at_code, &code).await.is_tokens();
}

#[tokio::test]
async fn the_clock_is_never_before_the_export_and_never_goes_back() {
    let from = at(NOW, Config::default()).await;
    from.add(ADA, Some(PASSWORD));
    let open = from.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    from.pass(600);
    let behind = at(NOW - 50, Config::default()).await;
    carry(&from, &behind).await;
    assert_eq!(behind.emulator.now(), from.emulator.now());
    behind
        .password_at(&open, PASSWORD)
        .await
        .refused("expired_token", "", 552_003);
    let ahead = at(NOW + 5000, Config::default()).await;
    let now = ahead.emulator.now();
    carry(&from, &ahead).await;
    assert_eq!(ahead.emulator.now(), now);
}

#[tokio::test]
async fn tenants_and_rules_come_along() {
    let config = Config::from_toml_str(
        r#"
        strict_refresh_tokens = true
        [lifetimes]
        continuation_token_seconds = 5
        [[tenants]]
        name = "fabrikam"
        tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
        user_flows = [{ name = "f", method = "otp" }]
        apps = [{ name = "a", client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b", user_flow = "f" }]
        "#,
    )
    .unwrap();
    let app = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b";
    let from = at(NOW, config).await;
    let to = at(NOW, Config::default()).await;
    carry(&from, &to).await;
    assert!(
        to.emulator
            .authority()
            .ends_with("/fabrikam.onmicrosoft.com")
    );
    assert_eq!(to.emulator.tenants()[0].apps[0].client_id, app);
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let token = to.post(START, app, &fields).await.token();
    to.pass(5);
    let fields = [("continuation_token", token.as_str())];
    to.post(SIGN_UP_CHALLENGE, app, &fields)
        .await
        .refused("expired_token", "", 552_003);
    let gone = format!(
        "{}/contoso.onmicrosoft.com/{INITIATE}",
        to.emulator.origin()
    );
    to.post_raw(&gone, &[])
        .await
        .refused("invalid_request", "", 90002);
}

#[tokio::test]
async fn users_can_be_written_by_hand() {
    let bench = at(NOW, Config::default()).await;
    bench.add(BOB, None);
    let keys = "/contoso.onmicrosoft.com/discovery/v2.0/keys";
    let before = bench.get(keys).await.body;
    let seed = json!({
        "format": "native-auth-emulator", "version": 1,
        "new_users": [
            {"tenant": "contoso", "username": ADA, "password": PASSWORD, "alias": "ada"},
            {"tenant": "contoso", "username": EVE},
        ],
    });
    let reply = import(&bench, seed.to_string()).await;
    assert_eq!(
        (reply.status, reply.body),
        (200, json!({"tenants": 1, "users": 2}))
    );
    bench.with_password("ada", PASSWORD).await.is_tokens();
    // The tenant is as it was, and whoever was there before is not.
    assert_eq!(bench.get(keys).await.body, before);
    assert_eq!(bench.emulator.users().len(), 2);
}
