//! A request at each endpoint, waiting for its answer.

use native_auth_core::{
    Action, Exchange, Next, Refresh, ResetPassword, Result, SignIn, SignUp, Step, Tokens,
};
use native_auth_wire::{AccountId, Endpoint, Secret};

use crate::setting::{PASSWORD, USERNAME, capable_application, correlation_id, response, tag};

/// The exchange of a flow that has come as far as this endpoint, of an app that can handle whatever is demanded.
pub(crate) fn exchange_at(endpoint: Endpoint) -> Exchange {
    match endpoint {
        Endpoint::SignUpStart => begin(sign_up()),
        Endpoint::SignUpChallenge => after(Endpoint::SignUpStart, "sign_up_start"),
        Endpoint::SignUpContinue => acting(Endpoint::SignUpChallenge, "sign_up_challenge_code"),
        Endpoint::SignInInitiate => begin(sign_in()),
        Endpoint::SignInChallenge => after(Endpoint::SignInInitiate, "sign_in_initiate"),
        Endpoint::SignInIntrospect => after(Endpoint::Token, "error_mfa_required"),
        Endpoint::RegisterIntrospect => after(Endpoint::Token, "error_registration_required"),
        Endpoint::RegisterChallenge => acting(Endpoint::RegisterIntrospect, "register_introspect"),
        Endpoint::RegisterContinue => acting(Endpoint::RegisterChallenge, "register_challenge_sms"),
        Endpoint::ResetPasswordStart => begin(reset_password()),
        Endpoint::ResetPasswordChallenge => {
            after(Endpoint::ResetPasswordStart, "reset_password_start")
        }
        Endpoint::ResetPasswordContinue => {
            acting(Endpoint::ResetPasswordChallenge, "reset_password_challenge")
        }
        Endpoint::ResetPasswordSubmit => {
            acting(Endpoint::ResetPasswordContinue, "reset_password_continue")
        }
        Endpoint::ResetPasswordPoll => {
            after(Endpoint::ResetPasswordSubmit, "reset_password_submit")
        }
        Endpoint::Token => acting(Endpoint::SignInChallenge, "sign_in_challenge_password"),
        Endpoint::Refresh => begin(refresh()),
        other => panic!("no way to {other:?} is known here"),
    }
}

fn sign_up() -> Result<Action> {
    let request = SignUp {
        username: USERNAME.to_owned(),
        ..SignUp::default()
    };
    native_auth_core::sign_up(&capable_application(), request, correlation_id())
}

fn sign_in() -> Result<Action> {
    let request = SignIn {
        username: USERNAME.to_owned(),
        ..SignIn::default()
    };
    native_auth_core::sign_in(&capable_application(), request, correlation_id())
}

fn reset_password() -> Result<Action> {
    let request = ResetPassword {
        username: USERNAME.to_owned(),
        ..ResetPassword::default()
    };
    native_auth_core::reset_password(&capable_application(), request, correlation_id())
}

fn refresh() -> Result<Action> {
    let request = Refresh {
        account: AccountId::new("3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "91c0e2f7"),
        subject: None,
        refresh_token: Secret::from("1.opaque-refresh"),
        scopes: Vec::new(),
        claims: None,
    };
    native_auth_core::refresh(&capable_application(), request, correlation_id())
}

fn begin(action: Result<Action>) -> Exchange {
    let (_turn, next) = action.unwrap().begin(tag()).unwrap();
    sent(next)
}

/// The exchange that follows at once on this answer.
fn after(endpoint: Endpoint, fixture: &str) -> Exchange {
    sent(answered(endpoint, fixture))
}

/// The exchange that follows when the person does what this answer asks for.
fn acting(endpoint: Endpoint, fixture: &str) -> Exchange {
    match answered(endpoint, fixture) {
        Next::Done(step) => begin(Ok(act(&step))),
        other => panic!("not a step: {other:?}"),
    }
}

fn act(step: &Step<Tokens>) -> Action {
    match step {
        Step::CodeRequired { state } => state.submit_code("40718293"),
        Step::PasswordRequired { state } => state.submit_password(PASSWORD),
        Step::RegistrationRequired { state } => state.register("sms", "+46701740605"),
        other => panic!("nothing is known to do in {other:?}"),
    }
}

fn answered(endpoint: Endpoint, fixture: &str) -> Next {
    let exchange = exchange_at(endpoint);
    exchange.resume(Ok(response(fixture))).unwrap()
}

fn sent(next: Next) -> Exchange {
    match next {
        Next::Send(exchange) => exchange,
        other => panic!("not a request: {other:?}"),
    }
}
