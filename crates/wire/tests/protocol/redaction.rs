//! `Debug` of every public type that may hold a secret or somebody's address.

use std::fmt::Debug;
use std::time::Duration;

use native_auth_wire::v1::{
    Challenged, CodeChallenge, Introspected, register, reset_password, sign_in, sign_up, token,
};
use native_auth_wire::{
    Answer, Attributes, Authority, Call, ChallengeChannel, ChallengeType, CompactToken,
    HttpRequest, HttpResponse, Method, Redirect, Secret,
};
use serde_json::json;

/// In every place where a secret, an address or free text of a server may stand.
const CANARY: &str = "canary+secret@fabrikam.example";

#[test]
fn secrets_and_calls() {
    let secret = &Secret::from(CANARY);
    let attributes = &Attributes::new().with("displayName", CANARY);
    let scopes = &["openid".to_owned()];
    let challenge_types = &[ChallengeType::Oob];
    let client_id = "app";
    let claims = Some(CANARY);
    let mut text = shown(secret);
    text += &shown(attributes);
    text += &shown(&sign_up::Start {
        client_id,
        username: secret,
        challenge_types,
        capabilities: &[],
        password: Some(secret),
        attributes,
    });
    text += &shown(&sign_up::Challenge {
        client_id,
        token: secret,
        challenge_types,
    });
    for grant in [
        sign_up::Grant::Code(secret),
        sign_up::Grant::Password(secret),
        sign_up::Grant::Attributes(attributes),
    ] {
        text += &shown(&sign_up::Continue {
            client_id,
            token: secret,
            grant,
        });
    }
    text += &shown(&sign_in::Initiate {
        client_id,
        username: secret,
        challenge_types,
        capabilities: &[],
    });
    text += &shown(&sign_in::Challenge {
        client_id,
        token: secret,
        challenge_types,
        method: Some(CANARY),
    });
    text += &shown(&sign_in::Introspect {
        client_id,
        token: secret,
    });
    for grant in [
        token::Grant::Password(secret),
        token::Grant::Code(secret),
        token::Grant::MfaCode(secret),
        token::Grant::ContinuationToken {
            username: Some(secret),
        },
    ] {
        text += &shown(&token::Redeem {
            client_id,
            token: secret,
            grant,
            scopes,
            claims,
        });
    }
    text += &shown(&token::Refresh {
        client_id,
        refresh_token: secret,
        scopes,
        claims,
    });
    insta::assert_snapshot!("debug_of_calls", text);
}

#[test]
fn calls_of_a_reset() {
    let secret = &Secret::from(CANARY);
    let challenge_types = &[ChallengeType::Oob];
    let client_id = "app";
    let mut text = shown(&reset_password::Start {
        client_id,
        username: secret,
        challenge_types,
        capabilities: &[],
    });
    text += &shown(&reset_password::Challenge {
        client_id,
        token: secret,
        challenge_types,
    });
    text += &shown(&reset_password::Continue {
        client_id,
        token: secret,
        code: secret,
    });
    text += &shown(&reset_password::Submit {
        client_id,
        token: secret,
        new_password: secret,
    });
    text += &shown(&reset_password::Poll {
        client_id,
        token: secret,
    });
    insta::assert_snapshot!("debug_of_calls_of_a_reset", text);
}

/// A hint may be the person's whole address, and the id of a method any word of the server's.
#[test]
fn methods_and_their_registration() {
    let secret = &Secret::from(CANARY);
    let client_id = "app";
    let introspected = methods();
    let mut text = shown(&introspected);
    text += &shown(&register::Introspect {
        client_id,
        token: secret,
    });
    for method in &introspected.methods {
        text += &shown(&register::Challenge {
            client_id,
            token: secret,
            method,
            contact: secret,
        });
    }
    for code in [Some(secret), None] {
        text += &shown(&register::Continue {
            client_id,
            token: secret,
            code,
        });
    }
    insta::assert_snapshot!("debug_of_methods", text);
}

