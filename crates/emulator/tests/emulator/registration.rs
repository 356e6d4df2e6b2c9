//! Registering a second factor within a sign-in.

use native_auth_emulator::{BlockedAnswer, BlockedMethod, Channel, Config};
use serde_json::json;

use crate::bench::*;
use crate::second_factor::{ADA, BOB, MAIL};
use crate::sign_up;

/// What a registration cannot do without, besides the token.
pub(crate) fn choice<'a>(channel: &'a str, target: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("challenge_type", "oob"),
        ("challenge_channel", channel),
        ("challenge_target", target),
    ]
}

/// A sign-in of somebody without a second factor, up to the list of what can be registered.
pub(crate) async fn listed(bench: &Bench) -> Reply {
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    let demanded = bench.prove(&token, "password", PASSWORD).await;
    demanded.refused("invalid_grant", "registration_required", 50072);
    bench.go(REGISTER_INTROSPECT, &demanded.token(), &[]).await
}

/// A finished registration is cashed in.
pub(crate) async fn sign_in(bench: &Bench, token: &str) -> Reply {
    let fields = [
        ("grant_type", "continuation_token"),
        ("scope", SCOPE),
        ("client_info", "true"),
    ];
    bench.go(TOKEN, token, &fields).await
}

/// A sign-up through the app `mfa`, finished, by a client that can do what it says.
pub(crate) async fn signed_up(bench: &Bench, capabilities: &str) -> String {
    let fields = [
        ("username", sign_up::ADA),
        ("challenge_type", ALL),
        ("capabilities", capabilities),
        ("password", PASSWORD),
        ("attributes", sign_up::ATTRIBUTES),
    ];
    let token = bench.post(START, CONTOSO_APP_MFA, &fields).await.token();
    let token = bench.go(SIGN_UP_CHALLENGE, &token, &[]).await.token();
    let code = bench.code(sign_up::ADA);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let done = bench.go(CONTINUE, &token, &fields).await;
    assert_eq!(done.status, 200, "{}", done.body);
    done.token()
}

#[tokio::test]
async fn on_either_channel() {
    for (channel, target) in [("email", MAIL), ("sms", PHONE)] {
        let bench = Bench::new().await;
        bench.add(ADA, Some(PASSWORD));
        let listed = listed(&bench).await;
        assert_eq!(
            listed.body["methods"],
            json!([
                {"id": "email", "challenge_type": "oob", "challenge_channel": "email",
                 "login_hint": ADA},
                {"id": "sms", "challenge_type": "oob", "challenge_channel": "sms"},
            ])
        );
        let chosen = choice(channel, target);
        let sent = bench.go(REGISTER_CHALLENGE, &listed.token(), &chosen).await;
        let mut body = sent.body.clone();
        body["continuation_token"].take();
        assert_eq!(
            body,
            json!({
                "challenge_type": "oob", "continuation_token": null, "binding_method": "prompt",
                "challenge_channel": channel, "challenge_target": target, "code_length": 8,
            })
        );
        let message = bench.emulator.messages().pop().unwrap();
        assert_eq!(
            (message.channel, message.purpose),
            (channel, "registration")
        );
        let oob = |code| [("grant_type", "oob"), ("oob", code)];
        bench
            .go(REGISTER_CONTINUE, &sent.token(), &oob("no code"))
            .await
            .refused("invalid_grant", "invalid_oob_value", 50181);
        let done = bench
            .go(REGISTER_CONTINUE, &sent.token(), &oob(&message.code))
            .await;
        assert_eq!(done.status, 200, "{}", done.body);
        let users = bench.emulator.users();
        assert_eq!(users[0].methods[0]["channel"], channel);
        assert_eq!(users[0].methods[0]["target"], target);
        let tokens = sign_in(&bench, &done.token()).await;
        tokens.is_tokens();
        bench
            .refresh(CONTOSO_APP_MFA, &tokens.text("refresh_token"))
            .await
            .is_tokens();
        // Next time it is asked for.
        let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
        bench.prove(&token, "password", PASSWORD).await.refused(
            "invalid_grant",
            "mfa_required",
            50076,
        );
    }
}

