//! A second factor against the emulator, over HTTP and over HTTPS.

use native_auth::{
    AuthenticationMethod, BrowserReason, ChallengeChannel, Client, CodePurpose, ErrorKind,
    FlowKind, MethodRequired, Recovery, Result,
};
use native_auth_emulator::{
    BlockedAnswer, BlockedMethod, CONTOSO_API_SCOPE, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Channel,
    Config, NewMethod, NewUser,
};
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::{
    another_code, first_factor, sign_in, sign_in_with_code, signed_in, state_of,
};

/// Where Pat's second factors arrive.
const SPARE_MAIL: &str = "pat.spare@example.test";
const PHONE: &str = "+4790012345";

async fn method_required(client: &Client) -> Result<MethodRequired> {
    Ok(state_of!(MethodRequired, first_factor(client, PAT).await?))
}

#[track_caller]
fn by(channel: ChallengeChannel, state: &MethodRequired) -> &AuthenticationMethod {
    let mut methods = state.methods().iter();
    methods.find(|method| *method.channel() == channel).unwrap()
}

#[tokio::test]
async fn by_mail_and_by_text_message() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let id = stage.add_user_with_methods(PAT, &[("email", SPARE_MAIL), ("sms", PHONE)]);
        let client = stage.mfa_client();
        for (channel, address) in [
            (ChallengeChannel::Email, SPARE_MAIL),
            (ChallengeChannel::Sms, PHONE),
        ] {
            // With the user name first, and the password after.
            let password = sign_in(&client, PAT).await?;
            let step = client.run(password.submit_password(PASSWORD)).await?;
            let state = state_of!(MethodRequired, step);
            assert_eq!(state.flow(), FlowKind::SignIn);
            assert_eq!(state.methods().len(), 2);
            let method = by(channel.clone(), &state);
            let hint = method.hint().unwrap();
            assert!(hint.contains('*') && hint != address, "{hint} is masked");
            assert_eq!(
                stage.mails(address),
                0,
                "nothing is sent before it is chosen"
            );

            let action = state.choose_method(method.id());
            let code = state_of!(CodeRequired, client.run(action).await?);
            assert_eq!(
                (code.flow(), code.purpose(), code.channel()),
                (FlowKind::SignIn, CodePurpose::SecondFactor, &channel)
            );
            assert_ne!(code.target(), Some(address));
            let wrong = code.submit_code(&another_code(&stage.code(address)));
            let error = client.run(wrong).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidCode);
            let old = stage.code(address);
            let resent = state_of!(CodeRequired, client.run(code.resend_code()).await?);
            assert_eq!(resent.channel(), &channel, "by the same method");
            assert_eq!(stage.mails(address), 2);
            if old != stage.code(address) {
                let error = client.run(resent.submit_code(&old)).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::InvalidCode);
            }
            let action = resent.submit_code(&stage.code(address));
            let account = signed_in(client.run(action).await?);
            assert_eq!(account.id().object_id(), id);
        }
    }
    Ok(())
}

#[tokio::test]
async fn another_method_instead() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user_with_methods(PAT, &[("email", SPARE_MAIL), ("sms", PHONE)]);
    let client = stage.mfa_client();
    let state = method_required(&client).await?;
    let mail = state.choose_method(by(ChallengeChannel::Email, &state).id());
    let code = state_of!(CodeRequired, client.run(mail).await?);
    let sent = stage.emulator.requests().len();
    let again = client.run(code.choose_another_method().unwrap()).await?;
    assert_eq!(stage.emulator.requests().len(), sent, "nothing is sent");
    let again = state_of!(MethodRequired, again);
    assert_eq!(again.methods(), state.methods());
    let mailed = stage.code(SPARE_MAIL);
    let stale = client.run(code.submit_code(&mailed)).await.unwrap_err();
    assert_eq!(stale.code(), "state_stale");

    let sms = again.choose_method(by(ChallengeChannel::Sms, &again).id());
    let code = state_of!(CodeRequired, client.run(sms).await?);
    assert_eq!((stage.mails(SPARE_MAIL), stage.mails(PHONE)), (1, 1));
    if mailed != stage.code(PHONE) {
        let error = client.run(code.submit_code(&mailed)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCode, "one code at a time");
    }
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    Ok(())
}

#[tokio::test]
async fn a_method_that_was_not_offered_sends_nothing() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    let client = stage.mfa_client();
    let state = method_required(&client).await?;
    let sent = stage.emulator.requests().len();
    for id in ["", "sms", "d55fb3c4-5d4a-4a86-8ad6-2b4ce2a6ba1c"] {
        let error = client.run(state.choose_method(id)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Misuse, "method_unknown")
        );
    }
    assert_eq!(stage.emulator.requests().len(), sent);
    let action = state.choose_method(state.methods()[0].id());
    state_of!(CodeRequired, client.run(action).await?);
    Ok(())
}

