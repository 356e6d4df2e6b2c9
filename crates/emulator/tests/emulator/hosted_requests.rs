//! What the authorization and logout endpoints make of the requests they get.

use crate::bench::*;
use crate::browser::{STATE, address, open};

const APP: &str = CONTOSO_APP_PASSWORD;

#[tokio::test]
async fn an_answer_goes_nowhere_it_was_not_registered_for() {
    let bench = Bench::new().await;
    let foreign = format!("msal{CONTOSO_APP_OTP}://auth");
    let longer = format!("msal{APP}://auth/more");
    for change in [
        ("redirect_uri", foreign.as_str()),
        ("redirect_uri", longer.as_str()),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", ""),
        ("client_id", "nobody"),
        ("client_id", "c0a1d2e3-0000-4000-8000-000000000002"),
        ("client_id", ""),
    ] {
        let page = open(&bench, &address(&bench, APP, &[change])).await;
        assert_eq!(page.status, 400, "{change:?}");
        assert!(page.headers.get("location").is_none());
        assert!(page.html.contains("AADSTS"), "{}", page.html);
    }
}

#[tokio::test]
async fn an_app_is_told_what_is_wrong_with_its_request() {
    let bench = Bench::new().await;
    for (change, error) in [
        (("response_type", "id_token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("scope", ""), "invalid_request"),
        (("scope", "api://a/b api://c/d"), "invalid_scope"),
        (("scope", "api://contoso-api/Nothing"), "consent_required"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("prompt", "none"), "login_required"),
        (("prompt", "create"), "invalid_request"),
        (("claims", "no JSON"), "invalid_request"),
        (("response_mode", "pigeon"), "invalid_request"),
    ] {
        let page = open(&bench, &address(&bench, APP, &[change])).await;
        assert_eq!(page.told("error").as_deref(), Some(error), "{change:?}");
        assert_eq!(page.told("state").as_deref(), Some(STATE));
        assert!(page.told("error_description").unwrap().len() > 10);
    }
    for prompt in ["login", "select_account", "consent"] {
        let page = open(&bench, &address(&bench, APP, &[("prompt", prompt)])).await;
        page.asks_for("username");
    }
}

#[tokio::test]
async fn the_answer_comes_in_the_mode_that_was_asked_for() {
    let bench = Bench::new().await;
    bench.add("ada@example.com", Some(PASSWORD));
    for mode in ["query", "fragment", "form_post"] {
        let page = open(&bench, &address(&bench, APP, &[("response_mode", mode)])).await;
        let page = page
            .submit(&bench, &[("username", "ada@example.com")])
            .await;
        let done = page.submit(&bench, &[("password", PASSWORD)]).await;
        match mode {
            "form_post" => {
                done.asks_for("code").asks_for("state");
                assert!(done.html.contains(&format!("action=\"msal{APP}://auth\"")));
            }
            _ => {
                let location = done.headers["location"].to_str().unwrap();
                assert_eq!(location.contains('#'), mode == "fragment", "{location}");
                assert!(done.told("code").is_some());
            }
        }
    }
}

#[tokio::test]
async fn pages_hold_no_script_and_nothing_of_a_stranger_unescaped() {
    let bench = Bench::new().await;
    let nasty = "\"><script>alert(1)</script>";
    let changes = [("login_hint", nasty), ("state", nasty), ("nonce", nasty)];
    let page = open(&bench, &address(&bench, APP, &changes)).await;
    page.asks_for("username");
    assert!(!page.html.contains("<script"), "{}", page.html);
    assert!(page.html.contains("&lt;script&gt;"), "{}", page.html);
    let page = page.submit(&bench, &[("username", nasty)]).await;
    assert!(!page.html.contains("<script"), "{}", page.html);
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test]
async fn logout_sends_the_person_on_to_an_app_and_nowhere_else() {
    let bench = Bench::new().await;
    let logout = |query: String| {
        let authority = bench.emulator.authority();
        format!("{authority}/oauth2/v2.0/logout?{query}")
    };
    let uri = format!("msal{APP}://auth");
    let fields = [("post_logout_redirect_uri", uri.as_str()), ("state", STATE)];
    let page = open(&bench, &logout(form(&fields))).await;
    assert_eq!(page.told("state").as_deref(), Some(STATE));
    assert!(page.headers["location"].to_str().unwrap().starts_with(&uri));
    for query in [
        String::new(),
        form(&[("post_logout_redirect_uri", "https://evil.example/")]),
    ] {
        let page = open(&bench, &logout(query)).await;
        assert_eq!(page.status, 200);
        assert!(page.html.contains("signed out"));
    }
    let nowhere = format!(
        "{}/fabrikam.onmicrosoft.com/oauth2/v2.0/logout",
        bench.emulator.origin()
    );
    assert_eq!(open(&bench, &nowhere).await.status, 400);
}
