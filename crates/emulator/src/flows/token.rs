//! `/oauth2/v2.0/token`.

use super::Answer;
use super::context::Context;
use super::extensions::token_claims;
use crate::continuation::{Found, Step};
use crate::mfa::{Demand, Proof};
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
        "mfa_oob" => second_factor(context),
        "continuation_token" => after_another_flow(context),
        REFRESH_TOKEN => refresh(context),
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
    let now = context.now;
    let domain = context.domain;
    let policy = domain.lockout_policy();
    let user = context.user(found)?;
    if user.lockout.is_locked(now) {
        return Err(refusals::account_locked());
    }
    let Credential::Password(hash) = &user.credential else {
        return Err(refusals::wrong_kind_of_credential());
    };
    if !hash.matches(given) {
        let wrong =
            PasswordHash::of(given, &domain.randomness).ok_or_else(refusals::server_error)?;
        user.lockout.failed(given, wrong, policy, now);
        return Err(if user.lockout.is_locked(now) {
            refusals::account_locked()
        } else {
            refusals::password_wrong()
        });
    }
    user.lockout.succeeded();
    sign_in(context, found, Proof::FirstFactor, &scopes)
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
    context.user(found)?;
    context.verify_code(found, given)?;
    sign_in(context, found, Proof::FirstFactor, &scopes)
}

fn second_factor(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("oob")?;
    if found.step != Step::SecondFactorCodeSent {
        return Err(refusals::continuation_token_not_valid());
    }
    context.user(found)?;
    context.verify_code(found, given)?;
    sign_in(context, found, Proof::SecondFactor, &scopes)
}

/// The token of a finished sign-up, reset or registration. `username` may be sent along; the token
/// already says who.
fn after_another_flow(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let scopes = scopes(context)?.signing_in();
    let found = context.found()?;
    let proof = match found.step {
        Step::SignedUp => Proof::SignUp,
        // The reset's code and the new password count as one factor.
        Step::PasswordReset => Proof::FirstFactor,
        Step::MethodRegistered => Proof::SecondFactor,
        _ => return Err(refusals::continuation_token_not_valid()),
    };
    sign_in(context, found, proof, &scopes)
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
    let must_change_password = user.is_some_and(|user| user.must_change_password);
    match standing {
        Standing::Good if must_change_password => Err(refusals::password_change_required_since()),
        Standing::Good if context.mfa().required && !grant.second_factor => {
            Err(refusals::mfa_needed_since())
        }
        Standing::Good if user.is_some() => {
            let answer = issue(context, grant, &scopes)?;
            if context.domain.strict_refresh_tokens {
                context.state.refresh_tokens.spend(token);
            }
            Ok(answer)
        }
        // Either the app or a thief has used it before, and nobody knows which of them this is.
        Standing::Used => {
            let tokens = &mut context.state.refresh_tokens;
            tokens.revoke_session(&grant.session_id);
            Err(refusals::refresh_token_revoked())
        }
        Standing::Expired => Err(refusals::refresh_token_expired()),
        _ => Err(refusals::refresh_token_revoked()),
    }
}

/// The person has given one proof: ends the flow with tokens, unless the account is disabled or
/// the app demands another proof.
fn sign_in(
    context: &mut Context<'_>,
    found: Found,
    proof: Proof,
    scopes: &Scopes,
) -> Result<Answer, Problem> {
    let policy = context.mfa();
    let capabilities = context.state.flows.flow(found)?.capabilities;
    let user = context.user(found)?;
    if !user.enabled {
        return Err(refusals::account_disabled());
    }
    if user.must_change_password {
        return Err(refusals::password_change_required());
    }
    let demand = policy.demand(user, proof, capabilities);
    let user_id = user.id.clone();
    let by_password = matches!(user.credential, Credential::Password(_));
    if demand != Demand::Nothing {
        // The proof was given, and its code is good only once.
        context.state.flows.flow(found)?.code = None;
    }
    match demand {
        Demand::Nothing => {}
        Demand::SecondFactor => {
            let token = context.advance(found, Step::SecondFactorRequired);
            return Err(refusals::mfa_required(token));
        }
        Demand::Registration => {
            let token = context.advance(found, Step::RegistrationRequired);
            return Err(refusals::registration_required(token));
        }
        Demand::Browser(reason) => return Ok(context.redirect(Some(found), reason)),
    }
    let grant = RefreshGrant {
        tenant_id: context.tenant.id.clone(),
        client_id: context.app.client_id.clone(),
        user_id,
        session_id: context.domain.randomness.guid(),
        by_password,
        // Nothing was left to do, so if anything was demanded it is done.
        second_factor: policy.required || proof == Proof::SecondFactor,
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
    let claims = token_claims(context, &grant.user_id)?;
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
        claims: &claims,
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
