//! Forced answers at the two endpoints that a browser asks.

use serde_json::json;

use crate::bench::*;
use crate::browser::{address, open};
use crate::faults::force;

const ADA: &str = "ada@example.com";
const APP: &str = CONTOSO_APP_PASSWORD;

#[tokio::test]
async fn the_pages_fail_where_a_fault_says_so() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let url = address(&bench, APP, &[]);
    force(&bench, json!({"endpoint": "Authorize", "status": 503})).await;
    let failed = open(&bench, &url).await;
    assert_eq!(failed.status, 503, "{}", failed.html);
    let page = open(&bench, &url).await;
    page.asks_for("username");
    // A form that meets a fault is not looked at.
    let path = "oauth2/v2.0/authorize";
    force(&bench, json!({"endpoint": path, "shape": "html_page"})).await;
    let failed = page.submit(&bench, &[("username", ADA)]).await;
    assert_eq!(failed.status, 502);
    let page = page.submit(&bench, &[("username", ADA)]).await;
    let fault = json!({"endpoint": path, "username": ADA, "drop": "before"});
    force(&bench, fault).await;
    let token = page.hidden("continuation_token").unwrap();
    let fields = [
        ("step", "password"),
        ("continuation_token", token.as_str()),
        ("password", PASSWORD),
    ];
    let lost = bench
        .http
        .post(&url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(&fields))
        .send();
    assert!(lost.await.is_err());
    let done = page.submit(&bench, &[("password", PASSWORD)]).await;
    assert!(done.told("code").is_some());
    let forced = bench.emulator.requests();
    let forced = forced.iter().filter(|record| record.forced.is_some());
    assert_eq!(forced.count(), 3);
}

#[tokio::test]
async fn a_fault_is_for_the_person_that_the_app_hints_at() {
    let bench = Bench::new().await;
    for (endpoint, hint) in [("authorize", "login_hint"), ("logout", "logout_hint")] {
        force(&bench, json!({"username": ADA, "status": 500})).await;
        let url = |who: &str| match endpoint {
            "authorize" => address(&bench, APP, &[(hint, who)]),
            _ => {
                let authority = bench.emulator.authority();
                format!("{authority}/oauth2/v2.0/logout?{}", form(&[(hint, who)]))
            }
        };
        let other = open(&bench, &url("bob@example.com")).await;
        assert_eq!(other.status, 200);
        assert_eq!(open(&bench, &url("ADA@example.com")).await.status, 500);
        assert_eq!(open(&bench, &url(ADA)).await.status, 200);
    }
    force(&bench, json!({"endpoint": "Logout", "retry_after": 7})).await;
    let url = format!("{}/oauth2/v2.0/logout", bench.emulator.authority());
    let busy = open(&bench, &url).await;
    assert_eq!(busy.status, 429);
    assert_eq!(busy.headers["retry-after"], "7");
}