#[tokio::test]
async fn the_address_of_a_fresh_sign_up_needs_no_code() {
    let bench = Bench::new().await;
    let signed_up = signed_up(&bench, CAPABILITIES).await;
    let demanded = sign_in(&bench, &signed_up).await;
    demanded.refused("invalid_grant", "registration_required", 50072);
    let listed = bench.go(REGISTER_INTROSPECT, &demanded.token(), &[]).await;
    let messages = bench.emulator.messages().len();
    // Another address does.
    let sent = bench
        .go(REGISTER_CHALLENGE, &listed.token(), &choice("email", MAIL))
        .await;
    assert_eq!(sent.body["challenge_type"], "oob");
    assert_eq!(bench.emulator.messages().len(), messages + 1);
    let chosen = choice("email", "ADA.Lovelace@example.com");
    let known = bench.go(REGISTER_CHALLENGE, &sent.token(), &chosen).await;
    let mut body = known.body.clone();
    body["continuation_token"].take();
    assert_eq!(
        body,
        json!({"challenge_type": "preverified", "continuation_token": null})
    );
    assert_eq!(bench.emulator.messages().len(), messages + 1);
    let token = known.token();
    let other = bench.code(MAIL);
    for (grant, error, code) in [
        ("oob", "invalid_grant", 0),
        ("attributes", "invalid_request", 90100),
    ] {
        let fields = [("grant_type", grant), ("oob", other.as_str())];
        let reply = bench.go(REGISTER_CONTINUE, &token, &fields).await;
        reply.refused(error, "", code);
    }
    let fields = [("grant_type", "continuation_token")];
    let done = bench.go(REGISTER_CONTINUE, &token, &fields).await;
    sign_in(&bench, &done.token()).await.is_tokens();
    let methods = &bench.emulator.users()[0].methods;
    assert_eq!(methods.len(), 1);
    assert_eq!(methods[0]["channel"], "email");
}

#[tokio::test]
async fn a_sign_up_of_a_client_that_cannot_register_ends_in_the_browser() {
    let bench = Bench::new().await;
    let signed_up = signed_up(&bench, "mfa_required").await;
    let reply = sign_in(&bench, &signed_up).await;
    reply.is_redirect();
    assert!(
        reply
            .text("redirect_reason")
            .contains("registration_required")
    );
    // The account is there all the same.
    assert_eq!(bench.emulator.users().len(), 1);
}

#[tokio::test]
async fn contacts_that_are_none() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let token = listed(&bench).await.token();
    for (channel, target) in [
        ("email", "ada"),
        ("email", PHONE),
        ("email", ""),
        ("sms", "90012345"),
        // What becomes of a plus sign that was not encoded.
        ("sms", " 4790012345"),
        ("sms", "+47 900 12 345"),
        ("sms", MAIL),
    ] {
        bench
            .go(REGISTER_CHALLENGE, &token, &choice(channel, target))
            .await
            .refused("invalid_request", "", 901001);
    }
    for (fields, code) in [
        (vec![("challenge_type", "oob")], 900144),
        (vec![("challenge_target", MAIL)], 900144),
        (choice("voice", PHONE).to_vec(), 90100),
    ] {
        bench
            .go(REGISTER_CHALLENGE, &token, &fields)
            .await
            .refused("invalid_request", "", code);
    }
    let a_list = [("challenge_type", ALL), ("challenge_target", MAIL)];
    let reply = bench.go(REGISTER_CHALLENGE, &token, &a_list).await;
    reply.refused("invalid_request", "", 0);
    assert!(bench.emulator.messages().is_empty());
    // Without a channel the target tells.
    for (target, channel) in [(MAIL, "email"), (PHONE, "sms")] {
        let fields = [("challenge_type", "oob"), ("challenge_target", target)];
        let token = listed(&bench).await.token();
        let sent = bench.go(REGISTER_CHALLENGE, &token, &fields).await;
        assert_eq!(sent.body["challenge_channel"], channel);
    }
}

