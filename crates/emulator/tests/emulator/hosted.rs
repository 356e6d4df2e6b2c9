//! The sign-in in the browser: its pages, its code, and what the app does with it.

use native_auth_emulator::Config;

use crate::bench::*;
use crate::browser::{NONCE, STATE, VERIFIER, address, open};
use crate::export_import::{NOW, at};
use crate::tokens::claims;

const ADA: &str = "ada@example.com";

/// A sign-in with a password, up to the code.
pub(crate) async fn code_for(bench: &Bench, client: &str, changes: &[(&str, &str)]) -> String {
    let page = open(bench, &address(bench, client, changes)).await;
    let page = page.submit(bench, &[("username", ADA)]).await;
    let page = page.submit(bench, &[("password", PASSWORD)]).await;
    page.told("code").unwrap()
}

pub(crate) async fn redeem(
    bench: &Bench,
    client: &str,
    code: &str,
    changes: &[(&str, &str)],
) -> Reply {
    let redirect_uri = format!("msal{client}://auth");
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect_uri.as_str()),
        ("code_verifier", VERIFIER),
        ("client_info", "1"),
    ];
    for change in changes {
        fields.retain(|(name, _)| *name != change.0);
        fields.push(*change);
    }
    bench.post(TOKEN, client, &fields).await
}

#[tokio::test]
async fn a_password_leads_to_a_code_and_the_code_to_tokens() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let url = address(&bench, CONTOSO_APP_PASSWORD, &[]);
    let page = open(&bench, &url).await;
    page.asks_for("username");
    let page = page.submit(&bench, &[("username", ADA)]).await;
    page.asks_for("password");
    let wrong = page.submit(&bench, &[("password", "Wrong-1")]).await;
    assert!(wrong.asks_for("password").html.contains("AADSTS50126"));
    let done = wrong.submit(&bench, &[("password", PASSWORD)]).await;
    assert_eq!(done.told("state").as_deref(), Some(STATE));
    let location = done.headers["location"].to_str().unwrap();
    assert!(location.starts_with(&format!("msal{CONTOSO_APP_PASSWORD}://auth?code=")));

    let code = done.told("code").unwrap();
    let tokens = redeem(&bench, CONTOSO_APP_PASSWORD, &code, &[]).await;
    let id_token = claims(&tokens.is_tokens().text("id_token"));
    assert_eq!(
        (&id_token["nonce"], &id_token["oid"]),
        (&NONCE.into(), &id.into())
    );
    assert_eq!(
        tokens.body["scope"],
        "api://contoso-api/Read openid profile"
    );
    assert!(tokens.body["client_info"].is_string());
    redeem(&bench, CONTOSO_APP_PASSWORD, &code, &[])
        .await
        .refused("invalid_grant", "", 54005);
    let refresh = tokens.text("refresh_token");
    bench
        .refresh(CONTOSO_APP_PASSWORD, &refresh)
        .await
        .is_tokens();
    // What went by is in the list, without the person.
    let log = serde_json::to_string(&bench.emulator.requests()).unwrap();
    assert!(log.contains("authorization_code") && log.contains("oauth2/v2.0/authorize"));
    assert!(!log.contains(ADA) && !log.contains(&code));
}

#[tokio::test]
async fn a_code_is_good_for_its_own_request_and_ten_minutes() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let app = CONTOSO_APP_PASSWORD;
    let code = code_for(&bench, app, &[]).await;
    for (change, error, number) in [
        (("code_verifier", "another"), "invalid_grant", 501_481),
        (("redirect_uri", "msal://auth"), "invalid_grant", 500_112),
        (("code", "1.invented"), "invalid_grant", 70008),
        (
            ("scope", "api://contoso-api/Nothing"),
            "invalid_grant",
            65001,
        ),
        (("code_verifier", ""), "invalid_request", 90100),
    ] {
        redeem(&bench, app, &code, &[change])
            .await
            .refused(error, "", number);
    }
    redeem(&bench, CONTOSO_APP_OTP, &code, &[])
        .await
        .refused("invalid_grant", "", 70008);
    // None of it has used it up; time does.
    bench.pass(599);
    redeem(&bench, app, &code, &[]).await.is_tokens();
    let code = code_for(&bench, app, &[]).await;
    bench.pass(600);
    redeem(&bench, app, &code, &[])
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn a_code_by_mail_a_second_factor_and_its_registration() {
    let bench = Bench::new().await;
    bench.add("bob@example.com", None);
    let url = address(
        &bench,
        CONTOSO_APP_OTP,
        &[("login_hint", "bob@example.com")],
    );
    let page = open(&bench, &url).await;
    assert!(page.html.contains("value=\"bob@example.com\""));
    let page = page
        .submit(&bench, &[("username", "bob@example.com")])
        .await;
    page.asks_for("oob");
    let wrong = page.submit(&bench, &[("oob", "00000000")]).await;
    assert!(wrong.asks_for("oob").html.contains("AADSTS50181"));
    let code = bench.code("bob@example.com");
    let done = wrong.submit(&bench, &[("oob", &code)]).await;
    assert!(done.told("code").is_some());

    bench.add(ADA, Some(PASSWORD));
    let url = address(&bench, CONTOSO_APP_MFA, &[]);
    let first = open(&bench, &url).await;
    let page = first.submit(&bench, &[("username", ADA)]).await;
    let page = page.submit(&bench, &[("password", PASSWORD)]).await;
    page.asks_for("contact");
    let wrong = page.submit(&bench, &[("contact", "nowhere")]).await;
    assert!(wrong.asks_for("contact").html.contains("AADSTS901001"));
    let page = wrong.submit(&bench, &[("contact", PHONE)]).await;
    page.asks_for("oob");
    let done = page.submit(&bench, &[("oob", &bench.code(PHONE))]).await;
    let code = done.told("code").unwrap();
    let tokens = redeem(&bench, CONTOSO_APP_MFA, &code, &[]).await;
    // The session has had its second factor.
    let refresh = tokens.is_tokens().text("refresh_token");
    bench.refresh(CONTOSO_APP_MFA, &refresh).await.is_tokens();

    let page = first.submit(&bench, &[("username", ADA)]).await;
    let page = page.submit(&bench, &[("password", PASSWORD)]).await;
    page.asks_for("oob");
    let done = page.submit(&bench, &[("oob", &bench.code(PHONE))]).await;
    assert!(done.told("code").is_some());
}

