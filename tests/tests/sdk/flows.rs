//! The flows against the emulator, over HTTP and over HTTPS.

use native_auth::{
    Attributes, ChallengeType, Client, CodePurpose, Error, FlowKind, PasswordPurpose, Recovery,
    Result, Secret, SignIn, SignUp,
};
use native_auth_emulator::{CONTOSO_APP_DISABLED, CONTOSO_APP_PASSWORD, CONTOSO_TENANT_ID};
use native_auth_tests::{CLIENT_ID, PASSWORD, PAT, Stage};

use crate::openings::{signed_in, state_of};

fn facts() -> Attributes {
    Attributes::from([("displayName", "Pat Marsh"), ("city", "Bergen")])
}

fn sign_up() -> SignUp {
    SignUp {
        username: PAT.to_owned(),
        ..SignUp::default()
    }
}

fn sign_in() -> SignIn {
    SignIn {
        username: PAT.to_owned(),
        ..SignIn::default()
    }
}

#[tokio::test]
async fn sign_up_asked_one_thing_after_the_other() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let client = stage.password_client();
        let code = state_of!(CodeRequired, client.sign_up(sign_up()).await?);
        assert_eq!(
            (code.flow(), code.purpose()),
            (FlowKind::SignUp, CodePurpose::SignUp)
        );
        assert_eq!(code.code_length(), Some(8));
        assert_ne!(code.target(), Some(PAT), "the target is masked");
        assert_eq!(code.resend_after().map(|wait| wait.as_secs()), Some(300));

        let password = state_of!(
            PasswordRequired,
            client.run(code.submit_code(&stage.code(PAT))).await?
        );
        assert_eq!(password.purpose(), PasswordPurpose::New);
        let wanted = state_of!(
            AttributesRequired,
            client.run(password.submit_password(PASSWORD)).await?
        );
        let mut names: Vec<&str> = wanted.attributes().iter().map(|a| a.name()).collect();
        names.sort_unstable();
        assert_eq!(names, ["city", "displayName"]);
        let account = signed_in(client.run(wanted.submit_attributes(facts())).await?);

        let claims = account.claims().unwrap();
        assert_eq!(claims.preferred_username(), Some(PAT));
        assert_eq!(claims.name(), Some("Pat Marsh"));
        assert_eq!(account.id().tenant_id(), CONTOSO_TENANT_ID);
        let users = stage.emulator.users();
        assert_eq!(users.len(), 1);
        assert_eq!(account.id().object_id(), users[0].id);
    }
    Ok(())
}

#[tokio::test]
async fn sign_up_that_knows_everything_needs_the_code_only() -> Result<()> {
    let stage = Stage::https().await;
    let client = stage.password_client();
    let request = SignUp {
        password: Some(PASSWORD.into()),
        attributes: facts(),
        ..sign_up()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
    Ok(())
}

#[tokio::test]
async fn sign_up_with_some_of_it_asks_for_the_rest() -> Result<()> {
    // With the password, the attributes are asked for; with the attributes, the password is.
    let stage = Stage::http().await;
    let client = stage.password_client();
    let request = SignUp {
        password: Some(PASSWORD.into()),
        ..sign_up()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    let wanted = state_of!(
        AttributesRequired,
        client.run(code.submit_code(&stage.code(PAT))).await?
    );
    // One at a time: what is still missing is asked for again.
    let still = state_of!(
        AttributesRequired,
        client
            .run(wanted.submit_attributes([("city", "Bergen")]))
            .await?
    );
    signed_in(client.run(still.submit_attributes(facts())).await?);

    let stage = Stage::http().await;
    let client = stage.password_client();
    let request = SignUp {
        attributes: facts(),
        sign_in: false,
        ..sign_up()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    let password = state_of!(
        PasswordRequired,
        client.run(code.submit_code(&stage.code(PAT))).await?
    );
    let completed = state_of!(
        Completed,
        client.run(password.submit_password(PASSWORD)).await?
    );
    assert!(completed.sign_in_error().is_none());
    assert!(client.accounts().await.unwrap().is_empty());
    signed_in(client.run(completed.sign_in().unwrap()).await?);
    assert_eq!(client.accounts().await.unwrap().len(), 1);
    Ok(())
}

#[tokio::test]
async fn sign_up_and_sign_in_with_codes() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let client = stage.code_client();
        let code = state_of!(CodeRequired, client.sign_up(sign_up()).await?);
        let first = signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
        let code = state_of!(CodeRequired, client.sign_in(sign_in()).await?);
        assert_eq!(
            (code.flow(), code.purpose()),
            (FlowKind::SignIn, CodePurpose::FirstFactor)
        );
        let again = signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
        assert_eq!(first.id(), again.id());
        assert_eq!(
            client.accounts().await.unwrap().len(),
            1,
            "a known account is replaced"
        );
    }
    Ok(())
}

#[tokio::test]
async fn sign_in_with_a_password() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        stage.add_user(PAT, Some(PASSWORD));
        let client = stage.password_client();
        // In one call …
        let request = SignIn {
            password: Some(PASSWORD.into()),
            ..sign_in()
        };
        signed_in(client.sign_in(request).await?);
        // … and with the user name first.
        let state = state_of!(PasswordRequired, client.sign_in(sign_in()).await?);
        assert_eq!(state.purpose(), PasswordPurpose::Existing);
        let wrong = client
            .run(state.submit_password("Wrong-River-42"))
            .await
            .unwrap_err();
        assert_eq!(wrong.code(), "credentials_invalid");
        assert_eq!(wrong.recovery(), Recovery::AskAgain);
        signed_in(client.run(state.submit_password(PASSWORD)).await?);
    }
    Ok(())
}

