//! Continuation tokens: to whom they belong, how long they live, when they are spent.

use crate::bench::*;

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn a_token_is_spent_by_success_and_kept_by_refusal() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    bench
        .password_at(&token, "Wrong-1")
        .await
        .refused("invalid_grant", "", 50126);
    bench.password_at(&token, PASSWORD).await.is_tokens();
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn of_two_requests_at_once_one_wins() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let (one, two) = tokio::join!(
        bench.password_at(&token, PASSWORD),
        bench.password_at(&token, PASSWORD)
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}

#[tokio::test]
async fn a_token_expires_and_says_so() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let first = bench
        .post(INITIATE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    bench.pass(599);
    let fields = [("continuation_token", first.as_str())];
    let second = bench
        .post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    bench.pass(600);
    bench
        .password_at(&second, PASSWORD)
        .await
        .refused("expired_token", "", 552003);
    let fields = [("continuation_token", second.as_str())];
    for path in [CHALLENGE, SIGN_UP_CHALLENGE] {
        bench
            .post(path, CONTOSO_APP_PASSWORD, &fields)
            .await
            .refused("expired_token", "", 552003);
    }
}

#[tokio::test]
async fn a_token_belongs_to_its_app_tenant_form_and_flow() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let token = bench
        .post(INITIATE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    let fields = [("continuation_token", token.as_str())];
    bench
        .post(CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .refused("invalid_request", "", 55200);
    let by_id = format!("{}/{CHALLENGE}", bench.emulator.authority_by_id());
    let all = [("client_id", CONTOSO_APP_PASSWORD), fields[0]];
    bench
        .post_raw(&by_id, &all)
        .await
        .refused("invalid_request", "", 55200);
    for value in ["", "x", &"y".repeat(10_000)] {
        let fields = [("continuation_token", value)];
        let code = if value.is_empty() { 90100 } else { 55200 };
        bench
            .post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
            .await
            .refused("invalid_request", "", code);
    }
    // None of it cost the token anything.
    let ok = bench.post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields).await;
    assert_eq!(ok.status, 200);
}

#[tokio::test]
async fn a_sign_up_token_is_no_sign_in_token() {
    let bench = Bench::new().await;
    let fields = [("username", ADA), ("challenge_type", ALL)];
    let token = bench
        .post(START, CONTOSO_APP_PASSWORD, &fields)
        .await
        .token();
    let fields = [("continuation_token", token.as_str())];
    bench
        .post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn the_whole_flow_works_by_tenant_id_too() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let base = bench.emulator.authority_by_id();
    let client = ("client_id", CONTOSO_APP_PASSWORD);
    let fields = [client, ("username", ADA), ("challenge_type", ALL)];
    let token = bench
        .post_raw(&format!("{base}/{INITIATE}"), &fields)
        .await
        .token();
    let fields = [client, ("continuation_token", token.as_str())];
    let token = bench
        .post_raw(&format!("{base}/{CHALLENGE}"), &fields)
        .await
        .token();
    let fields = [
        client,
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", SCOPE),
    ];
    bench
        .post_raw(&format!("{base}/{TOKEN}"), &fields)
        .await
        .is_tokens();
}
