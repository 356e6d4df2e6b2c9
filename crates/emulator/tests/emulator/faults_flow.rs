//! What a forced answer does to a flow, which is nothing.

use serde_json::json;

use crate::bench::*;
use crate::faults::{force, start};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn a_forced_answer_moves_nothing_and_counts_nothing() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add("otp@example.com", None);
    // More refusals than lock an account, and than void a code.
    let at_password = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let at_code = bench.challenged(CONTOSO_APP_OTP, "otp@example.com").await;
    for fault in [
        json!({"answer": "InvalidPassword", "times": 12}),
        json!({"status": 500, "times": 12}),
    ] {
        let mut fault = fault;
        fault["endpoint"] = json!("SignInToken");
        force(&bench, fault).await;
        for n in 0..12 {
            let reply = if n % 2 == 0 {
                bench.password_at(&at_password, &format!("Wrong-{n}")).await
            } else {
                bench.code_at(&at_code, "00000000").await
            };
            assert!(reply.status >= 400);
        }
    }
    let code = bench.code("otp@example.com");
    bench.code_at(&at_code, &code).await.is_tokens();
    bench.password_at(&at_password, PASSWORD).await.is_tokens();
}

#[tokio::test]
async fn a_client_that_repeats_a_call_after_5xx_is_counted_once() {
    let bench = Bench::new().await;
    bench.add("otp@example.com", None);
    let token = bench.challenged(CONTOSO_APP_OTP, "otp@example.com").await;
    let code = bench.code("otp@example.com");
    // Four wrong codes of the five that void it, each sent twice, as Microsoft's Android client
    // does after these three.
    for status in [500, 503, 504, 500] {
        force(&bench, json!({"endpoint": "SignInToken", "status": status})).await;
        let first = bench.code_at(&token, "00000000").await;
        assert_eq!(first.status, status);
        first.is_whole_problem();
        bench.code_at(&token, "00000000").await.refused(
            "invalid_grant",
            "invalid_oob_value",
            50181,
        );
    }
    // A mail that the first call did not send is not sent twice, either.
    let sent = bench.emulator.messages_for("otp@example.com").len();
    force(
        &bench,
        json!({"endpoint": "SignInChallenge", "status": 503}),
    )
    .await;
    let fields = [("continuation_token", token.as_str())];
    assert_eq!(
        bench.post(CHALLENGE, CONTOSO_APP_OTP, &fields).await.status,
        503
    );
    assert_eq!(bench.emulator.messages_for("otp@example.com").len(), sent);
    bench.code_at(&token, &code).await.is_tokens();
}

#[tokio::test]
async fn a_token_in_a_forced_answer_stands_for_the_step_of_the_flow() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    force(
        &bench,
        json!({"endpoint": "SignInToken", "answer": "MFARequired"}),
    )
    .await;
    let reply = bench.password_at(&token, PASSWORD).await;
    let forced = reply
        .refused("invalid_grant", "mfa_required", 50076)
        .token();
    assert_ne!(forced, token);
    // The password is still what is wanted, with either token.
    let fields = [("continuation_token", forced.as_str())];
    let introspect = "oauth2/v2.0/introspect";
    bench
        .post(introspect, CONTOSO_APP_PASSWORD, &fields)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .password_at(&token, "Wrong-1")
        .await
        .refused("invalid_grant", "", 50126);
    bench.password_at(&forced, PASSWORD).await.is_tokens();
    // A request that has no flow gets a token that stands for nothing.
    force(
        &bench,
        json!({"endpoint": "SignInInitiate", "answer": "InitiateSuccess"}),
    )
    .await;
    let nobody = start(&bench, "nobody@example.com").await.token();
    let fields = [("continuation_token", nobody.as_str())];
    bench
        .post(CHALLENGE, CONTOSO_APP_PASSWORD, &fields)
        .await
        .refused("invalid_request", "", 55200);
}
