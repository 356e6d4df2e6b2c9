//! `/oauth2/v2.0/initiate` and `/oauth2/v2.0/challenge`.

use super::Answer;
use super::context::{Context, Sending, only_token};
use crate::address;
use crate::continuation::{Flow, Step, Subject};
use crate::negotiation::ChallengeTypes;
use crate::problem::Problem;
use crate::refusals;
use crate::users::Credential;

/// `POST /oauth2/v2.0/initiate`: begins a sign-in by name.
pub(super) fn initiate(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let params = context.params;
    let challenge_types = ChallengeTypes::parse(params.required("challenge_type")?)?;
    let username = params.required("username")?;
    let could_be_alias = context.tenant.alias_sign_in && address::is_alias(username);
    if !address::is_email(username) && !could_be_alias {
        return Err(refusals::not_valid("username"));
    }
    let user = context
        .state
        .users
        .named(&context.tenant.id, username)
        .ok_or_else(refusals::user_not_found)?;
    let flow = Flow {
        owner: context.owner(),
        challenge_types,
        code: None,
        subject: Subject::User(user.id.clone()),
    };
    let mint = context.mint();
    let most = context.domain.limits.live_flows;
    let token = context
        .state
        .flows
        .begin(flow, Step::SignInInitiated, most, &mint)?;
    Ok(only_token(token, "started"))
}

/// `POST /oauth2/v2.0/challenge`: says that the password is wanted, or sends a code; which of the
/// two is the user's doing and not the app's.
pub(super) fn challenge(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    if !matches!(
        found.step,
        Step::SignInInitiated | Step::SignInPasswordExpected | Step::SignInCodeSent
    ) {
        return Err(refusals::continuation_token_not_valid());
    }
    let challenge_types = context.challenge_types(found)?;
    let id = match &context.state.flows.flow(found)?.subject {
        Subject::User(id) => id.clone(),
        Subject::Draft(_) => return Err(refusals::continuation_token_not_valid()),
    };
    let user = context
        .state
        .users
        .get(&id)
        .ok_or_else(refusals::user_vanished)?;
    match user.credential {
        Credential::Password(_) if challenge_types.password => {
            Ok(context.password_challenge(found, Step::SignInPasswordExpected))
        }
        Credential::Code if challenge_types.oob => {
            let address = user.username.clone();
            let sending = Sending {
                address: &address,
                purpose: "sign_in",
                step: Step::SignInCodeSent,
                interval: None,
            };
            context.send_code(found, &sending)
        }
        _ => Ok(context.redirect(
            Some(found),
            "challenge_type lacks the way this user signs in",
        )),
    }
}
