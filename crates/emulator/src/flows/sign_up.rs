//! `/signup/v1.0/start` and `/signup/v1.0/challenge`.

use serde_json::json;

use super::Answer;
use super::context::{Context, Purpose, Sending};
use super::extensions::{collection_started, collection_submitted};
use crate::address;
use crate::attributes::{self, Attributes};
use crate::config::{SignInMethod, SignUpRefusal};
use crate::contact::Contact;
use crate::continuation::{Collection, Draft, Step, Subject};
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
    match flow.sign_up_refusal {
        None => {}
        Some(SignUpRefusal::AccessDenied) => return Err(refusals::sign_up_not_allowed()),
        Some(SignUpRefusal::Redirect) => {
            return Ok(context.redirect(None, "the user flow does not allow sign-up"));
        }
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
        // Whoever signs up has no earlier password to use again.
        (SignInMethod::Password, Some(password)) => Some(new_password(context, password, &[])?),
        _ => None,
    };
    let mut attributes = Attributes::new();
    let mut collection = Collection::default();
    if let Some(text) = params.optional("attributes")? {
        let given = attributes::accept(&flow.attributes, &attributes::parse(text)?)?;
        collection_started(context, username, &attributes)?;
        attributes = collection_submitted(context, username, given)?;
        collection = Collection {
            started: true,
            submitted: true,
        };
    }
    let subject = Subject::Draft(Draft {
        username: username.to_owned(),
        password,
        attributes,
        collection,
    });
    context.begin(challenge_types, subject, Step::SignUpStarted)
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
            let contact = match &context.state.flows.flow(found)?.subject {
                Subject::Draft(draft) => Contact::email(&draft.username),
                Subject::User(_) => return Err(refusals::continuation_token_not_valid()),
            };
            let sending = Sending {
                contact: &contact,
                purpose: Purpose::SignUp,
                step: Step::SignUpCodeSent,
            };
            let sent = context.send_code(found, &sending)?;
            Ok(sent.with("interval", json!(RESEND_INTERVAL)))
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

/// A new password that keeps the rules and is none of the earlier ones, hashed.
pub(super) fn new_password(
    context: &Context<'_>,
    password: &str,
    earlier: &[PasswordHash],
) -> Result<PasswordHash, Problem> {
    password::check(password, &context.tenant.banned_passwords, earlier)
        .map_err(refusals::password_refused)?;
    PasswordHash::of(password, &context.domain.randomness).ok_or_else(refusals::server_error)
}