#[tokio::test]
async fn another_code_another_contact_and_the_list_again() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let listed = listed(&bench).await;
    let mail = choice("email", MAIL);
    let sent = bench.go(REGISTER_CHALLENGE, &listed.token(), &mail).await;
    let first = bench.code(MAIL);
    let resent = bench.go(REGISTER_CHALLENGE, &sent.token(), &mail).await;
    let phone = choice("sms", PHONE);
    let moved = bench.go(REGISTER_CHALLENGE, &resent.token(), &phone).await;
    let mailed = bench.code(MAIL);
    for dead in [first, mailed] {
        let fields = [("grant_type", "oob"), ("oob", dead.as_str())];
        bench
            .go(REGISTER_CONTINUE, &moved.token(), &fields)
            .await
            .refused("invalid_grant", "invalid_oob_value", 50181);
    }
    let again = bench.go(REGISTER_INTROSPECT, &moved.token(), &[]).await;
    let sent = bench.go(REGISTER_CHALLENGE, &again.token(), &phone).await;
    let code = bench.code(PHONE);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let done = bench.go(REGISTER_CONTINUE, &sent.token(), &fields).await;
    // Used up.
    bench
        .go(REGISTER_CONTINUE, &sent.token(), &fields)
        .await
        .refused("invalid_request", "", 55200);
    sign_in(&bench, &done.token()).await.is_tokens();
    sign_in(&bench, &done.token())
        .await
        .refused("invalid_request", "", 55200);
}

#[tokio::test]
async fn each_step_takes_only_its_own_token() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let password = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    let not_here = |reply: Reply| {
        reply.refused("invalid_request", "", 55200);
    };
    let (oob, chosen) = (
        [("grant_type", "oob"), ("oob", "12345678")],
        choice("email", MAIL),
    );
    not_here(bench.go(REGISTER_INTROSPECT, &password, &[]).await);
    not_here(bench.go(REGISTER_CHALLENGE, &password, &chosen).await);
    not_here(bench.go(REGISTER_CONTINUE, &password, &oob).await);
    let demanded = bench.prove(&password, "password", PASSWORD).await.token();
    not_here(bench.go(REGISTER_CHALLENGE, &demanded, &chosen).await);
    not_here(bench.go(INTROSPECT, &demanded, &[]).await);
    not_here(sign_in(&bench, &demanded).await);
    let listed = bench.go(REGISTER_INTROSPECT, &demanded, &[]).await.token();
    not_here(bench.go(REGISTER_CONTINUE, &listed, &oob).await);
    not_here(sign_in(&bench, &listed).await);
    let sent = bench.go(REGISTER_CHALLENGE, &listed, &chosen).await.token();
    let preverified = [("grant_type", "continuation_token")];
    bench
        .go(REGISTER_CONTINUE, &sent, &preverified)
        .await
        .refused("invalid_grant", "", 0);
    not_here(sign_in(&bench, &sent).await);
}

#[tokio::test]
async fn only_what_the_app_allows_can_be_registered() {
    let mut config = Config::default();
    let apps = &mut config.tenants[0].apps;
    let app = apps.iter_mut().find(|app| app.name == "mfa").unwrap();
    app.mfa_methods = vec![Channel::Email];
    config.tenants[0].blocked_methods = vec![BlockedMethod {
        channel: Channel::Email,
        prefix: "spam@".to_owned(),
        answer: BlockedAnswer::ProviderBlockedByRep,
    }];
    let bench = Bench::with(config.clone()).await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[PHONE]);
    let listed = listed(&bench).await;
    assert_eq!(listed.body["methods"].as_array().unwrap().len(), 1);
    for (chosen, suberror, code) in [
        (choice("sms", PHONE), "provider_blocked_by_admin", 0),
        (
            choice("email", "Spam@example.com"),
            "provider_blocked_by_rep",
            550024,
        ),
    ] {
        bench
            .go(REGISTER_CHALLENGE, &listed.token(), &chosen)
            .await
            .refused("access_denied", suberror, code);
    }
    // Whoever signs in with a code by e-mail has nothing left to register.
    bench.add(BOB, None);
    let token = bench.challenged_for_mfa(BOB, CAPABILITIES).await;
    bench
        .prove(&token, "oob", &bench.code(BOB))
        .await
        .is_redirect();

    let apps = &mut config.tenants[0].apps;
    let app = apps.iter_mut().find(|app| app.name == "mfa").unwrap();
    app.registration = false;
    let bench = Bench::with(config).await;
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    bench
        .prove(&token, "password", PASSWORD)
        .await
        .is_redirect();
}
