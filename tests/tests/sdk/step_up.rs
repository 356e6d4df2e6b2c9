//! An API that wants more than a token proves, and a policy that does.

use native_auth::{Account, Client, ErrorKind, FlowKind, Recovery, Result, SealingKey, StepUp};
use native_auth_emulator::{
    AuthenticationContextConfig, CONTOSO_API_SCOPE, CONTOSO_APP_PASSWORD, Config, MfaMode,
};
use native_auth_tests::{PASSWORD, PAT, Stage};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::openings::{first_factor, signed_in, state_of};

const SPARE_MAIL: &str = "pat.spare@example.test";
const PHONE: &str = "+4790012345";

/// Asks for the context that demands nothing.
const C2: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c2"}}}"#;

/// A tenant with a context that demands a second factor, and one that demands nothing.
async fn stage() -> Stage {
    let mut config = Config::default();
    config.tenants[0].authentication_contexts = [("c1", MfaMode::Required), ("c2", MfaMode::Off)]
        .map(|(id, mfa)| AuthenticationContextConfig {
            id: id.to_owned(),
            mfa,
        })
        .to_vec();
    Stage::with(config).await
}

/// Somebody who is signed in with a password only, and could do more.
async fn account(stage: &Stage, client: &Client) -> Result<Account> {
    stage.add_user_with_methods(PAT, &[("email", SPARE_MAIL), ("sms", PHONE)]);
    Ok(signed_in(first_factor(client, PAT).await?))
}

/// Calls the API that demands this context; `Err` is the header of its refusal.
async fn call_api(stage: &Stage, account: &Account, context: &str) -> Result<Result<(), String>> {
    let token = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    let answer = get(
        stage,
        &format!("/_emulator/api?acr={context}"),
        token.expose(),
    )
    .await;
    if answer.starts_with("HTTP/1.1 200") {
        return Ok(Ok(()));
    }
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let header = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("www-authenticate")
            .then_some(value)
    });
    Ok(Err(header.unwrap().to_owned()))
}

async fn get(stage: &Stage, path: &str, token: &str) -> String {
    let authority = stage.emulator.authority();
    let host = authority.split('/').nth(2).unwrap();
    let mut connection = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer
}

fn asking(www_authenticate: &str) -> Result<StepUp> {
    StepUp::from_challenge(www_authenticate, &[CONTOSO_API_SCOPE])
}

/// From the API's refusal to its answer, with a second factor between.
#[tokio::test]
async fn an_api_gets_its_second_factor() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let refusal = call_api(&stage, &account, "c1").await?.unwrap_err();

    let step = account.step_up(asking(&refusal)?).await?;
    let password = state_of!(PasswordRequired, step);
    assert_eq!(password.flow(), FlowKind::SignIn);
    let step = client.run(password.submit_password(PASSWORD)).await?;
    let methods = state_of!(MethodRequired, step);
    let action = methods.choose_method(methods.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let wrong = client.run(code.submit_code("0")).await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::InvalidCode);
    let step = client
        .run(code.submit_code(&stage.code(SPARE_MAIL)))
        .await?;
    assert_eq!(signed_in(step).id(), account.id());

    // The old handle knows the new token, and no other account came to be.
    assert_eq!(call_api(&stage, &account, "c1").await?, Ok(()));
    assert_eq!(client.accounts().await.unwrap().len(), 1);
    Ok(())
}

/// With the password at hand it asks for the second factor only.
#[tokio::test]
async fn the_password_can_come_along() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let refusal = call_api(&stage, &account, "c1").await?.unwrap_err();
    let request = StepUp {
        password: Some(PASSWORD.into()),
        ..asking(&refusal)?
    };
    let step = account.step_up(request).await?;
    assert_eq!(step.name(), "method_required");
    Ok(())
}

/// What asks the person for nothing is tried first. The token that was refused no longer serves, although it lives.
#[tokio::test]
async fn what_a_refresh_can_meet_is_met_by_a_refresh() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let refused = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    let refusal = call_api(&stage, &account, "c2").await?.unwrap_err();
    let sent = stage.emulator.requests().len();
    let step = account.step_up(asking(&refusal)?).await?;
    assert_eq!(signed_in(step).id(), account.id());
    assert_eq!(stage.emulator.requests().len(), sent + 1);
    let renewed = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert_ne!(renewed.expose(), refused.expose());
    assert_eq!(call_api(&stage, &account, "c2").await?, Ok(()));
    Ok(())
}

/// A token for more scopes would serve as well, but for what it does not prove.
#[tokio::test]
async fn no_other_token_that_lacks_the_claims_serves_instead() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    account.access_token(&[CONTOSO_API_SCOPE]).await?;
    let wider = [CONTOSO_API_SCOPE, "email"];
    account.access_token(&wider).await?;
    let refusal = call_api(&stage, &account, "c2").await?.unwrap_err();
    let _ = account.step_up(asking(&refusal)?).await?;
    assert_eq!(call_api(&stage, &account, "c2").await?, Ok(()));
    Ok(())
}

