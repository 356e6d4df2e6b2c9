//! `/resetpassword/v1.0/start`, `challenge` and `continue`: up to the point where a new password is
//! wanted.

use serde_json::json;

use super::Answer;
use super::context::{Context, Purpose, Sending, only_token};
use crate::address;
use crate::contact::{Channel, Contact};
use crate::continuation::{Step, Subject};
use crate::negotiation::ChallengeTypes;
use crate::problem::Problem;
use crate::refusals;
use crate::users::Credential;

/// `POST /resetpassword/v1.0/start`.
pub(super) fn start(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let params = context.params;
    let challenge_types = ChallengeTypes::parse(params.required("challenge_type")?)?;
    let username = params.required("username")?;
    // Whether an alias will do is not documented; whoever signs in with one may also forget the
    // password.
    let could_be_alias = context.tenant.alias_sign_in && address::is_alias(username);
    if !address::is_email(username) && !could_be_alias {
        return Err(refusals::not_valid("username"));
    }
    if !context.tenant.password_reset.enabled {
        return Err(refusals::reset_not_possible());
    }
    if !challenge_types.oob {
        return Ok(context.redirect(None, "challenge_type lacks oob"));
    }
    let user = context
        .state
        .users
        .named(&context.tenant.id, username)
        .ok_or_else(refusals::user_not_found)?;
    if matches!(user.credential, Credential::Code) {
        return Err(refusals::reset_not_possible());
    }
    let subject = Subject::User(user.id.clone());
    context.begin(challenge_types, subject, Step::ResetStarted)
}

/// `POST /resetpassword/v1.0/challenge`: sends the code, or another.
pub(super) fn challenge(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    if !matches!(found.step, Step::ResetStarted | Step::ResetCodeSent) {
        return Err(refusals::continuation_token_not_valid());
    }
    let challenge_types = context.challenge_types(found)?;
    // Where a second factor is demanded, the code goes to the registered e-mail address if there
    // is one. It never goes to a phone.
    let demanded = context.mfa().required;
    let user = context.user(found)?;
    let strong = user.method_on(Channel::Email).filter(|_| demanded);
    let contact = match strong {
        Some(method) => method.contact.clone(),
        None => Contact::email(&user.username),
    };
    if !challenge_types.oob {
        return Ok(context.redirect(Some(found), "challenge_type lacks oob"));
    }
    let sending = Sending {
        contact: &contact,
        purpose: Purpose::ResetPassword,
        step: Step::ResetCodeSent,
    };
    context.send_code(found, &sending)
}

/// `POST /resetpassword/v1.0/continue`: the code.
pub(super) fn continue_(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    if context.params.required("grant_type")? != "oob" {
        return Err(refusals::not_valid("grant_type"));
    }
    let given = context.params.required("oob")?;
    if found.step != Step::ResetCodeSent {
        return Err(refusals::continuation_token_not_valid());
    }
    context.user(found)?;
    context.verify_code(found, given)?;
    context.state.flows.flow(found)?.code = None;
    let token = context.advance(found, Step::ResetPasswordExpected);
    let life = context.domain.lifetimes.continuation_token_seconds;
    Ok(only_token(token, "code_verified").with("expires_in", json!(life)))
}
