//! `/signup/v1.0/continue`: the code, the password and the attributes, until the user is there.

use std::collections::VecDeque;

use serde_json::json;

use super::Answer;
use super::context::Context;
use super::extensions::{collection_started, collection_submitted};
use super::sign_up::new_password;
use crate::attributes::{self, Attributes};
use crate::config::SignInMethod;
use crate::contact::Contact;
use crate::continuation::{Collection, Draft, Found, Step, Subject};
use crate::problem::Problem;
use crate::refusals;
use crate::users::{Credential, Lockout, User};

/// `POST /signup/v1.0/continue`.
pub(super) fn continue_(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    // Before anything is looked at: a code or a value must not be spent on a sign-up that cannot end.
    if context.state.users.len() >= context.domain.limits.users {
        return Err(refusals::too_many_users());
    }
    match context.params.required("grant_type")? {
        "oob" => code(context, found),
        "password" => password(context, found),
        "attributes" => given_attributes(context, found),
        _ => Err(refusals::not_valid("grant_type")),
    }
}

fn code(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    let given = context.params.required("oob")?;
    match found.step {
        Step::SignUpCodeSent => {}
        // No code was asked for yet, or the address is verified already.
        Step::SignUpStarted => return Err(refusals::continuation_token_not_valid()),
        step => return Err(unexpected(step)),
    }
    context.verify_code(found, given)?;
    let collected = collected(context, found, false)?;
    let draft = draft(context, found)?;
    draft.take(collected);
    let verified = Contact::email(&draft.username);
    let flow = context.state.flows.flow(found)?;
    // Good only once.
    flow.code = None;
    flow.verified = Some(verified);
    what_is_next(context, found, Presented::Spent)
}

fn password(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    let given = context.params.required("password")?;
    if found.step != Step::SignUpPasswordExpected {
        return Err(unexpected(found.step));
    }
    let password = new_password(context, given, &[])?;
    let collected = collected(context, found, true)?;
    let draft = draft(context, found)?;
    draft.take(collected);
    draft.password = Some(password);
    what_is_next(context, found, Presented::Spent)
}

fn given_attributes(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    let text = context.params.required("attributes")?;
    let asked = &context.tenant.user_flow(context.app)?.attributes;
    match found.step {
        Step::SignUpStarted | Step::SignUpCodeSent => {
            let given = attributes::accept(asked, &attributes::parse(text)?)?;
            submit(context, found, given)?;
            let mint = context.mint();
            let token = context.state.flows.branch(found, found.step, &mint);
            Err(refusals::verification_required(token))
        }
        Step::SignUpAttributesRequired => {
            let given = attributes::accept(asked, &attributes::parse(text)?)?;
            let draft = draft(context, found)?;
            // By now optional attributes are taken only along with a required one.
            let brings_a_required_one = asked.iter().any(|attribute| {
                attributes::is_missing(attribute, &draft.attributes)
                    && given.contains_key(&attribute.name)
            });
            if brings_a_required_one {
                submit(context, found, given)?;
            }
            what_is_next(context, found, Presented::Kept)
        }
        step => Err(unexpected(step)),
    }
}

/// Takes attributes that fit, if the tenant's extensions have nothing against them.
fn submit(context: &mut Context<'_>, found: Found, given: Attributes) -> Result<(), Problem> {
    let draft = draft(context, found)?;
    let (username, mut all) = (draft.username.clone(), draft.attributes.clone());
    if !draft.collection.started {
        collection_started(context, &username, &all)?;
    }
    all.extend(given);
    let all = collection_submitted(context, &username, all)?;
    self::draft(context, found)?.take(Some((all, true)));
    Ok(())
}

