//! What an app's own extension decides, and what comes of one that fails: each failure meets a state that stays usable.

use std::sync::Arc;

use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, Config, ExtensionConfig, ExtensionEvent,
};
use native_auth_tests::{Misbehaving, PASSWORD, PAT, Reply, Stage};
use serde_json::{Value, json};

use super::sign_up::given;
use super::{contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};

scenes![
    sign_up_that_an_extension_blocks_at_once,
    sign_up_that_an_extension_blocks_for_its_attributes,
    sign_up_begins_and_the_extension_fails,
    sign_up_attributes_and_the_extension_fails,
    sign_up_code_and_the_extension_fails,
    sign_in_code_and_the_extension_fails,
    registration_code_and_the_extension_fails,
    reset_code_and_the_extension_fails,
    sign_in_tokens_and_the_extension_fails,
    refresh_tokens_and_the_extension_fails,
];

/// What an extension is asked twice over, and what it says instead of an answer, with what the client is told.
type Failure = (Vec<Reply>, &'static str);

/// An extension that answers, but not as it should, or hangs up.
fn failures(event: ExtensionEvent) -> Vec<Failure> {
    let nonsense = json!({ "@odata.type": "microsoft.graph.somethingElse" });
    let page = Reply::Answer {
        status: 200,
        headers: vec![("content-type", "text/html".to_owned())],
        body: "<html>".to_owned(),
    };
    vec![
        // No answer makes it ask once more.
        (vec![Reply::Close, Reply::Close], "400 server_error 1003001"),
        (vec![Reply::json(500, "{}")], "400 server_error 1003002"),
        (vec![Reply::json(200, "{}")], "400 server_error 1003003"),
        (vec![page], "400 server_error 1003006"),
        (vec![answer(event, &[])], "400 server_error 1003010"),
        (vec![answer(event, &[nonsense])], "400 server_error 1003012"),
    ]
}

/// An extension that says nothing.
fn silence() -> Vec<Failure> {
    vec![(
        vec![Reply::Silence, Reply::Silence],
        "400 server_error 1003005",
    )]
}

/// An answer to this event, with these actions.
fn answer(event: ExtensionEvent, actions: &[Value]) -> Reply {
    let name = match event {
        ExtensionEvent::AttributeCollectionStart => "onAttributeCollectionStart",
        ExtensionEvent::AttributeCollectionSubmit => "onAttributeCollectionSubmit",
        ExtensionEvent::TokenIssuanceStart => "onTokenIssuanceStart",
        ExtensionEvent::OtpSend => "OnOtpSend",
    };
    let kind = format!("microsoft.graph.{name}ResponseData");
    let body = json!({ "data": { "@odata.type": kind, "actions": actions } });
    Reply::json(200, &body.to_string())
}

/// The default tenant with an extension that says this, one after the other. It gets a minute to say each, but only a
/// millisecond where it will never say anything.
async fn tenant(event: ExtensionEvent, says: Vec<Reply>) -> Arc<Stage> {
    let is_silent = says.iter().any(|reply| matches!(reply, Reply::Silence));
    let server = Misbehaving::start(says).await.unwrap();
    let extension = ExtensionConfig {
        event,
        url: server.authority(),
        app_id: "8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f".to_owned(),
        timeout_ms: if is_silent { 1 } else { 60_000 },
        user_flows: Vec::new(),
        apps: Vec::new(),
    };
    contoso_with(|config: &mut Config| config.tenants[0].extensions = vec![extension]).await
}

/// The same for failures, with what the client is told of each.
async fn failing(event: ExtensionEvent, failures: Vec<Failure>) -> (Arc<Stage>, Vec<&'static str>) {
    let (says, told): (Vec<_>, Vec<_>) = failures.into_iter().unzip();
    (tenant(event, says.concat()).await, told)
}

async fn sign_up_that_an_extension_blocks_at_once() -> Vec<Seen> {
    let event = ExtensionEvent::AttributeCollectionStart;
    let stage = tenant(event, vec![block(event, "attributeCollectionStart")]).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let begun = actor.sign_up_with(PAT, |request| request.attributes = given());
    begun.await.unwrap_err();
    actor.heard("signup/start", "400 access_denied");
    actor.seen()
}

async fn sign_up_that_an_extension_blocks_for_its_attributes() -> Vec<Seen> {
    let event = ExtensionEvent::AttributeCollectionSubmit;
    let stage = tenant(event, vec![block(event, "attributeCollectionSubmit")]).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let begun = actor.sign_up_with(PAT, |request| request.password = Some(PASSWORD.into()));
    let code = state_of!(CodeRequired, begun.await);
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    let state = state_of!(AttributesRequired, step);
    let action = state.submit_attributes(given());
    actor.run(action).await.unwrap_err();
    actor.heard("signup/continue", "400 access_denied");
    actor.seen()
}

fn block(event: ExtensionEvent, word: &str) -> Reply {
    let action = json!({
        "@odata.type": format!("microsoft.graph.{word}.showBlockPage"),
        "title": "No", "message": "This is for members.",
    });
    answer(event, &[action])
}

async fn sign_up_begins_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::AttributeCollectionStart;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
        for refused in told {
            let begun = actor.sign_up_with(PAT, |request| request.attributes = given());
            begun.await.unwrap_err();
            actor.heard("signup/start", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn sign_up_attributes_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::AttributeCollectionSubmit;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
        let begun = actor.sign_up_with(PAT, |request| request.password = Some(PASSWORD.into()));
        let code = state_of!(CodeRequired, begun.await);
        let step = actor.run(code.submit_code(&stage.code(PAT))).await;
        let state = state_of!(AttributesRequired, step);
        for refused in told {
            let action = state.submit_attributes(given());
            actor.run(action).await.unwrap_err();
            actor.heard("signup/continue", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn sign_up_code_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::OtpSend;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
        for refused in told {
            actor.sign_up(PAT).await.unwrap_err();
            actor.heard("signup/challenge", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn sign_in_code_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::OtpSend;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        stage.add_user(PAT, None);
        let mut actor = Actor::of(&stage, CONTOSO_APP_OTP);
        for refused in told {
            actor.sign_in(PAT).await.unwrap_err();
            actor.heard("oauth2/challenge", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn registration_code_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::OtpSend;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        stage.add_user(PAT, Some(PASSWORD));
        let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
        let state = state_of!(RegistrationRequired, actor.first_factor(PAT).await);
        for refused in told {
            let action = state.register("email", "pat.spare@example.test");
            actor.run(action).await.unwrap_err();
            actor.heard("register/challenge", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn reset_code_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::OtpSend;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        stage.add_user(PAT, Some(PASSWORD));
        let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
        for refused in told {
            actor.reset_password(PAT).await.unwrap_err();
            actor.heard("resetpassword/challenge", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

async fn sign_in_tokens_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::TokenIssuanceStart;
    let mut seen = Vec::new();
    for failures in [failures(event), silence()] {
        let (stage, told) = failing(event, failures).await;
        stage.add_user(PAT, Some(PASSWORD));
        let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
        let state = state_of!(PasswordRequired, actor.sign_in(PAT).await);
        for refused in told {
            let action = state.submit_password(PASSWORD);
            actor.run(action).await.unwrap_err();
            actor.heard("oauth2/token", refused);
        }
        seen.extend(actor.seen());
    }
    seen
}

/// It does its part at the sign-in, and fails from then on.
async fn refresh_tokens_and_the_extension_fails() -> Vec<Seen> {
    let event = ExtensionEvent::TokenIssuanceStart;
    let claims = json!({
        "@odata.type": "microsoft.graph.tokenIssuanceStart.provideClaimsForToken",
        "claims": { "tier": "gold" },
    });
    let (failures, told): (Vec<_>, Vec<_>) = failures(event).into_iter().unzip();
    let says = [vec![answer(event, &[claims])], failures.concat()].concat();
    let stage = tenant(event, says).await;
    stage.add_user(PAT, Some(PASSWORD));
    let mut actor = Actor::of(&stage, CONTOSO_APP_PASSWORD);
    let account = signed_in(actor.first_factor(PAT).await);
    for refused in told {
        actor.refresh(&account).await.unwrap_err();
        actor.heard("oauth2/token:refresh", refused);
        // Nothing is asked again before its time.
        stage.advance(std::time::Duration::from_secs(60));
    }
    actor.seen()
}
