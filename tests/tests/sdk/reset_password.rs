//! Password reset against the emulator, over HTTP and over HTTPS.

use native_auth::{
    ChallengeChannel, Client, CodePurpose, CodeRequired, ErrorKind, FlowKind, PasswordPurpose,
    PasswordRequired, Recovery, ResetPassword, Result, SignIn, Step,
};
use native_auth_emulator::{CONTOSO_API_SCOPE, CONTOSO_NAME, Config, NewUser};
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use crate::openings::{another_code, first_factor, reset_password, signed_in, state_of};

/// The state in which the new password is wanted.
async fn verified(stage: &Stage, client: &Client, username: &str) -> Result<PasswordRequired> {
    let code = reset_password(client, username).await?;
    let action = code.submit_code(&stage.code(username));
    Ok(state_of!(PasswordRequired, client.run(action).await?))
}

#[tokio::test]
async fn a_forgotten_password_is_replaced() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let id = stage.add_user(PAT, Some(PASSWORD));
        let client = stage.password_client();
        let first = reset_password(&client, PAT).await?;
        assert_eq!(
            (first.flow(), first.purpose()),
            (FlowKind::ResetPassword, CodePurpose::ResetPassword)
        );
        assert_eq!(*first.channel(), ChallengeChannel::Email);
        assert_eq!(first.code_length(), Some(8));
        assert_ne!(first.target(), Some(PAT), "the target is masked");
        assert!(first.choose_another_method().is_none());

        let wrong = first.submit_code(&another_code(&stage.code(PAT)));
        let error = client.run(wrong).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::InvalidCode, "code_invalid")
        );
        let second: CodeRequired = state_of!(CodeRequired, client.run(first.resend_code()).await?);
        assert_eq!(stage.mails(PAT), 2);
        let action = second.submit_code(&stage.code(PAT));
        let password = state_of!(PasswordRequired, client.run(action).await?);
        assert_eq!(
            (password.flow(), password.purpose()),
            (FlowKind::ResetPassword, PasswordPurpose::New)
        );
        let account = signed_in(client.run(password.submit_password(NEW_PASSWORD)).await?);
        assert_eq!(account.id().object_id(), id);
        assert_eq!(
            account.access_token(&[]).await?.scopes(),
            ["openid", "profile"]
        );

        let error = first_factor(&client, PAT).await.unwrap_err();
        assert_eq!(
            error.code(),
            "credentials_invalid",
            "the old one is of no use"
        );
        let request = SignIn {
            username: PAT.to_owned(),
            password: Some(NEW_PASSWORD.into()),
            ..SignIn::default()
        };
        signed_in(client.sign_in(request).await?);
    }
    Ok(())
}

#[tokio::test]
async fn what_the_rules_refuse_can_be_corrected() -> Result<()> {
    let mut config = Config::default();
    config.tenants[0].banned_passwords = vec!["fjordline".to_owned()];
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let state = verified(&stage, &client, PAT).await?;
    let long = format!("Aa1{}", "x".repeat(254));
    for (refused, reason) in [
        ("Ab1", "password_too_short"),
        ("alllowercase", "password_too_weak"),
        (long.as_str(), "password_too_long"),
        ("Sm\u{f8}rbr\u{f8}d-41", "password_invalid"),
        ("Fjordline-41", "password_banned"),
        (PASSWORD, "password_recently_used"),
        ("", "new_password_empty"),
    ] {
        let action = state.submit_password(refused);
        let error = client.run(action).await.unwrap_err();
        assert_eq!(error.code(), reason);
        assert_eq!(error.kind(), ErrorKind::PasswordRejected);
        assert_eq!(error.recovery(), Recovery::AskAgain);
    }
    signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
    Ok(())
}

#[tokio::test]
async fn who_has_no_password_to_reset_is_told_apart() {
    let stage = Stage::http().await;
    stage.add_user(PAT, None);
    let client = stage.password_client();
    let error = reset_password(&client, PAT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPassword);
    assert_eq!(error.code(), "password_reset_not_possible");
    assert_eq!(error.recovery(), Recovery::ChooseAnother);
    assert_eq!(stage.mails(PAT), 0);

    let error = reset_password(&client, "nobody@example.test")
        .await
        .unwrap_err();
    assert_eq!(error.code(), "user_not_found");
    let error = reset_password(&client, "no address").await.unwrap_err();
    assert_eq!(error.code(), "username_invalid");
    let sent = stage.emulator.requests().len();
    let error = reset_password(&client, " ").await.unwrap_err();
    assert_eq!(error.code(), "username_empty");
    assert_eq!(stage.emulator.requests().len(), sent);
}

#[tokio::test]
async fn a_tenant_without_reset_says_so() {
    let mut config = Config::default();
    config.tenants[0].password_reset.enabled = false;
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    let error = reset_password(&stage.password_client(), PAT)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "password_reset_not_possible");
}

