//! An app without screens for a second factor: whatever demands one leads to the browser, and says whether there is
//! an account.

use native_auth::{BrowserRequired, Capability, Client, FlowKind, Result, SignUp, Step};
use native_auth_emulator::CONTOSO_APP_MFA;
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use crate::openings::{first_factor, reset_password, state_of};

const PHONE: &str = "+4790012345";

fn client_with(stage: &Stage, capabilities: &[Capability]) -> Client {
    stage
        .builder(CONTOSO_APP_MFA)
        .capabilities(capabilities.iter().copied())
        .build()
        .unwrap()
}

/// The browser is wanted by a person who has an account, and a developer is told what to declare.
#[track_caller]
fn browser(step: Step, flow: FlowKind, missing: &str) -> BrowserRequired {
    let state = state_of!(BrowserRequired, step);
    assert_eq!(state.flow(), flow);
    assert!(state.account_exists());
    let advice = state.advice().unwrap();
    assert!(advice.contains(missing), "{advice}");
    state
}

#[tokio::test]
async fn after_the_first_factor() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    for declared in [&[][..], &[Capability::RegistrationRequired]] {
        let client = client_with(&stage, declared);
        let step = first_factor(&client, PAT).await?;
        let state = browser(step, FlowKind::SignIn, "mfa_required");
        assert_eq!(state.capabilities(), declared);
        assert!(client.accounts().await.unwrap().is_empty());
    }
    assert_eq!(stage.mails(PHONE), 0);
    // The other one is not needed for it.
    let client = client_with(&stage, &[Capability::MfaRequired]);
    state_of!(MethodRequired, first_factor(&client, PAT).await?);
    Ok(())
}

#[tokio::test]
async fn when_a_method_has_to_be_registered() -> Result<()> {
    let stage = Stage::https().await;
    stage.add_user(PAT, Some(PASSWORD));
    for declared in [&[][..], &[Capability::MfaRequired]] {
        let client = client_with(&stage, declared);
        let step = first_factor(&client, PAT).await?;
        browser(step, FlowKind::SignIn, "registration_required");
    }
    let client = client_with(&stage, &[Capability::RegistrationRequired]);
    state_of!(RegistrationRequired, first_factor(&client, PAT).await?);
    Ok(())
}

#[tokio::test]
async fn after_a_sign_up_the_account_exists() -> Result<()> {
    let stage = Stage::http().await;
    let client = client_with(&stage, &[]);
    let request = SignUp {
        username: PAT.to_owned(),
        password: Some(PASSWORD.into()),
        attributes: [("displayName", "Pat Marsh"), ("city", "Bergen")].into(),
        ..SignUp::default()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    let step = client.run(code.submit_code(&stage.code(PAT))).await?;
    browser(step, FlowKind::SignUp, "registration_required");
    assert_eq!(stage.emulator.users().len(), 1);
    Ok(())
}

#[tokio::test]
async fn after_a_reset_the_password_is_new() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    let client = client_with(&stage, &[]);
    let code = reset_password(&client, PAT).await?;
    let action = code.submit_code(&stage.code(PAT));
    let password = state_of!(PasswordRequired, client.run(action).await?);
    let step = client.run(password.submit_password(NEW_PASSWORD)).await?;
    browser(step, FlowKind::ResetPassword, "mfa_required");
    let error = first_factor(&client, PAT).await.unwrap_err();
    assert_eq!(error.code(), "credentials_invalid");
    Ok(())
}
