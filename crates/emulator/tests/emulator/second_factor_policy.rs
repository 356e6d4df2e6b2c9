//! Whom a tenant asks for a second factor, and what it refuses.

use native_auth_emulator::{BlockedAnswer, BlockedMethod, Channel, Config};
use serde_json::json;

use crate::bench::*;
use crate::second_factor::{ADA, BOB, MAIL, listed, method};

#[tokio::test]
async fn what_the_client_did_not_announce_leads_to_the_browser() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[PHONE]);
    bench.add_with_methods(BOB, Some(PASSWORD), &[]);
    for (username, capabilities, missing) in [
        (ADA, "", "mfa_required"),
        (ADA, "registration_required", "mfa_required"),
        (BOB, "mfa_required", "registration_required"),
    ] {
        let token = bench.challenged_for_mfa(username, capabilities).await;
        // A wrong password is a wrong password first.
        bench
            .prove(&token, "password", "Wrong-1")
            .await
            .refused("invalid_grant", "", 50126);
        let reply = bench.prove(&token, "password", PASSWORD).await;
        reply.is_redirect();
        assert!(reply.text("redirect_reason").contains(missing));
        // The native flow is over.
        bench
            .prove(&token, "password", PASSWORD)
            .await
            .refused("invalid_request", "", 55200);
    }
    // Announced under the older name it is not announced.
    let fields = [
        ("username", ADA),
        ("challenge_type", ALL),
        ("capability", CAPABILITIES),
    ];
    let token = bench.post(INITIATE, CONTOSO_APP_MFA, &fields).await.token();
    let token = bench.go(CHALLENGE, &token, &[]).await.token();
    bench
        .prove(&token, "password", PASSWORD)
        .await
        .is_redirect();
}

#[tokio::test]
async fn a_list_without_oob_leads_to_the_browser() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[PHONE]);
    let fields = [
        ("username", ADA),
        ("challenge_type", "password redirect"),
        ("capabilities", CAPABILITIES),
    ];
    let token = bench.post(INITIATE, CONTOSO_APP_MFA, &fields).await.token();
    let token = bench.go(CHALLENGE, &token, &[]).await.token();
    let token = bench.prove(&token, "password", PASSWORD).await.token();
    bench.go(INTROSPECT, &token, &[]).await.is_redirect();

    let listed = listed(&bench).await;
    let id = method(&listed, "sms");
    let fields = [("id", id.as_str()), ("challenge_type", "password redirect")];
    let reply = bench.go(CHALLENGE, &listed.token(), &fields).await;
    reply.is_redirect();
    assert!(bench.emulator.messages().is_empty());
}

#[tokio::test]
async fn blocked_contacts_get_no_code_and_leave_the_others() {
    let mut config = Config::default();
    let block = |channel, prefix: &str, answer| BlockedMethod {
        channel,
        prefix: prefix.to_owned(),
        answer,
    };
    config.tenants[0].blocked_methods = vec![
        block(Channel::Sms, "+882", BlockedAnswer::ProviderBlockedByRep),
        block(Channel::Sms, "+881", BlockedAnswer::ProviderBlockedByAdmin),
        block(Channel::Sms, "+883", BlockedAnswer::Redirect),
    ];
    let bench = Bench::with(config).await;
    for (phone, suberror, code) in [
        ("+88290012345", "provider_blocked_by_rep", 550024),
        ("+88190012345", "provider_blocked_by_admin", 0),
    ] {
        bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, phone]);
        let listed = listed(&bench).await;
        let id = method(&listed, "sms");
        for _ in 0..2 {
            bench
                .go(CHALLENGE, &listed.token(), &[("id", &id)])
                .await
                .refused("access_denied", suberror, code);
        }
        let id = method(&listed, "email");
        let sent = bench.go(CHALLENGE, &listed.token(), &[("id", &id)]).await;
        bench
            .prove(&sent.token(), "mfa_oob", &bench.code(MAIL))
            .await
            .is_tokens();
        bench.emulator.reset();
    }
    bench.add_with_methods(ADA, Some(PASSWORD), &["+88390012345"]);
    let listed = listed(&bench).await;
    let id = method(&listed, "sms");
    let reply = bench.go(CHALLENGE, &listed.token(), &[("id", &id)]).await;
    reply.is_redirect();
}

#[tokio::test]
async fn a_demand_that_comes_later_ends_sessions_at_their_next_refresh() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let refresh = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    let url = format!("{}/_emulator/mfa", bench.emulator.origin());
    let demand = |required: bool| {
        let body = json!({"client_id": CONTOSO_APP_PASSWORD, "required": required});
        bench
            .http
            .post(&url)
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    assert_eq!(Reply::of(demand(true)).await.status, 200);
    bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.refused(
        "invalid_grant",
        "basic_action",
        50076,
    );
    bench.with_password(ADA, PASSWORD).await.is_redirect();
    assert_eq!(Reply::of(demand(false)).await.status, 200);
    bench
        .refresh(CONTOSO_APP_PASSWORD, &refresh)
        .await
        .is_tokens();
    assert!(bench.emulator.require_mfa(CONTOSO_APP_MFA, false));
    assert!(!bench.emulator.require_mfa("nobody", true));
    bench.emulator.reset();
    // The configuration's word counts again.
    bench.add(ADA, Some(PASSWORD));
    let token = bench.challenged_for_mfa(ADA, CAPABILITIES).await;
    bench.prove(&token, "password", PASSWORD).await.refused(
        "invalid_grant",
        "registration_required",
        50072,
    );
}

#[tokio::test]
async fn a_wrong_demand_is_refused_with_a_sentence() {
    let bench = Bench::new().await;
    let url = format!("{}/_emulator/mfa", bench.emulator.origin());
    for (body, status) in [
        (json!({"client_id": "nobody", "required": true}), 404),
        (json!({"client_id": CONTOSO_APP_OTP}), 400),
        (
            json!({"client_id": CONTOSO_APP_OTP, "required": "yes"}),
            400,
        ),
        (json!([]), 400),
    ] {
        let request = bench
            .http
            .post(&url)
            .header("content-type", "application/json");
        let reply = Reply::of(request.body(body.to_string())).await;
        assert_eq!(reply.status, status);
        assert!(reply.text("error_description").contains("client_id"));
    }
}

#[tokio::test]
async fn a_password_that_must_be_changed_signs_nobody_in() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    let mut bob = native_auth_emulator::NewUser::new("contoso", BOB, Some(PASSWORD));
    bob.must_change_password = Some(true);
    bench.emulator.add_user(&bob).unwrap();
    bench
        .with_password(BOB, "Wrong-1")
        .await
        .refused("invalid_grant", "", 50126);
    bench
        .with_password(BOB, PASSWORD)
        .await
        .refused("invalid_request", "", 50142);
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    bob.username = "eve@example.com".to_owned();
    bob.password = None;
    assert!(bench.emulator.add_user(&bob).is_err());
}
