//! Forced answers: what is queued under `/_emulator/faults`, and what requests get of it.

use serde_json::{Value, json};

use crate::bench::*;

const ADA: &str = "ada@example.com";
const ID: &str = "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64";

pub(crate) async fn queue(bench: &Bench, fault: &Value) -> Reply {
    let url = format!("{}/_emulator/faults", bench.emulator.origin());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(fault.to_string());
    Reply::of(request).await
}

pub(crate) async fn force(bench: &Bench, fault: Value) {
    let reply = queue(bench, &fault).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
}

pub(crate) async fn start(bench: &Bench, username: &str) -> Reply {
    let fields = [("username", username), ("challenge_type", ALL)];
    bench.post(INITIATE, CONTOSO_APP_PASSWORD, &fields).await
}

#[tokio::test]
async fn an_endpoint_goes_by_its_path_or_by_its_name() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    for endpoint in [INITIATE, "/oauth2/v2.0/initiate", "SignInInitiate"] {
        force(&bench, json!({"endpoint": endpoint, "answer": "SlowDown"})).await;
        start(&bench, ADA).await.refused("slow_down", "", 0);
        assert_eq!(start(&bench, ADA).await.status, 200);
    }
}

#[tokio::test]
async fn a_fault_is_for_one_person_at_every_endpoint() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    bench.add("bob@example.com", Some(PASSWORD));
    let (adas, bobs) = (
        bench.challenged(CONTOSO_APP_PASSWORD, ADA).await,
        bench
            .challenged(CONTOSO_APP_PASSWORD, "bob@example.com")
            .await,
    );
    let fault = json!({"username": "ADA@example.com", "answer": "ServerError", "times": 3});
    force(&bench, fault).await;
    bench.password_at(&bobs, PASSWORD).await.is_tokens();
    // Known by the continuation token, by name, and by the refresh token.
    let refused = |reply: Reply| reply.refused("server_error", "", 90_006).status;
    refused(bench.password_at(&adas, PASSWORD).await);
    refused(start(&bench, ADA).await);
    let tokens = bench.password_at(&adas, PASSWORD).await;
    // The third is used up by this one …
    tokens.refused("server_error", "", 90_006);
    let tokens = bench.password_at(&adas, PASSWORD).await;
    force(&bench, json!({"username": ADA, "status": 503})).await;
    let refresh = tokens.is_tokens().text("refresh_token");
    assert_eq!(
        bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.status,
        503
    );
    bench
        .refresh(CONTOSO_APP_PASSWORD, &refresh)
        .await
        .is_tokens();
    // Somebody who is still signing up has no user yet.
    force(
        &bench,
        json!({"username": "new@example.com", "endpoint": "SignUpChallenge",
                         "answer": "ChallengeTypeRedirect"}),
    )
    .await;
    let fields = [("username", "new@example.com"), ("challenge_type", ALL)];
    let token = bench.post(START, CONTOSO_APP_OTP, &fields).await.token();
    let fields = [("continuation_token", token.as_str())];
    bench
        .post(SIGN_UP_CHALLENGE, CONTOSO_APP_OTP, &fields)
        .await
        .is_redirect();
}

#[tokio::test]
async fn a_fault_is_for_one_correlation_id() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let upper = ID.to_uppercase();
    force(
        &bench,
        json!({"correlation_id": upper, "endpoint": "SignInInitiate", "status": 500}),
    )
    .await;
    assert_eq!(start(&bench, ADA).await.status, 200);
    let url = format!("{}/{INITIATE}", bench.emulator.authority());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("client-request-id", ID)
        .body(form(&[
            ("client_id", CONTOSO_APP_PASSWORD),
            ("username", ADA),
        ]));
    let reply = Reply::of(request).await;
    assert_eq!(
        (reply.status, reply.text("correlation_id").as_str()),
        (500, ID)
    );
    reply.is_whole_problem();
    let records = bench.emulator.requests();
    assert_eq!(records[0].forced, None);
    assert_eq!(records[1].forced.as_deref(), Some("status 500"));
    assert_eq!(
        (records[1].status, records[1].outcome.as_str()),
        (500, "server_error")
    );
    assert_eq!(records[1].app.as_deref(), Some("password"));
}

