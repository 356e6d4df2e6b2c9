//! Where the flows ask the tenant's custom authentication extensions.

use serde_json::{Map, Value};

use super::context::Context;
use crate::attributes::Attributes;
use crate::config::ExtensionEvent;
use crate::errands::Outside;
use crate::extensions::{About, Callout, Failure, Occasion, Reply};
use crate::problem::Problem;
use crate::refusals;
use crate::tokens::{TokenKind, is_reserved_claim};

/// The extension's word; `None` if there is no extension for the event and the app.
pub(super) fn ask(
    about: &About<'_>,
    outside: &mut Outside,
    event: ExtensionEvent,
    occasion: &Occasion<'_>,
) -> Result<Option<Reply>, Problem> {
    let Some(extension) = about.tenant.extension(event, about.app) else {
        return Ok(None);
    };
    let question = || Callout::new(extension, about, occasion);
    outside.reply(event, question).map(Some)
}

/// The collection of attributes begins.
pub(super) fn collection_started(
    context: &mut Context<'_>,
    username: &str,
    attributes: &Attributes,
) -> Result<(), Problem> {
    let occasion = Occasion::SignUp {
        username,
        attributes,
    };
    let event = ExtensionEvent::AttributeCollectionStart;
    match ask(&context.about()?, context.outside, event, &occasion)? {
        Some(Reply::Block(text)) => Err(refusals::blocked_by_extension(&text)),
        _ => Ok(()),
    }
}

/// Attributes were sent, and each fits: as they are to be kept.
pub(super) fn collection_submitted(
    context: &mut Context<'_>,
    username: &str,
    mut attributes: Attributes,
) -> Result<Attributes, Problem> {
    let occasion = Occasion::SignUp {
        username,
        attributes: &attributes,
    };
    let event = ExtensionEvent::AttributeCollectionSubmit;
    match ask(&context.about()?, context.outside, event, &occasion)? {
        Some(Reply::Block(text)) => Err(refusals::blocked_by_extension(&text)),
        Some(Reply::Invalid(text, mut errors)) => {
            let asked = &context.tenant.user_flow(context.app)?.attributes;
            errors.retain(|name, _| asked.iter().any(|attribute| attribute.name == *name));
            // Clients expect a name to mark; of a text for none of them the person only learns that
            // it does not go on. How it appears in a native flow is not documented (protocol, section 10).
            Err(if errors.is_empty() {
                refusals::blocked_by_extension(&text)
            } else {
                refusals::attributes_refused_by_extension(&text, &errors)
            })
        }
        Some(Reply::Modify(values)) => {
            modify(context, &mut attributes, &values)?;
            Ok(attributes)
        }
        _ => Ok(attributes),
    }
}

/// Values for attributes that the user flow does not ask for are passed over, as a client's are.
fn modify(
    context: &Context<'_>,
    attributes: &mut Attributes,
    values: &Map<String, Value>,
) -> Result<(), Problem> {
    let asked = &context.tenant.user_flow(context.app)?.attributes;
    for attribute in asked {
        if let Some(value) = values.get(&attribute.name) {
            let value = attribute.accept(value).ok_or_else(|| {
                tracing::warn!("an extension gave an attribute a value that does not fit it");
                Failure::Body.refusal()
            })?;
            attributes.insert(attribute.name.clone(), value);
        }
    }
    Ok(())
}

/// What both tokens of somebody say besides; nothing of what they say anyway can be changed.
pub(super) fn token_claims(
    context: &mut Context<'_>,
    user_id: &str,
) -> Result<Map<String, Value>, Problem> {
    let about = context.about()?;
    let user = context
        .state
        .users
        .get(user_id)
        .ok_or_else(refusals::user_vanished)?;
    let event = ExtensionEvent::TokenIssuanceStart;
    let occasion = Occasion::Tokens(user);
    let claims = match ask(&about, context.outside, event, &occasion)? {
        Some(Reply::Claims(claims)) => claims,
        _ => Map::new(),
    };
    // They are for both tokens.
    let is_reserved = |name: &String| {
        is_reserved_claim(TokenKind::Id, name) || is_reserved_claim(TokenKind::Access, name)
    };
    if claims.keys().any(is_reserved) {
        tracing::warn!("an extension gave a claim that the tenant issues itself");
        return Err(Failure::Body.refusal());
    }
    Ok(claims)
}
