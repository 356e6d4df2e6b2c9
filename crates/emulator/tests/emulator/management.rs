//! The pages under `/_emulator`, and the handle's view of the same things.

use std::path::Path;

use serde_json::{Value, json};

use crate::bench::*;

const ADA: &str = "ada@example.com";

async fn create(bench: &Bench, body: &Value) -> Reply {
    let url = format!("{}/_emulator/users", bench.emulator.origin());
    let request = bench
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(body.to_string());
    Reply::of(request).await
}

#[tokio::test]
async fn users_are_made_listed_and_deleted() {
    let bench = Bench::new().await;
    let made = create(
        &bench,
        &json!({
            "tenant": "contoso", "username": ADA, "password": PASSWORD, "alias": "ada",
            "enabled": true, "attributes": {"displayName": "Ada", "jobTitle": "Countess"},
            "methods": [{"channel": "sms", "target": "+4790012345"}],
        }),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.text("id");
    let listed = bench.get("/_emulator/users").await;
    let mut user = listed.body[0].clone();
    assert!(user["created_at"].take().as_str().unwrap().ends_with('Z'));
    assert!(user["methods"][0]["id"].take().is_string());
    assert_eq!(
        user,
        json!({
            "id": id, "tenant_id": CONTOSO_TENANT_ID, "username": ADA, "alias": "ada",
            "enabled": true, "blocked": false, "password_expired": false,
            "must_change_password": false, "sign_in_method": "password", "created_at": null,
            "attributes": {"displayName": "Ada", "jobTitle": "Countess"},
            "methods": [{"id": null, "channel": "sms", "target": "+4790012345"}],
        })
    );
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    let url = format!("{}/_emulator/users/{id}", bench.emulator.origin());
    assert_eq!(Reply::of(bench.http.delete(&url)).await.status, 200);
    assert_eq!(Reply::of(bench.http.delete(&url)).await.status, 404);
    assert!(bench.emulator.users().is_empty());
}

#[tokio::test]
async fn a_user_that_cannot_be_is_refused_with_a_sentence() {
    let bench = Bench::new().await;
    bench.add("taken@example.com", None);
    for (body, status, sentence) in [
        (
            json!({"tenant": "fabrikam", "username": ADA}),
            400,
            "`tenant` must be one of: contoso",
        ),
        (
            json!({"tenant": "contoso", "username": "ada"}),
            400,
            "`username` must be an e-mail address",
        ),
        (
            json!({"tenant": "contoso", "username": ADA, "password": "hunter2"}),
            400,
            "`password` breaks the rule password_too_short",
        ),
        (
            json!({"tenant": "contoso", "username": ADA, "password": 7}),
            400,
            "`password` is not of the documented type",
        ),
        (
            json!({"tenant": "contoso", "username": ADA, "alias": "a b"}),
            400,
            "`alias` takes",
        ),
        (
            json!({"tenant": "contoso", "username": ADA, "attributes": {"shoeSize": "42"}}),
            400,
            "neither built-in",
        ),
        (
            json!({"tenant": "contoso", "username": ADA, "attributes": {"city": "B4th"}}),
            400,
            "`attributes.city` has a value that does not fit",
        ),
        (
            json!({"tenant": "contoso", "username": ADA,
                   "methods": [{"channel": "sms", "target": "81234567"}]}),
            400,
            "`methods[0].target`",
        ),
        (
            json!({"tenant": "contoso", "username": ADA,
                   "methods": [{"channel": "pigeon", "target": "x"}]}),
            400,
            "`methods[0].channel` must be email or sms",
        ),
        (
            json!({"tenant": "contoso", "username": "TAKEN@example.com"}),
            409,
            "taken in this tenant",
        ),
        (json!({"username": ADA}), 400, "tenant, username"),
        (
            json!({"tenant": "contoso", "username": ADA, "role": "admin"}),
            400,
            "and nothing else",
        ),
        (json!([]), 400, "JSON object"),
    ] {
        let reply = create(&bench, &body).await;
        assert_eq!(reply.status, status, "{body} {}", reply.body);
        let description = reply.text("error_description");
        assert!(description.contains(sentence), "{body} {description}");
        for secret in ["hunter2", "shoeSize", "B4th", "81234567", ADA] {
            assert!(!description.contains(secret), "{description}");
        }
        reply.is_whole_problem();
    }
    assert_eq!(bench.emulator.users().len(), 1);
    let url = format!("{}/_emulator/users", bench.emulator.origin());
    let plain = bench.http.post(&url).body("{}");
    assert_eq!(Reply::of(plain).await.status, 415);
    for rest in ["x", "{}", r#"{"tenant":"contoso"}"#, ",", "]"] {
        let body = format!(r#"{{"tenant":"contoso","username":"{ADA}"}} {rest}"#);
        let request = bench
            .http
            .post(&url)
            .header("content-type", "application/json");
        let reply = Reply::of(request.body(body)).await;
        assert_eq!(reply.status, 400, "{rest}");
        let description = reply.text("error_description");
        assert!(description.contains("follows"), "{description}");
    }
    assert_eq!(bench.emulator.users().len(), 1);
}

#[tokio::test]
async fn messages_are_listed_newest_last_and_by_recipient() {
    let bench = Bench::new().await;
    for username in [ADA, "bob@example.com"] {
        bench.add(username, None);
        bench.challenged(CONTOSO_APP_OTP, username).await;
        bench.pass(1);
    }
    let all = bench.get("/_emulator/messages").await.body;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let members: Vec<&str> = all[1]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        members,
        ["channel", "code", "purpose", "recipient", "sent_at"]
    );
    assert_eq!(all[1]["recipient"], "bob@example.com");
    assert!(all[0]["sent_at"].as_str() < all[1]["sent_at"].as_str());
    let adas = bench
        .get("/_emulator/messages?recipient=ADA%40example.com")
        .await
        .body;
    assert_eq!(adas, json!([all[0]]));
    let none = bench.get("/_emulator/messages?recipient=x").await.body;
    assert_eq!(none, json!([]));
    let tagged = "eve+shop@example.com";
    bench.add(tagged, None);
    bench.challenged(CONTOSO_APP_OTP, tagged).await;
    for plus in ["+", "%2B", "%2b"] {
        let page = format!("/_emulator/messages?recipient=eve{plus}shop@example.com");
        let eves = bench.get(&page).await.body;
        assert_eq!(eves[0]["recipient"], tagged, "{plus}");
    }
}

#[tokio::test]
async fn reset_forgets_people_and_keeps_keys() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    let keys = format!("/{CONTOSO_TENANT_ID}/discovery/v2.0/keys");
    let before = bench.get(&keys).await.body;
    let open = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let url = format!("{}/_emulator/reset", bench.emulator.origin());
    assert_eq!(Reply::of(bench.http.post(url)).await.status, 200);
    for page in ["users", "messages", "requests"] {
        assert_eq!(
            bench.get(&format!("/_emulator/{page}")).await.body,
            json!([])
        );
    }
    assert_eq!(bench.get(&keys).await.body, before);
    bench
        .password_at(&open, PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .refresh(CONTOSO_APP_PASSWORD, &refresh)
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn requests_tell_what_happened_under_which_correlation_id() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let reply = bench.with_password(ADA, "Wrong-1").await;
    let id = reply.text("correlation_id");
    let list = bench.get("/_emulator/requests").await.body;
    let outcomes: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["started", "password_challenge", "invalid_grant"]);
    let mut last = list[2].clone();
    assert!(last["at"].take().as_str().unwrap().ends_with('Z'));
    assert_eq!(
        last,
        json!({
            "at": null, "method": "POST", "correlation_id": id, "app": "password", "status": 400,
            "path": "/contoso.onmicrosoft.com/oauth2/v2.0/token", "outcome": "invalid_grant",
            "fields": {
                "client_id": CONTOSO_APP_PASSWORD, "continuation_token": "***",
                "grant_type": "password", "password": "***", "scope": SCOPE,
                "client_info": "***",
            },
        })
    );
}

