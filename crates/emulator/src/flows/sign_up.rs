//! `/signup/v1.0/start` and `/signup/v1.0/challenge`.

use super::Answer;
use super::context::{Context, Sending, only_token};
use crate::address;
use crate::attributes::{self, Attributes};
use crate::config::SignInMethod;
use crate::continuation::{Draft, Flow, Step, Subject};
use crate::negotiation::ChallengeTypes;
use crate::password::{self, PasswordHash};
use crate::problem::Problem;
use crate::refusals;

/// Seconds an app should wait before it offers to send another code.
const RESEND_INTERVAL: u32 = 300;

/// `POST /signup/v1.0/start`: begins a sign-up, with as much as the app knows already.
pub(super) fn start(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let params = context.params;
    let challenge_types = ChallengeTypes::parse(params.required("challenge_type")?)?;
    let username = params.required("username")?;
    if !address::is_email(username) {
        return Err(refusals::not_valid("username"));
    }
    let flow = context.tenant.user_flow(context.app)?;
    if !flow.sign_up_allowed {
        return Err(refusals::sign_up_not_allowed());
    }
    // Even with a password the address is verified by a code.
    let can = match flow.method {
        SignInMethod::Password => challenge_types.oob && challenge_types.password,
        SignInMethod::Otp => challenge_types.oob,
    };
    if !can {
        return Ok(context.redirect(None, "challenge_type lacks what the user flow needs"));
    }
    if context
        .state
        .users
        .named(&context.tenant.id, username)
        .is_some()
    {
        return Err(refusals::user_exists());
    }
    // Somebody who will sign in by code has no password, whatever the app sends.
    let password = match (flow.method, params.optional("password")?) {
        (SignInMethod::Password, Some(password)) => Some(new_password(context, password)?),
        _ => None,
    };
    let attributes = match params.optional("attributes")? {
        Some(text) => attributes::accept(&flow.attributes, &attributes::parse(text)?)?,
        None => Attributes::new(),
    };
    let flow = Flow {
        owner: context.owner(),
        challenge_types,
        code: None,
        subject: Subject::Draft(Draft {
            username: username.to_owned(),
            password,
            attributes,
        }),
    };
    let mint = context.mint();
    let most = context.domain.limits.live_flows;
    let token = context
        .state
        .flows
        .begin(flow, Step::SignUpStarted, most, &mint)?;
    Ok(only_token(token, "started"))
}

/// `POST /signup/v1.0/challenge`: sends the code, sends another, or says that the password is
/// wanted.
pub(super) fn challenge(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    match found.step {
        Step::SignUpStarted | Step::SignUpCodeSent => {
            if !context.challenge_types(found)?.oob {
                return Ok(context.redirect(Some(found), "challenge_type lacks oob"));
            }
            let address = match &context.state.flows.flow(found)?.subject {
                Subject::Draft(draft) => draft.username.clone(),
                Subject::User(_) => return Err(refusals::continuation_token_not_valid()),
            };
            let sending = Sending {
                address: &address,
                purpose: "sign_up",
                step: Step::SignUpCodeSent,
                interval: Some(RESEND_INTERVAL),
            };
            context.send_code(found, &sending)
        }
        Step::SignUpCredentialRequired | Step::SignUpPasswordExpected => {
            if !context.challenge_types(found)?.password {
                return Ok(context.redirect(Some(found), "challenge_type lacks password"));
            }
            Ok(context.password_challenge(found, Step::SignUpPasswordExpected))
        }
        _ => Err(refusals::continuation_token_not_valid()),
    }
}

/// A new password that keeps the rules, hashed.
pub(super) fn new_password(context: &Context<'_>, password: &str) -> Result<PasswordHash, Problem> {
    // Whoever signs up has no earlier password to use again.
    password::check(password, &context.tenant.banned_passwords, &[])
        .map_err(refusals::password_refused)?;
    PasswordHash::of(password, &context.domain.randomness).ok_or_else(refusals::server_error)
}
