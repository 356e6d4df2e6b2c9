//! Every answer that goes by a name.

use serde_json::{Value, json};

use crate::bench::*;
use crate::faults::force;
use crate::tokens::claims;

const ADA: &str = "ada@example.com";
const POLL: &str = "resetpassword/v1.0/poll_completion";
const REGISTER: &str = "register/v1.0/challenge";

/// The answer to a request of Ada's, forced by name.
async fn named(bench: &Bench, path: &str, name: &str) -> Reply {
    force(bench, json!({"endpoint": path, "answer": name})).await;
    let fields = [
        ("username", ADA),
        ("scope", SCOPE),
        ("client_info", "1"),
        ("challenge_target", "+4790012345"),
    ];
    bench.post(path, CONTOSO_APP_PASSWORD, &fields).await
}

#[tokio::test]
async fn every_refusal_is_the_documented_one() {
    let bench = Bench::new().await;
    bench.add(ADA, Some(PASSWORD));
    for (name, error, suberror, code) in [
        ("CredentialRequired", "credential_required", "", 55103),
        ("AttributesRequired", "attributes_required", "", 55106),
        (
            "AttributeValidationFailed",
            "invalid_grant",
            "attribute_validation_failed",
            0,
        ),
        ("VerificationRequired", "verification_required", "", 0),
        ("MFARequired", "invalid_grant", "mfa_required", 50076),
        (
            "RegistrationRequired",
            "invalid_grant",
            "registration_required",
            50072,
        ),
        (
            "IntrospectRequired",
            "invalid_request",
            "introspect_required",
            0,
        ),
        (
            "AuthMethodBlocked",
            "access_denied",
            "provider_blocked_by_rep",
            550_024,
        ),
        ("AccessDenied", "access_denied", "", 0),
        (
            "RegistrationInvalidOOBValue",
            "invalid_grant",
            "invalid_oob_value",
            50181,
        ),
        (
            "InvalidOOBValue",
            "invalid_grant",
            "invalid_oob_value",
            50181,
        ),
        (
            "RegistrationInvalidChallengeTarget",
            "invalid_request",
            "",
            901_001,
        ),
        ("InvalidPassword", "invalid_grant", "", 50126),
        ("InvalidUsername", "invalid_request", "", 90100),
        (
            "PasswordTooWeak",
            "invalid_grant",
            "password_too_weak",
            399_246,
        ),
        (
            "PasswordTooShort",
            "invalid_grant",
            "password_too_short",
            399_246,
        ),
        (
            "PasswordTooLong",
            "invalid_grant",
            "password_too_long",
            399_246,
        ),
        (
            "PasswordRecentlyUsed",
            "invalid_grant",
            "password_recently_used",
            399_246,
        ),
        (
            "PasswordBanned",
            "invalid_grant",
            "password_banned",
            399_246,
        ),
        (
            "NewPasswordIsInvalid",
            "invalid_grant",
            "password_is_invalid",
            399_246,
        ),
        ("UserAlreadyExists", "user_already_exists", "", 1_003_037),
        ("UserNotFound", "user_not_found", "", 50034),
        ("InvalidContinuationToken", "invalid_request", "", 55200),
        ("ExpiredToken", "expired_token", "", 552_003),
        ("TokenExpiredSLT", "expired_token", "", 55112),
        ("InvalidPurposeToken", "invalid_request", "", 55000),
        ("InvalidClient", "invalid_client", "", 7_000_218),
        ("UnauthorizedClient", "unauthorized_client", "", 700_016),
        ("InvalidRequest", "invalid_request", "", 90023),
        ("InvalidGrant", "invalid_grant", "", 0),
        ("InvalidScope", "invalid_scope", "", 70011),
        (
            "UnsupportedChallengeType",
            "unsupported_challenge_type",
            "",
            0,
        ),
        ("UnsupportedAuthMethod", "unsupported_auth_method", "", 0),
        ("AuthNotSupported", "auth_not_supported", "", 0),
        ("InvalidAuthMethodForUser", "invalid_request", "", 400_002),
        ("SlowDown", "slow_down", "", 0),
        ("AuthorizationPending", "authorization_pending", "", 0),
        ("ServerError", "server_error", "", 90006),
        ("TemporarilyUnavailable", "temporarily_unavailable", "", 0),
    ] {
        let reply = named(&bench, CONTINUE, name).await;
        reply.refused(error, suberror, code);
        let steps_forward = ["_required"].iter().any(|end| {
            error.ends_with(end)
                || suberror == "mfa_required"
                || suberror == "registration_required"
        });
        assert_eq!(
            reply.body.get("continuation_token").is_some(),
            steps_forward,
            "{name}"
        );
    }
    let reply = named(&bench, CONTINUE, "AttributesRequired").await;
    let names: Vec<&Value> = reply.body["required_attributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attribute| &attribute["name"])
        .collect();
    assert_eq!(names, ["displayName", "city"]);
    let reply = named(&bench, CONTINUE, "AttributeValidationFailed").await;
    assert_eq!(
        reply.body["invalid_attributes"],
        json!([{"name": "displayName"}])
    );
    let reply = named(&bench, CONTINUE, "VerificationRequired").await;
    assert_eq!(
        reply.body["unverified_attributes"],
        json!([{"name": "email"}])
    );
}

#[tokio::test]
async fn every_success_is_the_documented_one() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &["+4790012345"]);
    let email = json!({"challenge_type": "oob", "challenge_channel": "email",
                       "binding_method": "prompt", "code_length": 8,
                       "challenge_target_label": "a***@ex***e.com"});
    let mut sms = email.clone();
    sms["challenge_channel"] = json!("sms");
    sms["challenge_target_label"] = json!("+47*****45");
    let mut at_sign_up = email.clone();
    at_sign_up["interval"] = json!(300);
    let mut to_register = sms.clone();
    to_register
        .as_object_mut()
        .unwrap()
        .remove("challenge_target_label");
    to_register["challenge_target"] = json!("+4790012345");
    let lasting = json!({"expires_in": 600});
    for (path, name, expected) in [
        (START, "SignUpStartSuccess", json!({})),
        (INITIATE, "InitiateSuccess", json!({})),
        ("resetpassword/v1.0/start", "SSPRStartSuccess", json!({})),
        (
            CHALLENGE,
            "ChallengeTypePassword",
            json!({"challenge_type": "password"}),
        ),
        (CHALLENGE, "ChallengeTypeOOB", email),
        (SIGN_UP_CHALLENGE, "ChallengeTypeOOB", at_sign_up),
        (CHALLENGE, "ChallengeSuccessSMS", sms),
        (CONTINUE, "SignUpContinueSuccess", lasting.clone()),
        (
            "resetpassword/v1.0/continue",
            "SSPRContinueSuccess",
            lasting,
        ),
        (
            "resetpassword/v1.0/submit",
            "SSPRSubmitSuccess",
            json!({"poll_interval": 2}),
        ),
        (
            POLL,
            "SSPRPollSuccess",
            json!({"status": "succeeded", "expires_in": 600}),
        ),
        (
            POLL,
            "SSPRPollFailed",
            json!({"status": "failed", "expires_in": 600}),
        ),
        (REGISTER, "RegistrationChallengeSMSSuccess", to_register),
        (
            "register/v1.0/continue",
            "RegistrationContinueSuccess",
            json!({}),
        ),
    ] {
        let reply = named(&bench, path, name).await;
        assert_eq!(reply.status, 200, "{name} {}", reply.body);
        assert_eq!(reply.token().len(), 256, "{name}");
        let mut body = reply.body;
        body.as_object_mut().unwrap().remove("continuation_token");
        assert_eq!(body, expected, "{name}");
    }
    for (name, status) in [
        ("SSPRPollInProgress", "in_progress"),
        ("SSPRPollNotStarted", "not_started"),
    ] {
        assert_eq!(
            named(&bench, POLL, name).await.body,
            json!({"status": status})
        );
    }
    let reply = named(&bench, REGISTER, "RegistrationChallengeSuccess").await;
    assert_eq!(reply.body["challenge_channel"], "email");
    for path in [START, CHALLENGE, TOKEN, POLL, REGISTER] {
        named(&bench, path, "ChallengeTypeRedirect")
            .await
            .is_redirect();
    }
}

