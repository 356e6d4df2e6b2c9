//! A way to each endpoint: a flow of somebody new that comes there by its last action.

use std::sync::Arc;

use native_auth_emulator::{CONTOSO_APP_MFA, CONTOSO_APP_PASSWORD};
use native_auth_tests::{NEW_PASSWORD, PASSWORD, Stage};

use crate::actor::{Actor, Seen, signed_in, state_of};

/// Every endpoint, as the answers name it.
pub(crate) const ENDPOINTS: [&str; 16] = [
    "signup/start",
    "signup/challenge",
    "signup/continue",
    "oauth2/initiate",
    "oauth2/challenge",
    "oauth2/introspect",
    "register/introspect",
    "register/challenge",
    "register/continue",
    "resetpassword/start",
    "resetpassword/challenge",
    "resetpassword/continue",
    "resetpassword/submit",
    "resetpassword/poll_completion",
    "oauth2/token",
    "oauth2/token:refresh",
];

/// The number of the person who registers a method.
pub(crate) const PHONE: &str = "+4790012345";

/// Goes to the endpoint as `person`; `interfere` happens just before the request arrives there. Gives what was seen
/// from there on: the answer comes first.
pub(crate) async fn to(
    endpoint: &str,
    stage: &Arc<Stage>,
    person: &str,
    interfere: impl FnOnce() + Send + 'static,
) -> Vec<Seen> {
    let needs_mfa = endpoint.starts_with("register/") || endpoint == "oauth2/introspect";
    let app = if needs_mfa {
        CONTOSO_APP_MFA
    } else {
        CONTOSO_APP_PASSWORD
    };
    let mut actor = Actor::of(stage, app);
    actor.recorder.before(endpoint, interfere);
    match endpoint.split_once('/').unwrap() {
        ("signup", call) => sign_up(&mut actor, person, call).await,
        ("register", call) => register(&mut actor, person, call).await,
        ("resetpassword", call) => reset(&mut actor, person, call).await,
        (_, call) => sign_in(&mut actor, person, call).await,
    }
    assert!(actor.recorder.has_interfered(), "never came to {endpoint}");
    let mut seen = actor.seen();
    let arrival = seen.iter().position(|seen| seen.endpoint == endpoint);
    seen.split_off(arrival.unwrap())
}

async fn sign_up(actor: &mut Actor, person: &str, call: &str) {
    let begun = actor.sign_up(person).await;
    if call == "continue" {
        let code = state_of!(CodeRequired, begun);
        let action = code.submit_code(&actor.stage.code(person));
        let _answered = actor.run(action).await;
    }
}

async fn sign_in(actor: &mut Actor, person: &str, call: &str) {
    if call == "introspect" {
        actor.stage.add_user_with_methods(person, &[("sms", PHONE)]);
        let _answered = actor.first_factor(person).await;
        return;
    }
    actor.stage.add_user(person, Some(PASSWORD));
    match call {
        "initiate" | "challenge" => drop(actor.sign_in(person).await),
        "token" => {
            let password = state_of!(PasswordRequired, actor.sign_in(person).await);
            let _answered = actor.run(password.submit_password(PASSWORD)).await;
        }
        "token:refresh" => {
            let account = signed_in(actor.first_factor(person).await);
            let _answered = actor.refresh(&account).await;
        }
        other => panic!("no way to {other} is known"),
    }
}

async fn register(actor: &mut Actor, person: &str, call: &str) {
    actor.stage.add_user(person, Some(PASSWORD));
    let demanded = actor.first_factor(person).await;
    if call == "introspect" {
        return;
    }
    let registration = state_of!(RegistrationRequired, demanded);
    let sent = actor.run(registration.register("sms", PHONE)).await;
    if call == "continue" {
        let code = state_of!(CodeRequired, sent);
        let action = code.submit_code(&actor.stage.code(PHONE));
        let _answered = actor.run(action).await;
    }
}

async fn reset(actor: &mut Actor, person: &str, call: &str) {
    actor.stage.add_user(person, Some(PASSWORD));
    let begun = actor.reset_password(person).await;
    if call == "start" || call == "challenge" {
        return;
    }
    let code = state_of!(CodeRequired, begun);
    let action = code.submit_code(&actor.stage.code(person));
    let verified = actor.run(action).await;
    if call == "continue" {
        return;
    }
    let password = state_of!(PasswordRequired, verified);
    let _answered = actor.run(password.submit_password(NEW_PASSWORD)).await;
}
