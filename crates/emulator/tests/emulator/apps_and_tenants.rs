//! Misconfigured apps and tenants, and what a tenant ignores.

use crate::bench::*;

const ADA: &str = "ada@example.com";
const ENDPOINTS: [&str; 6] = [
    START,
    SIGN_UP_CHALLENGE,
    CONTINUE,
    INITIATE,
    CHALLENGE,
    TOKEN,
];

#[tokio::test]
async fn every_endpoint_looks_at_the_app_first() {
    let mut config = native_auth_emulator::Config::default();
    let mut confidential = config.tenants[0].apps[0].clone();
    confidential.name = "confidential".to_owned();
    confidential.client_id = "c0a1d2e3-0000-4000-8000-000000000001".to_owned();
    confidential.public_client = false;
    config.tenants[0].apps.push(confidential);
    let bench = Bench::with(config).await;
    for path in ENDPOINTS {
        for (client, error, suberror, code) in [
            (
                CONTOSO_APP_DISABLED,
                "invalid_client",
                "nativeauthapi_disabled",
                0,
            ),
            (
                "c0a1d2e3-0000-4000-8000-000000000001",
                "invalid_client",
                "",
                7000218,
            ),
            (
                "c0a1d2e3-0000-4000-8000-000000000002",
                "unauthorized_client",
                "",
                700016,
            ),
            ("contoso", "invalid_request", "", 90100),
            ("", "invalid_request", "", 90100),
        ] {
            bench
                .post(path, client, &[])
                .await
                .refused(error, suberror, code);
        }
        let url = format!("{}/{path}", bench.emulator.authority());
        bench
            .post_raw(&url, &[])
            .await
            .refused("invalid_request", "", 900144);
    }
}

#[tokio::test]
async fn an_unknown_tenant_is_told_so_in_json() {
    let bench = Bench::new().await;
    let origin = bench.emulator.origin().to_owned();
    for tenant in [
        "fabrikam.onmicrosoft.com",
        "contoso",
        "contoso.onmicrosoft.com.evil.example",
        "00000000-0000-4000-8000-000000000000",
        "%00",
        "%ff",
        "_emulator",
    ] {
        for path in ENDPOINTS {
            let url = format!("{origin}/{tenant}/{path}");
            bench
                .post_raw(&url, &[("client_id", CONTOSO_APP_OTP)])
                .await
                .refused("invalid_request", "", 90002);
        }
        for path in [
            "v2.0/.well-known/openid-configuration",
            "discovery/v2.0/keys",
        ] {
            bench
                .get(&format!("/{tenant}/{path}"))
                .await
                .refused("invalid_request", "", 90002);
        }
    }
}

#[tokio::test]
async fn unknown_fields_query_parameters_and_headers_are_ignored() {
    let bench = Bench::new().await;
    let url = format!(
        "{}/{START}?dc=ESTS-PUB&client-request-id=not-a-guid&x=1",
        bench
            .emulator
            .authority()
            .to_uppercase()
            .replace("HTTP", "http")
    );
    let fields = [
        ("client_id", &CONTOSO_APP_OTP.to_uppercase() as &str),
        ("username", ADA),
        ("challenge_type", ALL),
        ("capability", "mfa_required,registration_required"),
        ("capabilities", "mfa_required time_travel"),
        ("x-client-SKU", "MSAL.Test"),
        ("nca", "1"),
    ];
    assert_eq!(bench.post_raw(&url, &fields).await.status, 200);
}

#[tokio::test]
async fn a_correlation_id_is_echoed_if_it_is_one() {
    let bench = Bench::new().await;
    let id = "b7f6c9d2-5a4e-4f3b-9c8d-7e6f5a4b3c2d";
    let ask = async |given: &str, query: &str| {
        let url = format!("{}/{INITIATE}{query}", bench.emulator.authority());
        let mut request = bench.http.post(url);
        if !given.is_empty() {
            request = request.header("client-request-id", given);
        }
        let reply = Reply::of(request).await;
        // Without a form nothing of it is read: the first parameter is missing.
        reply.refused("invalid_request", "", 900144);
        reply.text("correlation_id")
    };
    assert_eq!(ask(id, "").await, id);
    assert_eq!(ask("", &format!("?client-request-id={id}")).await, id);
    assert_ne!(ask("ada@example.com", "").await, "ada@example.com");
    assert_ne!(ask("", "").await, ask("", "").await);
}

#[tokio::test]
async fn a_repeated_parameter_is_not_valid() {
    let bench = Bench::new().await;
    let fields = [
        ("username", ADA),
        ("username", "eve@example.com"),
        ("challenge_type", ALL),
    ];
    bench
        .post(START, CONTOSO_APP_OTP, &fields)
        .await
        .refused("invalid_request", "", 90100);
}

