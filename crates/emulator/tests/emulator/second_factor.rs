//! The second factor: who is asked for one, which there are, and how it is proved.

use serde_json::json;

use crate::bench::*;

pub(crate) const ADA: &str = "ada@example.com";
pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const MAIL: &str = "ada.at.work@example.org";

/// A sign-in with the password, up to the answer that demands a second factor.
pub(crate) async fn demanded(bench: &Bench) -> Reply {
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    bench.prove(&token, "password", PASSWORD).await
}

/// The methods listed, and their token.
pub(crate) async fn listed(bench: &Bench) -> Reply {
    let demanded = demanded(bench).await;
    demanded.refused("invalid_grant", "mfa_required", 50076);
    bench.go(INTROSPECT, &demanded.token(), &[]).await
}

/// The ID of the listed method on a channel.
pub(crate) fn method(listed: &Reply, channel: &str) -> String {
    let methods = listed.body["methods"].as_array().unwrap();
    let on = |m: &&serde_json::Value| m["challenge_channel"] == channel;
    let method = methods.iter().find(on).unwrap();
    method["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn by_either_channel() {
    for (channel, target, label) in [
        ("email", MAIL, "ad***k@ex***e.org"),
        ("sms", PHONE, "+47*****45"),
    ] {
        let bench = Bench::new().await;
        bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
        let listed = listed(&bench).await;
        let id = method(&listed, channel);
        let sent = bench
            .go(
                CHALLENGE,
                &listed.token(),
                &[("id", &id), ("challenge_type", ALL)],
            )
            .await;
        let mut body = sent.body.clone();
        body["continuation_token"].take();
        assert_eq!(
            body,
            json!({
                "challenge_type": "oob", "continuation_token": null, "binding_method": "prompt",
                "challenge_channel": channel, "challenge_target_label": label, "code_length": 8,
            })
        );
        let message = bench.emulator.messages().pop().unwrap();
        assert_eq!(
            (message.recipient.as_str(), message.channel, message.purpose),
            (target, channel, "second_factor")
        );
        bench
            .prove(&sent.token(), "mfa_oob", "no code")
            .await
            .refused("invalid_grant", "invalid_oob_value", 50181);
        let tokens = bench.prove(&sent.token(), "mfa_oob", &message.code).await;
        tokens.is_tokens();
        // The session has done it, so a refresh asks for nothing.
        bench
            .refresh(CONTOSO_APP_MFA, &tokens.text("refresh_token"))
            .await
            .is_tokens();
    }
}

#[tokio::test]
async fn the_methods_are_listed_with_masks() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    let mut listed = listed(&bench).await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    for method in listed.body["methods"].as_array_mut().unwrap() {
        let id = method["id"].take();
        assert!(uuid::Uuid::try_parse(id.as_str().unwrap()).is_ok());
    }
    assert_eq!(
        listed.body["methods"],
        json!([
            {"id": null, "challenge_type": "oob", "challenge_channel": "email",
             "login_hint": "ad***k@ex***e.org"},
            {"id": null, "challenge_type": "oob", "challenge_channel": "sms",
             "login_hint": "+47*****45"},
        ])
    );
}

#[tokio::test]
async fn another_code_another_method_and_the_list_again() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    let listed = listed(&bench).await;
    let (mail, phone) = (method(&listed, "email"), method(&listed, "sms"));
    let sent = bench.go(CHALLENGE, &listed.token(), &[("id", &mail)]).await;
    let first = bench.code(MAIL);
    let resent = bench.go(CHALLENGE, &sent.token(), &[("id", &mail)]).await;
    bench
        .prove(&resent.token(), "mfa_oob", &first)
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    let by_phone = bench
        .go(CHALLENGE, &resent.token(), &[("id", &phone)])
        .await;
    assert_eq!(by_phone.body["challenge_channel"], "sms");
    // The other method's code is dead.
    bench
        .prove(&by_phone.token(), "mfa_oob", &bench.code(MAIL))
        .await
        .refused("invalid_grant", "invalid_oob_value", 50181);
    let again = bench.go(INTROSPECT, &by_phone.token(), &[]).await;
    assert_eq!(again.body["methods"].as_array().unwrap().len(), 2);
    bench
        .prove(&again.token(), "mfa_oob", &bench.code(PHONE))
        .await
        .refused("invalid_request", "", 55200);
    let sent = bench.go(CHALLENGE, &again.token(), &[("id", &phone)]).await;
    bench
        .prove(&sent.token(), "mfa_oob", &bench.code(PHONE))
        .await
        .is_tokens();
    // All of them are used up.
    for token in [listed.token(), again.token(), sent.token()] {
        let reply = bench.go(CHALLENGE, &token, &[("id", &phone)]).await;
        reply.refused("invalid_request", "", 55200);
    }
}