#[tokio::test]
async fn the_server_picks_the_way_to_sign_in() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, None);
    // The person has codes only: the password that was given is dropped.
    let request = SignIn {
        password: Some(PASSWORD.into()),
        ..sign_in()
    };
    let code = state_of!(
        CodeRequired,
        stage.password_client().sign_in(request).await?
    );
    assert_eq!(code.purpose(), CodePurpose::FirstFactor);
    assert_eq!(stage.mails(PAT), 1);
    Ok(())
}

#[tokio::test]
async fn wrong_codes_and_a_new_one() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    let first = state_of!(CodeRequired, client.sign_up(sign_up()).await?);
    let old = stage.code(PAT);
    let wrong = if old == "00000000" {
        "11111111"
    } else {
        "00000000"
    };
    let error = client.run(first.submit_code(wrong)).await.unwrap_err();
    assert_eq!(error.code(), "code_invalid");
    assert_eq!(
        error.server().unwrap().suberror(),
        Some("invalid_oob_value")
    );
    assert_eq!(
        error.server().unwrap().correlation_id(),
        error.correlation_id().map(|id| id.to_string()).as_deref()
    );
    assert!(error.trace_id().is_some());
    let empty = client.run(first.submit_code("  ")).await.unwrap_err();
    assert_eq!(empty.code(), "code_empty");

    let second = state_of!(CodeRequired, client.run(first.resend_code()).await?);
    assert_eq!(stage.mails(PAT), 2);
    let stale = client.run(first.submit_code(&old)).await.unwrap_err();
    assert_eq!(stale.code(), "state_stale");
    if old != stage.code(PAT) {
        let dead = client.run(second.submit_code(&old)).await.unwrap_err();
        assert_eq!(dead.recovery(), Recovery::AskAgain);
    }
    let code = format!(" {}\n", stage.code(PAT));
    signed_in(client.run(second.submit_code(&code)).await?);
    Ok(())
}

#[tokio::test]
async fn what_the_rules_refuse_can_be_corrected() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let code = state_of!(CodeRequired, client.sign_up(sign_up()).await?);
    let password = state_of!(
        PasswordRequired,
        client.run(code.submit_code(&stage.code(PAT))).await?
    );
    let long = format!("Aa1{}", "x".repeat(254));
    for (refused, reason) in [
        ("Ab1", "password_too_short"),
        ("alllowercase", "password_too_weak"),
        (long.as_str(), "password_too_long"),
        ("Sm\u{f8}rbr\u{f8}d-41", "password_invalid"),
        ("", "new_password_empty"),
    ] {
        let action = password.submit_password(refused);
        let error = client.run(action).await.unwrap_err();
        assert_eq!(error.code(), reason);
        assert_eq!(error.recovery(), Recovery::AskAgain);
    }
    let wanted = state_of!(
        AttributesRequired,
        client.run(password.submit_password(PASSWORD)).await?
    );
    let too_long = facts().with("city", "x".repeat(200));
    let error = client
        .run(wanted.submit_attributes(too_long))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "attributes_invalid");
    assert_eq!(error.server().unwrap().invalid_attributes(), ["city"]);
    signed_in(client.run(wanted.submit_attributes(facts())).await?);
    Ok(())
}

