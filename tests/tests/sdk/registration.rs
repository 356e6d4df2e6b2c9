//! Registration of a strong method against the emulator, over HTTP and over HTTPS.

use native_auth::{
    ChallengeChannel, Client, CodePurpose, ErrorKind, FlowKind, Recovery, RegistrationRequired,
    Result, SignUp, Step,
};
use native_auth_emulator::{BlockedAnswer, BlockedMethod, Channel, Config};
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::{another_code, first_factor, sign_in_with_code, signed_in, state_of};

/// Where Pat's second factors arrive.
const SPARE_MAIL: &str = "pat.spare@example.test";
const PHONE: &str = "+4790012345";

async fn registration_required(client: &Client) -> Result<RegistrationRequired> {
    let step = first_factor(client, PAT).await?;
    Ok(state_of!(RegistrationRequired, step))
}

/// What the emulator has registered for the only user: channel and target.
fn registered(stage: &Stage) -> Vec<(String, String)> {
    let users = stage.emulator.users();
    let text = |method: &native_auth_emulator::UserFacts, at: usize, name: &str| {
        method.methods[at][name].as_str().unwrap().to_owned()
    };
    let count = users[0].methods.len();
    (0..count)
        .map(|at| {
            (
                text(&users[0], at, "channel"),
                text(&users[0], at, "target"),
            )
        })
        .collect()
}

#[tokio::test]
async fn by_mail_and_by_phone() -> Result<()> {
    for (secure, channel, id, typed, address) in [
        (
            false,
            ChallengeChannel::Email,
            "email",
            SPARE_MAIL,
            SPARE_MAIL,
        ),
        (
            true,
            ChallengeChannel::Email,
            "email",
            SPARE_MAIL,
            SPARE_MAIL,
        ),
        (
            false,
            ChallengeChannel::Sms,
            "sms",
            " +47 (900) 12-345 ",
            PHONE,
        ),
        (true, ChallengeChannel::Sms, "sms", "+4790012345", PHONE),
    ] {
        let stage = if secure {
            Stage::https().await
        } else {
            Stage::http().await
        };
        stage.add_user(PAT, Some(PASSWORD));
        let client = stage.mfa_client();
        let state = registration_required(&client).await?;
        assert_eq!(state.flow(), FlowKind::SignIn);
        let offered: Vec<_> = state.methods().iter().map(|m| (m.id(), m.hint())).collect();
        assert_eq!(offered, [("email", Some(PAT)), ("sms", None)]);

        let action = state.register(id, typed);
        let code = state_of!(CodeRequired, client.run(action).await?);
        assert_eq!(
            (code.flow(), code.purpose(), code.channel()),
            (FlowKind::SignIn, CodePurpose::Registration, &channel)
        );
        let wrong = code.submit_code(&another_code(&stage.code(address)));
        let error = client.run(wrong).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCode);
        let code = state_of!(CodeRequired, client.run(code.resend_code()).await?);
        assert_eq!(stage.mails(address), 2, "to the same address");
        assert_eq!(registered(&stage), [], "not before it is proved");
        let action = code.submit_code(&stage.code(address));
        signed_in(client.run(action).await?);
        assert_eq!(registered(&stage), [(id.to_owned(), address.to_owned())]);

        // From now on it is the second factor.
        let step = first_factor(&client, PAT).await?;
        assert!(
            matches!(step, Step::MethodRequired { .. }),
            "{}",
            step.name()
        );
    }
    Ok(())
}

#[tokio::test]
async fn another_method_instead() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.mfa_client();
    let state = registration_required(&client).await?;
    let mail = state.register("email", SPARE_MAIL);
    let code = state_of!(CodeRequired, client.run(mail).await?);
    let sent = stage.emulator.requests().len();
    let again = client.run(code.choose_another_method().unwrap()).await?;
    assert_eq!(stage.emulator.requests().len(), sent, "nothing is sent");
    let again = state_of!(RegistrationRequired, again);
    assert_eq!(again.methods(), state.methods());
    let phone = again.register("sms", PHONE);
    let code = state_of!(CodeRequired, client.run(phone).await?);
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    assert_eq!(registered(&stage), [("sms".to_owned(), PHONE.to_owned())]);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_a_contact_can_be_corrected() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.mfa_client();
    let state = registration_required(&client).await?;
    let sent = stage.emulator.requests().len();
    for (id, contact, reason) in [
        ("email", " ", "contact_empty"),
        ("sms", "", "contact_empty"),
        ("sms", "90 01 23 45", "contact_not_international"),
        ("sms", "+47", "contact_not_international"),
        ("sms", "+479001234567890123", "contact_not_international"),
        ("sms", SPARE_MAIL, "contact_not_international"),
    ] {
        let error = client.run(state.register(id, contact)).await.unwrap_err();
        assert_eq!(error.code(), reason, "{contact}");
        assert_eq!(error.kind(), ErrorKind::InvalidContact);
        assert_eq!(error.recovery(), Recovery::AskAgain);
    }
    assert_eq!(stage.emulator.requests().len(), sent, "nothing was sent");
    // What only the server can tell.
    for (id, contact) in [("email", "no address"), ("sms", "+07900123")] {
        let error = client.run(state.register(id, contact)).await.unwrap_err();
        assert_eq!(error.code(), "contact_invalid", "{contact}");
    }
    let error = client
        .run(state.register("voice", PHONE))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "method_unknown");
    let phone = state.register("sms", PHONE);
    let code = state_of!(CodeRequired, client.run(phone).await?);
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    Ok(())
}