#[tokio::test]
async fn lists_of_methods_hold_what_the_person_has() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &["+4790012345"]);
    let id = bench.emulator.users()[0].methods[0]["id"].clone();
    let path = "oauth2/v2.0/introspect";
    let sms = json!({"id": id, "challenge_type": "oob", "challenge_channel": "sms",
                     "login_hint": "+47*****45"});
    let reply = named(&bench, path, "IntrospectSMSSuccess").await;
    assert_eq!(reply.body["methods"], json!([sms]));
    let reply = named(&bench, path, "IntrospectSuccess").await;
    let mut methods = reply.body["methods"].clone();
    assert_eq!(methods[0]["id"].take().as_str().unwrap().len(), 36);
    assert_eq!(
        methods,
        json!([
            {"id": null, "challenge_type": "oob", "challenge_channel": "email",
             "login_hint": "a***@ex***e.com"},
            sms,
        ])
    );
    let reply = named(
        &bench,
        "register/v1.0/introspect",
        "RegistrationIntrospectSuccess",
    )
    .await;
    assert_eq!(
        reply.body["methods"],
        json!([
            {"id": "email", "challenge_type": "oob", "challenge_channel": "email", "login_hint": ADA},
            {"id": "sms", "challenge_type": "oob", "challenge_channel": "sms"},
        ])
    );
}

#[tokio::test]
async fn forced_tokens_are_good_ones() {
    let bench = Bench::new().await;
    let id = bench.add(ADA, Some(PASSWORD));
    let reply = named(&bench, TOKEN, "TokenSuccess").await;
    assert_eq!(
        claims(&reply.is_tokens().text("id_token"))["oid"],
        id.as_str()
    );
    assert_eq!(reply.body["scope"], "api://contoso-api/Read openid profile");
    let refresh = reply.text("refresh_token");
    bench
        .refresh(CONTOSO_APP_PASSWORD, &refresh)
        .await
        .is_tokens();
    // Nobody is behind these, so they end with themselves.
    force(&bench, json!({"endpoint": TOKEN, "answer": "TokenSuccess"})).await;
    let reply = bench
        .post(TOKEN, CONTOSO_APP_PASSWORD, &[("scope", SCOPE)])
        .await;
    let oid = claims(&reply.is_tokens().text("id_token"))["oid"].clone();
    assert!(oid.is_string() && oid != id.as_str());
    let refresh = reply.text("refresh_token");
    bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await.refused(
        "invalid_grant",
        "bad_token",
        50173,
    );
    assert_eq!(bench.emulator.users().len(), 1);
}
