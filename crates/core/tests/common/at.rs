//! A request at each endpoint, waiting for its answer.

use native_auth_core::{Action, Exchange, Next, Refresh, Result, SignIn, SignUp, Step, Tokens};
use native_auth_wire::{AccountId, Endpoint, Secret};

use crate::setting::{PASSWORD, USERNAME, application, correlation_id, response, tag};

/// The exchange of a flow that has come as far as this endpoint.
pub(crate) fn exchange_at(endpoint: Endpoint) -> Exchange {
    match endpoint {
        Endpoint::SignUpStart => begin(sign_up()),
        Endpoint::SignUpChallenge => after(begin(sign_up()), "sign_up_start"),
        Endpoint::SignUpContinue => {
            let challenge = after(begin(sign_up()), "sign_up_start");
            begin(Ok(code_submitted(challenge, "sign_up_challenge_code")))
        }
        Endpoint::SignInInitiate => begin(sign_in()),
        Endpoint::SignInChallenge => after(begin(sign_in()), "sign_in_initiate"),
        Endpoint::Token => {
            let challenge = after(begin(sign_in()), "sign_in_initiate");
            begin(Ok(password_submitted(
                challenge,
                "sign_in_challenge_password",
            )))
        }
        Endpoint::Refresh => begin(refresh()),
        other => panic!("no way to {other:?} is known here"),
    }
}

fn sign_up() -> Result<Action> {
    let request = SignUp {
        username: USERNAME.to_owned(),
        ..SignUp::default()
    };
    native_auth_core::sign_up(&application(), request, correlation_id())
}

fn sign_in() -> Result<Action> {
    let request = SignIn {
        username: USERNAME.to_owned(),
        ..SignIn::default()
    };
    native_auth_core::sign_in(&application(), request, correlation_id())
}

fn refresh() -> Result<Action> {
    let request = Refresh {
        account: AccountId::new("3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "91c0e2f7"),
        subject: None,
        refresh_token: Secret::from("1.opaque-refresh"),
        scopes: Vec::new(),
        claims: None,
    };
    native_auth_core::refresh(&application(), request, correlation_id())
}

fn begin(action: Result<Action>) -> Exchange {
    let (_turn, next) = action.unwrap().begin(tag()).unwrap();
    sent(next)
}

fn after(exchange: Exchange, fixture: &str) -> Exchange {
    sent(exchange.resume(Ok(response(fixture))).unwrap())
}

fn code_submitted(challenge: Exchange, fixture: &str) -> Action {
    match step(challenge, fixture) {
        Step::CodeRequired { state } => state.submit_code("40718293"),
        other => panic!("not a code: {other:?}"),
    }
}

fn password_submitted(challenge: Exchange, fixture: &str) -> Action {
    match step(challenge, fixture) {
        Step::PasswordRequired { state } => state.submit_password(PASSWORD),
        other => panic!("not a password: {other:?}"),
    }
}

fn step(exchange: Exchange, fixture: &str) -> Step<Tokens> {
    match exchange.resume(Ok(response(fixture))).unwrap() {
        Next::Done(step) => step,
        Next::Send(exchange) => panic!("not a step: {exchange:?}"),
    }
}

fn sent(next: Next) -> Exchange {
    match next {
        Next::Send(exchange) => exchange,
        Next::Done(step) => panic!("not a request: {step:?}"),
    }
}