#[tokio::test]
async fn who_may_not_sign_in_is_told_or_the_app_is() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let url = address(&bench, CONTOSO_APP_PASSWORD, &[]);
    let first = open(&bench, &url).await;
    let nobody = first
        .submit(&bench, &[("username", "eve@example.com")])
        .await;
    assert!(nobody.asks_for("username").html.contains("AADSTS50034"));
    bench.emulator.block_user(&id, true);
    let page = first.submit(&bench, &[("username", ADA)]).await;
    let blocked = page.submit(&bench, &[("password", PASSWORD)]).await;
    assert_eq!(blocked.told("error").as_deref(), Some("access_denied"));
    assert!(blocked.told("error_description").unwrap().contains("53003"));
    assert_eq!(blocked.told("state").as_deref(), Some(STATE));
    // A form that was changed by hand begins anew.
    for (step, field) in [("code", "oob"), ("second_factor", "oob"), ("nonsense", "x")] {
        let fields = [
            ("step", step),
            ("continuation_token", "invented"),
            (field, "1"),
        ];
        let request = bench.http.post(&url);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(&fields));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.text().await.unwrap().contains("name=\"username\""));
    }
}

#[tokio::test]
async fn native_authentication_need_not_be_on() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let code = code_for(&bench, CONTOSO_APP_DISABLED, &[]).await;
    redeem(&bench, CONTOSO_APP_DISABLED, &code, &[])
        .await
        .is_tokens();
}

#[tokio::test]
async fn a_single_page_application_redeems_across_origins_and_for_a_day() {
    let mut config = Config::default();
    let spa = "http://localhost:3000/auth";
    config.tenants[0].apps[0].spa_redirect_uris = vec![spa.to_owned()];
    let bench = Bench::with(config).await;
    bench.add(ADA, Some(PASSWORD));
    let app = CONTOSO_APP_PASSWORD;
    let code = code_for(&bench, app, &[("redirect_uri", spa)]).await;
    let change = ("redirect_uri", spa);
    redeem(&bench, app, &code, &[change])
        .await
        .refused("invalid_request", "", 9_002_327);
    let fields = [
        ("client_id", app),
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        change,
        ("code_verifier", VERIFIER),
        ("scope", "openid"),
    ];
    let request = bench
        .http
        .post(format!("{}/{TOKEN}", bench.emulator.authority()))
        .header("origin", "http://localhost:3000")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(&fields));
    let tokens = Reply::of(request).await;
    let mut refresh = tokens.is_tokens().text("refresh_token");
    for _ in 0..2 {
        bench.pass(11 * 3600);
        refresh = bench.refresh(app, &refresh).await.text("refresh_token");
    }
    bench.pass(2 * 3600);
    bench
        .refresh(app, &refresh)
        .await
        .refused("invalid_grant", "", 700_084);
}

#[tokio::test]
async fn a_code_outlives_the_emulator_in_a_file() {
    let bench = at(NOW, Config::default()).await;
    bench.add(ADA, Some(PASSWORD));
    let code = code_for(&bench, CONTOSO_APP_PASSWORD, &[]).await;
    let file = bench.emulator.export();
    assert!(!file.contains(&code));
    let other = at(NOW, Config::default()).await;
    other.emulator.import(&file).unwrap();
    assert_eq!(other.emulator.export(), file);
    redeem(&other, CONTOSO_APP_PASSWORD, &code, &[])
        .await
        .is_tokens();
}