#[tokio::test]
async fn a_blocked_method_leaves_the_others() -> Result<()> {
    for (answer, reason) in [
        (
            BlockedAnswer::ProviderBlockedByRep,
            "method_blocked_by_reputation",
        ),
        (
            BlockedAnswer::ProviderBlockedByAdmin,
            "method_blocked_by_administrator",
        ),
    ] {
        let stage = stage_with_blocked_phones(answer).await;
        let client = stage.mfa_client();
        let state = method_required(&client).await?;
        let sms = state.choose_method(by(ChallengeChannel::Sms, &state).id());
        let error = client.run(sms).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::MethodBlocked, reason)
        );
        assert_eq!(error.recovery(), Recovery::ChooseAnother);
        assert_eq!(stage.mails(PHONE), 0);
        let mail = state.choose_method(by(ChallengeChannel::Email, &state).id());
        let code = state_of!(CodeRequired, client.run(mail).await?);
        let action = code.submit_code(&stage.code(SPARE_MAIL));
        signed_in(client.run(action).await?);
    }
    Ok(())
}

#[tokio::test]
async fn a_puzzle_before_a_text_message_leads_to_the_browser() -> Result<()> {
    let stage = stage_with_blocked_phones(BlockedAnswer::Redirect).await;
    let client = stage.mfa_client();
    let state = method_required(&client).await?;
    let sms = state.choose_method(by(ChallengeChannel::Sms, &state).id());
    let browser = state_of!(BrowserRequired, client.run(sms).await?);
    let BrowserReason::Requested { server_text } = browser.reason() else {
        panic!("{:?}", browser.reason())
    };
    assert!(server_text.as_deref().unwrap().contains("puzzle"));
    assert!(browser.account_exists());
    assert_eq!(browser.advice(), None, "nothing was left undeclared");
    Ok(())
}

async fn stage_with_blocked_phones(answer: BlockedAnswer) -> Stage {
    let mut config = Config::default();
    config.tenants[0].blocked_methods = vec![BlockedMethod {
        channel: Channel::Sms,
        prefix: "+47".to_owned(),
        answer,
    }];
    let stage = Stage::with(config).await;
    stage.add_user_with_methods(PAT, &[("email", SPARE_MAIL), ("sms", PHONE)]);
    stage
}

#[tokio::test]
async fn who_signs_in_with_codes_gets_the_second_one_by_text_message() -> Result<()> {
    let stage = Stage::http().await;
    let user = NewUser {
        methods: vec![NewMethod {
            channel: "sms".to_owned(),
            target: PHONE.to_owned(),
        }],
        ..NewUser::new(CONTOSO_NAME, PAT, None)
    };
    stage.emulator.add_user(&user).unwrap();
    let client = stage.mfa_client();
    let first = sign_in_with_code(&client, PAT).await?;
    assert_eq!(first.purpose(), CodePurpose::FirstFactor);
    let step = client.run(first.submit_code(&stage.code(PAT))).await?;
    let state = state_of!(MethodRequired, step);
    assert_eq!(state.methods().len(), 1);
    let action = state.choose_method(by(ChallengeChannel::Sms, &state).id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    Ok(())
}

#[tokio::test]
async fn a_code_that_took_too_long_can_be_sent_again() -> Result<()> {
    let mut config = Config::default();
    config.lifetimes.code_seconds = 60;
    let stage = Stage::with(config).await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    let client = stage.mfa_client();
    let state = method_required(&client).await?;
    let action = state.choose_method(state.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let late = stage.code(PHONE);
    stage.emulator.advance(std::time::Duration::from_secs(61));
    let error = client.run(code.submit_code(&late)).await.unwrap_err();
    assert_eq!(error.recovery(), Recovery::AskAgain, "{error:?}");
    let code = state_of!(CodeRequired, client.run(code.resend_code()).await?);
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    Ok(())
}

#[tokio::test]
async fn a_demand_that_came_later_ends_the_sessions_without_it() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user_with_methods(PAT, &[("sms", PHONE)]);
    let client = stage.password_client();
    let account = signed_in(first_factor(&client, PAT).await?);
    assert!(stage.emulator.require_mfa(CONTOSO_APP_PASSWORD, true));
    let error = account
        .access_token(&[CONTOSO_API_SCOPE])
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SignInRequired);
    assert_eq!(error.code(), "refresh_needs_second_factor");

    let state = method_required(&client).await?;
    let action = state.choose_method(state.methods()[0].id());
    let code = state_of!(CodeRequired, client.run(action).await?);
    let account = signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    account.access_token(&[CONTOSO_API_SCOPE]).await?;
    Ok(())
}