/// What the extensions make of the attributes once it is their turn; nothing has changed yet. The
/// flag tells whether they have seen them all. `None` while a password is still to come.
fn collected(
    context: &mut Context<'_>,
    found: Found,
    has_password: bool,
) -> Result<Option<(Attributes, bool)>, Problem> {
    let flow = context.tenant.user_flow(context.app)?;
    let draft = draft(context, found)?;
    let needs_password = flow.method == SignInMethod::Password && draft.password.is_none();
    if needs_password && !has_password {
        return Ok(None);
    }
    let Collection { started, submitted } = draft.collection;
    let (username, mut all) = (draft.username.clone(), draft.attributes.clone());
    if !started {
        collection_started(context, &username, &all)?;
    }
    // Nobody gets an account of whose attributes the app has not heard, not even of none.
    let is_complete = attributes::missing(&flow.attributes, &all).is_empty();
    if is_complete && !submitted {
        all = collection_submitted(context, &username, all)?;
    }
    Ok(Some((all, submitted || is_complete)))
}

impl Draft {
    fn take(&mut self, collected: Option<(Attributes, bool)>) {
        if let Some((attributes, submitted)) = collected {
            self.attributes = attributes;
            self.collection = Collection {
                started: true,
                submitted,
            };
        }
    }
}

/// What becomes of the token that was presented when the answer is "attributes are missing".
#[derive(PartialEq, Eq)]
enum Presented {
    Spent,
    Kept,
}

/// The address is verified: asks for the password, then for the attributes, then makes the user.
fn what_is_next(
    context: &mut Context<'_>,
    found: Found,
    presented: Presented,
) -> Result<Answer, Problem> {
    let flow = context.tenant.user_flow(context.app)?;
    let tenant_id = &context.tenant.id;
    let draft = draft(context, found)?;
    let username = draft.username.clone();
    let needs_password = flow.method == SignInMethod::Password && draft.password.is_none();
    let missing = attributes::missing(&flow.attributes, &draft.attributes);
    // Somebody else may have signed up with this address in the meantime.
    if context.state.users.named(tenant_id, &username).is_some() {
        context.state.flows.end(found);
        return Err(refusals::user_exists());
    }
    if needs_password {
        let token = context.advance(found, Step::SignUpCredentialRequired);
        return Err(refusals::credential_required(token));
    }
    if !missing.is_empty() {
        let token = match presented {
            Presented::Spent => context.advance(found, Step::SignUpAttributesRequired),
            Presented::Kept => {
                let mint = context.mint();
                context
                    .state
                    .flows
                    .branch(found, Step::SignUpAttributesRequired, &mint)
            }
        };
        return Err(refusals::attributes_required(token, missing));
    }
    create_user(context, found)
}

fn create_user(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    let draft = draft(context, found)?;
    let username = draft.username.clone();
    let attributes: Attributes = std::mem::take(&mut draft.attributes);
    let credential = match draft.password.take() {
        Some(hash) => Credential::Password(hash),
        None => Credential::Code,
    };
    let id = context.domain.randomness.guid();
    context.state.users.insert(User {
        id: id.clone(),
        tenant_id: context.tenant.id.clone(),
        username,
        alias: None,
        enabled: true,
        credential,
        earlier_passwords: VecDeque::new(),
        must_change_password: false,
        password_expired: false,
        blocked: false,
        attributes,
        methods: Vec::new(),
        lockout: Lockout::default(),
        created_at: context.now.rfc3339(),
    });
    context.state.flows.flow(found)?.subject = Subject::User(id);
    let token = context.advance(found, Step::SignedUp);
    let life = context.domain.lifetimes.continuation_token_seconds;
    Ok(Answer {
        body: json!({ "continuation_token": token, "expires_in": life }),
        outcome: "user_created",
    })
}

fn draft<'c>(context: &'c mut Context<'_>, found: Found) -> Result<&'c mut Draft, Problem> {
    match &mut context.state.flows.flow(found)?.subject {
        Subject::Draft(draft) => Ok(draft),
        Subject::User(_) => Err(refusals::continuation_token_not_valid()),
    }
}

/// A sign-up that stands elsewhere takes another grant; a token of anything else is no good here.
fn unexpected(step: Step) -> Problem {
    match step {
        Step::SignUpStarted
        | Step::SignUpCodeSent
        | Step::SignUpCredentialRequired
        | Step::SignUpPasswordExpected
        | Step::SignUpAttributesRequired => refusals::grant_not_expected(),
        _ => refusals::continuation_token_not_valid(),
    }
}
