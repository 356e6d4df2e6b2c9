//! Sign-in: who gets which challenge, and what wrong answers cost.

use serde_json::json;

use crate::bench::*;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

#[tokio::test]
async fn with_a_password() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let started = bench.post(INITIATE, CONTOSO_APP_PASSWORD, &fields).await;
    let token = started.token();
    let fields = [("continuation_token", token.as_str())];
    let challenge = bench.post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields).await;
    let mut body = challenge.body.clone();
    body["continuation_token"].take();
    assert_eq!(
        body,
        json!({"challenge_type": "password", "continuation_token": null})
    );
    bench
        .password_at(&challenge.token(), PASSWORD)
        .await
        .is_tokens();
    assert!(bench.emulator.messages().is_empty());
}

#[tokio::test]
async fn with_a_code_and_with_another_one() {
    let bench = Bench::new().await;
    bench.add(BOB, None);
    let token = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let first = bench.code(BOB);
    let fields = [("continuation_token", token.as_str())];
    let again = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
    assert_eq!(again.body["challenge_target_label"], "b***@ex***e.com");
    assert_eq!(again.body["code_length"], 8);
    assert!(again.body.get("interval").is_none());
    let token = again.token();
    bench
        .code_at(&token, &first)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    let reply = bench.code_at(&token, &bench.code(BOB)).await;
    reply.is_tokens();
    assert_eq!(bench.emulator.messages()[1].purpose, "sign_in");
}

#[tokio::test]
async fn a_code_can_be_wrong_void_and_expired() {
    let mut config = native_auth_emulator::Config::default();
    config.lifetimes.code_seconds = 60;
    let bench = Bench::with(config).await;
    bench.add(BOB, None);
    let token = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let code = bench.code(BOB);
    for _ in 0..5 {
        bench
            .code_at(&token, "wrong")
            .await
            .refused("invalid_grant", "invalid_oob_value", 50181);
    }
    bench
        .code_at(&token, &code)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    let fields = [("continuation_token", token.as_str())];
    let token = bench
        .post(CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .token();
    let code = bench.code(BOB);
    bench.pass(60);
    bench
        .code_at(&token, &code)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50182);
}

#[tokio::test]
async fn users_keep_the_way_they_sign_in_whatever_the_app() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    for (client, username, challenge) in [
        (CONTOSO_APP_OTP, ADA, "password"),
        (CONTOSO_APP_PASSWORD, BOB, "oob"),
    ] {
        let fields = [("username", username), ("challenge_type", ALL)];
        let token = bench.post(INITIATE, client, &fields).await.token();
        let fields = [("continuation_token", token.as_str())];
        let reply = bench.post(CHALLENGE, client, &fields).await;
        assert_eq!(reply.body["challenge_type"], challenge);
    }
}

#[tokio::test]
async fn the_wrong_kind_of_credential() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    let token = bench.challenged(CONTOSO_APP_PASSWORD, BOB).await;
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 400002);
    let token = bench.challenged(CONTOSO_APP_OTP, ADA).await;
    bench
        .code_at(&token, "12345678")
        .await
        .refused("invalid_request", "", 400002);
}

#[tokio::test]
async fn the_first_step_refuses() {
    let bench = Bench::new().await;
    for (fields, error, code) in [
        (vec![("challenge_type", ALL)], "invalid_request", 900144),
        (vec![("username", ADA)], "invalid_request", 900144),
        (
            vec![("username", "no name"), ("challenge_type", ALL)],
            "invalid_request",
            90100,
        ),
        (
            vec![("username", ADA), ("challenge_type", "oob")],
            "invalid_request",
            901007,
        ),
        (
            vec![("username", ADA), ("challenge_type", ALL)],
            "user_not_found",
            50034,
        ),
        (
            vec![("username", "nobody"), ("challenge_type", ALL)],
            "user_not_found",
            50034,
        ),
    ] {
        bench
            .post(INITIATE, CONTOSO_APP_PASSWORD, &fields)
            .await
            .refused(error, "", code);
    }
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let reply = bench.post(INITIATE, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(
        reply.text("error_uri"),
        "https://login.microsoftonline.com/error?code=50034"
    );
    assert!(!reply.text("error_description").contains("ada"));
}

#[tokio::test]
async fn names_are_found_in_any_case_and_by_alias() {
    let bench = Bench::new().await;
    let mut user = native_auth_emulator::NewUser::new("contoso", ADA, Some(PASSWORD));
    user.alias = Some("ada.l".to_owned());
    bench.emulator.add_user(&user).unwrap();
    for name in ["ADA@EXAMPLE.COM", "Ada.L"] {
        bench.with_password(name, PASSWORD).await.is_tokens();
    }
    let mut config = native_auth_emulator::Config::default();
    config.tenants[0].alias_sign_in = false;
    let bench = Bench::with(config).await;
    bench.emulator.add_user(&user).unwrap();
    let fields = [("username", "ada.l"), ("challenge_type", ALL)];
    bench
        .post(INITIATE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .refused("invalid_request", "", 90100);
}

#[tokio::test]
async fn a_list_without_the_users_way_leads_to_the_browser() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    for (username, at_start, at_challenge) in [
        (ADA, "oob redirect", None),
        (BOB, "password redirect", None),
        (ADA, ALL, Some("oob redirect")),
        (BOB, ALL, Some("redirect")),
    ] {
        let fields = [("username", username), ("challenge_type", at_start)];
        let token = bench.post(INITIATE, CONTOSO_APP_OTP, &fields).await.token();
        let mut fields = vec![("continuation_token", token.as_str())];
        fields.extend(at_challenge.map(|list| ("challenge_type", list)));
        let reply = bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await;
        reply.is_redirect();
        assert!(!reply.text("redirect_reason").is_empty());
    }
    assert!(bench.emulator.messages().is_empty());
}

#[tokio::test]
async fn ten_wrong_passwords_lock_the_account_for_longer_each_time() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    // The same wrong password again and again is one failure.
    for _ in 0..12 {
        bench
            .password_at(&token, "Wrong-0")
            .await
            .refused("invalid_grant", "", 50126);
    }
    for n in 1..9 {
        bench
            .password_at(&token, &format!("Wrong-{n}"))
            .await
            .refused("invalid_grant", "", 50126);
    }
    bench
        .password_at(&token, "Wrong-9")
        .await
        .refused("invalid_grant", "", 50053);
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_grant", "", 50053);
    bench.pass(60);
    bench
        .password_at(&token, "Wrong-10")
        .await
        .refused("invalid_grant", "", 50053);
    bench.pass(119);
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_grant", "", 50053);
    bench.pass(1);
    // The continuation token has outlived all of it.
    bench.password_at(&token, PASSWORD).await.is_tokens();
}

#[tokio::test]
async fn a_disabled_or_deleted_user_gets_nothing() {
    let bench = Bench::new().await;
    let ada = bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    bench.emulator.enable_user(&ada, false);
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_grant", "", 50057);
    bench.emulator.enable_user(&ada, true);
    bench.emulator.delete_user(&ada);
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_grant", "", 50034);
    assert!(!bench.emulator.enable_user(&ada, true));
    assert!(!bench.emulator.delete_user(&ada));
}
