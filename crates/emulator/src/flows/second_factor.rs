//! The second factor: `/oauth2/v2.0/introspect`, and `/oauth2/v2.0/challenge` with an `id`.

use serde_json::{Value, json};

use super::Answer;
use super::context::{Context, Purpose, Sending};
use crate::config::BlockedAnswer;
use crate::contact::Contact;
use crate::continuation::{Found, Step};
use crate::problem::Problem;
use crate::refusals;

/// `POST /oauth2/v2.0/introspect`: which registered methods there are to choose from.
pub(super) fn introspect(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    if !matches!(
        found.step,
        Step::SecondFactorRequired | Step::SecondFactorListed | Step::SecondFactorCodeSent
    ) {
        return Err(refusals::continuation_token_not_valid());
    }
    let policy = context.mfa();
    let user = context.user(found)?;
    let methods: Vec<Value> = policy
        .usable(user)
        .map(|method| {
            json!({
                "id": method.id,
                "challenge_type": "oob",
                "challenge_channel": method.contact.channel.as_str(),
                "login_hint": method.contact.masked(),
            })
        })
        .collect();
    listed(context, found, methods, Step::SecondFactorListed)
}

/// A second factor's code, for the method of this `id`; asked for again it is a resend, or another
/// method.
pub(super) fn challenge(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    // There is no method that goes without saying, so they must have been listed.
    if found.step == Step::SecondFactorRequired {
        return Err(refusals::introspect_required());
    }
    let challenge_types = context.challenge_types(found)?;
    let id = context.params.required("id")?;
    let policy = context.mfa();
    let user = context.user(found)?;
    let contact = policy
        .usable(user)
        .find(|method| method.id == id)
        .map(|method| method.contact.clone())
        .ok_or_else(|| refusals::not_valid("id"))?;
    if !challenge_types.oob {
        return Ok(context.redirect(Some(found), "challenge_type lacks oob"));
    }
    if let Some(answer) = blocked(context, found, &contact) {
        return answer;
    }
    let sending = Sending {
        contact: &contact,
        purpose: Purpose::SecondFactor,
        step: Step::SecondFactorCodeSent,
    };
    context.send_code(found, &sending)
}

/// The answer of both endpoints that list methods. They need no list of challenge types, so the
/// one the flow began with must have `oob`.
pub(super) fn listed(
    context: &mut Context<'_>,
    found: Found,
    methods: Vec<Value>,
    step: Step,
) -> Result<Answer, Problem> {
    if !context.state.flows.flow(found)?.challenge_types.oob {
        return Ok(context.redirect(Some(found), "challenge_type lacks oob"));
    }
    let token = context.advance(found, step);
    Ok(Answer {
        body: json!({ "continuation_token": token, "methods": methods }),
        outcome: "methods",
    })
}

/// What is answered instead of a code to a contact that the tenant blocks; `None` if it does not.
pub(super) fn blocked(
    context: &mut Context<'_>,
    found: Found,
    contact: &Contact,
) -> Option<Result<Answer, Problem>> {
    Some(match context.tenant.blocked(contact)? {
        BlockedAnswer::ProviderBlockedByRep => Err(refusals::contact_of_bad_reputation()),
        BlockedAnswer::ProviderBlockedByAdmin => Err(refusals::contact_not_allowed()),
        BlockedAnswer::Redirect => Ok(context.redirect(Some(found), "a puzzle must be solved")),
    })
}