#[tokio::test]
async fn each_step_takes_only_its_own_token() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL]);
    let password = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    bench
        .go(INTROSPECT, &password, &[])
        .await
        .refused("invalid_request", "", 55200);
    bench
        .prove(&password, "mfa_oob", "12345678")
        .await
        .refused("invalid_request", "", 55200);
    let demanded = bench.prove(&password, "password", PASSWORD).await.token();
    for more in [&[][..], &[("id", "x")]] {
        bench.go(CHALLENGE, &demanded, more).await.refused(
            "invalid_request",
            "introspect_required",
            0,
        );
    }
    bench
        .go(REGISTER_INTROSPECT, &demanded, &[])
        .await
        .refused("invalid_request", "", 55200);
    let listed = bench.go(INTROSPECT, &demanded, &[]).await;
    bench
        .go(CHALLENGE, &listed.token(), &[])
        .await
        .refused("invalid_request", "", 900144);
    bench
        .go(CHALLENGE, &listed.token(), &[("id", "x")])
        .await
        .refused("invalid_request", "", 90100);
    let id = method(&listed, "email");
    let sent = bench.go(CHALLENGE, &listed.token(), &[("id", &id)]).await;
    let code = bench.code(MAIL);
    // The first factor's grant is not the second's.
    bench
        .prove(&sent.token(), "oob", &code)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .prove(&sent.token(), "password", PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
    bench
        .prove(&sent.token(), "mfa_oob", &code)
        .await
        .is_tokens();
}

#[tokio::test]
async fn a_code_as_first_factor_rules_out_email_as_second() {
    let bench = Bench::new().await;
    bench.add_with_methods(BOB, None, &[MAIL, PHONE]);
    let token = bench.challenged_for_mfa(BOB, CAPABILITIES).await;
    let demanded = bench.prove(&token, "oob", &bench.code(BOB)).await;
    demanded.refused("invalid_grant", "mfa_required", 50076);
    let listed = bench.go(INTROSPECT, &demanded.token(), &[]).await;
    let methods = listed.body["methods"].as_array().unwrap();
    assert_eq!(methods.len(), 1);
    assert_eq!(methods[0]["challenge_channel"], "sms");
    // Whoever has only an e-mail address has nothing.
    bench.add_with_methods(ADA, None, &[MAIL]);
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    bench.prove(&token, "oob", &bench.code(ADA)).await.refused(
        "invalid_grant",
        "registration_required",
        50072,
    );
}

#[tokio::test]
async fn a_disabled_or_deleted_user_gets_no_further() {
    let bench = Bench::new().await;
    let ada = bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL]);
    let listed = listed(&bench).await;
    let id = method(&listed, "email");
    let sent = bench.go(CHALLENGE, &listed.token(), &[("id", &id)]).await;
    let code = bench.code(MAIL);
    bench.emulator.enable_user(&ada, false);
    bench
        .prove(&sent.token(), "mfa_oob", &code)
        .await
        .refused("invalid_grant", "", 50057);
    bench.emulator.delete_user(&ada);
    bench
        .prove(&sent.token(), "mfa_oob", &code)
        .await
        .refused("invalid_grant", "", 50034);
    for (path, more) in [(INTROSPECT, &[][..]), (CHALLENGE, &[("id", &*id)])] {
        let reply = bench.go(path, &sent.token(), more).await;
        reply.refused("invalid_grant", "", 50034);
    }
}