#[tokio::test]
async fn refreshing_goes_on_when_native_authentication_is_off() {
    let bench = Bench::new().await;
    // Nobody can have a token for this app, so it is the token that is refused and not the app.
    bench
        .refresh(CONTOSO_APP_DISABLED, "1.invented")
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn two_tenants_share_nothing() {
    let mut config = native_auth_emulator::Config::default();
    let mut other = config.tenants[0].clone();
    other.name = "fabrikam".to_owned();
    other.tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10".to_owned();
    config.tenants.push(other);
    let bench = Bench::with(config).await;
    bench.add(ADA, Some(PASSWORD));
    let tenants = bench.emulator.tenants();
    assert_eq!(tenants.len(), 2);
    let fields = [
        ("client_id", CONTOSO_APP_PASSWORD),
        ("username", ADA),
        ("challenge_type", ALL),
    ];
    bench
        .post_raw(&format!("{}/{INITIATE}", tenants[1].authority), &fields)
        .await
        .refused("user_not_found", "", 50034);
    let keys = async |id: &str| {
        let reply = bench.get(&format!("/{id}/discovery/v2.0/keys")).await;
        reply.body["keys"][0]["n"].clone()
    };
    assert_ne!(
        keys(&tenants[0].tenant_id).await,
        keys(&tenants[1].tenant_id).await
    );
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    let fields = [
        ("client_id", CONTOSO_APP_PASSWORD),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("scope", SCOPE),
    ];
    bench
        .post_raw(&format!("{}/{TOKEN}", tenants[1].authority), &fields)
        .await
        .refused("invalid_grant", "", 70008);
}

#[tokio::test]
async fn a_demand_for_a_second_factor_can_be_one_tenants() {
    let mut config = native_auth_emulator::Config::default();
    let mut other = config.tenants[0].clone();
    other.name = "fabrikam".to_owned();
    other.tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10".to_owned();
    config.tenants.push(other);
    let bench = Bench::with(config).await;
    let mfa = async |tenant: Option<&str>, required: bool| {
        let body = serde_json::json!({
            "tenant": tenant, "client_id": CONTOSO_APP_PASSWORD, "required": required,
        });
        let url = format!("{}/_emulator/mfa", bench.emulator.origin());
        let request = bench
            .http
            .post(url)
            .header("content-type", "application/json");
        Reply::of(request.body(body.to_string())).await.status
    };
    // Of which tenants' apps the export says that they demand one.
    let demands = || {
        let file: serde_json::Value = serde_json::from_str(&bench.emulator.export()).unwrap();
        let demands = file["mfa_demands"].as_array().unwrap().clone();
        let demanding = demands
            .into_iter()
            .filter(|demand| demand["required"] == true);
        let ids = demanding.map(|demand| demand["tenant_id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let (contoso, fabrikam) = (CONTOSO_TENANT_ID, "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10");
    assert_eq!(mfa(Some("fabrikam"), true).await, 200);
    assert_eq!(demands(), [fabrikam]);
    bench.add(ADA, Some(PASSWORD));
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    assert_eq!(mfa(None, true).await, 200);
    assert_eq!(demands(), [fabrikam, contoso]);
    bench.with_password(ADA, PASSWORD).await.is_redirect();
    assert_eq!(mfa(Some(contoso), false).await, 200);
    assert_eq!(demands(), [fabrikam]);
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    assert_eq!(mfa(Some("nobody"), true).await, 404);
}

#[tokio::test]
async fn paths_are_taken_in_any_case_of_letters() {
    let bench = Bench::new().await;
    bench.add(ADA, None);
    let start = [("username", ADA), ("challenge_type", ALL)];
    let begun = bench
        .post("OAuth2/v2.0/Initiate?dc=x", CONTOSO_APP_OTP, &start)
        .await;
    let token = begun.token();
    let challenge = [("continuation_token", token.as_str())];
    let sent = bench.post(CHALLENGE, CONTOSO_APP_OTP, &challenge).await;
    let tokens = bench.code_at(&sent.token(), &bench.code(ADA)).await;
    let refresh_token = tokens.text("refresh_token");
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.as_str()),
        ("scope", SCOPE),
        ("client_info", "1"),
    ];
    let fresh = bench
        .post("oAuth2/v2.0/token", CONTOSO_APP_OTP, &refresh)
        .await;
    assert_eq!(fresh.status, 200, "{}", fresh.body);
    // No document and no error of another endpoint is any different for it.
    let keys = bench
        .get("/contoso.onmicrosoft.com/Discovery/V2.0/Keys")
        .await;
    assert_eq!(keys.status, 200);
    let pages = ["OAuth2/V2.0/Authorize", "OAuth2/V2.0/LogOut"];
    for (path, status) in pages.into_iter().zip([400, 200]) {
        let url = format!("{}/{path}", bench.emulator.authority());
        let page = bench.http.get(url).send().await.unwrap();
        assert_eq!(page.status(), status, "{path}");
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    }
    let refusal = bench.post("OAUTH2/V2.0/TOKEN", CONTOSO_APP_OTP, &[]).await;
    assert_eq!(refusal.status, 400);
    assert!(refusal.body["error_uri"].is_string(), "{}", refusal.body);
    let nowhere = bench.post("oAuth2/v2.0/tokens", CONTOSO_APP_OTP, &[]).await;
    assert_eq!(nowhere.status, 404);
}
