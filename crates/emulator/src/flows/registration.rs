//! `/register/v1.0/…`: a strong method is registered within a sign-in.

use serde_json::{Value, json};

use super::Answer;
use super::context::{Context, Purpose, Sending, only_token};
use super::second_factor::{blocked, listed};
use crate::contact::{Channel, Contact};
use crate::continuation::{Found, Step};
use crate::problem::Problem;
use crate::refusals;
use crate::users::StrongMethod;

/// `POST /register/v1.0/introspect`: which methods can be registered.
pub(super) fn introspect(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = under_way(context)?;
    let policy = context.mfa();
    let user = context.user(found)?;
    let methods: Vec<Value> = policy
        .channels_for(user)
        .map(|channel| {
            // Unlike a registered method's, this ID is a word.
            let mut method = json!({
                "id": channel.as_str(),
                "challenge_type": "oob",
                "challenge_channel": channel.as_str(),
            });
            // To fill in the input field with; nobody knows the person's phone number yet.
            if let (Channel::Email, Some(members)) = (channel, method.as_object_mut()) {
                members.insert("login_hint".to_owned(), json!(user.username));
            }
            method
        })
        .collect();
    listed(context, found, methods, Step::RegistrationListed)
}

/// `POST /register/v1.0/challenge`: sends a code to what is to be registered, unless it has just
/// been verified.
pub(super) fn challenge(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = under_way(context)?;
    // Before the methods were listed nobody can know one.
    if found.step == Step::RegistrationRequired {
        return Err(refusals::continuation_token_not_valid());
    }
    // The chosen method's type, not a list of what the app can do.
    if context.params.required("challenge_type")? != "oob" {
        return Err(refusals::challenge_type_unknown());
    }
    let contact = contact(context)?;
    let policy = context.mfa();
    let user = context.user(found)?;
    if !policy.channels_for(user).any(|c| c == contact.channel) {
        return Err(refusals::contact_not_allowed());
    }
    if let Some(answer) = blocked(context, found, &contact) {
        return answer;
    }
    let flow = context.state.flows.flow(found)?;
    let preverified = flow.verified.as_ref().is_some_and(|v| v.is_same(&contact));
    if preverified {
        flow.code = None;
        flow.registering = Some(contact);
        let token = context.advance(found, Step::RegistrationPreverified);
        return Ok(Answer {
            body: json!({ "continuation_token": token, "challenge_type": "preverified" }),
            outcome: "preverified",
        });
    }
    let sending = Sending {
        contact: &contact,
        purpose: Purpose::Registration,
        step: Step::RegistrationCodeSent,
    };
    let sent = context.send_code(found, &sending)?;
    context.state.flows.flow(found)?.registering = Some(contact.clone());
    // This endpoint alone repeats the contact in full, under another name.
    Ok(sent
        .without("challenge_target_label")
        .with("challenge_target", json!(contact.target)))
}

/// `POST /register/v1.0/continue`: stores the method once it is proved to be the person's.
pub(super) fn continue_(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    let grant = context.params.required("grant_type")?;
    match (found.step, grant) {
        (Step::RegistrationCodeSent, "oob") => {
            let given = context.params.required("oob")?;
            context.verify_code(found, given)?;
        }
        (Step::RegistrationPreverified, "continuation_token") => {}
        (
            Step::RegistrationCodeSent | Step::RegistrationPreverified,
            "oob" | "continuation_token",
        ) => return Err(refusals::grant_not_expected()),
        (_, "oob" | "continuation_token") => {
            return Err(refusals::continuation_token_not_valid());
        }
        _ => return Err(refusals::not_valid("grant_type")),
    }
    let id = context.domain.randomness.guid();
    // Whoever has vanished by now registers nothing.
    context.user(found)?;
    let flow = context.state.flows.flow(found)?;
    flow.code = None;
    let contact = flow.registering.take();
    let contact = contact.ok_or_else(refusals::continuation_token_not_valid)?;
    let user = context.user(found)?;
    if !user.methods.iter().any(|m| m.contact.is_same(&contact)) {
        user.methods.push(StrongMethod { id, contact });
    }
    let token = context.advance(found, Step::MethodRegistered);
    Ok(only_token(token, "method_registered"))
}

/// The flow, if it is at one of the steps from which a method can be chosen.
fn under_way(context: &Context<'_>) -> Result<Found, Problem> {
    let found = context.found()?;
    match found.step {
        Step::RegistrationRequired
        | Step::RegistrationListed
        | Step::RegistrationCodeSent
        | Step::RegistrationPreverified => Ok(found),
        _ => Err(refusals::continuation_token_not_valid()),
    }
}

/// What is to be registered. Without a channel the target says which is meant.
fn contact(context: &Context<'_>) -> Result<Contact, Problem> {
    let params = context.params;
    // Empty is as bad a contact as any other.
    let target = match params.optional("challenge_target")? {
        Some(target) => target,
        None if params.is_given("challenge_target") => "",
        None => return Err(refusals::missing("challenge_target")),
    };
    let channel = match params.optional("challenge_channel")? {
        Some(word) => {
            Channel::named(word).ok_or_else(|| refusals::not_valid("challenge_channel"))?
        }
        None if target.contains('@') => Channel::Email,
        None => Channel::Sms,
    };
    Contact::new(channel, target).ok_or_else(refusals::contact_not_valid)
}