#[tokio::test]
async fn who_is_known_and_who_is_not() {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let error = client.sign_in(sign_in()).await.unwrap_err();
    assert_eq!(error.code(), "user_not_found");
    assert_eq!(error.recovery(), Recovery::ChooseAnother);
    stage.add_user(PAT, Some(PASSWORD));
    let error = client.sign_up(sign_up()).await.unwrap_err();
    assert_eq!(error.code(), "user_exists");
    for username in ["", "  ", "no-address"] {
        let request = SignUp {
            username: username.to_owned(),
            ..SignUp::default()
        };
        let error = client.sign_up(request).await.unwrap_err();
        assert_eq!(error.recovery(), Recovery::AskAgain, "{error:?}");
    }
}

#[tokio::test]
async fn misconfigured_apps_say_what_to_change() {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let fails = async |client: Client| -> Error { client.sign_in(sign_in()).await.unwrap_err() };

    let error = fails(stage.client_of(CONTOSO_APP_DISABLED)).await;
    assert_eq!(error.code(), "native_authentication_disabled");
    let error = fails(stage.client_of(CLIENT_ID)).await;
    assert_eq!(error.code(), "client_unknown");
    assert!(error.to_string().contains("client id"));
    let elsewhere = format!("{}/fabrikam.onmicrosoft.com", stage.emulator.origin());
    let client = Client::builder(elsewhere, CONTOSO_APP_PASSWORD)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()
        .unwrap();
    let error = fails(client).await;
    assert_eq!(error.code(), "tenant_unknown");
    assert_eq!(error.recovery(), Recovery::Fix);
}

#[tokio::test]
async fn a_way_the_app_has_no_screen_for_leads_to_the_browser() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage
        .builder(CONTOSO_APP_PASSWORD)
        .challenge_types([ChallengeType::Oob])
        .build()?;
    let state = state_of!(BrowserRequired, client.sign_in(sign_in()).await?);
    assert_eq!(state.flow(), FlowKind::SignIn);
    Ok(())
}

#[tokio::test]
async fn the_tenant_id_is_as_good_as_its_name() -> Result<()> {
    let stage = Stage::https().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = Client::builder(stage.emulator.authority_by_id(), CONTOSO_APP_PASSWORD)
        .storage(native_auth::TokenStorage::in_memory())
        .add_root_certificate(stage.emulator.ca_certificate_pem().unwrap())
        .build()?;
    let request = SignIn {
        password: Some(Secret::from(PASSWORD)),
        ..sign_in()
    };
    signed_in(client.sign_in(request).await?);
    for request in stage.emulator.requests() {
        assert!(request.path.starts_with(&format!("/{CONTOSO_TENANT_ID}/")));
    }
    Ok(())
}

#[tokio::test]
async fn one_correlation_id_and_the_headers_on_every_request() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    let id = "0d4f3c55-8a1b-4f55-9f3c-2f8f0a6f1e77".parse().unwrap();
    let request = SignUp {
        correlation_id: Some(id),
        ..sign_up()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    assert_eq!(code.correlation_id(), id);
    signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
    // The tenant's metadata and keys belong to no flow.
    let mut requests = stage.emulator.requests();
    let documents = requests.extract_if(.., |request| request.method == "GET");
    assert_eq!(documents.count(), 2);
    assert_eq!(requests.len(), 4, "start, challenge, continue, token");
    for request in requests {
        assert_eq!(
            request.correlation_id,
            "0d4f3c55-8a1b-4f55-9f3c-2f8f0a6f1e77"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_expired_flow_starts_over() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    let code = state_of!(CodeRequired, client.sign_up(sign_up()).await?);
    let sent = stage.code(PAT);
    stage.emulator.advance(std::time::Duration::from_secs(3600));
    let error = client.run(code.submit_code(&sent)).await.unwrap_err();
    assert_eq!(error.code(), "continuation_token_expired");
    assert_eq!(error.recovery(), Recovery::StartOver);
    Ok(())
}
