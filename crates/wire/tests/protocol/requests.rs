//! Every request, as it goes out: its line, its headers, and its fields decoded.

use native_auth_wire::v1::{
    AuthenticationMethod, register, reset_password, sign_in, sign_up, token,
};
use native_auth_wire::{
    Answer, Attributes, Authority, Call, Capability, ChallengeType, HttpResponse, Secret,
};

use crate::{fixtures, render};

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
            method: None,
        },
    );
    text += &shown(
        "challenge by a method",
        &sign_in::Challenge {
            client_id: CLIENT_ID,
            token: &token,
            challenge_types: PASSWORD_AND_CODE,
            method: Some("8c41f0b6 & more"),
        },
    );
    text += &shown(
        "introspect",
        &sign_in::Introspect {
            client_id: CLIENT_ID,
            token: &token,
        },
    );
    insta::assert_snapshot!("sign_in", text);
}

/// What a method is challenged by is the server's word for it, and the channel goes back as it came.
#[test]
fn registration() {
    let token = Secret::from("AQAB-4");
    let mut text = shown(
        "introspect",
        &register::Introspect {
            client_id: CLIENT_ID,
            token: &token,
        },
    );
    let strange = r#"{"continuation_token":"t","methods":[
        {"id":"pigeon","challenge_type":"coo","challenge_channel":"Carrier-Pigeon"},{"id":"least"}]}"#;
    let listed = fixtures::named("register_introspect").body;
    for (body, contacts) in [
        (listed, ["maya@fabrikam.example", "+46701740605"]),
        (strange, ["roof & attic", "ma ya@fabrikam.example"]),
    ] {
        for (method, contact) in methods(body).iter().zip(contacts) {
            let call = register::Challenge {
                client_id: CLIENT_ID,
                token: &token,
                method,
                contact: &Secret::from(contact),
            };
            text += &shown(&format!("challenge by {}", method.id()), &call);
        }
    }
    let code = Secret::from("40 71+82");
    for (what, code) in [("continue", Some(&code)), ("continue without a code", None)] {
        let call = register::Continue {
            client_id: CLIENT_ID,
            token: &token,
            code,
        };
        text += &shown(what, &call);
    }
    insta::assert_snapshot!("registration", text);
}

#[test]
fn reset_password() {
    let (username, token) = (
        Secret::from("maya@fabrikam.example"),
        Secret::from("AQAB-5"),
    );
    let client_id = CLIENT_ID;
    let start = reset_password::Start {
        client_id,
        username: &username,
        challenge_types: &[ChallengeType::Oob],
        capabilities: &[],
    };
    let mut text = shown("start with the least", &start);
    text += &shown(
        "start with everything",
        &reset_password::Start {
            challenge_types: PASSWORD_AND_CODE,
            capabilities: &[Capability::MfaRequired, Capability::RegistrationRequired],
            ..start
        },
    );
    text += &shown(
        "challenge",
        &reset_password::Challenge {
            client_id,
            token: &token,
            challenge_types: &[ChallengeType::Oob],
        },
    );
    text += &shown(
        "continue",
        &reset_password::Continue {
            client_id,
            token: &token,
            code: &Secret::from("40 71+82"),
        },
    );
    text += &shown(
        "submit",
        &reset_password::Submit {
            client_id,
            token: &token,
            new_password: &Secret::from("p&ss=w%rd +\u{e9}\"\\"),
        },
    );
    text += &shown(
        "poll",
        &reset_password::Poll {
            client_id,
            token: &token,
        },
    );
    insta::assert_snapshot!("reset_password", text);
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
        (None, token::Grant::MfaCode(&code)),
        (
            Some(claims),
            token::Grant::ContinuationToken {
                username: Some(&username),
            },
        ),
        (None, token::Grant::ContinuationToken { username: None }),
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
            method: None,
        };
        let request = call.request(&contoso());
        let fields: Vec<_> = url::form_urlencoded::parse(request.body()).collect();
        let field = fields.iter().find(|(name, _)| name == "challenge_type");
        assert_eq!(field.unwrap().1, expected);
    }
}

/// The methods that an answer lists.
fn methods(body: &str) -> Vec<AuthenticationMethod> {
    let response = HttpResponse::new(200, Vec::new(), body.as_bytes().to_vec());
    match register::Introspect::answer(&response).unwrap() {
        Answer::Reply(reply) => reply.methods,
        other => panic!("no methods: {other:?}"),
    }
}

fn shown(what: &str, call: &impl Call) -> String {
    format!("{what}: {}", render::request(&call.request(&contoso())))
}

fn contoso() -> Authority {
    Authority::parse("contoso", false).unwrap()
}