#[test]
fn replies() {
    let token = || Secret::from(CANARY);
    let challenge = CodeChallenge {
        token: token(),
        channel: ChallengeChannel::Email,
        target: Some(CANARY.to_owned()),
        code_length: Some(8),
        resend_after: Some(Duration::from_secs(300)),
    };
    let tokens = token::TokenResponse {
        access_token: token(),
        expires_in: Duration::from_secs(60),
        ext_expires_in: None,
        refresh_in: None,
        scopes: Some(vec!["openid".to_owned()]),
        refresh_token: Some(token()),
        id_token: Some(token()),
        client_info: Some(token()),
    };
    let mut text = shown(&sign_up::Started { token: token() });
    text += &shown(&sign_in::Initiated { token: token() });
    text += &shown(&Challenged::Code(challenge));
    text += &shown(&Challenged::Password { token: token() });
    text += &shown(&sign_in::Challenged::Challenge(Challenged::Password {
        token: token(),
    }));
    text += &shown(&register::Challenged::Preverified { token: token() });
    text += &shown(&register::Registered { token: token() });
    text += &shown(&reset_password::GoesOn {
        token: token(),
        expires_in: None,
    });
    text += &shown(&reset_password::Submitted {
        token: token(),
        poll_interval: Duration::from_secs(2),
    });
    text += &shown(&reset_password::Polled::Succeeded {
        token: Some(token()),
    });
    text += &shown(&reset_password::Polled::Failed {
        token: Some(token()),
    });
    text += &shown(&sign_up::Continued::Created {
        token: Some(token()),
    });
    text += &shown(&sign_up::Continued::CredentialRequired { token: token() });
    text += &shown(&token::Redeemed::Tokens(tokens));
    text += &shown(&token::Redeemed::MfaRequired { token: token() });
    text += &shown(&token::Redeemed::RegistrationRequired { token: token() });
    text += &shown(&Redirect {
        reason: Some(CANARY.to_owned()),
    });
    insta::assert_snapshot!("debug_of_replies", text);
}

/// A server may repeat an address anywhere in an error, also where an identifier belongs.
#[test]
fn problems() {
    let body = json!({
        "error": CANARY, "suberror": CANARY, "error_description": CANARY, "error_codes": [50126],
        "timestamp": CANARY, "trace_id": CANARY, "correlation_id": CANARY, "error_uri": CANARY,
        "inner_errors": [{"error": CANARY, "error_description": CANARY}],
        "continuation_token": CANARY, "claims": CANARY,
        "required_attributes": [{"name": CANARY}], "invalid_attributes": [{"name": CANARY}],
        "unverified_attributes": [{"name": CANARY}],
    });
    let response = HttpResponse::new(400, Vec::new(), body.to_string().into_bytes());
    let refused = sign_in::Initiate::answer(&response).unwrap();
    let mut text = shown(&refused);
    let Answer::Refused(problem) = refused else {
        panic!("not refused");
    };
    text += &shown(&problem.inner_errors());
    insta::assert_snapshot!("debug_of_problems", text);
}

#[test]
fn malformed_replies() {
    let headers = vec![("x-ms-request-id".to_owned(), CANARY.to_owned())];
    let response = HttpResponse::new(400, headers, CANARY.as_bytes().to_vec());
    let malformed = sign_in::Initiate::answer(&response).unwrap_err();
    insta::assert_snapshot!(shown(&malformed) + &malformed.to_string());
}

#[test]
fn http() {
    let url = Authority::parse("contoso", false).unwrap();
    let call = sign_in::Initiate {
        client_id: "app",
        username: &Secret::from(CANARY),
        challenge_types: &[],
        capabilities: &[],
    };
    let mut request = call.request(&url);
    request.set_header("x-sensor", CANARY);
    let mut text = shown(&request);
    let mut address = request.url().clone();
    address.set_query(Some(CANARY));
    text += &shown(&HttpRequest::new(Method::Get, address, Vec::new()));
    let headers = vec![("set-cookie".to_owned(), CANARY.to_owned())];
    text += &shown(&HttpResponse::new(200, headers, CANARY.as_bytes().to_vec()));
    insta::assert_snapshot!("debug_of_http", text);
}

#[test]
fn claims_of_an_id_token() {
    use base64::Engine as _;
    let payload = json!({"email": CANARY, "name": CANARY}).to_string();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload);
    let token = format!("e30.{payload}.");
    let token = CompactToken::parse(&token).unwrap();
    assert_eq!(shown(&token).trim(), "CompactToken { .. }");
    let claims = token.unverified_claims().unwrap();
    assert_eq!(claims.email(), Some(CANARY));
    insta::assert_snapshot!(shown(&claims), @r#"
    {
        "email",
        "name",
    }
    "#);
}

/// The canary is everywhere in them.
fn methods() -> Introspected {
    let method = |channel: &str| {
        json!({
            "id": CANARY, "challenge_type": CANARY, "challenge_channel": channel, "login_hint": CANARY,
        })
    };
    let body = json!({
        "continuation_token": CANARY,
        "methods": [method("email"), method("sms"), method(CANARY)],
    });
    let response = HttpResponse::new(200, Vec::new(), body.to_string().into_bytes());
    match register::Introspect::answer(&response).unwrap() {
        Answer::Reply(reply) => reply,
        other => panic!("no methods: {other:?}"),
    }
}

fn shown(value: &impl Debug) -> String {
    let text = format!("{value:#?}\n");
    assert_safe(&text);
    assert_safe(&format!("{value:?}"));
    text
}

fn assert_safe(text: &str) {
    for part in [CANARY, "canary", "secret@", "fabrikam"] {
        assert!(!text.contains(part), "{part} shows: {text}");
    }
}
