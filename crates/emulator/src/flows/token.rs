//! `/oauth2/v2.0/token`.

use super::Answer;
use super::context::Context;
use crate::continuation::{Found, Step, Subject};
use crate::password::PasswordHash;
use crate::problem::Problem;
use crate::refusals;
use crate::tokens::{Grant, RefreshGrant, Scopes, Standing, token_response};
use crate::users::Credential;

/// The one grant that is plain OAuth.
pub(super) const REFRESH_TOKEN: &str = "refresh_token";

/// `POST /oauth2/v2.0/token`. The scope is looked at before any password or code, so that a
/// mistake of the app's costs the person nothing.
pub(super) fn token(context: &mut Context<'_>) -> Result<Answer, Problem> {
    match context.params.required("grant_type")? {
        "password" => password(context),
        "oob" => code(context),
        "continuation_token" => after_sign_up(context),
        REFRESH_TOKEN => refresh(context),
        // A second factor is never asked for, so no token is one for this.
        "mfa_oob" => {
            context.found()?;
            Err(refusals::continuation_token_not_valid())
        }
        _ => Err(refusals::grant_type_not_supported()),
    }
}

fn password(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("password")?;
    match found.step {
        Step::SignInPasswordExpected => {}
        Step::SignInCodeSent => return Err(refusals::wrong_kind_of_credential()),
        _ => return Err(refusals::continuation_token_not_valid()),
    }
    let id = subject(context, found)?;
    let now = context.now;
    let policy = context.domain.lockout_policy();
    let user = context
        .state
        .users
        .get_mut(&id)
        .ok_or_else(refusals::user_vanished)?;
    if user.lockout.is_locked(now) {
        return Err(refusals::account_locked());
    }
    let Credential::Password(hash) = &user.credential else {
        return Err(refusals::wrong_kind_of_credential());
    };
    if !hash.matches(given) {
        let wrong = PasswordHash::of(given, &context.domain.randomness)
            .ok_or_else(refusals::server_error)?;
        user.lockout.failed(given, wrong, policy, now);
        return Err(if user.lockout.is_locked(now) {
            refusals::account_locked()
        } else {
            refusals::password_wrong()
        });
    }
    user.lockout.succeeded();
    sign_in(context, found, &id, &scopes)
}

fn code(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("oob")?;
    match found.step {
        Step::SignInCodeSent => {}
        Step::SignInPasswordExpected => return Err(refusals::wrong_kind_of_credential()),
        _ => return Err(refusals::continuation_token_not_valid()),
    }
    let id = subject(context, found)?;
    let now = context.now;
    context
        .state
        .flows
        .flow(found)?
        .code
        .as_mut()
        .ok_or_else(refusals::code_wrong)?
        .verify(given, now)?;
    sign_in(context, found, &id, &scopes)
}

/// The token of a finished sign-up. `username` may be sent along; the token already says who.
fn after_sign_up(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?.signing_in();
    let found = context.found()?;
    if found.step != Step::SignedUp {
        return Err(refusals::continuation_token_not_valid());
    }
    let id = subject(context, found)?;
    sign_in(context, found, &id, &scopes)
}

fn refresh(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?;
    let token = context.params.required("refresh_token")?;
    let (grant, standing) = context.state.refresh_tokens.find(
        token,
        &context.tenant.id,
        &context.app.client_id,
        context.now,
    )?;
    let user = context.state.users.get(&grant.user_id);
    // A disabled account's tokens are revoked as well, but "disabled" says more.
    if user.is_some_and(|user| !user.enabled) {
        return Err(refusals::account_disabled());
    }
    match standing {
        Standing::Good if user.is_some() => issue(context, grant, &scopes),
        Standing::Expired => Err(refusals::refresh_token_expired()),
        _ => Err(refusals::refresh_token_revoked()),
    }
}

/// The person has proved who they are: ends the flow with tokens, unless the account is disabled.
fn sign_in(
    context: &mut Context<'_>,
    found: Found,
    user_id: &str,
    scopes: &Scopes,
) -> Result<Answer, Problem> {
    let user = context
        .state
        .users
        .get(user_id)
        .ok_or_else(refusals::user_vanished)?;
    if !user.enabled {
        return Err(refusals::account_disabled());
    }
    let grant = RefreshGrant {
        tenant_id: context.tenant.id.clone(),
        client_id: context.app.client_id.clone(),
        user_id: user_id.to_owned(),
        session_id: context.domain.randomness.guid(),
    };
    let answer = issue(context, grant, scopes)?;
    context.state.flows.end(found);
    Ok(answer)
}

fn issue(
    context: &mut Context<'_>,
    grant: RefreshGrant,
    scopes: &Scopes,
) -> Result<Answer, Problem> {
    let domain = context.domain;
    let wanted = context.params.optional("client_info")?;
    // Whatever the scopes: at sign-in because Microsoft's JavaScript client fails without one, at a refresh because
    // it replaces the one that was used.
    let refresh_token = context.state.refresh_tokens.issue(
        grant.clone(),
        context.now.plus(domain.lifetimes.refresh_token()),
        domain.limits.refresh_tokens,
        &domain.randomness,
    );
    let user = context
        .state
        .users
        .get(&grant.user_id)
        .ok_or_else(refusals::user_vanished)?;
    let grant = Grant {
        tenant: context.tenant,
        user,
        client_id: &grant.client_id,
        scopes,
        session_id: &grant.session_id,
        client_info: matches!(wanted, Some("1" | "true")),
        refresh_token,
    };
    let body = token_response(&grant, &domain.lifetimes, context.now, &domain.randomness)?;
    Ok(Answer {
        body,
        outcome: "tokens",
    })
}

fn scopes(context: &Context<'_>) -> Result<Scopes, Problem> {
    let scope = context.params.required("scope")?;
    Scopes::parse(scope, context.tenant, &context.app.client_id)
}

fn subject(context: &mut Context<'_>, found: Found) -> Result<String, Problem> {
    match &context.state.flows.flow(found)?.subject {
        Subject::User(id) => Ok(id.clone()),
        Subject::Draft(_) => Err(refusals::continuation_token_not_valid()),
    }
}