/// A step-up for one API does not change what the account's own sign-in was about.
#[tokio::test]
async fn no_scopes_at_all_go_on_to_mean_those_of_the_sign_in() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let before = account.access_token(&[]).await?;
    for try_refresh in [true, false] {
        let request = StepUp {
            password: Some(PASSWORD.into()),
            try_refresh,
            ..StepUp::from_claims(C2, &[CONTOSO_API_SCOPE])
        };
        let _ = signed_in(account.step_up(request).await?);
        assert_eq!(call_api(&stage, &account, "c2").await?, Ok(()));
        let after = account.access_token(&[]).await?;
        assert_eq!(after.scopes(), before.scopes());
    }
    Ok(())
}

/// The tenant wants a second factor of its own accord, and the API a context: one sign-in meets both.
#[tokio::test]
async fn what_the_tenant_wants_does_not_hide_what_the_api_does() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let refusal = call_api(&stage, &account, "c2").await?.unwrap_err();
    assert!(stage.emulator.require_mfa(CONTOSO_APP_PASSWORD, true));
    let request = StepUp {
        password: Some(PASSWORD.into()),
        ..asking(&refusal)?
    };
    let methods = state_of!(MethodRequired, account.step_up(request).await?);
    let action = methods.choose_method(methods.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let step = client
        .run(code.submit_code(&stage.code(SPARE_MAIL)))
        .await?;
    let _ = signed_in(step);
    assert_eq!(call_api(&stage, &account, "c2").await?, Ok(()));
    Ok(())
}

/// The user name that opens the flow is now another person's: nobody is signed in by it.
#[tokio::test]
async fn another_account_is_never_signed_in() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    stage.add_user("quinn.vale@example.test", Some(PASSWORD));
    let request = StepUp {
        username: Some("quinn.vale@example.test".to_owned()),
        password: Some(PASSWORD.into()),
        try_refresh: false,
        ..StepUp::from_claims(C2, &[])
    };
    let error = account.step_up(request).await.unwrap_err();
    assert_eq!(error.code(), "another_account");
    assert_eq!(error.recovery(), Recovery::SignInAgain);
    let accounts = client.accounts().await.unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].id(), account.id());
    Ok(())
}

/// A second factor may take minutes, too.
#[tokio::test]
async fn a_step_up_survives_the_app() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let refusal = call_api(&stage, &account, "c1").await?.unwrap_err();
    let request = StepUp {
        password: Some(PASSWORD.into()),
        ..asking(&refusal)?
    };
    let step = account.step_up(request).await?;
    let key = SealingKey::generate();
    let sealed = client.suspend(&step, &key)?;
    let id = account.id().clone();
    drop((client, account, step));

    let client = stage.password_client();
    let methods = state_of!(MethodRequired, client.resume(&sealed, &key)?);
    let action = methods.choose_method(methods.methods()[1].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let step = client.run(code.submit_code(&stage.code(PHONE))).await?;
    let account = signed_in(step);
    assert_eq!(account.id(), &id);
    assert_eq!(call_api(&stage, &account, "c1").await?, Ok(()));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_refused_and_nothing_is_sent() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = account(&stage, &client).await?;
    let sent = stage.emulator.requests().len();

    for header in ["", "Bearer", r#"Bearer error="invalid_token""#] {
        let error = StepUp::from_challenge(header, &[]).unwrap_err();
        assert_eq!(error.code(), "claims_challenge_missing");
    }
    let error = account
        .step_up(StepUp::from_claims("[]", &[]))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "claims_not_json");
    account.sign_out().await?;
    let request = StepUp::from_claims(r#"{"access_token":{}}"#, &[]);
    let error = account.step_up(request).await.unwrap_err();
    assert_eq!(error.code(), "account_signed_out");
    assert_eq!(stage.emulator.requests().len(), sent);
    Ok(())
}

/// Since the sign-in the tenant demands a second factor: the refresh says what to ask for, and one call does.
#[tokio::test]
async fn a_policy_that_came_later_is_met_by_one_call() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let first = account(&stage, &client).await?;
    assert!(stage.emulator.require_mfa(CONTOSO_APP_PASSWORD, true));

    let id = first.id().clone();
    let left = first.access_token(&[]).await?.expires_at();
    let life = left
        .duration_since(native_auth::Clock::now(&stage.clock))
        .unwrap();
    stage.advance(life);
    let error = first.access_token(&[]).await.unwrap_err();
    assert_eq!(error.code(), "refresh_needs_second_factor");
    assert_eq!(error.kind(), ErrorKind::SignInRequired);
    assert!(error.claims().is_some(), "it names the claims");

    let sent = stage.emulator.requests().len();
    let request = StepUp {
        password: Some(PASSWORD.into()),
        ..StepUp::from_error(&error, &[])?
    };
    let step = first.step_up(request).await?;
    let refresh = &stage.emulator.requests()[sent];
    assert_eq!(
        refresh.path.rsplit('/').next(),
        Some("initiate"),
        "not refreshed again"
    );
    let methods = state_of!(MethodRequired, step);
    let action = methods.choose_method(methods.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let step = client
        .run(code.submit_code(&stage.code(SPARE_MAIL)))
        .await?;
    assert_eq!(signed_in(step).id(), &id);
    assert!(!first.access_token(&[]).await?.expose().is_empty());
    Ok(())
}