#[tokio::test]
async fn a_blocked_contact_leaves_the_others() -> Result<()> {
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
        let mut config = Config::default();
        config.tenants[0].blocked_methods = vec![BlockedMethod {
            channel: Channel::Sms,
            prefix: "+882".to_owned(),
            answer,
        }];
        let stage = Stage::with(config).await;
        stage.add_user(PAT, Some(PASSWORD));
        let client = stage.mfa_client();
        let state = registration_required(&client).await?;
        let blocked = state.register("sms", "+882 10 12 34 56");
        let error = client.run(blocked).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::MethodBlocked, reason)
        );
        let phone = state.register("sms", PHONE);
        let code = state_of!(CodeRequired, client.run(phone).await?);
        signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    }
    Ok(())
}

#[tokio::test]
async fn who_signs_in_with_codes_can_register_a_phone_only() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, None);
    let client = stage.mfa_client();
    let first = sign_in_with_code(&client, PAT).await?;
    let step = client.run(first.submit_code(&stage.code(PAT))).await?;
    let state = state_of!(RegistrationRequired, step);
    let ids: Vec<&str> = state.methods().iter().map(|method| method.id()).collect();
    assert_eq!(ids, ["sms"]);
    let phone = state.register("sms", PHONE);
    let code = state_of!(CodeRequired, client.run(phone).await?);
    signed_in(client.run(code.submit_code(&stage.code(PHONE))).await?);
    Ok(())
}

/// Signs up in the app that demands a second factor, up to the step after the account is there.
async fn sign_up(stage: &Stage, client: &Client, sign_in: bool) -> Result<Step> {
    let request = SignUp {
        username: PAT.to_owned(),
        password: Some(PASSWORD.into()),
        attributes: [("displayName", "Pat Marsh"), ("city", "Bergen")].into(),
        sign_in,
        ..SignUp::default()
    };
    let code = state_of!(CodeRequired, client.sign_up(request).await?);
    client.run(code.submit_code(&stage.code(PAT))).await
}

#[tokio::test]
async fn the_address_that_a_sign_up_verified_needs_no_second_code() -> Result<()> {
    for stage in [Stage::http().await, Stage::https().await] {
        let client = stage.mfa_client();
        let state = state_of!(RegistrationRequired, sign_up(&stage, &client, true).await?);
        assert_eq!(state.flow(), FlowKind::SignUp);
        // In any case of letters.
        let action = state.register("email", &PAT.to_uppercase());
        signed_in(client.run(action).await?);
        assert_eq!(stage.emulator.messages().len(), 1);
        assert_eq!(registered(&stage).len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn any_other_address_does_after_a_sign_up_too() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.mfa_client();
    let state = state_of!(RegistrationRequired, sign_up(&stage, &client, true).await?);
    let action = state.register("email", SPARE_MAIL);
    let code = state_of!(CodeRequired, client.run(action).await?);
    assert_eq!(
        (code.flow(), code.purpose()),
        (FlowKind::SignUp, CodePurpose::Registration)
    );
    let action = code.submit_code(&stage.code(SPARE_MAIL));
    signed_in(client.run(action).await?);
    assert_eq!(
        registered(&stage),
        [("email".to_owned(), SPARE_MAIL.to_owned())]
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_up_that_is_completed_first_registers_when_it_signs_in() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.mfa_client();
    let completed = state_of!(Completed, sign_up(&stage, &client, false).await?);
    let step = client.run(completed.sign_in().unwrap()).await?;
    let state = state_of!(RegistrationRequired, step);
    signed_in(client.run(state.register("email", PAT)).await?);
    Ok(())
}
