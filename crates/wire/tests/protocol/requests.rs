//! Every request, as it goes out: its line, its headers, and its fields decoded.

use native_auth_wire::v1::{sign_in, sign_up, token};
use native_auth_wire::{Attributes, Authority, Call, Capability, ChallengeType, Secret};

use crate::render;

const CLIENT_ID: &str = "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11";
const PASSWORD_AND_CODE: &[ChallengeType] = &[ChallengeType::Oob, ChallengeType::Password];

#[test]
fn sign_up() {
    let (username, token) = (
        Secret::from("maya@fabrikam.example"),
        Secret::from("AQAB-1+/="),
    );
    let password = Secret::from("p&ss=w%rd +\u{e9}\"\\");
    let attributes = Attributes::new()
        .with("displayName", "Maya \"Mo\" Fabri & co")
        .with("city", "Malm\u{f6}");
    let start = sign_up::Start {
        client_id: CLIENT_ID,
        username: &username,
        challenge_types: PASSWORD_AND_CODE,
        capabilities: &[],
        password: None,
        attributes: &Attributes::new(),
    };
    let grants = [
        sign_up::Grant::Code(&Secret::from("40 71+82")),
        sign_up::Grant::Password(&password),
        sign_up::Grant::Attributes(&attributes),
    ];
    let mut text = shown("start with the least", &start);
    text += &shown(
        "start with everything",
        &sign_up::Start {
            capabilities: &[Capability::MfaRequired, Capability::RegistrationRequired],
            password: Some(&password),
            attributes: &attributes,
            ..start
        },
    );
    text += &shown(
        "challenge",
        &sign_up::Challenge {
            client_id: CLIENT_ID,
            token: &token,
            challenge_types: &[ChallengeType::Oob],
        },
    );
    for grant in grants {
        let call = sign_up::Continue {
            client_id: CLIENT_ID,
            token: &token,
            grant,
        };
        text += &shown("continue", &call);
    }
    insta::assert_snapshot!("sign_up", text);
}

#[test]
fn sign_in() {
    let (username, token) = (
        Secret::from("maya@fabrikam.example"),
        Secret::from("AQAB-2"),
    );
    let initiate = sign_in::Initiate {
        client_id: CLIENT_ID,
        username: &username,
        challenge_types: PASSWORD_AND_CODE,
        capabilities: &[],
    };
    let mut text = shown("initiate", &initiate);
    text += &shown(
        "initiate with a capability",
        &sign_in::Initiate {
            capabilities: &[Capability::MfaRequired],
            ..initiate
        },
    );
    text += &shown(
        "challenge",
        &sign_in::Challenge {
            client_id: CLIENT_ID,
            token: &token,
            challenge_types: PASSWORD_AND_CODE,
        },
    );
    insta::assert_snapshot!("sign_in", text);
}

#[test]
fn tokens() {
    let (username, token) = (
        Secret::from("maya@fabrikam.example"),
        Secret::from("AQAB-3"),
    );
    let scopes = [
        "openid",
        "profile",
        "offline_access",
        "api://contoso-api/Read",
    ];
    let scopes = scopes.map(str::to_owned);
    let (password, code) = (Secret::from("Quiet-Harbour 9"), Secret::from("40718293"));
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let mut text = String::new();
    for (claims, grant) in [
        (None, token::Grant::Password(&password)),
        (None, token::Grant::Code(&code)),
        (
            Some(claims),
            token::Grant::ContinuationToken {
                username: &username,
            },
        ),
    ] {
        let call = token::Redeem {
            client_id: CLIENT_ID,
            token: &token,
            grant,
            scopes: &scopes,
            claims,
        };
        text += &shown("redeem", &call);
    }
    for claims in [None, Some(claims)] {
        let call = token::Refresh {
            client_id: CLIENT_ID,
            refresh_token: &Secret::from("1.refresh+me"),
            scopes: &scopes,
            claims,
        };
        text += &shown("refresh", &call);
    }
    insta::assert_snapshot!("tokens", text);
}

/// The service refuses a list without `redirect`, and no client sends anything twice.
#[test]
fn the_list_of_challenge_types_is_complete_and_without_repetition() {
    use ChallengeType::{Oob, Password, Redirect};
    let lists: [(&[ChallengeType], &str); 6] = [
        (&[], "redirect"),
        (&[Oob], "oob redirect"),
        (&[Redirect], "redirect"),
        (&[Redirect, Oob], "redirect oob"),
        (
            &[Oob, Password, Oob, Redirect, Redirect],
            "oob password redirect",
        ),
        (&[Password, Oob], "password oob redirect"),
    ];
    for (challenge_types, expected) in lists {
        let call = sign_in::Challenge {
            client_id: CLIENT_ID,
            token: &Secret::from("t"),
            challenge_types,
        };
        let request = call.request(&contoso());
        let fields: Vec<_> = url::form_urlencoded::parse(request.body()).collect();
        let field = fields.iter().find(|(name, _)| name == "challenge_type");
        assert_eq!(field.unwrap().1, expected);
    }
}

fn shown(what: &str, call: &impl Call) -> String {
    format!("{what}: {}", render::request(&call.request(&contoso())))
}

fn contoso() -> Authority {
    Authority::parse("contoso", false).unwrap()
}
