//! What becomes of an authorization code between the sign-in and its redemption.

use native_auth_emulator::Config;
use serde_json::Value;

use crate::bench::*;
use crate::browser::{address, open};
use crate::export_import::{NOW, at, import};
use crate::hosted::{code_for, redeem};
use crate::tokens::claims;

const ADA: &str = "ada@example.com";
const APP: &str = CONTOSO_APP_PASSWORD;

#[tokio::test]
async fn a_code_comes_with_its_session_and_if_asked_for_with_its_person() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    for (asked, is_told) in [("", false), ("0", false), ("1", true), ("true", true)] {
        let url = address(&bench, APP, &[("client_info", asked)]);
        let page = open(&bench, &url).await;
        let page = page.submit(&bench, &[("username", ADA)]).await;
        let done = page.submit(&bench, &[("password", PASSWORD)]).await;
        let tokens = redeem(&bench, APP, &done.told("code").unwrap(), &[]).await;
        let sid = claims(&tokens.is_tokens().text("id_token"))["sid"].clone();
        assert_eq!(Value::from(done.told("session_state")), sid);
        let expected = is_told.then(|| tokens.text("client_info"));
        assert_eq!(done.told("client_info"), expected, "{asked}");
    }
}

#[tokio::test]
async fn who_may_no_longer_sign_in_gets_nothing_for_a_code() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let code = code_for(&bench, APP, &[]).await;
    bench.emulator.block_user(&id, true);
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "message_only", 53003);
    bench.emulator.block_user(&id, false);
    bench.emulator.require_mfa(APP, true);
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "basic_action", 50076);
    bench.emulator.require_mfa(APP, false);
    bench.emulator.require_password_change(&id);
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "user_password_expired", 50142);
    crate::reset_password::reset(&bench, ADA, crate::reset_password::NEW).await;
    // It came of the old password.
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn an_expired_password_counts_at_the_redemption_too() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let code = code_for(&bench, APP, &[]).await;
    assert!(bench.emulator.expire_password(&id));
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "", 50055);
}

#[tokio::test]
async fn a_code_ends_with_its_account() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let code = code_for(&bench, APP, &[]).await;
    assert!(bench.emulator.enable_user(&id, false));
    assert!(bench.emulator.enable_user(&id, true));
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "", 70008);
    let code = code_for(&bench, APP, &[]).await;
    assert!(bench.emulator.delete_user(&id));
    redeem(&bench, APP, &code, &[])
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn so_many_codes_are_kept_and_no_more() {
    let mut config = Config::default();
    config.limits.authorization_codes = 2;
    let bench = Bench::with(config).await;
    bench.add(ADA, Some(PASSWORD));
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(code_for(&bench, APP, &[]).await);
    }
    redeem(&bench, APP, &codes[0], &[])
        .await
        .refused("invalid_grant", "", 70008);
    for code in &codes[1..] {
        redeem(&bench, APP, code, &[]).await.is_tokens();
    }
}

#[tokio::test]
async fn an_import_takes_each_code_once_and_no_more_than_the_limit() {
    let bench = at(NOW, Config::default()).await;
    bench.add(ADA, Some(PASSWORD));
    code_for(&bench, APP, &[]).await;
    code_for(&bench, APP, &[]).await;
    let good: Value = serde_json::from_str(&bench.emulator.export()).unwrap();
    let mut twice = good.clone();
    let code = twice["authorization_codes"][0].clone();
    let codes = twice["authorization_codes"].as_array_mut().unwrap();
    codes.push(code);
    let mut many = good.clone();
    many["rules"]["limits"]["authorization_codes"] = 1.into();
    for (file, sentence) in [
        (twice, "`authorization_codes` has the same token twice"),
        (many, "`authorization_codes` has more entries than"),
    ] {
        let reply = import(&bench, file.to_string()).await;
        let description = reply.text("error_description");
        assert!(description.contains(sentence), "{description}");
    }
    assert_eq!(import(&bench, good.to_string()).await.status, 200);
}