#[tokio::test]
async fn what_waits_is_listed_and_cleared() {
    let bench = Bench::new().await;
    let list = json!([
        {"endpoint": "SSPRPoll", "answer": "SSPRPollInProgress", "times": 2},
        {"username": ADA, "drop": "after", "delay_ms": 5},
    ]);
    let reply = queue(&bench, &list).await;
    assert_eq!((reply.status, &reply.body["waiting"]), (201, &json!(2)));
    let poll = [("continuation_token", "x")];
    let path = "resetpassword/v1.0/poll_completion";
    let reply = bench.post(path, CONTOSO_APP_PASSWORD, &poll).await;
    assert_eq!(
        (reply.status, reply.body),
        (200, json!({"status": "in_progress"}))
    );
    assert_eq!(
        bench.get("/_emulator/faults").await.body,
        json!([
            {"endpoint": path, "answer": "SSPRPollInProgress", "times": 1},
            {"username": ADA, "drop": "after", "delay_ms": 5, "times": 1},
        ])
    );
    let url = format!("{}/_emulator/faults", bench.emulator.origin());
    assert_eq!(Reply::of(bench.http.delete(&url)).await.status, 200);
    assert!(bench.emulator.forced().is_empty());
    force(&bench, json!({"endpoint": "Keys", "status": 503})).await;
    bench.emulator.reset();
    assert!(bench.emulator.forced().is_empty());
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused_with_a_sentence() {
    let bench = Bench::new().await;
    for (fault, sentence) in [
        (json!({"answer": "InvalidGrant"}), "say whom it is for"),
        (json!({"endpoint": "Keys"}), "say what happens"),
        (
            json!({"endpoint": "contoso.onmicrosoft.com/oauth2/v2.0/token", "status": 500}),
            "the path after the tenant",
        ),
        (
            json!({"endpoint": "oauth/v2.0/token", "status": 500}),
            "SignInToken",
        ),
        (
            json!({"username": "", "status": 500}),
            "`username` must not be empty",
        ),
        (
            json!({"correlation_id": "secret", "status": 500}),
            "`correlation_id` must be a GUID",
        ),
        (
            json!({"endpoint": "Keys", "status": 500, "times": 0}),
            "`times` must be 1 to 1000",
        ),
        (
            json!({"endpoint": "Keys", "status": 500, "times": "twice"}),
            "`times` must be a whole number",
        ),
        (
            json!({"endpoint": "Keys", "answer": "Nonsense"}),
            "`answer` must be one of: SignUpStartSuccess, ",
        ),
        (
            json!({"endpoint": "Keys", "answer": "SlowDown", "body": {}}),
            "`body` does not go with",
        ),
        (
            json!({"endpoint": "Keys", "answer": "SlowDown", "drop": "before"}),
            "only delay_ms goes with it",
        ),
        (
            json!({"endpoint": "Keys", "drop": "never"}),
            "`drop` must be before or after",
        ),
        (
            json!({"endpoint": "Keys", "status": 199}),
            "`status` must be 200 to 599",
        ),
        (
            json!({"endpoint": "Keys", "status": 70000}),
            "`status` must be a whole number",
        ),
        (
            json!({"endpoint": "Keys", "status": 200, "content_type": "x/y"}),
            "goes with `body` only",
        ),
        (
            json!({"endpoint": "Keys", "body": "x", "content_type": "x\ny"}),
            "is not a header's value",
        ),
        (
            json!({"endpoint": "Keys", "retry_after": 31_536_001}),
            "`retry_after` must be at most a year",
        ),
        (
            json!({"endpoint": "Keys", "status": 429, "retry_after_as": "date"}),
            "goes with `retry_after` only",
        ),
        (
            json!({"endpoint": "Keys", "retry_after": 1, "retry_after_as": "days"}),
            "must be seconds or date",
        ),
        (
            json!({"endpoint": "Keys", "delay_ms": 600_001}),
            "ten minutes",
        ),
        (
            json!({"endpoint": "Keys", "shape": "round"}),
            "html_page, truncated or oversized",
        ),
        (
            json!({"endpoint": "Keys", "shape": "html_page", "body": "x"}),
            "brings a body of its own",
        ),
        (
            json!({"endpoint": "Keys", "status": 500, "secret": 1}),
            "some of these fields and no others",
        ),
        (json!("secret"), "A fault is a JSON object"),
        (
            json!([{"endpoint": "Keys", "status": 500}, {"endpoint": "Keys"}]),
            "[1]: the field `answer`",
        ),
        (json!([[]]), "[0]: A fault is a JSON object"),
    ] {
        let reply = queue(&bench, &fault).await;
        assert_eq!(reply.status, 400, "{fault} {}", reply.body);
        let description = reply.text("error_description");
        assert!(description.contains(sentence), "{fault} {description}");
        assert!(!description.contains("secret"), "{description}");
        reply.is_whole_problem();
    }
    assert!(bench.emulator.forced().is_empty());
    let url = format!("{}/_emulator/faults", bench.emulator.origin());
    assert_eq!(
        Reply::of(bench.http.post(&url).body("{}")).await.status,
        415
    );
    let broken = bench
        .http
        .post(&url)
        .header("content-type", "application/json")
        .body("{");
    assert_eq!(
        Reply::of(broken).await.text("error_description"),
        "The body is not JSON."
    );
    assert_eq!(
        Reply::of(bench.http.put(&url)).await.headers["allow"],
        "GET, POST, DELETE"
    );
}