#[tokio::test]
async fn it_can_be_left_at_the_password() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let request = ResetPassword {
        username: PAT.to_owned(),
        sign_in: false,
        ..ResetPassword::default()
    };
    let code = state_of!(CodeRequired, client.reset_password(request).await?);
    let action = code.submit_code(&stage.code(PAT));
    let password = state_of!(PasswordRequired, client.run(action).await?);
    let action = password.submit_password(NEW_PASSWORD);
    let completed = state_of!(Completed, client.run(action).await?);
    assert_eq!(completed.flow(), FlowKind::ResetPassword);
    assert!(completed.sign_in_error().is_none());
    assert!(client.accounts().await.unwrap().is_empty());
    let tokens = |request: &&native_auth_emulator::RequestRecord| request.path.ends_with("/token");
    assert_eq!(stage.emulator.requests().iter().filter(tokens).count(), 0);

    // And gone on from there, without asking for anything again.
    signed_in(client.run(completed.sign_in().unwrap()).await?);
    assert_eq!(client.accounts().await.unwrap().len(), 1);
    Ok(())
}

#[tokio::test]
async fn sessions_that_began_with_the_old_password_end() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let elsewhere = stage.password_client();
    let account = signed_in(first_factor(&elsewhere, PAT).await?);
    account.access_token(&[CONTOSO_API_SCOPE]).await?;

    let client = stage.password_client();
    let state = verified(&stage, &client, PAT).await?;
    let here = signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
    stage.advance(std::time::Duration::from_secs(3 * 3600));
    let error = account.access_token(&[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SignInRequired);
    assert_eq!(error.code(), "refresh_token_revoked");
    here.access_token(&[CONTOSO_API_SCOPE]).await?;
    Ok(())
}

#[tokio::test]
async fn a_password_that_must_be_changed_is_changed_by_a_reset() -> Result<()> {
    let stage = Stage::http().await;
    let user = NewUser {
        must_change_password: Some(true),
        ..NewUser::new(CONTOSO_NAME, PAT, Some(PASSWORD))
    };
    stage.emulator.add_user(&user).unwrap();
    let client = stage.password_client();
    let error = first_factor(&client, PAT).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResetRequired);
    let state = verified(&stage, &client, PAT).await?;
    signed_in(client.run(state.submit_password(NEW_PASSWORD)).await?);
    Ok(())
}

#[tokio::test]
async fn a_second_factor_after_it_is_one_more_step() -> Result<()> {
    let stage = Stage::https().await;
    stage.add_user_with_methods(PAT, &[("sms", "+4790012345")]);
    let client = stage.mfa_client();
    let state = verified(&stage, &client, PAT).await?;
    let step = client.run(state.submit_password(NEW_PASSWORD)).await?;
    let methods = state_of!(MethodRequired, step);
    assert_eq!(methods.flow(), FlowKind::ResetPassword);
    let action = methods.choose_method(methods.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    assert_eq!(
        (code.flow(), code.purpose()),
        (FlowKind::ResetPassword, CodePurpose::SecondFactor)
    );
    let action = code.submit_code(&stage.code("+4790012345"));
    signed_in(client.run(action).await?);
    Ok(())
}

#[tokio::test]
async fn a_registration_after_it_is_one_more_step() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.mfa_client();
    let state = verified(&stage, &client, PAT).await?;
    let step = client.run(state.submit_password(NEW_PASSWORD)).await?;
    let required = state_of!(RegistrationRequired, step);
    assert_eq!(required.flow(), FlowKind::ResetPassword);
    let action = required.register("sms", "+47 900 12 345");
    let code = state_of!(CodeRequired, client.run(action).await?);
    let action = code.submit_code(&stage.code("+4790012345"));
    signed_in(client.run(action).await?);
    Ok(())
}

#[tokio::test]
async fn one_correlation_id_goes_with_every_request() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let state = verified(&stage, &client, PAT).await?;
    let step = client.run(state.submit_password(NEW_PASSWORD)).await?;
    assert!(matches!(step, Step::SignedIn { .. }));
    // The tenant's metadata and keys belong to no flow.
    let mut requests = stage.emulator.requests();
    requests.retain(|request| request.method == "POST");
    let paths: Vec<&str> = requests
        .iter()
        .filter_map(|request| request.path.split_once("onmicrosoft.com/"))
        .map(|(_, path)| path)
        .collect();
    assert_eq!(
        paths,
        [
            "resetpassword/v1.0/start",
            "resetpassword/v1.0/challenge",
            "resetpassword/v1.0/continue",
            "resetpassword/v1.0/submit",
            "resetpassword/v1.0/poll_completion",
            "oauth2/v2.0/token"
        ]
    );
    let id = state.correlation_id().to_string();
    assert!(requests.iter().all(|request| request.correlation_id == id));
    Ok(())
}