#[tokio::test]
async fn the_list_of_requests_is_bounded() {
    let mut config = native_auth_emulator::Config::default();
    config.limits.requests = 3;
    let bench = Bench::with(config).await;
    for _ in 0..5 {
        bench.post(START, "x", &[]).await;
    }
    assert_eq!(bench.emulator.requests().len(), 3);
}

#[tokio::test]
async fn the_ready_line_is_what_another_program_needs() {
    let bench = Bench::new().await;
    let origin = bench.emulator.origin();
    let line = bench.emulator.ready_json(None);
    assert!(line.starts_with(r#"{"ready":true,"origin":"#) && !line.contains('\n'));
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        line,
        json!({
            "ready": true, "origin": origin, "ca_certificate": null,
            "tenants": [{
                "name": "contoso", "tenant_id": CONTOSO_TENANT_ID,
                "authority": format!("{origin}/contoso.onmicrosoft.com"),
                "scopes": [CONTOSO_API_SCOPE],
                "apps": [
                    {"name": "password", "client_id": CONTOSO_APP_PASSWORD},
                    {"name": "otp", "client_id": CONTOSO_APP_OTP},
                    {"name": "mfa", "client_id": CONTOSO_APP_MFA},
                    {"name": "disabled", "client_id": CONTOSO_APP_DISABLED},
                ],
            }],
        })
    );
    let line = bench.emulator.ready_json(Some(Path::new("/tmp/ca.pem")));
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["ca_certificate"], "/tmp/ca.pem");
    assert_eq!(
        bench.emulator.authority(),
        format!("{origin}/contoso.onmicrosoft.com")
    );
}

#[tokio::test]
async fn shutting_down_and_dropping_free_the_port() {
    let mut bench = Bench::new().await;
    let address = bench.emulator.address();
    bench.get("/_emulator/users").await;
    bench.emulator.shutdown().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    bench = Bench::new().await;
    let address = bench.emulator.address();
    drop(bench);
    // Dropping only asks the task to end, so wait until it has.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
