//! An app that is killed while it waits for its user, and goes on where it was.

use std::time::Duration;

use native_auth::{
    Attributes, Client, ErrorKind, FlowKind, Recovery, ResetPassword, Result, SealingKey, SignIn,
    SignUp, Step,
};
use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_TENANT_ID, Config,
};
use native_auth_tests::{NEW_PASSWORD, PASSWORD, PAT, Stage};

use crate::openings::{sign_in_with_code, sign_up, signed_in, state_of};

/// An app that keeps nothing in memory: after every step it is killed, and another client takes over.
struct Killed<'a> {
    stage: &'a Stage,
    client_id: &'a str,
    key: SealingKey,
}

impl Killed<'_> {
    fn start(&self) -> Client {
        self.stage.client_of(self.client_id)
    }

    /// What the app finds when it is started again.
    fn after(&self, client: Client, step: Step) -> Result<(Client, Step)> {
        let sealed = client.suspend(&step, &self.key)?;
        drop((client, step));
        let client = self.start();
        let kept = SealingKey::from_bytes(self.key.expose())?;
        let step = client.resume(&sealed, &kept)?;
        Ok((client, step))
    }

    /// Answers whatever is asked, being killed in between, until somebody is signed in.
    async fn goes_on(
        &self,
        mut client: Client,
        mut step: Step,
    ) -> Result<(Vec<&'static str>, Step)> {
        let mut asked = Vec::new();
        loop {
            if matches!(step, Step::SignedIn { .. }) {
                return Ok((asked, step));
            }
            asked.push(step.name());
            (client, step) = self.after(client, step)?;
            let action = match &step {
                Step::CodeRequired { state } => state.submit_code(&self.stage.code(PAT)),
                Step::PasswordRequired { state } => match state.flow() {
                    FlowKind::ResetPassword => state.submit_password(NEW_PASSWORD),
                    _ => state.submit_password(PASSWORD),
                },
                Step::AttributesRequired { state } => {
                    let values = state.attributes().iter().map(|a| (a.name(), "Pat"));
                    state.submit_attributes(values.collect::<Attributes>())
                }
                Step::MethodRequired { state } => state.choose_method(state.methods()[0].id()),
                Step::RegistrationRequired { state } => {
                    state.register(state.methods()[0].id(), PAT)
                }
                other => panic!("{}", other.name()),
            };
            step = client.run(action).await?;
        }
    }
}

fn killed<'a>(stage: &'a Stage, client_id: &'a str) -> Killed<'a> {
    Killed {
        stage,
        client_id,
        key: SealingKey::generate(),
    }
}

#[tokio::test]
async fn a_sign_up_survives_the_app_at_every_step() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let app = killed(&stage, CONTOSO_APP_PASSWORD);
        let client = app.start();
        let request = SignUp {
            username: PAT.to_owned(),
            ..SignUp::default()
        };
        let step = client.sign_up(request).await?;
        let (asked, step) = app.goes_on(client, step).await?;
        let expected = ["code_required", "password_required", "attributes_required"];
        assert_eq!(asked, expected);
        let account = signed_in(step);
        assert!(!account.access_token(&[]).await?.expose().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn registration_and_second_factor_survive_the_app_at_every_step() -> Result<()> {
    let stage = Stage::http().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    let app = killed(&stage, CONTOSO_APP_MFA);
    for expected in [
        [
            "password_required",
            "registration_required",
            "code_required",
        ],
        ["password_required", "method_required", "code_required"],
    ] {
        let client = app.start();
        let request = SignIn {
            username: PAT.to_owned(),
            ..SignIn::default()
        };
        let step = client.sign_in(request).await?;
        let (asked, step) = app.goes_on(client, step).await?;
        assert_eq!(asked, expected);
        assert_eq!(signed_in(step).id().object_id(), id);
    }
    Ok(())
}

#[tokio::test]
async fn a_reset_survives_the_app_at_every_step() -> Result<()> {
    let stage = Stage::http().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    let app = killed(&stage, CONTOSO_APP_PASSWORD);
    let client = app.start();
    let request = ResetPassword {
        username: PAT.to_owned(),
        ..ResetPassword::default()
    };
    let step = client.reset_password(request).await?;
    let (asked, step) = app.goes_on(client, step).await?;
    assert_eq!(asked, ["code_required", "password_required"]);
    assert_eq!(signed_in(step).id().object_id(), id);
    Ok(())
}

/// Another code is sent from a resumed state, and the code before it is worthless.
#[tokio::test]
async fn a_resumed_state_can_do_all_that_the_state_could() -> Result<()> {
    let stage = Stage::http().await;
    let app = killed(&stage, CONTOSO_APP_OTP);
    stage.add_user(PAT, None);
    let client = app.start();
    let state = sign_in_with_code(&client, PAT).await?;
    let (target, length) = (state.target().map(str::to_owned), state.code_length());
    let correlation_id = state.correlation_id();
    let (client, step) = app.after(client, Step::CodeRequired { state })?;
    let state = state_of!(CodeRequired, step);
    assert_eq!(state.target(), target.as_deref());
    assert_eq!(state.code_length(), length);
    assert_eq!(state.correlation_id(), correlation_id);
    let error = client.run(state.submit_code("0")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCode);
    let resent = state_of!(CodeRequired, client.run(state.resend_code()).await?);
    let stale = client.run(state.submit_code("0")).await.unwrap_err();
    assert_eq!(stale.code(), "state_stale");
    signed_in(client.run(resent.submit_code(&stage.code(PAT))).await?);
    Ok(())
}

/// Nothing is sent to suspend or to resume, and nothing readable is kept.
#[tokio::test]
async fn what_is_kept_says_nothing() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let state = sign_up(&client, PAT).await?;
    let sent = stage.emulator.requests().len();
    let key = SealingKey::generate();
    let step = Step::CodeRequired { state };
    let sealed = client.suspend(&step, &key)?;
    let resumed = client.resume(&sealed, &key)?;
    assert_eq!(stage.emulator.requests().len(), sent);
    let readable = String::from_utf8_lossy(&sealed).into_owned();
    for word in [PAT, "continuation", "username", "code_required", "contoso"] {
        assert!(!readable.contains(word), "{word}");
    }
    assert_ne!(sealed, client.suspend(&step, &key)?, "never the same twice");
    assert_eq!(resumed.name(), step.name());
    Ok(())
}

#[tokio::test]
async fn what_is_tampered_with_expired_or_foreign_is_refused() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let key = SealingKey::generate();
    let step = Step::CodeRequired {
        state: sign_up(&client, PAT).await?,
    };
    let sealed = client.suspend(&step, &key)?;
    let sent = stage.emulator.requests().len();
    let refused = |client: &Client, sealed: &[u8], key: &SealingKey| {
        let error = client.resume(sealed, key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FlowExpired);
        assert_eq!(error.recovery(), Recovery::StartOver);
        error.code()
    };

    let mut tampered = sealed.clone();
    if let Some(last) = tampered.last_mut() {
        *last ^= 1;
    }
    assert_eq!(refused(&client, &tampered, &key), "suspension_unreadable");
    assert_eq!(refused(&client, b"", &key), "suspension_unreadable");
    let other_key = SealingKey::generate();
    assert_eq!(
        refused(&client, &sealed, &other_key),
        "suspension_unreadable"
    );

    let other_app = stage.code_client();
    assert_eq!(refused(&other_app, &sealed, &key), "suspension_foreign");
    let elsewhere = Stage::with(Config::default()).await;
    let other_tenant = elsewhere.password_client();
    assert_eq!(refused(&other_tenant, &sealed, &key), "suspension_foreign");
    // The service refuses a flow's token under the tenant's other name, so it is another address here too.
    let by_id = stage
        .emulator
        .authority()
        .replace("contoso.onmicrosoft.com", CONTOSO_TENANT_ID);
    let other_form = Client::builder(by_id, CONTOSO_APP_PASSWORD)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()?;
    assert_eq!(refused(&other_form, &sealed, &key), "suspension_foreign");

    stage.clock.advance(Duration::from_secs(599));
    assert!(client.resume(&sealed, &key).is_ok());
    stage.clock.advance(Duration::from_secs(1));
    assert_eq!(refused(&client, &sealed, &key), "suspension_expired");
    assert_eq!(stage.emulator.requests().len(), sent, "nothing was sent");

    // None of it harmed the original.
    let state = state_of!(CodeRequired, step);
    let step = client.run(state.submit_code(&stage.code(PAT))).await?;
    assert_eq!(step.name(), "password_required");
    Ok(())
}

#[tokio::test]
async fn the_lifetime_is_the_app_s_to_choose() -> Result<()> {
    let stage = Stage::http().await;
    let builder = || stage.builder(CONTOSO_APP_PASSWORD);
    let client = builder()
        .suspension_lifetime(Duration::from_secs(30))
        .build()?;
    let key = SealingKey::generate();
    let step = Step::CodeRequired {
        state: sign_up(&client, PAT).await?,
    };
    let sealed = client.suspend(&step, &key)?;
    stage.clock.advance(Duration::from_secs(30));
    let error = client.resume(&sealed, &key).unwrap_err();
    assert_eq!(error.code(), "suspension_expired");

    let none = builder().suspension_lifetime(Duration::from_millis(999));
    let error = none.build().unwrap_err();
    assert_eq!(error.code(), "suspension_lifetime_zero");
    Ok(())
}

/// Two runs of the same app resumed the same flow: the server lets one of them through.
#[tokio::test]
async fn a_flow_that_was_resumed_twice_goes_on_once() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, None);
    let first = stage.code_client();
    let state = sign_in_with_code(&first, PAT).await?;
    let key = SealingKey::generate();
    let step = Step::CodeRequired { state };
    let sealed = first.suspend(&step, &key)?;
    let second = stage.code_client();
    let resumed = state_of!(CodeRequired, second.resume(&sealed, &key)?);
    let code = stage.code(PAT);
    signed_in(second.run(resumed.submit_code(&code)).await?);
    let state = state_of!(CodeRequired, step);
    let error = first.run(state.submit_code(&code)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FlowExpired);
    Ok(())
}

#[tokio::test]
async fn another_client_s_step_is_not_suspended() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let step = Step::CodeRequired {
        state: sign_up(&client, PAT).await?,
    };
    let other = stage.password_client();
    let error = other.suspend(&step, &SealingKey::generate()).unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
    Ok(())
}
